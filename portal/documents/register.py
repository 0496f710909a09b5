"""The pages of a journal: its columns in the form the office knows, from frozen values only.

Which columns stand in which register: DOMAIN 1.8 (R01–R03) and the paper of D07 (R05).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from portal import paper
from portal.documents.catalogue import current_catalogue
from portal.documents.drafts import frozen_context
from portal.documents.links import changes_of, linked_papers
from portal.documents.models import Document, Journal
from portal.extensions import db, services
from portal.grammar import Phrase

NAMED_AT_MOST = 3  # people a line names; more are «12 осіб, за списком»
SHOWN = 50  # lines of a journal on one page of the screen


@dataclass(frozen=True)
class Line:
    """One line: the paper, and its cells by the names of their columns."""

    document: Document
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """Some lines of a journal and what is beyond them."""

    heads: Mapping[str, LazyString]
    lines: Sequence[Line]
    total: int
    first: int  # the place of the first line among all, from 1
    next_number: str


@dataclass(frozen=True)
class Tally:
    """What an inspector counts."""

    entries: int
    annulled: int
    late: int
    fractions: int


def columns_of(journal: Journal) -> Mapping[str, LazyString]:
    """Names and heads of the columns, in the order of the form."""
    return {name: HEADS[name] for name in FORMS.get(journal.register, ORDERS)}


def read_book(journal: Journal, *, page: int | None = 1) -> Book:
    """The newest `SHOWN` lines, older ones on further pages; all of them for `page=None`."""
    total = _count(journal)
    start, end = (0, total) if page is None else _slice(total, page)
    found = db.session.scalars(
        sa.select(Document)
        .where(Document.journal_id == journal.id)
        .order_by(Document.sequence, Document.fraction != "", Document.fraction)
        .options(
            selectinload(Document.people),
            selectinload(Document.editions),
            selectinload(Document.scans),
        )
        .slice(start, end)
    )
    heads = columns_of(journal)
    return Book(
        heads=heads,
        lines=[Line(one, {name: CELLS[name](one) for name in heads}) for one in found],
        total=total,
        first=start + 1,
        next_number="" if journal.closed_on else journal.number_text(journal.last_number + 1),
    )


def tally(journal: Journal) -> Tally:
    """How many lines, and how many of them are out of the ordinary."""

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    row = db.session.execute(
        sa.select(
            sa.func.count(),
            number(Document.annulled_at.is_not(None)),
            number(Document.late_reason != ""),
            number(Document.fraction != ""),
        ).where(Document.journal_id == journal.id)
    ).one()
    return Tally(*(int(one) for one in row))


def whom(document: Document) -> str:
    """Whom the paper concerns, as it named them."""
    people = document.people
    if len(people) > NAMED_AT_MOST:
        words: str = ngettext(
            "%(num)d person, by the list", "%(num)d people, by the list", len(people)
        )
        return words
    return ", ".join(person.name for person in people)


def sheets_of(document: Document) -> int | None:
    """How many sheets the paper has: of its scan, else of its PDF, else not known yet."""
    if document.scans:
        return document.scans[-1].pages
    pdf = document.edition.pdf_sha256
    return page_count(pdf) if pdf else None


@lru_cache(maxsize=4096)
def page_count(pdf_sha256: str) -> int:
    """The pages of a PDF in the store, counted once: bytes under a hash never change."""
    return paper.page_count(services().store.get(pdf_sha256))


def _slice(total: int, page: int) -> tuple[int, int]:
    end = max(total - (page - 1) * SHOWN, min(total, SHOWN))
    return max(end - SHOWN, 0), end


def _count(journal: Journal) -> int:
    counted = sa.select(sa.func.count()).where(Document.journal_id == journal.id)
    return db.session.scalar(counted) or 0


def _day(document: Document) -> str:
    return f"{document.dated_on:%d.%m.%Y}" if document.dated_on else ""


def _sheets(document: Document) -> str:
    return str(sheets_of(document) or "")


def _file_index(document: Document) -> str:
    return document.journal.nomenclature_index if document.journal else ""


def _acknowledged(document: Document) -> str:
    days = [person.acknowledged_on for person in document.people]
    read = sorted({day for day in days if day})
    if not read:
        return ""
    if None in days:
        done = sum(1 for day in days if day)
        return str(_("%(done)s of %(total)s", done=done, total=len(days)))
    return ", ".join(dict.fromkeys(f"{day:%d.%m.%Y}" for day in (read[0], read[-1])))


def _where(document: Document) -> str:
    """Where the person is sent: the organisation the paper asks for."""
    frozen = frozen_context(document)
    asked = current_catalogue().kind(document.kind).fields
    named = (frozen.get(field.name) for field in asked if field.type == "organisation")
    names = (one["name"] for one in named if one)
    return ", ".join(one.text if isinstance(one, Phrase) else str(one) for one in names)


def _basis(document: Document) -> str:
    """The papers it follows, with number and date."""
    return ", ".join(_called(one) for one in linked_papers(document, "follows"))


def _called(document: Document) -> str:
    return f"№\u00a0{document.number}, {_day(document)}"


def _note(document: Document) -> str:
    """Annulled, cancelled, changed, late, corrected: each with its reason or its paper."""
    annulled, late, corrected = _("Annulled"), _("Entered late"), _("Corrected before signature")
    notes = [f"{corrected}: {edition.reason}" for edition in document.editions if edition.reason]
    words = {"amends": _("Changed by"), "cancels": _("Cancelled by")}
    notes[:0] = [f"{words[role]}: {_called(one)}" for role, one in changes_of(document)]
    if document.late_reason:
        notes.insert(0, f"{late}: {document.late_reason}")
    if document.annulled_at:
        day = f"{document.annulled_at.astimezone():%d.%m.%Y}"
        notes.insert(0, f"{annulled} {day}: {document.annulment_reason}")
    return "; ".join(notes)


HEADS: Mapping[str, LazyString] = {
    "number": _l("No."),
    "day": _l("Date"),
    "title": _l("Short content"),
    "whom": _l("Whom it concerns"),
    "name": _l("Surname, given name, patronymic"),
    "where": _l("Where sent"),
    "basis": _l("By which order"),
    "signatory": _l("Signed by"),
    "sheets": _l("Sheets"),
    "index": _l("File index"),
    "acknowledged": _l("Acknowledged"),
    "received": _l("Received, signature"),
    "note": _l("Note"),
}
CELLS: Mapping[str, Callable[[Document], str]] = {
    "number": lambda document: document.number or "",
    "day": _day,
    "title": lambda document: document.title,
    "whom": whom,
    "name": whom,
    "where": _where,
    "basis": _basis,
    "signatory": lambda document: document.signatory,
    "sheets": _sheets,
    "index": _file_index,
    "acknowledged": _acknowledged,
    "received": lambda document: "",
    "note": _note,
}
ORDERS = (
    *("number", "day", "title", "whom", "signatory", "sheets", "index", "acknowledged", "note"),
)
FORMS: Mapping[str, Sequence[str]] = {
    "R05": ("number", "day", "name", "where", "basis", "received", "note"),
    "R07": ("number", "day", "title", "whom", "signatory", "sheets", "index", "note"),
}
