"""The ledger of hours: its lines, opening entries, checks made later, what soon ends."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from portal import audit
from portal.errors import Invalid
from portal.extensions import db, services
from portal.grammar import search_key
from portal.hours.checks import Statement, completed, faults
from portal.hours.doubles import refuse_double
from portal.hours.models import Certificate, HourEntry, Recognition, Verification
from portal.people.models import Employment, Organisation, Person

FAR, NEAR = timedelta(days=90), timedelta(days=30)  # when the end of a document is told of


@dataclass(frozen=True)
class Row:
    """A line of the ledger with the hours counted so far."""

    entry: HourEntry
    total: Decimal


@dataclass(frozen=True)
class Ending:
    """A document that ends soon, or has ended, and has no successor."""

    entry: HourEntry
    days: int  # left; below nought it has ended

    @property
    def is_near(self) -> bool:
        return self.days <= NEAR.days


def entries_of(person: Person) -> list[HourEntry]:
    """All that is written of a person, oldest first."""
    found = db.session.scalars(sa.select(HourEntry).where(HourEntry.person_id == person.id))
    return sorted(found, key=lambda entry: (entry.dated_on, entry.id))


def certificates_of(person: Person) -> Sequence[Certificate]:
    """Certificates on their way, newest first; those in the file stand in the ledger."""
    return db.session.scalars(
        sa.select(Certificate)
        .join(Employment)
        .where(Employment.person_id == person.id, Certificate.confirmed_at.is_(None))
        .order_by(Certificate.submitted_at.desc(), Certificate.id.desc())
    ).all()


def running(entries: Sequence[HourEntry]) -> list[Row]:
    """The lines with their running total; what nobody has recognised yet adds nothing."""
    return list(_running(entries))


def _running(entries: Sequence[HourEntry]) -> Iterator[Row]:
    total = Decimal(0)
    for entry in entries:
        total += entry.hours if entry.is_counted else 0
        yield Row(entry, total)


def add_opening(
    person: Person,
    organisation: Organisation,
    said: Statement,
    *,
    recorded_by: int,
    recognition: str = Recognition.NOT_NEEDED,
    recognised_by: str = "",
) -> HourEntry:
    """A line «before Papka», typed from a paper that lies in the file already."""
    audit.take_turn(organisation.id)
    for fault in faults(said, organisation.country, services().clock.today()):
        raise fault
    employment = next(e for e in person.employments if e.organisation_id == organisation.id)
    refuse_double(employment, said, "")
    entry = HourEntry(
        organisation_id=organisation.id,
        person_id=person.id,
        is_opening=True,
        recorded_at=services().clock.now(),
        recorded_by_id=recorded_by,
        recognition=recognition,
        recognised_by=recognised_by,
        **asdict(completed(said, organisation.country)),
    )
    db.session.add(entry)
    _record("hours-recorded", entry, recorded_by)
    return entry


@dataclass(frozen=True)
class Finding:
    """What came of asking whether a document is genuine and its hours count."""

    verification_status: str
    source: str = ""
    external_id: str = ""
    recognition: str = Recognition.NOT_NEEDED
    recognised_by: str = ""


def write_finding(entry: HourEntry, finding: Finding, *, by: int) -> None:
    """Write down the check (ПКМУ 1343/2025) and the recognition (ПКМУ 800) of a line."""
    audit.take_turn(entry.organisation_id)
    db.session.refresh(entry, with_for_update=True)
    if finding.verification_status != Verification.NOT_CHECKED and not finding.source:
        raise Invalid("Say where it was looked for.", field="source")
    if finding.recognition == Recognition.COUNCIL and not finding.recognised_by:
        raise Invalid("Write the number and date of the protocol.", field="recognised_by")
    if finding.verification_status != entry.verification_status or finding.source != entry.source:
        entry.verified_at, entry.verified_by_id = services().clock.now(), by
    for name, value in asdict(finding).items():
        setattr(entry, name, value)
    _record("hours-checked", entry, by)


def endings(person_ids: Collection[int], today: date) -> list[Ending]:
    """Documents of these people that end within 90 days or have ended, and were not renewed."""
    entries = db.session.scalars(
        sa.select(HourEntry)
        .where(HourEntry.person_id.in_(person_ids))
        .order_by(HourEntry.valid_until, HourEntry.id)
    ).all()
    newest = {
        _subject(entry): entry for entry in sorted(entries, key=lambda e: (e.issued_on, e.id))
    }
    return [
        Ending(entry, (entry.valid_until - today).days)
        for entry in entries
        if entry.valid_until
        and entry.valid_until <= today + FAR
        and newest[_subject(entry)] is entry
    ]


def _subject(entry: HourEntry) -> tuple[int, str]:
    """What a newer document of the same person replaces."""
    return entry.person_id, search_key(entry.topic)


def _record(action: str, entry: HourEntry, by: int) -> None:
    db.session.flush()
    audit.record(action, entry, by_user_id=by, organisation_id=entry.organisation_id)
