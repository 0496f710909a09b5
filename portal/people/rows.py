"""A table of people to rows ready to be taken in, with faults and doubts by cell address.

Nothing is written here: the importer shows what was read, and writes after it is confirmed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal import grammar
from portal.people.import_columns import PEOPLE_COLUMNS
from portal.people.row_checks import (
    BIRTH_IN_FUTURE,
    NAME_INCOMPLETE,
    REPEATED,
    REQUIRED,
    TAX_NUMBER_REPEATED,
    birth_date_doubts,
    name_doubts,
    post_doubts,
    read_email,
    read_gender,
    read_load,
    read_name,
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
    Rule,
    Table,
    TableFault,
    as_date,
    match_columns,
    read_table,
)

_READERS: Mapping[str, Callable[[Cell], str | date | None]] = {
    "full_name": read_name,
    "family": read_name,
    "given": read_name,
    "patronymic": read_name,
    "gender": read_gender,
    "birth_date": as_date,
    "post": read_text,
    "load": read_load,
    "started_on": as_date,
    "file_number": read_text,
    "phone": read_phone,
    "email": read_email,
    "tax_number": read_tax_number,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at in a row which is taken; `suggestion` may be put into `field`."""

    field: str
    address: str
    rule: Rule
    value: str
    suggestion: str = ""

    @property
    def message(self) -> str:
        return self.rule.message

    @property
    def params(self) -> dict[str, str]:
        return RowFault(self.address, self.rule, self.value).params


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the table tells; `address` is the cell of the name."""

    address: str
    family: str
    given: str
    patronymic: str = ""
    gender: str = ""
    birth_date: date | None = None
    post: str = ""
    load: str = ""
    started_on: date | None = None
    file_number: str = ""
    phone: str = ""
    email: str = ""
    tax_number: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)

    def mended(self) -> "PersonRow":
        """The row with all suggestions taken."""
        fixes = {doubt.field: doubt.suggestion for doubt in self.doubts if doubt.suggestion}
        left = tuple(doubt for doubt in self.doubts if not doubt.suggestion)
        return replace(self, doubts=left, **fixes)  # type: ignore[arg-type]  # fields of text only


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
    matching.require(language)
    rows = parse_people(table, matching, language=language, today=today)
    people = PeopleSheet(table, matching, rows)
    if not people.people:
        first = people.faults[0]
        raise TableFault("IMP-VALUE", first.message, **first.params)
    return people


def parse_people(
    table: Table, matching: Matching, *, language: str, today: date
) -> list[PersonRow | RowFault]:
    """Each row as a person, or one fault for each of its cells that cannot be taken."""
    rows: list[PersonRow | RowFault] = []
    known = _KnownPeople()
    for cells in table.rows:
        named = {name: cells[index] for name, index in matching.indexes.items()}
        if all(cell.is_empty for cell in named.values()):
            continue
        for row in _parse_row(named, language, today):
            rows.append(known.refuse_repeated(row) if isinstance(row, PersonRow) else row)
    return rows


def _parse_row(
    cells: Mapping[str, Cell], language: str, today: date
) -> Iterator[PersonRow | RowFault]:
    values: dict[str, str | date | None] = {}
    faults: list[RowFault] = []
    for field, cell in cells.items():
        try:
            values[field] = _READERS[field](cell)
        except BadCell as bad:
            faults.append(RowFault(cell.address, bad.rule, cell.text))
    if not faults:
        _settle_name(values, language)
        faults = list(_row_faults(values, cells, today))
    if faults:
        yield from faults
        return
    doubts = tuple(_row_doubts(values, cells, language, today))
    values.pop("full_name", None)
    address = _name_cell(cells).address
    yield PersonRow(address, doubts=doubts, **values)  # type: ignore[arg-type]  # read by field


def _settle_name(values: dict[str, str | date | None], language: str) -> None:
    """One column or three: the three parts, and the gender if the row does not say it."""
    parts = [str(values.get(field) or "") for field in ("family", "given", "patronymic")]
    if not any(parts):
        parts = list(grammar.split_full_name(str(values.get("full_name") or ""), language))
    values["family"], values["given"], values["patronymic"] = parts
    values["gender"] = values.get("gender") or grammar.guess_gender(*parts, language)[0]


def _row_faults(
    values: Mapping[str, str | date | None], cells: Mapping[str, Cell], today: date
) -> Iterator[RowFault]:
    for field in ("family", "given"):
        if not values[field]:
            cell = cells.get(field) or _name_cell(cells)
            rule = REQUIRED if cell.is_empty else NAME_INCOMPLETE
            yield RowFault(cell.address, rule, cell.text)
            return
    born = values.get("birth_date")
    if isinstance(born, date) and born > today:
        yield RowFault(cells["birth_date"].address, BIRTH_IN_FUTURE, cells["birth_date"].text)


def _row_doubts(
    values: Mapping[str, str | date | None], cells: Mapping[str, Cell], language: str, today: date
) -> Iterator[Doubt]:
    for field, value in values.items():
        found: list[tuple[Rule, str]] = []
        if isinstance(value, date):
            found = birth_date_doubts(value, today) if field == "birth_date" else []
        elif value and field in ("family", "given", "patronymic"):
            found = name_doubts(value, language)
        elif value and field == "post":
            found = post_doubts(value)
        elif value and field == "tax_number":
            found = tax_number_doubts(value)
        cell = cells.get(field) or _name_cell(cells)
        for rule, suggestion in found:
            yield Doubt(field, cell.address, rule, str(value), suggestion)


def _name_cell(cells: Mapping[str, Cell]) -> Cell:
    named = [cells[field] for field in ("family", "full_name", "given") if field in cells]
    return next((cell for cell in named if not cell.is_empty), named[0])


class _KnownPeople:
    """The people read so far, to tell a person who stands in the list twice."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[PersonRow]] = defaultdict(list)
        self._by_tax_number: dict[str, PersonRow] = {}

    def refuse_repeated(self, person: PersonRow) -> PersonRow | RowFault:
        """The person, or a fault naming the row where the same person stands above."""
        namesakes = self._by_name[grammar.search_key(person.full_name)]
        for other in namesakes:
            if _is_same(person, other):
                rule = replace(REPEATED, example=other.address)
                return RowFault(person.address, rule, person.full_name)
        holder = self._by_tax_number.get(person.tax_number)
        if holder and person.tax_number:
            rule = replace(TAX_NUMBER_REPEATED, example=holder.address)
            return RowFault(person.address, rule, person.tax_number)
        namesakes.append(person)
        self._by_tax_number[person.tax_number] = person
        return person


def _is_same(person: PersonRow, other: PersonRow) -> bool:
    """Of one name: the same person unless a number or a birth date tells them apart."""
    if person.tax_number and other.tax_number:
        return person.tax_number == other.tax_number
    if person.birth_date and other.birth_date:
        return person.birth_date == other.birth_date
    return True
