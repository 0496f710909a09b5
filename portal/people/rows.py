"""A table of people to rows ready to be taken in, with faults and doubts by cell address.

Nothing is written here: the importer shows what was read, and writes after it is confirmed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal import grammar
from portal.people.import_columns import PEOPLE_COLUMNS
from portal.people.person_rows import Doubt, KnownPeople, PersonRow
from portal.people.row_checks import (
    BIRTH_IN_FUTURE,
    GENDER_GUESSED,
    NAME_INCOMPLETE,
    REQUIRED,
    birth_date_doubts,
    name_doubts,
    post_doubts,
    read_email,
    read_gender,
    read_load,
    read_name,
    read_number,
    read_phone,
    read_tax_number,
    read_text,
    tax_number_doubts,
)
from portal.tables import (
    BadCell,
    Cell,
    Matching,
    RowFault,
    Table,
    TableFault,
    as_date,
    match_columns,
    read_table,
)
from portal.tables.limits import empty_table

Value = str | date | None

_NAME_FIELDS = ("family", "given", "patronymic", "full_name")
_READERS: Mapping[str, Callable[[Cell], Value]] = {
    "full_name": read_name,
    "family": read_name,
    "given": read_name,
    "patronymic": read_name,
    "gender": read_gender,
    "birth_date": as_date,
    "post": read_text,
    "load": read_load,
    "started_on": as_date,
    "file_number": read_number,
    "phone": read_phone,
    "email": read_email,
    "tax_number": read_tax_number,
}


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """All that a file of people says, before anything is written."""

    table: Table
    matching: Matching
    rows: Sequence[PersonRow | RowFault]

    @property
    def people(self) -> list[PersonRow]:
        return [row for row in self.rows if isinstance(row, PersonRow)]

    @property
    def faults(self) -> list[RowFault]:
        return [row for row in self.rows if isinstance(row, RowFault)]

    @property
    def is_clean(self) -> bool:
        """Whether everything in the file was taken just as it stands."""
        has_doubts = any(person.doubts for person in self.people)
        return not (self.table.notes or self.matching.unknown or self.faults or has_doubts)


def read_people(
    data: bytes, filename: str, *, language: str, today: date, sheet: str = ""
) -> PeopleSheet:
    """The people of a file; a file without one acceptable row is refused with `TableFault`."""
    table = read_table(data, filename, wanted=PEOPLE_COLUMNS, sheet=sheet)
    matching = match_columns(table.head, PEOPLE_COLUMNS)
    rows = parse_people(table, matching, language=language, today=today)
    people = PeopleSheet(table, matching, rows)
    if not rows:
        raise empty_table()
    if not people.people:
        first = people.faults[0]
        raise TableFault("IMP-VALUE", first.message, **first.params)
    return people


def parse_people(
    table: Table, matching: Matching, *, language: str, today: date
) -> list[PersonRow | RowFault]:
    """Each row as a person, or one fault for each of its cells that cannot be taken."""
    matching.require(language)
    rows: list[PersonRow | RowFault] = []
    known = KnownPeople()
    for cells in table.rows:
        named = {name: cells[index] for name, index in matching.indexes.items()}
        if any(not cell.is_empty for cell in named.values()):
            for row in _parse_row(named, language, today):
                rows.append(known.refuse_repeated(row) if isinstance(row, PersonRow) else row)
    return rows


def _parse_row(
    cells: Mapping[str, Cell], language: str, today: date
) -> Sequence[PersonRow | RowFault]:
    values, faults = _read_cells(cells)
    if faults:
        return faults
    family, given, patronymic = _name_parts(values, language)
    if not family or not given:
        return [_name_fault(cells)]
    guessed, is_certain = grammar.guess_gender(family, given, patronymic, language)
    others = {field: value for field, value in values.items() if field not in _NAME_FIELDS}
    others["gender"] = values.get("gender") or guessed
    address = _name_cell(cells).address
    person = PersonRow(address, family, given, patronymic, **others)  # type: ignore[arg-type]
    if person.birth_date and person.birth_date > today:
        cell = cells["birth_date"]
        return [RowFault(cell.address, BIRTH_IN_FUTURE, cell.text)]
    doubts = list(_doubts(person, cells, language, today))
    if guessed and not is_certain and not values.get("gender"):
        doubts.append(Doubt("gender", address, GENDER_GUESSED, person.full_name))
    return [replace(person, doubts=tuple(doubts))]


def _read_cells(cells: Mapping[str, Cell]) -> tuple[dict[str, Value], list[RowFault]]:
    values: dict[str, Value] = {}
    faults: list[RowFault] = []
    for field, cell in cells.items():
        try:
            values[field] = _READERS[field](cell)
        except BadCell as bad:
            faults.append(RowFault(cell.address, bad.rule, cell.text))
    return values, faults


def _name_parts(values: Mapping[str, Value], language: str) -> tuple[str, str, str]:
    """The three columns of a name, or its one column taken apart."""
    family, given, patronymic, full_name = (str(values.get(field) or "") for field in _NAME_FIELDS)
    if full_name and not family and not given:
        return grammar.split_full_name(full_name, language)
    return family, given, patronymic


def _name_fault(cells: Mapping[str, Cell]) -> RowFault:
    for field in ("family", "given"):
        if field in cells and cells[field].is_empty:
            return RowFault(cells[field].address, REQUIRED)
    cell = _name_cell(cells)
    return RowFault(cell.address, REQUIRED if cell.is_empty else NAME_INCOMPLETE, cell.text)


def _doubts(
    person: PersonRow, cells: Mapping[str, Cell], language: str, today: date
) -> Iterator[Doubt]:
    found = {field: name_doubts(getattr(person, field), language) for field in _NAME_FIELDS[:3]}
    found["post"] = post_doubts(person.post)
    found["tax_number"] = tax_number_doubts(person.tax_number)
    found["birth_date"] = birth_date_doubts(person.birth_date, today)
    for field, doubts in found.items():
        cell = cells.get(field) or _name_cell(cells)
        for rule, suggestion in doubts:
            yield Doubt(field, cell.address, rule, cell.text, suggestion)


def _name_cell(cells: Mapping[str, Cell]) -> Cell:
    """Where a row's name stands: of several columns the first that is filled."""
    named = [cells[field] for field in ("family", "full_name", "given") if field in cells]
    return next((cell for cell in named if not cell.is_empty), named[0])
