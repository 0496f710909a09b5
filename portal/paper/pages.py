"""PDF pages as people see them: how many, their text, their picture, what is taken on them.

PDFium is not safe to use from several threads at once, so every use of it is here, under one lock.
Pages are counted from 1.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2

from portal.paper.faults import PaperFault

_one_at_a_time = Lock()
_POINTS_PER_INCH = 72


class Box(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


def page_count(pdf: bytes) -> int:
    with _opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, page: int, dpi: int) -> bytes:
    """The page as PNG."""
    target = BytesIO()
    with _opened(pdf) as document, _page(document, page) as opened:
        bitmap = opened.render(scale=dpi / _POINTS_PER_INCH)
        bitmap.to_pil().save(target, "PNG")
        bitmap.close()
    return target.getvalue()


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with _opened(pdf) as document:
        return [_text(document, number) for number in range(1, len(document) + 1)]


def taken_places(pdf: bytes, page: int) -> list[Box]:
    """Where something stands on the page: words, pictures, lines of tables."""
    with _opened(pdf) as document, _page(document, page) as opened:
        return [Box(*item.get_bounds()) for item in opened.get_objects()]


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as fault:
            raise PaperFault("not-pdf") from fault
        try:
            yield document
        finally:
            document.close()


@contextmanager
def _page(document: Any, number: int) -> Iterator[Any]:
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()


def _text(document: Any, number: int) -> str:
    with _page(document, number) as page:
        words = page.get_textpage()
        try:
            return str(words.get_text_range()).replace("\r\n", "\n")
        finally:
            words.close()
