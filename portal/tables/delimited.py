"""CSV, TSV and pasted text to a grid of raw values: encoding, separator, quotes."""

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from portal.tables.cells import Grid, Value, cell_address, reads_as_formula
from portal.tables.faults import TableFault
from portal.tables.limits import (
    CELL_CHARACTERS,
    COLUMNS,
    HEAD_ROWS,
    ROWS,
    too_long_cell,
    too_many_columns,
    too_many_rows,
)

_SEPARATORS = "\t;,"
_SAMPLE_ROWS = 30
_EXCEL_HINT = re.compile(r"sep=([;,\t|])\r?\n", re.I)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes) -> Grid:
    """All rows of the text; `places` holds "encoding" when the encoding was only supposed."""
    text, is_certain = _decode(data)
    separator, skipped = _separator(text)
    _check_line_lengths(text, separator)
    grid = Grid(_rows(text, separator))
    if not is_certain:
        grid.places["encoding"] = []
    if "\r" in text and "\n" not in text:
        grid.places["line-ends"] = []
    if skipped:
        grid.rows[0] = []
    return grid


def _decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether the encoding is certain: Windows-1251 fits any Cyrillic bytes."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unreadable()
    encodings = [name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)]
    try:
        if encodings:
            return data.decode(encodings[0]), True
        if sum(byte < 9 for byte in data[:1000]) > len(data[:1000]) // 8:
            raise _unreadable()  # UTF-16 without its mark, or no text at all
        if _is_utf8(data):
            return data.decode(), True
        _refuse_mixed(data)
        return data.decode("cp1251"), False
    except UnicodeDecodeError as fault:
        raise _unreadable() from fault


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixed(data: bytes) -> None:
    """Two files pasted together: one half would be read as junk without anybody noticing."""
    if any(not line.isascii() and _is_utf8(line) for line in re.split(rb"[\r\n]+", data)):
        raise TableFault(
            "IMP-ENC",
            "Lines of the file are in different encodings: save it in Excel as “CSV UTF-8”.",
        )


def _unreadable() -> TableFault:
    return TableFault(
        "IMP-ENC", "The text of the file cannot be read: save it in Excel as “CSV UTF-8”."
    )


def _separator(text: str) -> tuple[str, bool]:
    """The separator under which most rows have the same, largest number of cells; Excel's own hint
    line `sep=;` is obeyed, and True returned with it."""
    if hint := _EXCEL_HINT.match(text):
        return hint[1], True
    return max(_SEPARATORS, key=lambda separator: _regularity(text, separator)), False


def _regularity(text: str, separator: str) -> int:
    reader = csv.reader(StringIO(text[:50_000], newline=""), delimiter=separator)
    widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _check_line_lengths(text: str, separator: str) -> None:
    """A line longer than all its columns may hold together has a cell out of all measure."""
    for number, line in enumerate(StringIO(text, newline=None)):
        if len(line) > COLUMNS * CELL_CHARACTERS:
            lengths = [len(cell) for cell in line.split(separator)]
            if max(lengths) <= CELL_CHARACTERS:
                raise too_many_columns()
            raise too_long_cell(cell_address(number, lengths.index(max(lengths))))


def _rows(text: str, separator: str) -> list[list[Value]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[Value]] = []
    try:
        for row in reader:
            filled: list[Value] = [_without_mark(cell) or None for cell in row]
            while filled and filled[-1] is None:
                filled.pop()
            if len(filled) > COLUMNS:
                raise too_many_columns()
            if len(rows) < ROWS + HEAD_ROWS:
                rows.append(filled)
            elif filled:
                raise too_many_rows()
    except csv.Error as fault:
        raise TableFault(
            "IMP-BAD",
            "A quotation mark opened near line %(line)d of the file is not closed properly.",
            line=reader.line_num,
        ) from fault
    return rows


def _without_mark(cell: str) -> str:
    """The text without the apostrophe `write_csv` puts before what reads as a formula."""
    return cell[1:] if cell.startswith("'") and reads_as_formula(cell[1:]) else cell
