"""PDF pages as people see them: how many, their text, their picture, what is taken on them.

PDFium is not safe to use from several threads at once, so every use of it is here, under one lock.
Pages are counted from 1.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from portal.paper.faults import PaperFault

_one_at_a_time = Lock()
_POINTS_PER_INCH = 72
_MOST = 5000  # pixels of a side: A4 at 400 dpi


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


class Words(NamedTuple):
    """Words on a page: where they begin, in points from its lower left corner, and how large."""

    left: float
    bottom: float
    size: float
    text: str


def page_count(pdf: bytes) -> int:
    with _opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, page: int, dpi: int) -> bytes:
    """The page as PNG; one of several metres is drawn no larger than memory bears."""
    target = BytesIO()
    with _opened(pdf) as document, _page(document, page) as opened:
        bitmap = opened.render(scale=min(dpi / _POINTS_PER_INCH, _MOST / max(opened.get_size())))
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


def page_of_words(font: bytes, size: tuple[float, float], words: Sequence[Words]) -> bytes:
    """A PDF of one page with nothing but these words, in a TrueType font that goes with it."""
    target = BytesIO()
    with _one_at_a_time:
        document = pypdfium2.PdfDocument.new()
        page = document.new_page(*size)
        letters = (ctypes.c_uint8 * len(font)).from_buffer_copy(font)
        kind = pdfium.FPDF_FONT_TRUETYPE
        loaded = pdfium.FPDFText_LoadFont(document.raw, letters, len(font), kind, True)
        for left, bottom, points, text in words:
            item = pdfium.FPDFPageObj_CreateTextObj(document.raw, loaded, points)
            pdfium.FPDFText_SetText(item, _utf16(text))
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, left, bottom)
            pdfium.FPDFPage_InsertObject(page.raw, item)
        page.gen_content()
        document.save(target)
        pdfium.FPDFFont_Close(loaded)
        document.close()
    return target.getvalue()


def _utf16(text: str) -> Any:
    """A string as PDFium takes it."""
    encoded = f"{text}\0".encode("utf-16-le")
    return ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))


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
