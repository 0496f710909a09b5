"""One version: what is wrong with its file, what it asks for, how it looks, the way into force."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.accounts.models import User
from portal.documents.models import Document
from portal.downloads import DOCX, attachment
from portal.errors import Conflict
from portal.extensions import db
from portal.paper.diagnosis.comments import commented
from portal.paper.diagnosis.mending import mended
from portal.paper.findings import Finding
from portal.permissions import Right, holds, requires
from portal.studio import service
from portal.studio.changes import Turn
from portal.studio.checking import findings_of
from portal.studio.models import State, TemplateVersion
from portal.studio.questions import draft_questions, manifest_of, used_values
from portal.studio.second_person import needs_second_person
from portal.studio.versions import in_force, versions_of
from portal.studio.views.blueprint import blueprint
from portal.studio.views.bringing import FileForm
from portal.studio.views.preview import author_of, prove_version
from portal.studio.views.question import TYPES, condition_words
from portal.studio.views.report import (
    TURNS,
    FieldRow,
    field_rows,
    paths_before,
    rows_of,
    safe_ones,
    said,
    template_of,
)
from portal.studio.views.rights import acting_user_id, find_version, page_language

STATES = {
    State.DRAFT: "wait",
    State.SENT: "ink",
    State.PUBLISHED: "ok",
    State.RETIRED: "",
}
STATE_WORDS = {
    State.DRAFT: _l("Draft"),
    State.SENT: _l("To be published"),
    State.PUBLISHED: _l("In force"),
    State.RETIRED: _l("Retired"),
}


@blueprint.get("/versions/<int:version_id>")
@requires(Right.EDIT_TEMPLATES)
def version(version_id: int) -> str:
    shown = find_version(version_id)
    faults, notices = rows_of(shown)
    fields = field_rows(shown, used_values(shown), author_of(shown))
    manifest = manifest_of(shown)
    return render_template(
        "studio/version.html",
        version=shown,
        manifest=manifest,
        faults=faults,
        notices=notices,
        safe=len(safe_ones(shown)),
        fields=fields,
        turns=TURNS,
        changes=_changes(fields),
        has_before=bool(paths_before(shown)),
        questions=[(f, TYPES[f.type], condition_words(f, manifest)) for f in manifest.fields],
        file_form=FileForm(),
        needs_second=needs_second_person(shown, acting_user_id()),
        may_publish=holds(Right.PUBLISH_TEMPLATES, shown.organisation_id),
        in_use=_in_use(shown),
        issued=_issued(shown),
        maker=db.session.get(User, shown.made_by_id),
        others=[
            one for one in versions_of(shown.organisation_id, shown.kind) if one.id != version_id
        ],
        state_kinds=STATES,
        state_words=STATE_WORDS,
        language=page_language(),
    )


@blueprint.post("/versions/<int:version_id>/mend")
@requires(Right.EDIT_TEMPLATES)
def mend(version_id: int) -> WerkzeugResponse:
    """Put right what may be put right by a click, and check again: one fault, or all safe ones."""
    shown = find_version(version_id)
    found = findings_of(shown)
    index = request.form.get("finding", type=int)
    chosen = [found[index]] if index is not None and 0 <= index < len(found) else []
    wanted = [] if chosen else [one for one in found if one.is_safe]
    _put_right(shown, wanted, chosen)
    db.session.commit()
    done = len(wanted) or len(chosen)
    flash(ngettext("%(num)d place was mended.", "%(num)d places were mended.", done), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


def _put_right(shown: TemplateVersion, wanted: list[Finding], chosen: list[Finding]) -> None:
    if shown.docx_sha256 is None or not (wanted or chosen):
        raise Conflict("There is nothing here that the portal can mend.")
    docx = mended(template_of(shown), wanted, chosen)
    service.replace_file(shown, docx, shown.file_name, by=acting_user_id())
    draft_questions(shown, by=acting_user_id())


@blueprint.get("/versions/<int:version_id>/comments.docx")
@requires(Right.EDIT_TEMPLATES)
def with_comments(version_id: int) -> Response:
    """The same file with a comment of Word at every fault."""
    shown = find_version(version_id)
    if shown.docx_sha256 is None:
        raise Conflict("This file was not let in: correct it as the page says and bring it anew.")
    docx = commented(template_of(shown), findings_of(shown), said)
    return attachment(docx, _("%(name)s, with comments", name=_stem(shown)), DOCX)


@blueprint.get("/versions/<int:version_id>/file.docx")
@requires(Right.EDIT_TEMPLATES)
def file(version_id: int) -> Response:
    """The Word file, to go on writing in it."""
    shown = find_version(version_id)
    if shown.docx_sha256 is None:
        raise Conflict("This file was not let in: correct it as the page says and bring it anew.")
    return attachment(template_of(shown), _stem(shown), DOCX)


@blueprint.post("/versions/<int:version_id>/send")
@requires(Right.EDIT_TEMPLATES)
def send(version_id: int) -> WerkzeugResponse:
    """Ask a second person to look at it and to publish it."""
    prove_version(find_version(version_id))
    shown = find_version(version_id)
    service.send(shown, by=acting_user_id())
    db.session.commit()
    flash(_("Sent: somebody else looks at it and publishes it."), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


@blueprint.post("/versions/<int:version_id>/publish")
@requires(Right.PUBLISH_TEMPLATES)
def publish(version_id: int) -> WerkzeugResponse:
    prove_version(find_version(version_id))
    shown = find_version(version_id)
    service.publish(shown, by=acting_user_id())
    db.session.commit()
    flash(_("Published: new papers of this kind are made by it from now on."), "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


def _changes(fields: Sequence[FieldRow]) -> list[str]:
    """What will be different when it is in force, in words."""
    told = []
    added = [row.written for row in fields if row.turn is Turn.ADDED]
    gone = [row.written for row in fields if row.turn is Turn.REMOVED]
    if added:
        told.append(_("New in it: %(fields)s.", fields=", ".join(added)))
    if gone:
        told.append(_("No more in it: %(fields)s.", fields=", ".join(gone)))
    return told


def _in_use(shown: TemplateVersion) -> TemplateVersion | None:
    return in_force(shown.organisation_id, shown.kind, shown.country, shown.language)


def _issued(shown: TemplateVersion) -> int:
    """How many papers of the kind the organisation has registered."""
    query = sa.select(sa.func.count()).where(
        Document.organisation_id == shown.organisation_id,
        Document.kind == shown.kind,
        Document.registered_at.is_not(None),
    )
    return db.session.scalar(query) or 0


def _stem(shown: TemplateVersion) -> Any:
    return shown.file_name.removesuffix(".docx") or shown.kind
