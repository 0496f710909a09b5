"""Received papers: entered into a journal under our number, resolved, done, filed.

Enrolment orders and call letters of hosts go to the incoming papers, applications of employees to
their own journal, contracts written by the partner to that of contracts. A copy of our own contract
that comes back with the partner's number is an incoming paper linked to it: a contract has our
number and theirs, and the journal of contracts prints both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from portal import audit
from portal.documents import journals
from portal.documents.context import sorted_people
from portal.documents.line_models import (
    Entry,
    JournalLine,
    Received,
    ReceivedLink,
    ReceivedPerson,
    ReceivedScan,
)
from portal.documents.models import Document, Journal
from portal.documents.registers import register_of
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.files import intake
from portal.files.certification import certification, certifier_on
from portal.files.models import FileItem, Section
from portal.files.service import Paper, put_into_file
from portal.people.models import Employment, Organisation

L = TypeVar("L", Received, Entry)

INCOMING, CONTRACTS = "R06", "R04"
# Which journal a paper goes to by its kind.
JOURNALS: Mapping[str, str] = {
    "enrolment-order": INCOMING,
    "call-letter": INCOMING,
    "contract": CONTRACTS,
    "application": "R08",
    "other": INCOMING,
}


@dataclass(frozen=True)
class Incoming:
    """What is known of a paper when it comes in; `answers` is the paper of ours it answers."""

    kind: str
    sender: str
    subject: str
    received_on: date
    sender_number: str = ""
    sender_dated_on: date | None = None
    people: Sequence[Employment] = ()
    answers: Document | None = None
    late_reason: str = ""


def take_in(
    organisation: Organisation, incoming: Incoming, *, taken_by: int, request_key: str
) -> Received:
    """Give the paper our number; the same `request_key` again returns the line it already has."""
    audit.take_turn(organisation.id)
    if known := _by_key(Received, request_key):
        return known
    _refuse_future(incoming.received_on, "received_on")
    if not incoming.sender.strip() and not incoming.people:
        raise Invalid("Say who sent it.", field="sender")
    register = _register_for(incoming)
    journal = journals.open_journal(organisation, register, incoming.received_on)
    received = Received(
        **_numbered(journal, incoming.received_on, incoming.late_reason),
        kind=incoming.kind,
        sender=incoming.sender.strip() or _named(incoming),
        sender_number=incoming.sender_number,
        sender_dated_on=incoming.sender_dated_on,
        subject=incoming.subject,
        request_key=request_key,
        registered_by_id=taken_by,
    )
    _name(received, incoming)
    if incoming.answers:
        received.links.append(ReceivedLink(document=incoming.answers, role="answers"))
    db.session.add(received)
    db.session.flush()
    _record(received, "receive", taken_by, {"number": received.number})
    return received


def enter_line(
    journal: Journal,
    cells: Mapping[str, str],
    *,
    dated_on: date,
    note: str,
    late_reason: str,
    entered_by: int,
    request_key: str,
) -> Entry:
    """A line by hand, with the next number of the journal, for what was not made here."""
    audit.take_turn(journal.organisation_id)
    if known := _by_key(Entry, request_key):
        return known
    refuse_unentered(journal)
    _refuse_future(dated_on, "dated_on")
    if dated_on.year != journal.year:
        raise Invalid("This journal is of another year.", field="dated_on")
    entry = Entry(
        **_numbered(journal, dated_on, late_reason),
        cells=dict(cells),
        note=note,
        request_key=request_key,
        registered_by_id=entered_by,
    )
    db.session.add(entry)
    db.session.flush()
    _record(entry, "enter-line", entered_by, {"number": entry.number})
    return entry


def refuse_unentered(journal: Journal) -> None:
    """Stop where lines come from papers alone: referrals, incoming papers, personnel files."""
    if not register_of(journal.register).takes_entries:
        raise Conflict("Lines of this journal come from papers alone.")


def annul_line(line: Received | Entry, *, reason: str, annulled_by: int) -> None:
    """Cross the line out: its number stays in the journal with the reason, for good."""
    take_line(line)
    if line.annulled_at:
        raise Conflict("This line is annulled already.")
    if not reason.strip():
        raise Invalid("Say in one sentence why it is annulled.", field="reason")
    line.annulled_at = services().clock.now()
    line.annulment_reason = reason.strip()
    _record(line, "annul", annulled_by, {"number": line.number})


def resolve(
    received: Received, *, text: str, for_whom: str, until: date | None, resolved_by: int
) -> None:
    """What is to be done with it, by whom and until when; a later one takes its place."""
    take_line(received)
    _refuse_annulled(received)
    before = {"text": received.resolution, "for": received.resolution_for}
    received.resolution, received.resolution_for = text, for_whom
    received.resolution_until = until
    received.resolved_at = services().clock.now()
    _record(received, "resolve", resolved_by, {"before": before})


def mark_done(received: Received, *, note: str, done_by: int) -> None:
    """Note that what the resolution asks for is done."""
    take_line(received)
    _refuse_annulled(received)
    if received.done_at:
        raise Conflict("This is marked as done already.")
    received.done_at, received.done_note = services().clock.now(), note
    _record(received, "done", done_by, {})


def attach(received: Received, file: intake.Received, *, attached_by: int) -> ReceivedScan:
    """Keep the paper as a file; the newest counts, the older ones stay."""
    take_line(received)
    _refuse_annulled(received)
    if received.filed_at:
        raise Conflict("The paper is already in the personnel files.")
    scan = ReceivedScan(
        sha256=services().store.put(file.data),
        media_type=file.media_type,
        pages=file.pages,
        attached_at=services().clock.now(),
        attached_by_id=attached_by,
    )
    received.scans.append(scan)
    db.session.flush()
    _record(received, "scan", attached_by, {"sha256": scan.sha256})
    return scan


def file_received(received: Received, section: Section, *, confirmed_by: int) -> list[FileItem]:
    """A certified copy into the file of each person it concerns, with a line in the inventory."""
    take_line(received)
    _refuse_annulled(received)
    if received.filed_at:
        raise Conflict("The paper is already in the personnel files.")
    if not received.scans or not received.people:
        raise Conflict("Attach its scan and name the people first.")
    scan, today = received.scans[-1], services().clock.today()
    organisation = received.organisation
    copy = Paper(
        section=section,
        title=received.subject,
        dated_on=received.sender_dated_on or received.dated_on,
        sha256=scan.sha256,
        media_type=scan.media_type,
        source=f"received:{received.id}",
        paper_index=received.sender_number or received.number,
        sheets=scan.pages,
        certification=certification(
            certifier_on(organisation, today), organisation.language, today
        ),
    )
    items = [put_into_file(row.employment, copy, filed_by=confirmed_by) for row in received.people]
    received.filed_at = services().clock.now()
    _record(received, "file", confirmed_by, {})
    return items


def received_for(document: Document) -> Sequence[tuple[Received, str]]:
    """The received papers tied to one of ours, and how: they answer it, or it came of them."""
    found = db.session.execute(
        sa.select(Received, ReceivedLink.role)
        .join(ReceivedLink)
        .where(ReceivedLink.document_id == document.id)
        .order_by(Received.id)
    )
    return [(received, role) for received, role in found]


def take_line(line: Received | Entry) -> None:
    """Wait for whoever changes papers of the organisation, then read this line afresh."""
    db.session.flush()
    audit.take_turn(line.organisation_id)
    db.session.refresh(line, with_for_update=True)


def _register_for(incoming: Incoming) -> str:
    """A copy of our contract comes in as a letter: it has its number in our journal already."""
    register = JOURNALS[incoming.kind]
    returned = incoming.answers is not None and register == CONTRACTS
    return INCOMING if returned else register


def _numbered(journal: Journal, day: date, late_reason: str) -> dict[str, Any]:
    """The columns that every line shares, with the number taken."""
    newest = journals.last_date(journal)
    is_late = newest is not None and day < newest
    if is_late and not late_reason.strip():
        raise Invalid(
            "The journal already has a later date: say in one sentence why this one comes after.",
            field="late_reason",
        )
    number = journals.take_next_number(journal)
    return {
        "organisation": journal.organisation,
        "journal": journal,
        "sequence": number.sequence,
        "number": number.text,
        "dated_on": day,
        "late_reason": late_reason.strip() if is_late else "",
        "registered_at": services().clock.now(),
    }


def _name(received: Received, incoming: Incoming) -> None:
    day = incoming.received_on
    for position, employment in enumerate(sorted_people(incoming.people, day), start=1):
        post = employment.post_on(day)
        received.people.append(
            ReceivedPerson(
                employment=employment,
                position=position,
                name=str(employment.person.name_on(day)),
                post=post.text if post else "",
            )
        )


def _named(incoming: Incoming) -> str:
    """The first who applies, when no sender is written."""
    return str(incoming.people[0].person.name_on(incoming.received_on))


def _by_key(model: type[L], request_key: str) -> L | None:
    return db.session.scalar(sa.select(model).where(model.request_key == request_key))


def _refuse_future(day: date, field: str) -> None:
    if day > services().clock.today():
        raise Invalid("This day has not come yet.", field=field)


def _refuse_annulled(line: JournalLine) -> None:
    if line.annulled_at:
        raise Conflict("This line is annulled.")


def _record(line: Received | Entry, action: str, by: int, details: Mapping[str, Any]) -> None:
    audit.record(action, line, by_user_id=by, organisation_id=line.organisation_id, details=details)
