"""Lists of people from Excel or pasted: whom each row names, and what else it says about them.

A list needs no heading: then the first words of a row are the name. Columns that are headed like a
question of the kind give that person's own answer; all others are left alone.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal import grammar
from portal.documents.catalogue import Kind
from portal.documents.manifest import FormField
from portal.documents.typed import parse
from portal.errors import Invalid
from portal.extensions import db
from portal.people.import_columns import PEOPLE_COLUMNS
from portal.people.models import Employment, Organisation
from portal.people.search import Found, find_all_by_full_name, search_people
from portal.tables import Cell, Column, Matching, Table, TableFault, match_columns, read_table

NAME_PARTS = ("family", "given", "patronymic")
NEAREST = 4  # people offered for a name that nobody has
PASTED = "list.txt"
_NAME_COLUMNS = tuple(c for c in PEOPLE_COLUMNS if c.name in ("full_name", *NAME_PARTS))
_NOT_ASKED_BY_ROWS = ("computed", "image", "rows", "people")


@dataclass(frozen=True)
class ListedPerson:
    """A row of the list: who is meant, or else who may be meant; and the row's own answers.

    `faults` are (cell, message, params): the message is an English msgid.
    """

    address: str
    text: str
    employment: Employment | None = None
    choices: Sequence[Employment] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[tuple[str, str, Mapping[str, object]]] = ()


def read_people_list(
    data: bytes, filename: str, kind: Kind, organisation: Organisation, day: date
) -> list[ListedPerson]:
    """The rows of a file or of a pasted text; raises `Invalid` when there is nothing to read."""
    answers = [_column(q) for q in _own_questions(kind, organisation)]
    table = _table(data, filename, [*_NAME_COLUMNS, *answers])
    matching = match_columns(table.head, [*_NAME_COLUMNS, *answers])
    is_headed = any(column.name in matching.indexes for column in _NAME_COLUMNS)
    rows = table.rows if is_headed else (table.head, *table.rows)
    named = [_named_cell(row, matching if is_headed else None) for row in rows]
    named_rows = [(name, row) for name, row in zip(named, rows, strict=True) if name]
    found = find_all_by_full_name([organisation.id], [name for (_at, name), _ in named_rows], day)
    near = _Nearest(organisation, day)
    listed = [
        _listed(at, one, near, *_answers(row, matching if is_headed else None, kind, organisation))
        for ((at, _name), row), one in zip(named_rows, found, strict=True)
    ]
    return list(_once_each(listed))


def _table(data: bytes, filename: str, wanted: Sequence[Column]) -> Table:
    try:
        return read_table(data, filename, wanted=wanted)
    except TableFault as fault:
        line = data.decode("utf-8", "replace").strip()
        if fault.code == "IMP-EMPTY" and filename == PASTED and line and "\n" not in line:
            return Table((Cell(line, "A1"),), ())
        raise Invalid(fault.message, field="people_file", **fault.params) from fault


def _own_questions(kind: Kind, organisation: Organisation) -> list[FormField]:
    """What may differ from person to person; one paper that names all has one answer for all."""
    if not kind.manifest.per_person:
        return []
    asked = kind.fields_in(organisation.country)
    return [question for question in asked if question.type not in _NOT_ASKED_BY_ROWS]


def _column(question: FormField) -> Column:
    label = question.label
    return Column(
        f"answer-{question.name}",
        {"uk": (label.uk,), "ru": (label.ru,), "en": (label.en, question.name)},
    )


def _named_cell(row: Sequence[Cell], matching: Matching | None) -> tuple[str, str] | None:
    """Where the name stands and what it is; None for a row without one."""
    cells = list(_first_words(row)) if matching is None else _name_cells(row, matching)
    if not cells:
        return None
    return cells[0].address, " ".join(cell.text for cell in cells)


def _name_cells(row: Sequence[Cell], matching: Matching) -> list[Cell]:
    columns = ("full_name",) if "full_name" in matching.indexes else NAME_PARTS
    cells = [row[matching.indexes[name]] for name in columns if name in matching.indexes]
    return [cell for cell in cells if not cell.is_empty]


def _first_words(row: Sequence[Cell]) -> Iterator[Cell]:
    """The name of a row without heading: a cell of several words, or the first three of one."""
    words = 0
    for cell in row:
        if cell.is_empty or any(letter.isdigit() for letter in cell.text):
            continue
        if words and " " in cell.text:
            return
        yield cell
        words += len(cell.text.split())
        if words >= (2 if " " in cell.text else 3):
            return


def _answers(
    row: Sequence[Cell], matching: Matching | None, kind: Kind, organisation: Organisation
) -> tuple[dict[str, Any], list[tuple[str, str, Mapping[str, object]]]]:
    """The row's own answers; what cannot be read stays as it was written, to be mended."""
    answers: dict[str, Any] = {}
    faults: list[tuple[str, str, Mapping[str, object]]] = []
    for question in _own_questions(kind, organisation) if matching else []:
        index = matching.indexes.get(f"answer-{question.name}") if matching else None
        if index is None or row[index].is_empty:
            continue
        cell = row[index]
        try:
            answers[question.name] = parse(question, cell.text, organisation)
        except Invalid as fault:
            answers[question.name] = cell.text
            faults.append((cell.address, fault.message, fault.params))
    return answers, faults


def _listed(
    address: str,
    found: Found,
    near: "_Nearest",
    answers: Mapping[str, Any],
    faults: Sequence[tuple[str, str, Mapping[str, object]]],
) -> ListedPerson:
    if found.exact:
        return ListedPerson(address, found.text, found.exact, (), answers, faults)
    choices = found.employments or near.to(found.text)
    message = "Several people are called «%(name)s»: say which one is meant."
    if not found.employments:
        message = "Nobody here is called «%(name)s»."
    unclear = (address, message, {"name": found.text})
    return ListedPerson(address, found.text, None, choices, answers, [unclear, *faults])


def _once_each(listed: Sequence[ListedPerson]) -> Iterator[ListedPerson]:
    """A person named twice counts once, with the answers of the first row."""
    seen: set[int] = set()
    for one in listed:
        if one.employment is None or one.employment.id not in seen:
            yield one
        if one.employment:
            seen.add(one.employment.id)


class _Nearest:
    """Who has a name that looks like the one written; the people are read when first needed."""

    def __init__(self, organisation: Organisation, day: date) -> None:
        self.organisation, self.day = organisation, day
        self._by_key: dict[str, Employment] = {}

    def to(self, text: str) -> Sequence[Employment]:
        if not self._by_key:
            staff = db.session.scalars(search_people([self.organisation.id], "", self.day))
            self._by_key = {e.person.name_on(self.day).search_key: e for e in staff}
        keys = difflib.get_close_matches(grammar.search_key(text), self._by_key, NEAREST, 0.5)
        return tuple(self._by_key[key] for key in keys)
