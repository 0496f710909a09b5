"""Codes on paper: the routing code in the margin of every page, the verification address on one.

The routing code stands in the bottom left corner, which every template keeps free: 30 × 20 mm of
its margins. Everything is drawn as filled squares, letters too, so that no font has to be
embedded and an archive copy stays PDF/A.
"""

from collections.abc import Callable, Iterable, Iterator

import pikepdf
import segno

from portal.paper.pdf.pages import Box, taken_places
from portal.paper.pdf.pixels import PIXELS
from portal.paper.pdf.printing import open_pdf, saved

_MM = 72 / 25.4

_ROUTING_SIZE = 15 * _MM
_ROUTING_CORNER = 5 * _MM
_LETTERS_LEFT = 23 * _MM  # right of the code and the four modules of white it needs
_LETTER_DOT = 0.22 * _MM
_LINE = 3.5 * _MM

_VERIFY_SIZE = 21 * _MM
_VERIFY_MARGIN = 10 * _MM
_VERIFY_LOWEST = 5 * _MM
_VERIFY_STEP = 1 * _MM
_QUIET = 2.6 * _MM

# Trying all eight masks takes half the time of the whole stamp and is read no better (codes of both
# sizes, tilted, blurred and noisy: 233 of 240 with the best mask, 240 of 240 with this one).
_MASK = 7

Rectangle = tuple[float, float, float, float]


def stamp(pdf: bytes, code_for_page: Callable[[int], str], verify_url: str | None = None) -> bytes:
    """The PDF with the code of each page (counted from 1) in its corner.

    The address goes to the lowest free place at the right of page 1; if there is none in the
    lower third of the page it is left out rather than printed over something.
    """
    with open_pdf(pdf) as document:
        for number, page in enumerate(document.pages, start=1):
            dots = list(_routing(code_for_page(number)))
            if verify_url and number == 1:
                dots += _verification(pdf, page, verify_url)
            _draw(page, dots)
        return saved(document)


def _routing(code: str) -> Iterator[Rectangle]:
    """16 characters are just the smallest QR code at its second highest level."""
    symbol = segno.make_qr(code, error="q", boost_error=False, mask=_MASK)
    yield from _squares(symbol, _ROUTING_CORNER, _ROUTING_CORNER, _ROUTING_SIZE)
    for line in range(4):
        bottom = _ROUTING_CORNER + (3 - line) * _LINE
        for place, letter in enumerate(code[4 * line : 4 * line + 4]):
            yield from _letter(letter, _LETTERS_LEFT + place * 6 * _LETTER_DOT, bottom)


def _verification(pdf: bytes, page: pikepdf.Page, url: str) -> Iterator[Rectangle]:
    place = _free_place(pdf, page)
    if place is not None:
        code = segno.make_qr(url, error="m", boost_error=False, mask=_MASK)
        yield from _squares(code, place.left, place.bottom, _VERIFY_SIZE)


def _squares(code: segno.QRCode, left: float, bottom: float, size: float) -> Iterator[Rectangle]:
    return _dots(list(code.matrix), left, bottom, size / len(code.matrix))


def _letter(letter: str, left: float, bottom: float) -> Iterator[Rectangle]:
    rows = [[int(dot) for dot in f"{row:05b}"] for row in PIXELS[letter]]
    return _dots(rows, left, bottom, _LETTER_DOT)


def _dots(
    rows: list[bytearray] | list[list[int]], left: float, bottom: float, dot: float
) -> Iterator[Rectangle]:
    """Dark dots of a grid, neighbours in a row as one; a hair taller, so that no seam shows."""
    for number, row in enumerate(rows):
        y = bottom + (len(rows) - 1 - number) * dot
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                yield left + start * dot, y, (end - start) * dot, dot * 1.02
            start = end + 1


def _draw(page: pikepdf.Page, rectangles: Iterable[Rectangle]) -> None:
    """Over the page in its own coordinates; not part of the text for a screen reader."""
    left, bottom = (float(corner) for corner in list(page.mediabox)[:2])
    path = "\n".join(
        f"{left + x:.3f} {bottom + y:.3f} {width:.3f} {height:.3f} re"
        for x, y, width, height in rectangles
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\nq\n/Artifact BMC\n0 g\n{path}\nf\nEMC\nQ\n".encode())


def _free_place(pdf: bytes, page: pikepdf.Page) -> Box | None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    width, height = right - left, top - bottom
    taken = [
        Box(box.left - left, box.bottom - bottom, box.right - left, box.top - bottom)
        for box in taken_places(pdf, 1)
    ]
    x, y = width - _VERIFY_MARGIN - _VERIFY_SIZE, _VERIFY_LOWEST
    while y + _VERIFY_SIZE <= height / 3:
        place = Box(x - _QUIET, y - _QUIET, x + _VERIFY_SIZE + _QUIET, y + _VERIFY_SIZE + _QUIET)
        if not any(place.touches(box) for box in taken):
            return Box(x, y, x + _VERIFY_SIZE, y + _VERIFY_SIZE)
        y += _VERIFY_STEP
    return None
