"""Certificates as a queue, one certificate with its picture, and its files."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from flask import Response, g, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.audit import AuditEntry, note_access
from portal.downloads import PDF, attachment, picture
from portal.extensions import db, services
from portal.hours.checks import Statement, plain
from portal.hours.models import Certificate, State
from portal.hours.views import words
from portal.hours.views.addresses import certificates
from portal.hours.views.pictures import page_picture, viewer
from portal.hours.views.rights import find_readable, is_own, may_confirm
from portal.permissions import Right, holds, permitted, requires, scoped, signed_in

A_PAGE = 50
TABS: Mapping[State, LazyString] = {
    State.WAITING: _l("To check"),
    State.ACCEPTED: _l("To confirm"),
    State.RETURNED: _l("Returned"),
    State.CONFIRMED: _l("In the files"),
}
EVENTS: Mapping[str, LazyString] = {
    "certificate-sent": _l("Sent"),
    "certificate-sent-again": _l("Corrected and sent again"),
    "certificate-returned": _l("Returned"),
    "certificate-accepted": _l("Accepted"),
    "certificate-confirmed": _l("Confirmed: the copy is in the file, the hours are counted"),
    "certificate-withdrawn": _l("Taken back"),
}


@certificates.get("")
@requires(Right.READ_TRAINING_FILES)
def index() -> str:
    """What has come in and has to be done with, by its state."""
    asked = request.args.get("state", "")
    state = State(asked) if asked in TABS else State.WAITING
    page = db.paginate(in_state(state), per_page=A_PAGE, max_per_page=A_PAGE)
    return render_template(
        "hours/queue.html",
        state=state,
        page=page,
        tabs=[_tab(one, state) for one in TABS],
        may_check=bool(permitted(Right.KEEP_HOURS)),
        to_confirm=[one for one in page.items if may_confirm(one.organisation)]
        if state is State.ACCEPTED
        else [],
        words=words,
        plain=plain,
    )


@certificates.get("/<int:certificate_id>")
@signed_in
def show(certificate_id: int) -> str:
    certificate = find_readable(certificate_id)
    own = is_own(certificate)
    if own:
        g.section = "my_hours"
    else:
        note_access(certificate.employment.person_id, f"certificate {certificate.number}")
    return render_template(
        "hours/show.html",
        certificate=certificate,
        own=own,
        may_check=holds(Right.KEEP_HOURS, certificate.organisation_id),
        may_confirm=may_confirm(certificate.organisation),
        viewer=viewer(certificate, request.args.get("page", 1, type=int), "certificates.show"),
        trail=_trail(certificate),
        warnings=words.warnings_of(certificate, Statement.of(certificate), certificate.recognition),
        name=certificate.employment.person.name_on(services().clock.today()),
        words=words,
        plain=plain,
    )


@certificates.get("/<int:certificate_id>/pages/<int:number>.png")
@signed_in
def page(certificate_id: int, number: int) -> Response:
    return picture(page_picture(find_readable(certificate_id), number))


@certificates.get("/<int:certificate_id>/document.pdf")
@signed_in
def document(certificate_id: int) -> Response:
    """The document as it was taken in."""
    certificate = find_readable(certificate_id)
    if not is_own(certificate):
        note_access(certificate.employment.person_id, f"certificate {certificate.number}, file")
    name = _("Certificate %(number)s", number=certificate.number.replace("/", "-"))
    return attachment(services().store.get(certificate.sha256), name, PDF)


def in_state(state: State) -> sa.Select[Certificate]:
    """Certificates in that state in the reader's organisations, those that wait longest first."""
    column = {
        State.WAITING: Certificate.submitted_at,
        State.RETURNED: Certificate.returned_at,
        State.ACCEPTED: Certificate.accepted_at,
        State.CONFIRMED: Certificate.confirmed_at,
    }[state]
    later = [Certificate.returned_at, Certificate.accepted_at, Certificate.confirmed_at]
    later.append(Certificate.withdrawn_at)
    none_of = {
        State.WAITING: later,
        State.RETURNED: later[1:],
        State.ACCEPTED: later[2:],
        State.CONFIRMED: [],
    }[state]
    found = scoped(Certificate, Right.READ_TRAINING_FILES).where(
        column.is_not(None), *(one.is_(None) for one in none_of)
    )
    if state is State.CONFIRMED:
        return found.order_by(column.desc(), Certificate.id.desc())
    return found.order_by(column, Certificate.id)


def count(state: State) -> int:
    """How many certificates of the reader's organisations are in that state."""
    ids = in_state(state).order_by(None).with_only_columns(Certificate.id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0


def _tab(state: State, current: State) -> dict[str, object]:
    return {
        "label": TABS[state],
        "href": url_for("certificates.index", state=state.value),
        "count": None if state is State.CONFIRMED else count(state),
        "current": state is current,
    }


def _trail(certificate: Certificate) -> list[dict[str, str]]:
    """What happened to it, newest first, with the reason of each return."""
    entries: Sequence[AuditEntry] = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_kind == Certificate.__tablename__,
            AuditEntry.subject_id == certificate.id,
        )
        .order_by(AuditEntry.id.desc())
    ).all()
    return [
        {
            "text": ": ".join(
                filter(None, [str(EVENTS[entry.action]), entry.details.get("reason", "")])
            ),
            "moment": words.moment(entry.at),
            "kind": "here" if entry is entries[0] else "",
        }
        for entry in entries
    ]
