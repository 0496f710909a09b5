"""What a worksheet holds, counted before it is read: rows, columns, long texts, hidden lines.

A reader lays a sheet out as a full rectangle, so one cell in XFD1048576 would take all memory.
"""

import re
from collections import defaultdict
from itertools import islice
from xml.parsers import expat

from portal.tables.cells import cell_address, column_letters
from portal.tables.faults import TableFault
from portal.tables.limits import (
    CELL_CHARACTERS,
    COLUMNS,
    HEAD_ROWS,
    ROWS,
    TABLE_CHARACTERS,
    too_long_cell,
    too_many_columns,
    too_many_rows,
    unreadable_sheet,
)
from portal.tables.package import broken_xml, local_name, walk

DEPTH = 256

_ROW_TAG = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_COUNT = re.compile(r"[0-9]{1,6}")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


def check_row_count(sheet: bytes) -> None:
    """Count the rows by their bytes, which takes a blink where parsing takes seconds."""
    most = ROWS + HEAD_ROWS
    if sum(1 for _ in islice(_ROW_TAG.finditer(sheet), most + 1)) > most:
        raise too_many_rows()


def check_counts(part: bytes) -> None:
    """The reader sets memory aside for as many items as a part claims to hold, before it looks."""

    def start(_name: str, attributes: dict[str, str]) -> None:
        for attribute in ("count", "uniqueCount"):
            if not _COUNT.fullmatch(attributes.get(attribute, "0")):
                raise unreadable_sheet()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    walk(part, parser)


def shared_text_lengths(strings: bytes) -> list[int]:
    """How long each of the workbook's shared texts is."""
    lengths: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if local_name(name) == "si":
            lengths.append(0)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    walk(strings, parser)
    return lengths


class SheetScan:
    """One pass over a worksheet; `places` says where something needs a note."""

    def __init__(self, sheet: bytes, text_lengths: list[int]) -> None:
        self.places: defaultdict[str, list[str]] = defaultdict(list)
        self._text_lengths = text_lengths
        self._row_element = -1  # the row cells stand in which do not name their own
        self._row, self._column = -1, -1
        self._in_cell = False
        self._kind = ""  # the type of the cell being read: s shared, e error
        self._inside = ""  # the element of the cell being read
        self._value = ""
        self._characters = self._depth = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        walk(sheet, parser)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise broken_xml()
        name = local_name(name) if ":" in name else name
        if self._in_cell:
            self._check_position()
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name in ("v", "is", "f"):
            self._inside = name
            if name == "f":
                self.places["formulas"].append(self._address)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._note_hidden_columns(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is not None and not _ROW_NUMBER.fullmatch(number):
            raise unreadable_sheet()
        self._row_element = int(number) - 1 if number else self._row_element + 1
        self._column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.places["hidden-rows"].append(str(self._row_element + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._in_cell = True
        self._value = ""
        self._kind = attributes.get("t", "")
        self._row, self._column = self._row_element, self._column + 1
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if not match:
                raise unreadable_sheet()
            self._row, self._column = int(match[2]) - 1, _column_number(match[1])
        if self._kind:
            self._check_position()

    def _text(self, characters: str) -> None:
        if self._inside in ("v", "is"):
            self._count(len(characters))
            self._value = (self._value + characters)[: CELL_CHARACTERS + 1]

    def _end(self, name: str) -> None:
        self._depth -= 1
        name = local_name(name) if ":" in name else name
        if name == "c":
            self._end_cell()
        elif name in ("v", "is", "f"):
            self._inside = ""

    def _end_cell(self) -> None:
        self._in_cell = False
        length = len(self._value)
        if self._kind == "s" and self._value.strip().isdecimal():
            index = int(self._value)
            length = self._text_lengths[index] if index < len(self._text_lengths) else 0
            self._count(length)
        if length > CELL_CHARACTERS:
            raise too_long_cell(self._address)
        if self._kind == "e":
            self.places["cell-errors"].append(self._address)

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > TABLE_CHARACTERS:
            raise TableFault("ZIP-BOMB", "The file unpacks to more than a table may hold.")

    def _check_position(self) -> None:
        """The reader trusts positions: one that is far away would take all memory."""
        if self._row >= ROWS + HEAD_ROWS:
            raise too_many_rows()
        if self._column >= COLUMNS:
            raise too_many_columns()

    def _note_hidden_columns(self, attributes: dict[str, str]) -> None:
        first, last = (attributes.get(side, "1") for side in ("min", "max"))
        if first.isdecimal() and last.isdecimal():
            shown = range(int(first) - 1, min(int(last), COLUMNS))
            self.places["hidden-columns"] += [column_letters(column) for column in shown]

    @property
    def _address(self) -> str:
        return cell_address(self._row, self._column)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
