"""What stands in the cells of a journal: from frozen values only, by the names of the columns.

`registers.toml` says which columns a register has; here is how a paper of ours, a received paper,
a line entered by hand or a personnel file fills each of them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import paper
from portal.documents.catalogue import kind_of
from portal.documents.drafts import frozen_context
from portal.documents.line_models import Entry, JournalLine, Received, ReceivedLink
from portal.documents.links import changes_of, linked_papers
from portal.documents.models import Document
from portal.documents.registers import Column
from portal.extensions import db, services
from portal.grammar import Phrase
from portal.people.models import Employment

NAMED_AT_MOST = 3  # people a line names; more are «12 осіб, за списком»


def cell_of(record: Any, column: Column) -> str:
    """The text of one cell; empty where this record has nothing for the column."""
    if isinstance(record, Entry):
        return _entry_cell(record, column)
    if isinstance(record, Received):
        return RECEIVED[column.cell](record) if column.cell in RECEIVED else ""
    if isinstance(record, Employment):
        return FILES[column.cell](record) if column.cell in FILES else ""
    return DOCUMENTS[column.cell](record, column) if column.cell in DOCUMENTS else ""


def whom(record: Document | Received) -> str:
    """Whom the paper concerns, as it named them."""
    if len(record.people) > NAMED_AT_MOST:
        words: str = ngettext(
            "%(num)d person, by the list", "%(num)d people, by the list", len(record.people)
        )
        return words
    return ", ".join(person.name for person in record.people)


def number_and_date(number: str, day: date | None) -> str:
    """«№ 12, 01.06.2026», as much of it as there is."""
    parts = [f"№\u00a0{number}" if number else "", f"{day:%d.%m.%Y}" if day else ""]
    return ", ".join(part for part in parts if part)


def sheets_of(record: Document | Received) -> int | None:
    """How many sheets the paper has: of its scan, else of its PDF, else not known yet."""
    if record.scans:
        return record.scans[-1].pages
    pdf = record.edition.pdf_sha256 if isinstance(record, Document) else None
    return page_count(pdf) if pdf else None


@lru_cache(maxsize=4096)
def page_count(pdf_sha256: str) -> int:
    """The pages of a PDF in the store, counted once: bytes under a hash never change."""
    return paper.page_count(services().store.get(pdf_sha256))


def _said(value: Any) -> str:
    """A frozen value as a cell prints it."""
    match value:
        case None | "" | False:
            return ""
        case Phrase():
            return value.text
        case date():
            return f"{value:%d.%m.%Y}"
        case Decimal() | float():
            return f"{value:.2f}".replace(".", ",") if value % 1 else f"{value:.0f}"
        case {"title": title, "number": number, "date": day}:
            return " ".join(filter(None, [title, number_and_date(number, day)]))
        case {"name": name}:
            return str(name)
        case list():
            return ", ".join(filter(None, map(_said, value)))
    return str(value)


def _field(document: Document, column: Column) -> str:
    """The first of the column's answers that the paper has."""
    frozen = frozen_context(document)
    return next((text for name in column.fields if (text := _said(frozen.get(name)))), "")


def _where(document: Document, column: Column) -> str:
    """The organisation the paper asks for."""
    frozen = frozen_context(document)
    asked = kind_of(document).fields
    named = (_said(frozen.get(field.name)) for field in asked if field.type == "organisation")
    return ", ".join(filter(None, named))


def _basis(document: Document, column: Column) -> str:
    """The papers it follows, with number and date."""
    return ", ".join(_called(one) for one in linked_papers(document, "follows"))


def _called(document: Document) -> str:
    return number_and_date(document.number or "", document.dated_on)


def _their_number(document: Document, column: Column) -> str:
    """Number and date of the other side: on the paper that came back, else as the form has them."""
    if back := _of_linked(document, "answers"):
        return back
    frozen = frozen_context(document)
    number, day = (frozen.get(name) for name in column.fields)
    return number_and_date(number or "", day)


def _answers(document: Document, column: Column) -> str:
    return _field(document, column) or _of_linked(document, "basis")


def _of_linked(document: Document, role: str) -> str:
    linked = db.session.scalars(
        sa.select(Received)
        .join(ReceivedLink)
        .where(ReceivedLink.document_id == document.id, ReceivedLink.role == role)
        .where(Received.annulled_at.is_(None))
        .order_by(Received.id)
    )
    said = (number_and_date(one.sender_number, one.sender_dated_on) for one in linked)
    return "; ".join(filter(None, said))


def _acknowledged(document: Document, column: Column) -> str:
    days = [person.acknowledged_on for person in document.people]
    read = sorted({day for day in days if day})
    if not read:
        return ""
    if None in days:
        done = sum(1 for day in days if day)
        return str(_("%(done)s of %(total)s", done=done, total=len(days)))
    return ", ".join(dict.fromkeys(f"{day:%d.%m.%Y}" for day in (read[0], read[-1])))


def _state(document: Document, column: Column) -> str:
    if document.annulled_at:
        return str(_("Annulled"))
    signed = document.signed_at
    return str(_("signed %(day)s", day=f"{signed.astimezone():%d.%m.%Y}")) if signed else ""


def _index(record: Document | JournalLine) -> str:
    return record.journal.nomenclature_index if record.journal else ""


def _note(record: Document | JournalLine) -> str:
    """Annulled, cancelled, changed, late, corrected: each with its reason or its paper."""
    annulled, late, corrected = _("Annulled"), _("Entered late"), _("Corrected before signature")
    notes: list[str] = []
    if isinstance(record, Document):
        notes = [f"{corrected}: {one.reason}" for one in record.editions if one.reason]
        words = {"amends": _("Changed by"), "cancels": _("Cancelled by")}
        notes[:0] = [f"{words[role]}: {_called(one)}" for role, one in changes_of(record)]
    elif record.note:
        notes = [record.note]
    if record.late_reason:
        notes.insert(0, f"{late}: {record.late_reason}")
    if record.annulled_at:
        day = f"{record.annulled_at.astimezone():%d.%m.%Y}"
        notes.insert(0, f"{annulled} {day}: {record.annulment_reason}")
    return "; ".join(notes)


def _resolution(received: Received) -> str:
    until = received.resolution_until
    term = str(_("until %(day)s", day=f"{until:%d.%m.%Y}")) if until else ""
    task = ": ".join(filter(None, [received.resolution_for, received.resolution]))
    return ", ".join(filter(None, [task, term]))


def _done(received: Received) -> str:
    day = f"{received.done_at.astimezone():%d.%m.%Y}" if received.done_at else ""
    return ", ".join(filter(None, [day, received.done_note]))


def _entry_cell(entry: Entry, column: Column) -> str:
    match column.cell:
        case "number":
            return entry.number
        case "day":
            return _day(entry)
        case "index":
            return _index(entry)
        case "note":
            return _note(entry)
    return str(entry.cells.get(column.name, ""))


def _day(record: Document | JournalLine) -> str:
    return f"{record.dated_on:%d.%m.%Y}" if record.dated_on else ""


def _post(employment: Employment) -> str:
    """The post today, or the last one of somebody who has left."""
    post = employment.post_on(employment.ended_on or services().clock.today())
    last = post or (employment.posts[-1] if employment.posts else None)
    return last.text if last else ""


DOCUMENTS: Mapping[str, Callable[[Document, Column], str]] = {
    "number": lambda document, column: document.number or "",
    "day": lambda document, column: _day(document),
    "title": lambda document, column: document.title,
    "whom": lambda document, column: whom(document),
    "applicant": lambda document, column: whom(document),
    "signatory": lambda document, column: document.signatory,
    "sheets": lambda document, column: str(sheets_of(document) or ""),
    "index": lambda document, column: _index(document),
    "note": lambda document, column: _note(document),
    "subject": lambda document, column: _field(document, column) or document.title,
    "addressee": lambda document, column: _field(document, column) or _where(document, column),
    "decision": lambda document, column: _field(document, column) or _basis(document, column),
    "field": _field,
    "where": _where,
    "basis": _basis,
    "acknowledged": _acknowledged,
    "state": _state,
    "their_number": _their_number,
    "answers": _answers,
}
RECEIVED: Mapping[str, Callable[[Received], str]] = {
    "number": lambda received: received.number,
    "day": _day,
    "title": lambda received: received.subject,
    "subject": lambda received: received.subject,
    "whom": whom,
    "applicant": lambda received: whom(received) or received.sender,
    "sender": lambda received: received.sender,
    "where": lambda received: received.sender,
    "their_number": lambda received: number_and_date(
        received.sender_number, received.sender_dated_on
    ),
    "resolution": _resolution,
    "done": _done,
    "sheets": lambda received: str(sheets_of(received) or ""),
    "index": _index,
    "note": _note,
}
FILES: Mapping[str, Callable[[Employment], str]] = {
    "number": lambda employment: employment.file_number or "",
    "whom": lambda employment: str(employment.person.name),
    "post": _post,
    "opened": lambda one: f"{one.started_on:%d.%m.%Y}" if one.started_on else "",
    "closed": lambda one: f"{one.ended_on:%d.%m.%Y}" if one.ended_on else "",
}
