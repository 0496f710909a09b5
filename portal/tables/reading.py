"""Bytes of a spreadsheet or of pasted text to a clean table with its heading found."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from portal.tables.cells import (
    Cell,
    Grid,
    Value,
    cell_address,
    label_key,
    same_line_ends,
    single_spaced,
    without_invisible,
)
from portal.tables.columns import Column, find_head
from portal.tables.delimited import read_delimited
from portal.tables.limits import (
    CELL_CHARACTERS,
    COLUMNS,
    HEAD_ROWS,
    ROWS,
    empty_table,
    too_long_cell,
    too_many_columns,
    too_many_rows,
)
from portal.tables.notes import Note, notes_of
from portal.tables.workbook import read_workbook

_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".ods")
_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heading and the filled rows under it, all of one width; cells keep their addresses."""

    head: Row
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def needs_encoding_check(self) -> bool:
        """Whether a person has to confirm that the letters are read right."""
        return any(note.code == "encoding" for note in self.notes)


def read_table(
    data: bytes, filename: str, *, wanted: Sequence[Column] = (), sheet: str = ""
) -> Table:
    """The table of a file; of a workbook the named sheet or the first visible one.

    The heading is looked for with the labels of the `wanted` columns. Refuses with `TableFault`.
    """
    is_workbook = PurePath(filename).suffix.casefold() in _WORKBOOKS
    if is_workbook or data.startswith(_WORKBOOK_MARKS):
        grid = read_workbook(data, sheet)
    else:
        grid = read_delimited(data)
    rows = _clean_rows(grid)
    if not rows:
        raise empty_table()
    at = find_head(rows[:HEAD_ROWS], wanted)
    head, above = rows[at], rows[:at]
    below = [row for row in rows[at + 1 :] if not _repeats_head(row, head)]
    _check_size(head, below)
    if above:
        grid.places["title-rows"] = [row[0].address.lstrip("A") for row in above]
    return Table(head, tuple(below), notes_of(grid.places), grid.sheets, grid.sheet)


def _clean_rows(grid: Grid) -> list[Row]:
    """The rows with something in them, cut to the last column used."""
    cleaned = [
        tuple(_clean_cell(value, cell_address(r, c), grid.places) for c, value in enumerate(row))
        for r, row in enumerate(grid.rows)
    ]
    width = max((_filled_width(row) for row in cleaned), default=0)
    if width > COLUMNS:
        raise too_many_columns()
    return [
        tuple(row[c] if c < len(row) else Cell(None, cell_address(r, c)) for c in range(width))
        for r, row in enumerate(cleaned)
        if _filled_width(row)
    ]


def _clean_cell(value: Value, address: str, places: defaultdict[str, list[str]]) -> Cell:
    if not isinstance(value, str):
        return Cell(value, address)
    lines = same_line_ends(value)
    if len(lines) > CELL_CHARACTERS:
        raise too_long_cell(address)
    visible = without_invisible(lines)
    if visible != lines:
        places["invisible"].append(address)
    text = single_spaced(visible)
    if text != visible:
        places["spaces"].append(address)
    return Cell(unicodedata.normalize("NFC", text) or None, address)


def _filled_width(row: Row) -> int:
    return next((i + 1 for i in reversed(range(len(row))) if not row[i].is_empty), 0)


def _check_size(head: Row, rows: list[Row]) -> None:
    if not rows or not head:
        raise empty_table()
    if len(rows) > ROWS:
        raise too_many_rows()


def _repeats_head(row: Row, head: Row) -> bool:
    """Printed tables repeat the heading on each page and number the columns under it."""
    filled = [cell for cell in row if not cell.is_empty]
    if [cell.text for cell in filled] == [str(n) for n in range(1, len(filled) + 1)]:
        return len(filled) > 2
    pairs = zip(row, head, strict=True)
    return all(label_key(cell.text) == label_key(label.text) for cell, label in pairs)
