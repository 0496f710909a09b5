"""Lines of a journal entered by hand: for papers and acts that were not made here."""

import secrets
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import HiddenField

from portal.documents.cells import cell_of
from portal.documents.line_models import Entry
from portal.documents.models import Journal
from portal.documents.received import annul_line, enter_line, refuse_unentered
from portal.documents.registers import Column, register_of
from portal.documents.views.journals import blueprint
from portal.documents.views.rights import Act, acting_user_id, may_with_some
from portal.errors import Forbidden, NotFound
from portal.extensions import db, services
from portal.forms import (
    DateField,
    Form,
    IntegerField,
    LongTextField,
    MoneyField,
    Required,
    TextField,
    clean_line,
)
from portal.permissions import Right, find, requires
from portal.web import form_page, told_on


class EntryForm(Form):
    """What every line has; the columns of the register are added to it."""

    request_key = HiddenField()
    dated_on = DateField(_l("Date"), [Required()])


class LineAnnulForm(Form):
    reason = LongTextField(_l("Why it is annulled"), [Required()], limit=500)


@blueprint.route("/journals/<int:journal_id>/entries/new", methods=["GET", "POST"])
@requires(Right.KEEP_JOURNALS)
def new_entry(journal_id: int) -> WerkzeugResponse | tuple[str, int]:
    journal = find(Journal, journal_id, Right.KEEP_JOURNALS)
    refuse_unentered(journal)
    form = _entry_form(journal)
    if form.validate_on_submit():
        with told_on(form):
            entry = enter_line(
                journal,
                _cells(journal, form),
                dated_on=form.dated_on.data,
                note=form["note"].data,
                late_reason=form["late_reason"].data,
                entered_by=acting_user_id(),
                request_key=form.request_key.data,
            )
            db.session.commit()
            flash(_("Entered under № %(number)s.", number=entry.number), "ok")
            return redirect(url_for("journals.show", journal_id=entry.journal_id), 303)
    return form_page(
        "journals/new_entry.html", form, journal=find(Journal, journal_id, Right.KEEP_JOURNALS)
    )


@blueprint.get("/journals/<int:journal_id>/entries/<int:line_id>")
@requires(Right.READ_PAPERS)
def entry(journal_id: int, line_id: int) -> str:
    line = _find_entry(journal_id, line_id)
    language = line.organisation.language
    columns = register_of(line.journal.register).columns
    facts = [(column.head(language), cell_of(line, column)) for column in columns]
    return render_template(
        "journals/entry.html",
        journal=line.journal,
        entry=line,
        facts=facts,
        annuls=may_with_some(Act.ANNUL, line.organisation) and not line.annulled_at,
    )


@blueprint.route("/journals/<int:journal_id>/entries/<int:line_id>/annul", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND, Right.APPROVE_PAPERS)
def annul_entry(journal_id: int, line_id: int) -> WerkzeugResponse | tuple[str, int]:
    line = _find_entry(journal_id, line_id)
    if not may_with_some(Act.ANNUL, line.organisation):
        raise Forbidden
    form = LineAnnulForm()
    if form.validate_on_submit():
        with told_on(form):
            annul_line(line, reason=clean_line(form.reason.data), annulled_by=acting_user_id())
            db.session.commit()
            flash(_("The line is annulled. Its number stays in the journal."), "ok")
            return redirect(url_for("journals.show", journal_id=journal_id), 303)
    return form_page("journals/annul_entry.html", form, entry=_find_entry(journal_id, line_id))


def _find_entry(journal_id: int, line_id: int) -> Entry:
    line = find(Entry, line_id, Right.READ_PAPERS)
    if line.journal_id != journal_id:
        raise NotFound
    return line


def _entry_form(journal: Journal) -> Any:
    """The form of the register's columns, in the words of the journal."""
    language = journal.organisation.language
    fields: dict[str, Any] = {
        column.name: _field(column, column.head(language)) for column in _asked(journal)
    }
    fields["note"] = TextField(_l("Note"))
    fields["late_reason"] = TextField(
        _l("Why it is entered late"),
        description=_l("Needed only when the journal already has a later day."),
    )
    form = type("EntryFormOfRegister", (EntryForm,), fields)(
        data={"dated_on": services().clock.today()} if request.method == "GET" else None
    )
    form.request_key.data = form.request_key.data or secrets.token_urlsafe(16)
    return form


def _asked(journal: Journal) -> list[Column]:
    return [column for column in register_of(journal.register).columns if column.asked]


def _field(column: Column, label: str) -> Any:
    kind = (column.asked or "").rstrip("!")
    required = [Required()] if (column.asked or "").endswith("!") else []
    if kind == "count":
        return IntegerField(label, required, least=1)
    if kind == "money":
        return MoneyField(label, required)
    return (LongTextField if kind == "text" else TextField)(label, required, limit=500)


def _cells(journal: Journal, form: Any) -> dict[str, str]:
    """The answers as the columns print them."""
    given = {column.name: form[column.name].data for column in _asked(journal)}
    return {name: _said(value) for name, value in given.items() if value not in (None, "")}


def _said(value: Any) -> str:
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
