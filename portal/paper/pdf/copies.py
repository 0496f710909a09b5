"""The mark of a certified copy, put on a PDF.

ДСТУ 4163:2020, 5.26 and ГОСТ Р 7.0.97: the word «КОПІЯ» in the upper right corner of the first
page; under the last lines of the last one «Згідно з оригіналом», the post, a place for the
signature, the name, the date. Where a page is full, as a photographed one is, the mark stands on
the back of the last sheet: on a page more.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageFont, ImageStat

from portal.paper.pdf.pages import Words, page_image, page_of_words
from portal.paper.pdf.printing import open_pdf, saved

_MM = 72 / 25.4
_A4_WIDTH = 210  # other sheets are measured as if their short side were that of A4
_LEFT, _RIGHT, _TOP, _FOOT = 30, 10, 20, 10  # margins, in such millimetres
_BLOCK = _A4_WIDTH - _LEFT - _RIGHT
_POST, _RULE, _NAME = 73, 76, 122  # where the columns of a signature end, begin, begin
_SIZE = 10.5  # points
_LINE = 5.2
_GAP = 6  # from the last lines of the paper to the mark
_CORNER_LINE = 14  # from the top edge
_SIGNATURE = "_" * 22
_PAPER_AT_LEAST = 150  # brightness on which black letters are read
_RULER = 1000  # points in which letters are measured
_INK = 25  # how much darker than the paper itself


class _Line(NamedTuple):
    """Words in nominal millimetres from the left and the top edge of a page or of the block."""

    text: str
    left: float
    down: float


class _Sheet(NamedTuple):
    """A page in nominal millimetres; `unit` is points for one of them."""

    width: float
    height: float
    unit: float

    @classmethod
    def of(cls, page: pikepdf.Page) -> "_Sheet":
        left, bottom, right, top = (float(side) for side in page.cropbox)
        unit = min(right - left, top - bottom) / _A4_WIDTH
        return cls((right - left) / unit, (top - bottom) / unit, unit)


def certified_copy(data: bytes, mark: Sequence[str]) -> bytes:
    """The PDF with the mark: its first line in the corner of page 1, the others under the end.

    In the line of the signature a tab parts the post from the name.
    """
    corner, *lines = mark
    with open_pdf(data) as document:
        first, last = document.pages[0], len(document.pages)
        for page in {1, last}:
            document.pages[page - 1].flatten_rotation()
        in_corner = _in_corner(corner, _ink(data, 1, _Sheet.of(first)))
        block = list(_set(lines if in_corner else [corner, *lines]))
        height = int(max(line.down for line in block) + 2 * _LINE)
        top = _place(_ink(data, last, _Sheet.of(document.pages[-1])), height)
        if top is None:
            left, bottom, right, upper = (float(side) for side in document.pages[-1].cropbox)
            document.add_blank_page(page_size=(right - left, upper - bottom))
            last, top = last + 1, _TOP
        placed = [_Line(text, _LEFT + x, top + _LINE + down) for text, x, down in block]
        if last == 1:
            _draw(first, [*in_corner, *placed])
        else:
            _draw(first, in_corner)
            _draw(document.pages[-1], placed)
        return saved(document)


def _in_corner(word: str, ink: Image.Image) -> list[_Line]:
    """The word in the upper right corner; nothing when something stands there."""
    left = ink.width - _RIGHT - _width(word)
    is_free = _is_free(ink, (int(left) - 2, 5, ink.width - 5, _CORNER_LINE + 3))
    return [_Line(word, left, _CORNER_LINE)] if is_free else []


def _set(lines: Sequence[str]) -> Iterator[_Line]:
    """The lines of the block, long ones broken; a name stands on the last line of its post."""
    down = 0.0
    for line in lines:
        post, tab, name = line.partition("\t")
        for words in _broken(post, _POST if tab else _BLOCK):
            yield _Line(words, 0, down)
            down += _LINE
        if tab:
            yield _Line(_SIGNATURE, _RULE, down - _LINE)
            first, *others = _broken(name, _BLOCK - _NAME)
            yield _Line(first, _NAME, down - _LINE)
            for words in others:
                yield _Line(words, _NAME, down)
                down += _LINE


def _broken(text: str, width: float) -> list[str]:
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and _width(longer) > width:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _place(ink: Image.Image, height: int) -> int | None:
    """How far from the top the block goes: close under the last lines above the lowest room."""
    lowest = ink.height - _FOOT - height
    right = min(ink.width, _A4_WIDTH) - 5

    def is_room(top: int) -> bool:
        return _is_free(ink, (_LEFT - 1, top, right, top + height))

    free = next((top for top in range(lowest, _TOP, -1) if is_room(top)), None)
    if free is None:
        return None
    highest = free
    while highest > _TOP and is_room(highest - 1):
        highest -= 1
    return min(highest + _GAP, free)


def _ink(data: bytes, page: int, sheet: _Sheet) -> Image.Image:
    """The page in grey, one dot for each nominal millimetre."""
    finer = 4
    with Image.open(BytesIO(page_image(data, page, round(72 * finer / sheet.unit)))) as picture:
        return picture.convert("L").reduce(finer)


def _is_free(ink: Image.Image, box: tuple[int, int, int, int]) -> bool:
    paper = ImageStat.Stat(ink).median[0]
    darkest = ImageStat.Stat(ink.crop(box)).extrema[0][0]
    return paper >= _PAPER_AT_LEAST and darkest >= paper - _INK


def _draw(page: pikepdf.Page, lines: Sequence[_Line]) -> None:
    """Over the page, the letters of our own font with them: an archive copy stays PDF/A."""
    if not lines:
        return
    sheet = _Sheet.of(page)
    left, bottom, right, top = (float(side) for side in page.cropbox)
    size = (right - left, top - bottom)
    words = [
        Words(x * sheet.unit, size[1] - down * sheet.unit, _SIZE * sheet.unit / _MM, text)
        for text, x, down in lines
    ]
    with open_pdf(page_of_words(letters(), size, words)) as overlay:
        page.add_overlay(overlay.pages[0], pikepdf.Rectangle(left, bottom, right, top))


def _width(text: str) -> float:
    return width_in(text, _SIZE)


def width_in(text: str, size: float) -> float:
    """Of a line in the font of the mark, in nominal millimetres; the size is in points."""
    return _ruler().getlength(text) / _RULER * size / _MM


@cache
def _ruler() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(letters()), _RULER)


@cache
def letters() -> bytes:
    """The font of the mark: Latin, Ukrainian and Russian."""
    return files("portal.paper.pdf").joinpath("stamp.ttf").read_bytes()
