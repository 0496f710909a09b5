"""The page of a received paper, and what is done with it: resolution, scan, filing, annulment."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Response, flash, redirect, render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.audit import AuditEntry
from portal.documents.cells import number_and_date
from portal.documents.line_models import Received
from portal.documents.models import Document
from portal.documents.received import annul_line, attach, file_received, mark_done, resolve
from portal.documents.views.next_step import address_of
from portal.documents.views.received import KINDS, blueprint
from portal.documents.views.received_form import file_of
from portal.documents.views.rights import Act, acting_user_id, may_with_some
from portal.documents.views.story import names_of
from portal.documents.views.words import moment
from portal.downloads import attachment
from portal.errors import Forbidden, NotFound
from portal.extensions import db, services
from portal.files import intake
from portal.files.models import Section
from portal.forms import DateField, FileField, Form, LongTextField, Required, TextField, clean_line
from portal.permissions import Right, find, holds, requires
from portal.web import form_page, told_on

HISTORY: Mapping[str, LazyString] = {
    "receive": _l("Entered into the journal"),
    "resolve": _l("Resolution written"),
    "done": _l("Done"),
    "scan": _l("Scan attached"),
    "file": _l("Copies put into the personnel files"),
    "annul": _l("Annulled"),
}


class ResolutionForm(Form):
    text = LongTextField(_l("What is to be done"), [Required()], limit=500)
    for_whom = TextField(_l("By whom"), [Required()])
    until = DateField(_l("Until which day"))


class DoneForm(Form):
    note = TextField(_l("How it was done"), description=_l("For example: order № 45-к/тр."))


class ScanForm(Form):
    scan = FileField(
        _l("Scan: PDF or photos"),
        [Required(_l("Choose the file of the scan."))],
        accept=intake.ACCEPT,
    )


class AnnulForm(Form):
    reason = LongTextField(_l("Why it is annulled"), [Required()], limit=500)


@blueprint.get("/received/<int:received_id>")
@requires(Right.READ_PAPERS)
def show(received_id: int) -> str:
    received = find(Received, received_id, Right.READ_PAPERS)
    writes = holds(Right.PREPARE_EVERY_KIND, received.organisation_id)
    return render_template(
        "received/show.html",
        received=received,
        kind=KINDS[received.kind],
        theirs=number_and_date(received.sender_number, received.sender_dated_on),
        chain=_chain(received),
        trail=_trail(received),
        writes=writes,
        resolves=writes or holds(Right.APPROVE_PAPERS, received.organisation_id),
        annuls=may_with_some(Act.ANNUL, received.organisation),
        files=may_with_some(Act.FILE, received.organisation),
        opens_files=holds(Right.READ_TRAINING_FILES, received.organisation_id),
        moment=moment,
    )


@blueprint.route("/received/<int:received_id>/resolution", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND, Right.APPROVE_PAPERS)
def resolution(received_id: int) -> WerkzeugResponse | tuple[str, int]:
    """The resolution is the head's; whoever enters papers may write it down from the paper."""
    received = _find(received_id, Right.PREPARE_EVERY_KIND, Right.APPROVE_PAPERS)
    given = {
        "text": received.resolution,
        "for_whom": received.resolution_for,
        "until": received.resolution_until,
    }
    form = ResolutionForm(data=given)
    if form.validate_on_submit():
        with told_on(form):
            resolve(
                received,
                text=clean_line(form.text.data),
                for_whom=form.for_whom.data,
                until=form.until.data,
                resolved_by=acting_user_id(),
            )
            db.session.commit()
            flash(_("The resolution is written down."), "ok")
            return _back(received_id)
    return _act_page(form, received_id, _("Resolution"), _("Write down the resolution"))


@blueprint.route("/received/<int:received_id>/done", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND)
def done(received_id: int) -> WerkzeugResponse | tuple[str, int]:
    received = _find(received_id, Right.PREPARE_EVERY_KIND)
    form = DoneForm()
    if form.validate_on_submit():
        with told_on(form):
            mark_done(received, note=form.note.data, done_by=acting_user_id())
            db.session.commit()
            flash(_("Marked as done."), "ok")
            return _back(received_id)
    return _act_page(form, received_id, _("Done"), _("Mark the paper as done"))


@blueprint.route("/received/<int:received_id>/scan", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND)
def scan(received_id: int) -> WerkzeugResponse | tuple[str, int]:
    _find(received_id, Right.PREPARE_EVERY_KIND)
    form = ScanForm()
    if form.validate_on_submit():
        with told_on(form):
            file = file_of(form.scan)
            received = _find(received_id, Right.PREPARE_EVERY_KIND)
            attach(received, file, attached_by=acting_user_id())
            db.session.commit()
            flash(_("The scan is attached."), "ok")
            return _back(received_id)
    return _act_page(form, received_id, _("Scan"), _("Attach the scan"))


@blueprint.route("/received/<int:received_id>/annul", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND, Right.APPROVE_PAPERS)
def annul(received_id: int) -> WerkzeugResponse | tuple[str, int]:
    received = find(Received, received_id, Right.READ_PAPERS)
    if not may_with_some(Act.ANNUL, received.organisation):
        raise Forbidden
    form = AnnulForm()
    if form.validate_on_submit():
        with told_on(form):
            reason = clean_line(form.reason.data)
            annul_line(received, reason=reason, annulled_by=acting_user_id())
            db.session.commit()
            flash(_("The line is annulled. Its number stays in the journal."), "ok")
            return _back(received_id)
    return _act_page(form, received_id, _("Annul"), _("Annul the line"))


@blueprint.post("/received/<int:received_id>/file")
@requires(Right.PREPARE_EVERY_KIND, Right.APPROVE_PAPERS)
def file(received_id: int) -> WerkzeugResponse:
    """Certified copies into the training section of the files of those whom it concerns."""
    received = find(Received, received_id, Right.READ_PAPERS)
    if not may_with_some(Act.FILE, received.organisation):
        raise Forbidden
    file_received(received, Section.TRAINING, confirmed_by=acting_user_id())
    db.session.commit()
    flash(_("Copies are in the personnel files."), "ok")
    return _back(received_id)


@blueprint.get("/received/<int:received_id>/scans/<int:received_scan_id>")
@requires(Right.READ_PAPERS)
def scan_file(received_id: int, received_scan_id: int) -> Response:
    received = find(Received, received_id, Right.READ_PAPERS)
    kept = next((one for one in received.scans if one.id == received_scan_id), None)
    if kept is None:
        raise NotFound
    name = f"{KINDS[received.kind]} № {received.number}".replace("/", "-")
    return attachment(services().store.get(kept.sha256), name, kept.media_type)


def _find(received_id: int, *rights: Right) -> Received:
    """One the acting person may read; 403 when none of the rights is theirs there."""
    received = find(Received, received_id, Right.READ_PAPERS)
    if not any(holds(right, received.organisation_id) for right in rights):
        raise Forbidden
    return received


def _chain(received: Received) -> list[dict[str, Any]]:
    """The papers of ours before it and after it, and itself between them."""
    before = [_link(one.document) for one in received.links if one.role == "answers"]
    after = [_link(one.document) for one in received.links if one.role == "basis"]
    text = number_and_date(received.number, received.dated_on)
    here = {"label": _("This paper"), "text": text, "href": None, "state": "here"}
    return [*before, here, *after]


def _link(document: Document) -> dict[str, Any]:
    text = number_and_date(document.number or "", document.dated_on)
    return {"label": document.title, "text": text, "href": address_of(document), "state": ""}


def _trail(received: Received) -> list[dict[str, str]]:
    events = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_kind == Received.__tablename__,
            AuditEntry.subject_id == received.id,
        )
        .order_by(AuditEntry.id.desc())
    ).all()
    names = names_of(events)
    return [
        {
            "text": str(HISTORY.get(event.action, event.action)),
            "who": names.get(event.by_user_id, ""),
            "moment": moment(event.at),
            "kind": "",
        }
        for event in events
    ]


def _act_page(form: Form, received_id: int, title: str, submit: str) -> tuple[str, int]:
    received = find(Received, received_id, Right.READ_PAPERS)
    return form_page("received/act.html", form, received=received, title=title, submit=submit)


def _back(received_id: int) -> WerkzeugResponse:
    return redirect(url_for("received.show", received_id=received_id), 303)
