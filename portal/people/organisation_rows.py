"""A table of organisations to rows ready to be taken in; or one sheet of labels and values.

Nothing is written here: the importer shows what was read, and writes after it is confirmed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal import grammar
from portal.people.row_checks import REPEATED, REQUIRED, read_email, read_number, read_text
from portal.tables import (
    BadCell,
    Cell,
    Column,
    Matching,
    RowFault,
    Rule,
    Table,
    label_key,
)

CODE = Rule(
    "registry-code",
    "%(address)s: “%(value)s” is not a code of the register; it has digits only, as %(example)s.",
    "00000011",
)

ORGANISATION_COLUMNS = (
    Column(
        "full_name",
        {
            "uk": ("Повна назва", "Назва", "Найменування", "Повне найменування", "Назва закладу"),
            "ru": ("Полное наименование", "Наименование", "Название", "Полное название"),
            "en": ("Full name", "Name", "Organisation"),
        },
        required=True,
    ),
    Column(
        "short_name",
        {
            "uk": ("Скорочена назва", "Коротка назва", "Скорочене найменування"),
            "ru": ("Сокращённое наименование", "Краткое наименование", "Краткое название"),
            "en": ("Short name",),
        },
    ),
    Column(
        "founder",
        {
            "uk": ("Засновник", "Орган управління", "Вищий орган"),
            "ru": ("Учредитель", "Орган управления"),
            "en": ("Founder",),
        },
    ),
    Column(
        "settlement",
        {
            "uk": ("Населений пункт", "Місто", "Місце видання"),
            "ru": ("Населённый пункт", "Город", "Место издания"),
            "en": ("Settlement", "City", "Town"),
        },
    ),
    Column(
        "address",
        {
            "uk": ("Адреса", "Юридична адреса", "Місцезнаходження", "Поштова адреса"),
            "ru": ("Адрес", "Юридический адрес", "Местонахождение", "Почтовый адрес"),
            "en": ("Address",),
        },
    ),
    Column(
        "phone",
        {
            "uk": ("Телефон", "Номер телефону", "Тел."),
            "ru": ("Телефон", "Номер телефона", "Тел."),
            "en": ("Phone", "Telephone"),
        },
    ),
    Column(
        "email",
        {
            "uk": ("Ел. пошта", "E-mail", "Електронна пошта", "Електронна адреса"),
            "ru": ("Эл. почта", "E-mail", "Электронная почта", "Электронный адрес"),
            "en": ("E-mail", "Mail"),
        },
    ),
    Column(
        "registry_code",
        {
            "uk": ("Код ЄДРПОУ", "ЄДРПОУ", "Ідентифікаційний код", "Код"),
            "ru": ("ИНН", "Код ИНН"),
            "en": ("Registry code", "Code"),
        },
    ),
    Column(
        "head",
        {
            "uk": ("Директор", "Керівник", "ПІБ директора", "ПІБ керівника"),
            "ru": ("Директор", "Руководитель", "ФИО директора", "ФИО руководителя"),
            "en": ("Head", "Director"),
        },
    ),
    Column(
        "head_title",
        {
            "uk": ("Посада керівника",),
            "ru": ("Должность руководителя",),
            "en": ("Title of the head",),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as the table tells; `address` is the cell of the name."""

    cell: str
    full_name: str
    short_name: str = ""
    founder: str = ""
    settlement: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    registry_code: str = ""
    head: str = ""
    head_title: str = ""


def upright(table: Table) -> Table:
    """A sheet of one organisation, labels on the left and values on the right, as one row."""
    known = {
        label_key(label)
        for column in ORGANISATION_COLUMNS
        for labels in column.labels.values()
        for label in labels
    }
    lines = (table.head, *table.rows)
    labels = [row[0] for row in lines if len(row) > 1]
    if sum(label_key(cell.text) in known for cell in labels) < 2:
        return table
    values = tuple(row[1] for row in lines if len(row) > 1)
    return replace(table, head=tuple(labels), rows=(values,))


def parse_organisations(table: Table, matching: Matching) -> list[OrganisationRow | RowFault]:
    """Each row as an organisation, or one fault for each of its cells that cannot be taken."""
    rows: list[OrganisationRow | RowFault] = []
    seen: dict[str, str] = {}
    for cells in table.rows:
        named = {name: cells[index] for name, index in matching.indexes.items()}
        if all(cell.is_empty for cell in named.values()):
            continue
        for row in _parse_row(named):
            rows.append(_refuse_repeated(row, seen) if isinstance(row, OrganisationRow) else row)
    return rows


def _parse_row(cells: Mapping[str, Cell]) -> Sequence[OrganisationRow | RowFault]:
    values: dict[str, str] = {}
    faults: list[RowFault] = []
    for field, cell in cells.items():
        try:
            values[field] = _READERS.get(field, read_text)(cell)
        except BadCell as bad:
            faults.append(RowFault(cell.address, bad.rule, cell.text))
    if not faults and not values.get("full_name"):
        faults.append(RowFault(cells["full_name"].address, REQUIRED))
    return faults or [OrganisationRow(cells["full_name"].address, **values)]


def _refuse_repeated(row: OrganisationRow, seen: dict[str, str]) -> OrganisationRow | RowFault:
    key = grammar.search_key(row.full_name)
    if key in seen:
        return RowFault(row.cell, replace(REPEATED, example=seen[key]), row.full_name)
    seen[key] = row.cell
    return row


def _read_long_text(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _read_code(cell: Cell) -> str:
    """Excel takes the zeros away from the beginning of a code; it has eight digits at least."""
    code = read_number(cell).replace(" ", "")
    if code and not code.isdecimal():
        raise BadCell(CODE)
    return code.zfill(8) if code else ""


_READERS: Mapping[str, Callable[[Cell], str]] = {
    "full_name": _read_long_text,
    "registry_code": _read_code,
    "email": read_email,
}
