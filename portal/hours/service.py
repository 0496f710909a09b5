"""A certificate's way into the file: sent, returned or accepted, confirmed by the head.

Confirming makes the certified copy, its line of the inventory and the line of the ledger at once:
all of it, or nothing. The locks go in the order of the portal: the organisation's chain of audit,
the certificate, the personnel file.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portal import audit
from portal.accounts.letters import News
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.hours.checks import ITEMS, Statement, completed, faults
from portal.hours.doubles import doubles_of, refuse_double
from portal.hours.models import (
    TYPED,
    Certificate,
    HourEntry,
    Recognition,
    State,
    Verification,
)
from portal.hours.news import tell_office, tell_teacher
from portal.people.models import Employment

OPEN = frozenset({State.WAITING, State.RETURNED, State.WITHDRAWN})


@dataclass(frozen=True)
class Picture:
    """The PDF of a certificate, already in the store, and the hash of the files it came from."""

    sha256: str
    sent_sha256: str
    pages: int


@dataclass(frozen=True)
class Verdict:
    """What whoever checks a certificate found on it."""

    items: Collection[str]  # those of the six that stand on it
    recognition: str
    recognised_by: str = ""
    verification_status: str = Verification.CONFIRMED
    source: str = ""  # where it was checked
    external_id: str = ""
    remark: str = ""
    is_no_double: bool = False


def submit(
    employment: Employment,
    said: Statement,
    picture: Picture,
    *,
    submitted_by: int,
    by_office: bool = False,
) -> Certificate:
    """Send a certificate to be checked; raises `Doubled` when it is here already."""
    organisation_id = employment.organisation_id
    audit.take_turn(organisation_id)
    _refuse_false(employment, said)
    refuse_double(employment, said, picture.sent_sha256)
    certificate = Certificate(
        organisation_id=organisation_id,
        employment=employment,
        sent_by_office=by_office,
        submitted_at=services().clock.now(),
        submitted_by_id=submitted_by,
        **asdict(picture),
        **asdict(said),
    )
    db.session.add(certificate)
    db.session.flush()
    _record("certificate-sent", certificate, submitted_by)
    tell_office(certificate, by=submitted_by)
    return certificate


def send_again(
    certificate: Certificate, said: Statement, picture: Picture | None, *, submitted_by: int
) -> None:
    """Correct what was sent, with another picture if there is one; it waits to be checked anew."""
    _lock(certificate, OPEN)
    _refuse_false(certificate.employment, said)
    sent = picture.sent_sha256 if picture else certificate.sent_sha256
    refuse_double(certificate.employment, said, sent, besides=certificate)
    for name, value in {**asdict(said), **(asdict(picture) if picture else {})}.items():
        setattr(certificate, name, value)
    certificate.submitted_at, certificate.submitted_by_id = services().clock.now(), submitted_by
    certificate.returned_at, certificate.return_reason = None, ""
    certificate.withdrawn_at = None
    _record("certificate-sent-again", certificate, submitted_by)
    tell_office(certificate, by=submitted_by)


def withdraw(certificate: Certificate, *, withdrawn_by: int) -> None:
    """Take back what nobody has accepted yet; it may be sent again."""
    _lock(certificate, {State.WAITING, State.RETURNED})
    certificate.withdrawn_at = services().clock.now()
    _record("certificate-withdrawn", certificate, withdrawn_by)


def send_back(certificate: Certificate, *, reason: str, returned_by: int) -> None:
    """Return it to whoever sent it, saying what has to be mended."""
    _lock(certificate, {State.WAITING, State.ACCEPTED})
    if not reason.strip():
        raise Invalid("Say in one sentence what must be mended.", field="reason")
    certificate.returned_at, certificate.return_reason = services().clock.now(), reason.strip()
    certificate.accepted_at = certificate.accepted_by_id = None
    _record("certificate-returned", certificate, returned_by, {"reason": reason.strip()})
    tell_teacher(certificate, News.RETURNED, by=returned_by)


def accept(
    certificate: Certificate, said: Statement, verdict: Verdict, *, accepted_by: int
) -> None:
    """It is as it should be; the head confirms it next."""
    _lock(certificate, {State.WAITING})
    _refuse_false(certificate.employment, said)
    missing = _missing(certificate, verdict)
    doubles = doubles_of(certificate.employment, said, certificate.sent_sha256, besides=certificate)
    if doubles and not verdict.is_no_double:
        raise Invalid("It is like another document: look at both first.", field="is_no_double")
    now = services().clock.now()
    values: Mapping[str, Any] = {
        **asdict(completed(said, certificate.organisation.country)),
        "missing_items": {"codes": missing} if missing else {},
        "remark": verdict.remark,
        "recognition": verdict.recognition,
        "recognised_by": verdict.recognised_by,
        "verification_status": verdict.verification_status,
        "verified_at": now,
        "verified_by_id": accepted_by,
        "source": verdict.source,
        "external_id": verdict.external_id,
        "accepted_at": now,
        "accepted_by_id": accepted_by,
    }
    for name, value in values.items():
        setattr(certificate, name, value)
    _record("certificate-accepted", certificate, accepted_by, {"missing": missing})


def record_entry(certificate: Certificate, *, file_item_id: int, recorded_by: int) -> HourEntry:
    """The line of the ledger that a confirmed certificate makes."""
    entry = HourEntry(
        organisation_id=certificate.organisation_id,
        person_id=certificate.employment.person_id,
        certificate=certificate,
        file_item_id=file_item_id,
        recorded_at=services().clock.now(),
        recorded_by_id=recorded_by,
        **{name: getattr(certificate, name) for name in TYPED},
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def lock_accepted(certificate: Certificate) -> None:
    """Take the turn and the row of a certificate that waits for the head."""
    _lock(certificate, {State.ACCEPTED})


def _missing(certificate: Certificate, verdict: Verdict) -> list[str]:
    """Which items are not on it; refused verdicts are told at their field."""
    if verdict.verification_status != Verification.CONFIRMED:
        raise Invalid(
            "Say how it was checked: a copy goes into the file only after that.",
            field="verification",
        )
    if verdict.recognition == Recognition.COUNCIL and not verdict.recognised_by:
        raise Invalid("Write the number and date of the protocol.", field="recognised_by")
    items = ITEMS[certificate.organisation.country]
    missing = [code for code in items if code not in verdict.items]
    if missing and not verdict.remark:
        raise Invalid(
            "Not all that the law asks for stands on it. Return it, or say why it is taken "
            "all the same.",
            field="remark",
        )
    return missing


def _refuse_false(employment: Employment, said: Statement) -> None:
    country = employment.organisation.country
    for fault in faults(said, country, services().clock.today()):
        raise fault


def _lock(certificate: Certificate, states: Collection[State]) -> None:
    audit.take_turn(certificate.organisation_id)
    db.session.refresh(certificate, with_for_update=True)
    if certificate.state not in states:
        raise Conflict("This certificate has moved on meanwhile. Open it again.")


def _record(
    action: str, certificate: Certificate, by: int, details: Mapping[str, Any] | None = None
) -> None:
    db.session.flush()
    audit.record(
        action,
        certificate,
        by_user_id=by,
        organisation_id=certificate.organisation_id,
        details=details,
    )
