"""The sheet in front of a pile of papers: which are in it, whose, and on which of its sheets."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.paper.pdf.copies import letters, width_in
from portal.paper.pdf.pages import Words, page_of_words
from portal.paper.pdf.printing import print_job

_MM = 72 / 25.4
_A4 = (210 * _MM, 297 * _MM)
_LEFT, _TOP, _LINE = 30, 24, 5.5  # millimetres from the edges, and from line to line
_COLUMNS = (_LEFT, 70, 178)  # where the columns begin
_RIGHT = 200
_SIZE, _LARGE = 10.5, 13.0  # points
_HEAD = 4  # lines above the first row: the title, what it is of, a gap, the heads of the columns
ROWS = 44  # on a page


class Item(NamedTuple):
    """A paper in the pile: its number as printed, whom it is about, how many sheets it takes."""

    number: str
    person: str
    sheets: int


def contents(title: str, under: str, heads: Sequence[str], items: Sequence[Item]) -> bytes:
    """A PDF of as many pages as it takes; its own sheets, printed on both sides, are counted."""
    pages = [items[start : start + ROWS] for start in range(0, len(items), ROWS)]
    first = (len(pages) + 1) // 2 + 1
    made = []
    for number, rows in enumerate(pages, start=1):
        counted = f"{number} / {len(pages)}" if len(pages) > 1 else ""
        words = [*_heading(title, under, heads, counted), *_rows(rows, first)]
        made.append(page_of_words(letters(), _A4, words))
        first += sum(row.sheets for row in rows)
    return print_job([(page, 1) for page in made], duplex=False)


def _heading(title: str, under: str, heads: Sequence[str], counted: str) -> Iterator[Words]:
    yield _words(title, _LEFT, 0, _RIGHT, _LARGE)
    yield _words(under, _LEFT, 1, _RIGHT)
    yield _words(counted, _COLUMNS[2], 1, _RIGHT)
    for head, left, right in zip(heads, _COLUMNS, (*_COLUMNS[1:], _RIGHT), strict=True):
        yield _words(head, left, 3, right)


def _rows(rows: Sequence[Item], first: int) -> Iterator[Words]:
    for line, row in enumerate(rows, start=_HEAD):
        last = first + row.sheets - 1
        where = str(first) if last == first else f"{first}–{last}"
        for text, left, right in zip(
            (row.number, row.person, where), _COLUMNS, (*_COLUMNS[1:], _RIGHT), strict=True
        ):
            yield _words(text, left, line, right)
        first = last + 1


def _words(text: str, left: float, line: int, right: float, size: float = _SIZE) -> Words:
    """One line, shortened where it would run into the next column."""
    room, shown = right - left - 2, text
    while shown and width_in(shown, size) > room:
        shown = shown[:-2].rstrip() + "…"
    down = _TOP + line * _LINE
    return Words(left * _MM, _A4[1] - down * _MM, size, shown)
