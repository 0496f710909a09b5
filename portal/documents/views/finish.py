"""Registering a paper: the last form, the number, and the extracts that go with it."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from portal.documents import journals
from portal.documents.approval import steps_of, submit
from portal.documents.batch import plan_batch, start_batch
from portal.documents.case_forms import NamedPerson, confirm
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.drafts import usual_answers
from portal.documents.issue import LateEntry, register
from portal.documents.models import Document
from portal.documents.views.rights import acting_user_id, own_roles, writes
from portal.documents.work import make_pdfs, run_batch
from portal.errors import Invalid
from portal.extensions import services
from portal.forms import Form, IntegerField, RadiosField, TextField
from portal.jobs import jobs

NEXT, LATE = "next", "late"
IN_FINISH = {"form": "finish"}  # the fields of the bar stand outside of their form


class FinishForm(Form):
    """How the paper is registered; fields that this paper does not need are taken away."""

    request_key = HiddenField()
    extracts = BooleanField(render_kw=IN_FINISH)
    names_are_right = BooleanField(_l("The names are right as they stand"), render_kw=IN_FINISH)
    entry = RadiosField(_l("How it goes into the journal"), choices=[(NEXT, ""), (LATE, "")])
    late_number = IntegerField(_l("After number"), least=1)
    late_reason = TextField(_l("Why so late, in one sentence"))

    def validate_names_are_right(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Look at the names first, or tick that they are right."))

    @classmethod
    def of(cls, document: Document, people: Sequence[NamedPerson]) -> "FinishForm":
        """The form of this draft, as things stand now."""
        named = len(document.people)
        before = _number_before(document)
        form: FinishForm = cls(data={"extracts": named > 1, "entry": NEXT, "late_number": before})
        form.request_key.data = form.request_key.data or secrets.token_urlsafe(16)
        form.extracts.label.text = ngettext("%(num)d extract", "%(num)d extracts", named)
        if not derived_kinds(document):
            del form.extracts
        if not any(one.is_doubtful for one in people):
            del form.names_are_right
        if not _is_out_of_order(document):
            del form.late_reason
            before = None
        if before is None:
            del form.entry, form.late_number
        else:
            form.entry.choices[0].label = _("with the next number, and a remark why")
            form.entry.choices[1].label = _("as a late entry: a fraction of an earlier number")
        return form

    def late_entry(self) -> LateEntry | None:
        if "entry" not in self or self.entry.data != LATE:
            return None
        if self.late_number.data is None:
            raise Invalid("Say after which number it stands.", field="late_number")
        return LateEntry(self.late_number.data, self.late_reason.data)

    def reason(self) -> str:
        return str(self.late_reason.data) if "late_reason" in self else ""


def derived_kinds(document: Document) -> tuple[Kind, ...]:
    """What may be made for each person named together with the paper: its extracts."""
    catalogue = kinds_of(document.organisation)
    kind = catalogue.kind(document.kind)
    extracts = catalogue.extracts_of(kind, document.country, document.language)
    return tuple(one for one in extracts if writes(one, document.organisation_id))


def issue(document: Document, form: FinishForm, people: Sequence[NamedPerson]) -> list[int]:
    """Register the paper and plan what goes with it; the batches of extracts by their ids."""
    by, roles = acting_user_id(), own_roles(document.organisation_id)
    if "names_are_right" in form:
        for named in people:
            if named.is_doubtful:
                confirm(named, by=by, organisation_id=document.organisation_id)
    if document.approved_at is None and steps_of(document):
        submit(document, submitted_by=by, own_roles=roles)
    register(
        document,
        issued_by=by,
        request_key=form.request_key.data,
        late=form.late_entry(),
        out_of_order_reason=form.reason(),
    )
    if "extracts" not in form or not form.extracts.data:
        return []
    return [_plan_extracts(document, kind, by, roles) for kind in derived_kinds(document)]


def begin_work(document: Document, batches: Sequence[int]) -> None:
    """The slow part, after the commit: PDFs and extracts."""
    queue = jobs(current_app)
    queue.hurry(make_pdfs, edition_ids=[document.edition.id])
    for batch_id in batches:
        queue.enqueue(run_batch, batch_id=batch_id)


def told_registered(document: Document, *, has_extracts: bool) -> Response:
    """The answer after registering: the page of the paper, with what was done."""
    number = document.number or ""
    if has_extracts:
        said = ngettext(
            "Registered under № %(number)s. %(num)d extract is being made.",
            "Registered under № %(number)s. %(num)d extracts are being made.",
            len(document.people),
            number=number,
        )
    elif number:
        said = _("Registered under № %(number)s.", number=number)
    else:
        said = _("Registered. This paper has no number.")
    flash(said, "ok")
    return redirect(url_for("documents.show", document_id=document.id), 303)


def _plan_extracts(document: Document, kind: Kind, by: int, roles: set[str]) -> int:
    day = document.dated_on or services().clock.today()
    organisation = document.organisation
    batch = plan_batch(
        kind,
        organisation,
        [row.employment for row in document.people],
        data=usual_answers(kind, organisation, made_by=by, day=day),
        dated_on=day,
        made_by=by,
        source=document,
    )
    start_batch(batch, started_by=by, own_roles=roles)
    return batch.id


def _is_out_of_order(document: Document) -> bool:
    """Whether the journal already has a later date."""
    journal = _journal(document)
    newest = journals.last_date(journal) if journal else None
    return bool(newest and document.dated_on and document.dated_on < newest)


def _number_before(document: Document) -> int | None:
    """The number of the last paper of that day or before it, for a late entry."""
    journal = _journal(document)
    return journals.last_number_on(journal, document.dated_on or date.max) if journal else None


def _journal(document: Document) -> Any:
    register_name = kind_of(document).manifest.journal
    if register_name is None or document.dated_on is None:
        return None
    return journals.find_journal(document.organisation_id, register_name, document.dated_on.year)
