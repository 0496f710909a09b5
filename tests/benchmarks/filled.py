"""A school with as many papers as one likes, written by SQL: ten years of them, nearly all filed.

Every tenth paper is a letter with a subject of its own; the newest four hundred are at work.
"""

from datetime import date

import sqlalchemy as sa

from portal.documents.models import Journal
from portal.extensions import db, know_tables, services, writing
from tests.benchmarks.school import School, make_school

PEOPLE = 3_000
YEARS = 10
AT_WORK = 400
REGISTERS = ("R01", "R04", "R12")

PAPERS = """
WITH RECURSIVE numbered(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < :number)
INSERT INTO document (
    id, organisation_id, kind, country, language, title, data, created_at, created_by_id, saved_at,
    dated_on, journal_id, sequence, fraction, number, late_reason, signatory, request_key,
    approved_at, registered_at, registered_by_id, printed_at, signed_at, scanned_at, filed_at,
    annulment_reason
)
SELECT
    n, :organisation, CASE n % 10 WHEN 0 THEN 'letter' WHEN 1 THEN 'referral'
    ELSE 'order_of_sending' END, 'ua', 'uk',
    CASE n % 10 WHEN 0 THEN 'Щодо навчання групи ' || n
    ELSE 'Про направлення на підвищення кваліфікації' END,
    '{}', moment, :secretary, moment, day, :first_journal + (n - 1) % :journals,
    (n - 1) / :journals + 1, '', ((n - 1) / :journals + 1) || '-к/тр', '', 'Директор Олена КОВАЛЬ',
    'filled-' || n, moment, moment, :secretary, moment,
    CASE WHEN n <= :filed THEN moment END, CASE WHEN n <= :filed THEN moment END,
    CASE WHEN n <= :filed THEN moment END, ''
FROM (
    SELECT n, date(:newest, '-' || ((:number - n) * :days / :number) || ' days') AS day,
    date(:newest, '-' || ((:number - n) * :days / :number) || ' days') || ' 10:00:00.000000'
    AS moment FROM numbered
)
"""
NAMED = """
INSERT INTO document_person (document_id, employment_id, position, name, post)
SELECT id, :first + id % :people, 1, 'Особа ' || (id % :people), 'викладач' FROM document
"""
WORDS = """
INSERT INTO document_word (document_id, word)
SELECT document.id, words.word FROM document JOIN (
    SELECT 'letter' AS kind, column1 AS word FROM (VALUES ('щодо'), ('навчання'), ('групи'))
    UNION ALL SELECT kinds.column1, words.column1 FROM (VALUES ('referral'), ('order_of_sending'))
    AS kinds, (VALUES ('про'), ('направлення'), ('на'), ('підвищення'), ('кваліфікації')) AS words
) AS words ON words.kind = document.kind
UNION ALL SELECT id, number FROM document
UNION ALL SELECT id, id FROM document WHERE kind = 'letter'
"""


def fill(papers: int, people: int = PEOPLE) -> School:
    """The school with its papers, committed; the database knows how they are spread."""
    school = make_school(people)
    today = services().clock.today()
    with writing():
        first = _open_journals(school, today.year)
        db.session.execute(
            sa.text(PAPERS),
            {
                "number": papers,
                "organisation": school.organisation.id,
                "secretary": school.secretary.id,
                "first_journal": first,
                "journals": YEARS * len(REGISTERS),
                "filed": papers - AT_WORK,
                "newest": today.isoformat(),
                "days": 365 * YEARS,
            },
        )
        first_of_staff = school.staff[0].id
        db.session.execute(sa.text(NAMED), {"first": first_of_staff, "people": people})
        db.session.execute(sa.text(WORDS))
        db.session.commit()
        know_tables()
    return school


def _open_journals(school: School, year: int) -> int:
    """A journal of each register and year; the id of the first, the others follow it."""
    journals = [
        Journal(
            organisation_id=school.organisation.id,
            register=register,
            year=year - back,
            title="Журнал реєстрації",
            pattern="{n}-к/тр",
            opened_on=date(year - back, 1, 1),
            last_number=10_000_000,
        )
        for back in range(YEARS)
        for register in REGISTERS
    ]
    db.session.add_all(journals)
    db.session.flush()
    return journals[0].id
