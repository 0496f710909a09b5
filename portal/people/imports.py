"""Taking a list of people in: who of it is here already, what is written, and how it is undone.

One list is one transaction and one line of the audit; undoing takes back exactly what it made.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal import audit, grammar
from portal.errors import Conflict
from portal.extensions import Base, db, services, with_trashed
from portal.people.import_run import ImportRun
from portal.people.models import Employment, Organisation, Person, PersonName, Post
from portal.people.person_rows import PersonRow
from portal.people.posts import post_titles, split_post
from portal.people.references import referred
from portal.tables import RowFault, Rule

FILE_NUMBER_TAKEN = Rule(
    "file-number-taken", "%(address)s: the file number of “%(value)s” is another person's here."
)
# What of a person already here a list may add, where the card says nothing.
FILLED = ("gender", "birth_date", "tax_number", "phone", "email")


@dataclass(frozen=True, slots=True)
class Double:
    """A row about somebody already here; not certain when only the name says so."""

    row: PersonRow
    employment: Employment
    is_certain: bool


@dataclass(frozen=True)
class Plan:
    """What taking a list in would do."""

    new: Sequence[PersonRow]
    doubles: Sequence[Double]
    faults: Sequence[RowFault]


def plan_import(
    rows: Sequence[PersonRow], organisation: Organisation, *, namesakes: Collection[str] = ()
) -> Plan:
    """Tell new people from those already here; `namesakes` are cells of rows said to be others."""
    here = _Here(organisation)
    new: list[PersonRow] = []
    doubles: list[Double] = []
    faults: list[RowFault] = []
    numbers = dict(here.file_numbers)
    for row in rows:
        double = here.double_of(row)
        if double and (double.is_certain or row.address not in namesakes):
            doubles.append(double)
        elif row.file_number and numbers.setdefault(row.file_number, row.address) != row.address:
            faults.append(RowFault(row.address, FILE_NUMBER_TAKEN, row.full_name))
        else:
            new.append(row)
    return Plan(new, doubles, faults)


class _Here:
    """The people of an organisation, past and present, to compare a list with."""

    def __init__(self, organisation: Organisation) -> None:
        self.by_number: dict[str, Employment] = {}
        self.by_name: dict[str, list[Employment]] = {}
        found = sa.select(Employment).where(Employment.organisation_id == organisation.id)
        numbers = sa.select(Employment.file_number).where(
            Employment.organisation_id == organisation.id, Employment.file_number.is_not(None)
        )
        self.file_numbers = dict.fromkeys(db.session.scalars(with_trashed(numbers)), "here")
        options = sa.orm.joinedload(Employment.person).selectinload(Person.names)
        for employment in db.session.scalars(found.options(options)):
            if employment.person.tax_number:
                self.by_number[employment.person.tax_number] = employment
            for name in employment.person.names:
                self.by_name.setdefault(name.search_key, []).append(employment)

    def double_of(self, row: PersonRow) -> Double | None:
        """By the tax number, else by the name, unless birth date or number tell them apart."""
        if row.tax_number in self.by_number:
            return Double(row, self.by_number[row.tax_number], is_certain=True)
        for employment in self.by_name.get(grammar.search_key(row.full_name), ()):
            person = employment.person
            if person.tax_number and row.tax_number:
                continue
            if person.birth_date and row.birth_date and person.birth_date != row.birth_date:
                continue
            is_certain = bool(row.birth_date and person.birth_date)
            return Double(row, employment, is_certain=is_certain)
        return None


def take_in(
    run: ImportRun, plan: Plan, organisation: Organisation, *, fills_cards: bool
) -> Mapping[str, Any]:
    """Write the new people and, when wanted, fill what cards of doubles leave empty."""
    people, employments = _add(plan.new, organisation)
    filled = [_fill(double) for double in plan.doubles] if fills_cards else []
    made: dict[str, Any] = {
        "person": people,
        "employment": employments,
        "filled": {str(person_id): fields for person_id, fields in filled if fields},
    }
    run.made, run.done_at = made, services().clock.now()
    audit.record(
        "people-imported",
        run,
        by_user_id=run.by_user_id,
        organisation_id=organisation.id,
        details=made,
    )
    return made


def undo(run: ImportRun, *, by_user_id: int) -> None:
    """Take back what the import made; refused when something else already rests on it."""
    if run.done_at is None or run.undone_at is not None:
        raise Conflict("There is nothing to undo.")
    people, employments = run.made["person"], run.made["employment"]
    _refuse_if_used(people, employments)
    for person_id, fields in run.made["filled"].items():
        person = db.session.get_one(Person, int(person_id))
        for field in fields:
            setattr(person, field, None if field == "birth_date" else "")
    db.session.execute(sa.delete(Post).where(Post.employment_id.in_(employments)))
    db.session.execute(sa.delete(Employment).where(Employment.id.in_(employments)))
    db.session.execute(sa.delete(PersonName).where(PersonName.person_id.in_(people)))
    db.session.execute(sa.delete(Person).where(Person.id.in_(people)))
    run.undone_at = services().clock.now()
    audit.record("import-undone", run, by_user_id=by_user_id, organisation_id=run.organisation_id)


def _refuse_if_used(people: Sequence[int], employments: Sequence[int]) -> None:
    used = referred(Person, people, besides=[PersonName, Employment])
    held = referred(Employment, employments, besides=[Post])
    owners = sa.select(Employment.person_id).where(
        sa.or_(
            Employment.id.in_(held),
            Employment.person_id.in_(people) & Employment.id.not_in(employments),
        )
    )
    used |= set(db.session.scalars(owners))
    if used:
        names = sa.select(PersonName).where(PersonName.person_id.in_(sorted(used)[:3]))
        shown = ", ".join(name.declined().initials() for name in db.session.scalars(names))
        raise Conflict(
            "It cannot be undone: papers, files or accounts already name %(count)s of these "
            "people: %(names)s.",
            count=len(used),
            names=shown,
        )


def _add(rows: Sequence[PersonRow], organisation: Organisation) -> tuple[list[int], list[int]]:
    """Write people, names, employments and posts by the thousand; the ids of the first and third.

    Records one by one would take a list of 5,000 some ten times as long.
    """
    if not rows:
        return [], []
    language, titles = organisation.language, post_titles(organisation)
    people = _insert(Person, [{field: getattr(row, field) for field in FILLED} for row in rows])
    employments = _insert(
        Employment,
        [
            {
                "person_id": person_id,
                "organisation_id": organisation.id,
                "file_number": row.file_number or None,
                "started_on": row.started_on,
            }
            for person_id, row in zip(people, rows, strict=True)
        ],
    )
    names = (
        PersonName.columns_of(row.family, row.given, row.patronymic, language=language)
        for row in rows
    )
    _insert(PersonName, [{"person_id": i, **name} for i, name in zip(people, names, strict=True)])
    held = [_post(i, row, titles) for i, row in zip(employments, rows, strict=True) if row.post]
    if held:
        _insert(Post, held)
    return people, employments


def _insert(model: type[Base], values: list[dict[str, Any]]) -> list[int]:
    """The ids of the new rows, in the order of the values."""
    key = sa.inspect(model).primary_key[0]
    rows = sa.insert(model).returning(key, sort_by_parameter_order=True)
    return list(db.session.scalars(rows, values))


def _post(employment_id: int, row: PersonRow, titles: Sequence[str]) -> dict[str, Any]:
    title, tail = split_post(row.post, titles)
    return {
        "employment_id": employment_id,
        "title": title,
        "tail": tail,
        "load": row.load,
        "started_on": row.started_on,
    }


def _fill(double: Double) -> tuple[int, list[str]]:
    person = double.employment.person
    empty = [f for f in FILLED if getattr(double.row, f) and not getattr(person, f)]
    for field in empty:
        setattr(person, field, getattr(double.row, field))
    return person.id, empty
