"""The head's part: confirm one certificate, those ticked, or all that wait."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.errors import Conflict, Forbidden, PapkaError
from portal.extensions import db
from portal.hours.copies import confirm, make_copy, wanted
from portal.hours.models import Certificate, HourEntry, State
from portal.hours.views import words
from portal.hours.views.addresses import certificates
from portal.hours.views.certificates import in_state
from portal.hours.views.rights import may_confirm
from portal.permissions import Right, find, requires
from portal.web import own_address, sentence

MOST_AT_ONCE = 200
REASONS_SHOWN = 3


@certificates.post("/<int:certificate_id>/confirm")
@requires(Right.KEEP_HOURS)
def confirm_one(certificate_id: int) -> Response:
    certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
    if not may_confirm(certificate.organisation):
        raise Forbidden
    [entry] = _confirm([certificate])
    db.session.commit()
    flash(words.filed(entry), "ok")
    return _back(url_for("certificates.show", certificate_id=certificate_id))


@certificates.post("/confirm")
@requires(Right.KEEP_HOURS)
def confirm_many() -> Response:
    """Those ticked; `all` means everything that waits for the acting person."""
    ids = set(request.form.getlist("picked", type=int))
    waiting = db.session.scalars(in_state(State.ACCEPTED)).all()
    mine = [one for one in waiting if may_confirm(one.organisation)]
    chosen = mine if request.form.get("all") else [one for one in mine if one.id in ids]
    if not chosen:
        raise Conflict("Tick at least one certificate.")
    done = len(_confirm(chosen[:MOST_AT_ONCE], goes_on=True))
    db.session.commit()
    if done:
        flash(
            ngettext(
                "%(num)d certificate is in the file, its hours are counted.",
                "%(num)d certificates are in the files, their hours are counted.",
                done,
            ),
            "ok",
        )
    return _back(url_for("certificates.index", state=State.ACCEPTED.value))


def _confirm(chosen: Sequence[Certificate], *, goes_on: bool = False) -> list[HourEntry]:
    """Confirm each; the copies are made outside of the transaction, which nothing slow may hold.

    With `goes_on` what is refused stays as it was and is told.
    """
    by, needs = current_user.id, [wanted(one) for one in chosen]
    db.session.rollback()
    copies = [(one.certificate_id, make_copy(one)) for one in needs]
    done, refusals = [], []
    for certificate_id, copy in copies:
        certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
        title = words.copy_title(certificate)
        try:
            with db.session.begin_nested():
                done.append(confirm(certificate, copy, title=title, confirmed_by=by))
        except PapkaError as refusal:
            if not goes_on:
                raise
            refusals.append(f"№\u00a0{certificate.number}: {sentence(refusal)}")
    for text in refusals[:REASONS_SHOWN]:
        flash(text, "bad")
    return done


def _back(otherwise: str) -> Response:
    return redirect(own_address(request.form.get("next")) or otherwise, 303)
