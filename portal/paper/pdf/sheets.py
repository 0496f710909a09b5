"""Tables of our own print forms cut into pages, before any program lays them out.

wkhtmltopdf of Debian repeats no heads and prints no page numbers, so the pages are made here: the
text of each cell is broken into lines by the widths of the letters, a row is never torn unless it
is taller than a page, and sums are carried from page to page (design 8). The style sheet of the
print form must keep to the measures named here.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

LETTERS = 9.5  # points of the text in a table
LINE = 4.0  # millimetres from line to line
PADDING = 1.6  # millimetres above and below the text of a cell together, with its border
SIDES = 2.4  # the same at its left and right
POINT = 25.4 / 72

# Widths of Liberation Serif, metric twin of Times New Roman, in parts of the letter size, rounded
# up to a twentieth; letters that are not here are taken as wide.
_WIDTHS = {
    letter: width
    for width, letters in {
        0.25: " ,.|'\u00a0",
        0.3: "/:;\\ijltії",
        0.35: "!()-I[]`fr’ІЇ",
        0.4: "Js°зґ",
        0.45: '"?acez“”„агестэёє',
        0.5: "#$*0123456789^_bdghknopquvxy{}«»–§вклорухьяҐ",
        0.55: "~±Збдийнпцчъ",
        0.6: "+<=>FPSБГРЬ",
        0.65: "ELTZЕТЧмфЁ",
        0.7: "BCRВДКЛСЭЯжыЄ",
        0.75: "ADGHKNOQUVXYwАИЙНОПУХЦЪю",
        0.8: "&mФшщ",
        0.85: "%",
        0.9: "MЖМЫ",
        0.95: "@W",
        1.05: "ШЩЮ",
    }.items()
    for letter in letters
}
_WIDE = 1.1


@dataclass(frozen=True)
class Row:
    """One row of the table; `mark` is the caller's word for how it is to be printed.

    `amounts`: what it adds to the sums of the columns, by their places. A row of one cell stands
    across the whole table.
    """

    cells: Sequence[str]
    mark: str = ""
    amounts: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """The measures of the table in millimetres; `summed` are the places of columns with a sum."""

    widths: Sequence[float]
    height: float  # for rows, on a page that has nothing else but the head of the table
    first: float  # for rows, on the first page
    ending: float = 0  # what stands below the last row
    summed: Sequence[int] = ()


@dataclass(frozen=True)
class PrintedRow:
    """A row, or a part of a tall one, each cell as its lines."""

    cells: Sequence[Sequence[str]]
    mark: str


@dataclass(frozen=True)
class Sheet:
    """One page: what was carried to it, its rows, the sums at its end."""

    number: int
    count: int
    rows: Sequence[PrintedRow]
    carried: Mapping[int, Decimal]
    total: Mapping[int, Decimal]

    @property
    def is_last(self) -> bool:
        return self.number == self.count


@dataclass
class _Page:
    height: float
    rows: list[PrintedRow]
    carried: Mapping[int, Decimal]
    total: dict[int, Decimal]
    free: float


def paginate(rows: Sequence[Row], form: Form) -> list[Sheet]:
    """The pages of the table, at least one; the ending stands on the last of them."""
    pages = [_page(form, form.first, dict.fromkeys(form.summed, Decimal(0)))]
    for row in rows:
        lines = _broken(row, form)
        if _taller(lines, pages[-1].free) and (pages[-1].rows or not _taller(lines, form.height)):
            pages.append(_page(form, form.height, pages[-1].total))
        for part in _parts(lines, pages, form):
            pages[-1].rows.append(PrintedRow(part, row.mark))
            pages[-1].free -= _height(part)
        for place, amount in row.amounts.items():
            pages[-1].total[place] += amount
    if pages[-1].free < form.ending and pages[-1].rows:
        pages.append(_page(form, form.height, pages[-1].total))
    return [
        Sheet(number, len(pages), page.rows, page.carried, page.total)
        for number, page in enumerate(pages, start=1)
    ]


def wrap(text: str, width: float, size: float = LETTERS) -> list[str]:
    """The text in lines no wider than so many millimetres; a word too long for one is broken."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for space, word in _words(paragraph):
            longer = f"{line}{space}{word}" if line else word
            if line and width_of(longer, size) > width:
                lines.append(line)
                longer = word
            *full, line = _pieces(longer, width, size)
            lines.extend(full)
        lines.append(line)
    return lines


def _words(paragraph: str) -> Iterator[tuple[str, str]]:
    """The words with what stands before each: a space, or nothing after a hyphen within a word."""
    for word in paragraph.split(" "):
        first, *rest = re.split(r"(?<=[^\W\d]-)(?=[^\W\d])", word)
        yield " ", first
        yield from (("", part) for part in rest)


def width_of(text: str, size: float = LETTERS) -> float:
    """How wide the text is printed, in millimetres, a little more rather than less."""
    return sum(map(_letter_width, text)) * size * POINT


def _letter_width(letter: str) -> float:
    return 0 if unicodedata.combining(letter) else _WIDTHS.get(letter, _WIDE)


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, size) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _page(form: Form, height: float, carried: Mapping[int, Decimal]) -> _Page:
    sums = LINE + PADDING if form.summed else 0  # a row of them above, another below
    return _Page(height, [], dict(carried), dict(carried), height - 2 * sums)


def _broken(row: Row, form: Form) -> list[list[str]]:
    widths = form.widths if len(row.cells) > 1 else [sum(form.widths)]
    return [wrap(cell, width - SIDES) for cell, width in zip(row.cells, widths, strict=True)]


def _height(cells: Sequence[Sequence[str]]) -> float:
    return max(map(len, cells)) * LINE + PADDING


def _taller(cells: Sequence[Sequence[str]], height: float) -> bool:
    return _height(cells) > height


def _parts(lines: list[list[str]], pages: list[_Page], form: Form) -> Iterator[list[list[str]]]:
    """The row whole, or, taller than what is left of an empty page, in parts of one page each."""
    while _taller(lines, pages[-1].free):
        fitting = max(int((pages[-1].free - PADDING) // LINE), 1)
        yield [cell[:fitting] for cell in lines]
        lines = [cell[fitting:] for cell in lines]
        pages.append(_page(form, form.height, pages[-1].total))
    yield lines
