"""Journals: opened by the profile of the country, numbers taken without gap or double.

A number is taken in the transaction that registers its paper, from one locked row, so that two
registrations never see the same counter; UNIQUE stands besides (DOMAIN 1.8 and 2.0.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal import audit
from portal.documents.line_models import Entry, Received
from portal.documents.models import Document, Journal
from portal.documents.registers import register_of, registers
from portal.errors import Conflict, Invalid
from portal.extensions import db
from portal.people.models import Organisation

LineModel = type[Document] | type[Received] | type[Entry]
LINES: Sequence[LineModel] = (Document, Received, Entry)  # all that numbers are given to


@dataclass(frozen=True)
class TakenNumber:
    """A number that belongs to one paper from now on."""

    journal: Journal
    sequence: int
    fraction: str
    text: str


@dataclass(frozen=True)
class Gaps:
    """What an inspector asks about: numbers without a line, lines out of the order of dates."""

    missing: Sequence[int]
    out_of_order: Sequence[str]


def open_journal(organisation: Organisation, register: str, day: date) -> Journal:
    """The organisation's journal of that register and year, opened when it is not there yet.

    A new year's journal goes on with the pattern and index of the last one and begins at 1.
    """
    journal = find_journal(organisation.id, register, day.year)
    if journal is None:
        last = _newest_journal(organisation.id, register)
        usual = last or register_of(register).profile(organisation.country)
        journal = Journal(
            organisation=organisation,
            register=register,
            year=day.year,
            title=usual.title,
            pattern=usual.pattern,
            nomenclature_index=last.nomenclature_index if last else "",
            retention=usual.retention,
            opened_on=day,
        )
        journal = _saved(journal)
    return journal


def find_journal(organisation_id: int, register: str, year: int) -> Journal | None:
    return db.session.scalar(
        sa.select(Journal).where(
            Journal.organisation_id == organisation_id,
            Journal.register == register,
            Journal.year == year,
        )
    )


def start_at(journal: Journal, first_number: int) -> None:
    """Begin in mid-year: the numbers before `first_number` stand in a paper journal."""
    if journal.last_number >= journal.first_number:
        raise Conflict("The journal already has papers; its first number can no longer change.")
    if first_number < 1:
        raise Invalid("The first number is 1 or more.", field="first_number")
    journal.first_number = first_number
    journal.last_number = first_number - 1


def change_journal(
    journal: Journal,
    *,
    title: str,
    pattern: str,
    nomenclature_index: str,
    retention: str,
    changed_by: int,
) -> None:
    """Give the cover and the way of writing numbers; numbers already taken stay as they are."""
    rest = pattern.replace("{n}", "", 1).replace("{year}", "").replace("{code}", "")
    if "{n}" not in pattern or "{" in rest or "}" in rest:
        raise Invalid(
            "Write {n} once where the number stands; {year} is the year, {code} the registry code.",
            field="pattern",
        )
    if "{code}" in pattern and not journal.organisation.registry_code:
        raise Invalid("Write the registry code into the card of the school first.", field="pattern")
    before = {"title": journal.title, "pattern": journal.pattern}
    journal.title, journal.pattern = title, pattern
    journal.nomenclature_index, journal.retention = nomenclature_index, retention
    _record(journal, "change-journal", changed_by, {"before": before})


def close_journal(journal: Journal, day: date, *, closed_by: int) -> None:
    """No number is taken from it any more."""
    journal.closed_on = journal.closed_on or day
    _record(journal, "close-journal", closed_by, {})


def reopen_journal(journal: Journal, *, reopened_by: int) -> None:
    """Take numbers from it again: it was closed too early."""
    journal.closed_on = None
    _record(journal, "reopen-journal", reopened_by, {})


def take_next_number(journal: Journal) -> TakenNumber:
    """The next number; the journal's row stays locked until the transaction ends."""
    _lock(journal)
    if journal.closed_on:
        raise Conflict("The journal %(title)s is closed.", title=journal.title)
    journal.last_number += 1
    return TakenNumber(journal, journal.last_number, "", journal.number_text(journal.last_number))


def take_late_number(journal: Journal, sequence: int) -> TakenNumber:
    """A fraction of a number already taken (538/1), for a paper of an earlier day."""
    _lock(journal)
    if not journal.first_number <= sequence <= journal.last_number:
        raise Invalid(
            "Number %(number)s is not in this journal yet.", number=sequence, field="late_number"
        )
    fraction = str(1 + _count_fractions(journal, sequence))
    return TakenNumber(journal, sequence, fraction, journal.number_text(sequence, fraction))


def next_number_text(organisation: Organisation, register: str, day: date) -> str:
    """What the next number would be, for the preview; it is not taken."""
    journal = find_journal(organisation.id, register, day.year)
    if journal is None:
        journal = _unsaved_journal(organisation, register, day)
    return journal.number_text(journal.last_number + 1)


def lines_of(journal: Journal) -> sa.Subquery:
    """Every line that has a number of the journal, whatever stands on it."""
    return sa.union_all(
        *(
            sa.select(
                sa.literal(model.__tablename__).label("kind"),
                model.id,
                model.sequence,
                model.fraction,
                model.number,
                model.dated_on,
                model.late_reason,
                model.annulled_at,
            ).where(model.journal_id == journal.id)
            for model in LINES
        )
    ).subquery()


def last_date(journal: Journal) -> date | None:
    """The date of the newest line; an earlier date needs a reason."""
    newest = (
        db.session.scalar(
            sa.select(sa.func.max(model.dated_on)).where(
                model.journal_id == journal.id, model.fraction == ""
            )
        )
        for model in LINES
    )
    return max((day for day in newest if day), default=None)


def last_number_on(journal: Journal, day: date) -> int | None:
    """The highest number given to a line of that day or of one before: a late one stands there."""
    line = lines_of(journal).c
    highest: int | None = db.session.scalar(
        sa.select(sa.func.max(line.sequence)).where(line.dated_on <= day)
    )
    return highest


def find_gaps(journal: Journal) -> Gaps:
    """Numbers of the counter without a line, and lines dated before the one above them."""
    line = lines_of(journal).c
    lines = db.session.execute(
        sa.select(line.sequence, line.number, line.dated_on)
        .where(line.fraction == "")
        .order_by(line.sequence)
    ).all()
    taken = {sequence for sequence, _number, _day in lines}
    missing = [n for n in range(journal.first_number, journal.last_number + 1) if n not in taken]
    out_of_order, newest = [], date.min
    for _sequence, number, day in lines:
        if day < newest:
            out_of_order.append(number)
        newest = max(newest, day)
    return Gaps(missing, out_of_order)


def open_journals(organisation: Organisation, day: date) -> None:
    """All usual journals of a new organisation."""
    for register in registers():
        open_journal(organisation, register, day)


def _saved(journal: Journal) -> Journal:
    """The new journal, or the one that another transaction has opened meanwhile."""
    try:
        with db.session.begin_nested():
            db.session.add(journal)
    except IntegrityError:
        opened = find_journal(journal.organisation.id, journal.register, journal.year)
        if opened is None:
            raise
        return opened
    return journal


def _record(journal: Journal, action: str, by: int, details: dict[str, Any]) -> None:
    audit.record(
        action,
        journal,
        by_user_id=by,
        organisation_id=journal.organisation_id,
        details=details,
    )


def _lock(journal: Journal) -> None:
    db.session.flush()  # the refresh would drop a number taken but not written yet
    db.session.refresh(journal, with_for_update=True)


def _count_fractions(journal: Journal, sequence: int) -> int:
    line = lines_of(journal).c
    counted = db.session.scalar(
        sa.select(sa.func.count()).where(line.sequence == sequence, line.fraction != "")
    )
    return counted or 0


def _newest_journal(organisation_id: int, register: str) -> Journal | None:
    return db.session.scalar(
        sa.select(Journal)
        .where(Journal.organisation_id == organisation_id, Journal.register == register)
        .order_by(Journal.year.desc())
    )


def _unsaved_journal(organisation: Organisation, register: str, day: date) -> Journal:
    last = _newest_journal(organisation.id, register)
    usual = last or register_of(register).profile(organisation.country)
    return Journal(organisation=organisation, pattern=usual.pattern, year=day.year, last_number=0)
