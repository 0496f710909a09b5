"""How a draft will look: its pages as pictures, kept for a while by the hash of the Word file.

A preview is never stored: it is made again when it is asked for again after a restart.
"""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from flask import current_app

from portal import paper
from portal.errors import NotFound
from portal.extensions import services

KEPT = 24  # drafts at work at the same time in one school, with some to spare
DPI = 150  # A4 as 1240 × 1754


class Previews:
    """The last PDFs of drafts; of each one is made at a time, whoever waits takes the result."""

    def __init__(self) -> None:
        self._pdfs: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, Lock] = {}
        self._lock = Lock()

    def pdf_of(self, docx: bytes) -> bytes:
        """The PDF of a Word file; raises `Unavailable` when no converter answers."""
        key = sha256(docx).hexdigest()
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                if key not in self._pdfs:
                    (made,) = services().pdf.convert([docx])
                    self._keep(key, made)
                return self._pdfs[key]
            finally:
                self._making.pop(key, None)

    def _keep(self, key: str, pdf: bytes) -> None:
        with self._lock:
            self._pdfs[key] = pdf
            while len(self._pdfs) > KEPT:
                self._pdfs.popitem(last=False)


def preview_pdf(docx: bytes) -> bytes:
    """The PDF of a draft; to be called outside of any transaction, it may take seconds."""
    previews: Previews = current_app.extensions.setdefault("previews", Previews())
    return previews.pdf_of(docx)


def preview_page(docx: bytes, page: int) -> bytes:
    """One page as PNG, counted from 1."""
    pdf = preview_pdf(docx)
    if not 1 <= page <= paper.page_count(pdf):
        raise NotFound
    return paper.page_image(pdf, page, DPI)
