"""Journals with many lines, of every register, for tests of their printed form."""

from datetime import date, timedelta

from portal.documents.journals import open_journal
from portal.documents.line_models import Entry
from portal.documents.models import Journal
from portal.documents.registers import register_of
from portal.extensions import db, services
from portal.people.models import Organisation
from tests.factories import make_employment, make_organisation, make_person, make_user

SCHOOLS = {"uk": "UAS1", "ru": "RUS1"}
PEOPLE = {"uk": "UA08", "ru": "RU07"}
ODD = 'Про «стажування» & обмін <досвідом> "A > B"'
LONG = (
    "Про направлення на довгострокове підвищення кваліфікації за програмою сучасних технологій " * 5
)


def long_journal(register: str, language: str, lines: int) -> Journal:
    """A journal of 2026 with so many lines; some are odd, long, late or annulled."""
    school = make_organisation(SCHOOLS[language])
    if not register_of(register).is_numbered:
        _open_files(school, language, lines)
    journal = open_journal(school, register, date(2026, 1, 5))
    if register_of(register).is_numbered:
        _enter(journal, lines)
    db.session.commit()
    return journal


def number_of(journal: Journal, place: int) -> str:
    """The number on that line, from 1."""
    return journal.number_text(place) if register_of(journal.register).is_numbered else str(place)


def _enter(journal: Journal, lines: int) -> None:
    secretary = make_user("secretary", journal.organisation)
    for place in range(1, lines + 1):
        db.session.add(
            Entry(
                organisation=journal.organisation,
                journal=journal,
                sequence=place,
                number=journal.number_text(place),
                dated_on=date(2026, 1, 5) + timedelta(days=place % 350),
                cells=_cells(journal, place),
                request_key=f"line {journal.id}/{place}",
                registered_at=services().clock.now(),
                registered_by_id=secretary.id,
                annulled_at=services().clock.now() if place % 50 == 7 else None,
                annulment_reason="Помилка в датах" if place % 50 == 7 else "",
                late_reason="Не було світла" if place % 50 == 9 else "",
            )
        )
    journal.last_number = lines


def _cells(journal: Journal, place: int) -> dict[str, str]:
    texts = {1: ODD, 2: LONG[:500]}
    words = texts.get(place % 40, "Коваленко-Мирна О. І., учитель")
    short = {"sheets": "2", "copies": "1", "hours": "30", "sum": "1250,50"}
    columns = register_of(journal.register).columns
    return {column.name: short.get(column.name, words) for column in columns}


def _open_files(school: Organisation, language: str, lines: int) -> None:
    person = make_person(PEOPLE[language])
    for place in range(1, lines + 1):
        make_employment(person, school, file_number=str(place), started_on=date(2026, 1, 9))
