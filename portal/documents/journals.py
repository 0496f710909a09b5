"""Journals: opened by the profile of the country, numbers taken without gap or double.

A number is taken in the transaction that registers its paper, from one locked row, so that two
registrations never see the same counter; UNIQUE stands besides (DOMAIN 1.8 and 2.0.5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from portal import audit
from portal.documents.models import Document, Journal
from portal.errors import Conflict, Invalid
from portal.extensions import db
from portal.people.models import Organisation

# Usual numbers of a school office; an organisation changes them in its journal.
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "ua": {
        "R01": "{n}-к/тр",
        "R02": "{n}-од",
        "R03": "{n}-к/тм",
        "R04": "{n}/{year}-ПК",
        "R07": "01-15/{n}",
    },
    "ru": {
        "R01": "{n}-к",
        "R02": "{n}-ОД",
        "R03": "{n}-км",
        "R04": "{n}/{year}",
        "R07": "01-15/{n}",
    },
}
TITLES: Mapping[str, Mapping[str, str]] = {
    "ua": {
        "R01": "Журнал реєстрації наказів з кадрових питань тривалого зберігання",
        "R02": "Журнал реєстрації наказів з основної діяльності",
        "R03": "Журнал реєстрації наказів з кадрових питань тимчасового зберігання",
        "R04": "Журнал реєстрації договорів",
        "R05": "Журнал видачі направлень",
        "R07": "Журнал реєстрації вихідних документів",
    },
    "ru": {
        "R01": "Журнал регистрации приказов по личному составу",
        "R02": "Журнал регистрации приказов по основной деятельности",
        "R03": "Журнал регистрации приказов по личному составу временного хранения",
        "R04": "Журнал регистрации договоров",
        "R05": "Журнал регистрации направлений",
        "R07": "Журнал регистрации исходящих документов",
    },
}


@dataclass(frozen=True)
class TakenNumber:
    """A number that belongs to one paper from now on."""

    journal: Journal
    sequence: int
    fraction: str
    text: str


@dataclass(frozen=True)
class Gaps:
    """What an inspector asks about: numbers without a paper, papers out of the order of dates."""

    missing: Sequence[int]
    out_of_order: Sequence[Document]


def open_journal(organisation: Organisation, register: str, day: date) -> Journal:
    """The organisation's journal of that register and year, opened when it is not there yet.

    A new year's journal goes on with the pattern and index of the last one and begins at 1.
    """
    journal = find_journal(organisation.id, register, day.year)
    if journal is None:
        last = _newest_journal(organisation.id, register)
        titles, patterns = TITLES[organisation.country], PATTERNS[organisation.country]
        journal = Journal(
            organisation=organisation,
            register=register,
            year=day.year,
            title=last.title if last else titles.get(register, register),
            pattern=last.pattern if last else patterns.get(register, "{n}"),
            nomenclature_index=last.nomenclature_index if last else "",
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
    journal: Journal, *, title: str, pattern: str, nomenclature_index: str, changed_by: int
) -> None:
    """Give the cover and the way of writing numbers; numbers already taken stay as they are."""
    rest = pattern.replace("{n}", "", 1).replace("{year}", "")
    if "{n}" not in pattern or "{" in rest or "}" in rest:
        raise Invalid(
            "Write {n} once where the number stands; {year} is the year.", field="pattern"
        )
    before = {"title": journal.title, "pattern": journal.pattern}
    journal.title, journal.pattern = title, pattern
    journal.nomenclature_index = nomenclature_index
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


def last_date(journal: Journal) -> date | None:
    """The date of the newest paper; an earlier date needs a reason."""
    return db.session.scalar(
        sa.select(sa.func.max(Document.dated_on)).where(
            Document.journal_id == journal.id, Document.fraction == ""
        )
    )


def last_number_on(journal: Journal, day: date) -> int | None:
    """The highest number given to a paper of that day or of one before: a late one stands there."""
    return db.session.scalar(
        sa.select(sa.func.max(Document.sequence)).where(
            Document.journal_id == journal.id, Document.dated_on <= day
        )
    )


def find_gaps(journal: Journal) -> Gaps:
    """Numbers of the counter without a paper, and papers dated before the one above them."""
    papers = db.session.scalars(
        sa.select(Document)
        .where(Document.journal_id == journal.id, Document.fraction == "")
        .order_by(Document.sequence)
    ).all()
    taken = {paper.sequence for paper in papers}
    missing = [n for n in range(journal.first_number, journal.last_number + 1) if n not in taken]
    out_of_order, newest = [], date.min
    for paper in papers:
        if paper.dated_on and paper.dated_on < newest:
            out_of_order.append(paper)
        newest = max(newest, paper.dated_on or newest)
    return Gaps(missing, out_of_order)


def open_journals(organisation: Organisation, day: date) -> None:
    """All usual journals of a new organisation."""
    for register in TITLES[organisation.country]:
        open_journal(organisation, register, day)


def register_name(register: str) -> str:
    """The register's name in the language of the page."""
    names = {
        "R01": _("Personnel orders, long-term"),
        "R02": _("Orders on core activity"),
        "R03": _("Personnel orders, short-term"),
        "R04": _("Contracts"),
        "R05": _("Referrals issued"),
        "R07": _("Outgoing letters"),
    }
    name: str = names.get(register, register)
    return name


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
    counted = db.session.scalar(
        sa.select(sa.func.count()).where(
            Document.journal_id == journal.id,
            Document.sequence == sequence,
            Document.fraction != "",
        )
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
    pattern = last.pattern if last else PATTERNS[organisation.country].get(register, "{n}")
    return Journal(pattern=pattern, year=day.year, last_number=0)
