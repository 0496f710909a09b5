"""The pages of a journal: its lines in the form the office knows, in the order of their numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from portal.documents.cells import cell_of
from portal.documents.journals import LINES, lines_of
from portal.documents.line_models import Received
from portal.documents.models import Document, Journal
from portal.documents.registers import Column, Register, register_of
from portal.extensions import db
from portal.people.models import Employment

SHOWN = 50  # lines of a journal on one page of the screen


@dataclass(frozen=True)
class Period:
    """From which day to which the lines are wanted; both days count, None is open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One line: what stands on it, and its cells by the names of their columns."""

    kind: str  # document, received, journal_entry, employment
    id: int
    number: str
    dated_on: date | None
    is_annulled: bool
    is_late: bool
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """Some lines of a journal and what is beyond them."""

    register: Register
    heads: Mapping[str, str]
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


def read_book(journal: Journal, *, page: int | None = 1, period: Period | None = None) -> Book:
    """The newest `SHOWN` lines, older ones on further pages; all of them for `page=None`."""
    register = register_of(journal.register)
    if register.is_numbered:
        start, total, found = _numbered(journal, page, period or Period())
    else:
        start, total, found = _files(journal, page, period or Period())
    is_open = register.is_numbered and not journal.closed_on
    language = journal.organisation.language
    return Book(
        register=register,
        heads={column.name: column.head(language) for column in register.columns},
        lines=[_line(record, register.columns) for record in found],
        total=total,
        first=start + 1,
        next_number=journal.number_text(journal.last_number + 1) if is_open else "",
    )


def tally(journal: Journal) -> Tally:
    """How many lines, and how many of them are out of the ordinary."""
    if not register_of(journal.register).is_numbered:
        return Tally(len(_employments(journal, Period())), 0, 0, 0)
    line = lines_of(journal).c

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    row = db.session.execute(
        sa.select(
            sa.func.count(line.id),
            number(line.annulled_at.is_not(None)),
            number(line.late_reason != ""),
            number(line.fraction != ""),
        )
    ).one()
    return Tally(*(int(one) for one in row))


def _numbered(journal: Journal, page: int | None, period: Period) -> tuple[int, int, Iterable[Any]]:
    line = lines_of(journal).c
    wanted: list[sa.ColumnElement[bool]] = [sa.true()]
    if period.since:
        wanted.append(line.dated_on >= period.since)
    if period.until:
        wanted.append(line.dated_on <= period.until)
    total = db.session.scalar(sa.select(sa.func.count(line.id)).where(*wanted)) or 0
    start, end = _slice(total, page)
    places = db.session.execute(
        sa.select(line.kind, line.id)
        .where(*wanted)
        # A fraction is a number written as text: 1, 2, … 10 stand by their length first.
        .order_by(line.sequence, sa.func.length(line.fraction), line.fraction)
        .slice(start, end)
    ).all()
    return start, total, _records([(kind, number) for kind, number in places])


def _records(places: Sequence[tuple[str, int]]) -> list[Any]:
    """What stands at those places, in their order, with what the cells will ask for."""
    found: dict[tuple[str, int], Any] = {}
    model: Any  # what the three have in common is no class of SQLAlchemy's
    for model in LINES:
        kind = model.__tablename__
        ids = [number for name, number in places if name == kind]
        query = sa.select(model).where(model.id.in_(ids))
        for record in db.session.scalars(query.options(*_LOADED.get(model, ()))) if ids else ():
            found[kind, record.id] = record
    return [found[place] for place in places]


_LOADED: Mapping[Any, Sequence[Any]] = {
    Document: (
        selectinload(Document.people),
        selectinload(Document.editions),
        selectinload(Document.scans),
    ),
    Received: (selectinload(Received.people), selectinload(Received.scans)),
}


def _files(journal: Journal, page: int | None, period: Period) -> tuple[int, int, Iterable[Any]]:
    found = _employments(journal, period)
    start, end = _slice(len(found), page)
    return start, len(found), found[start:end]


def _employments(journal: Journal, period: Period) -> list[Employment]:
    """Personnel files opened by the end of the journal's year, by their numbers."""
    opened = sa.func.coalesce(Employment.started_on, date.min)
    last = min(period.until or date.max, date(journal.year, 12, 31))
    found = db.session.scalars(
        sa.select(Employment)
        .where(
            Employment.organisation_id == journal.organisation_id,
            opened >= (period.since or date.min),
            opened <= last,
        )
        .options(selectinload(Employment.posts), selectinload(Employment.person))
    )
    return sorted(found, key=_file_order)


def _file_order(employment: Employment) -> tuple[Any, ...]:
    """Files without a number last, 2 before 10."""
    number = employment.file_number or ""
    parts = [
        (int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", number)
    ]
    return (not number, parts, employment.id)


def _line(record: Any, columns: Sequence[Column]) -> Line:
    is_file = isinstance(record, Employment)
    return Line(
        kind=record.__tablename__,
        id=record.id,
        number=(record.file_number if is_file else record.number) or "",
        dated_on=record.started_on if is_file else record.dated_on,
        is_annulled=not is_file and record.annulled_at is not None,
        is_late=not is_file and bool(record.late_reason),
        cells={column.name: cell_of(record, column) for column in columns},
    )


def _slice(total: int, page: int | None) -> tuple[int, int]:
    if page is None:
        return 0, total
    end = max(total - (page - 1) * SHOWN, min(total, SHOWN))
    return max(end - SHOWN, 0), end
