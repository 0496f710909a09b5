"""PDFs put together for the printer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import pikepdf

from portal.paper.faults import PaperFault


def print_job(parts: Sequence[tuple[bytes, int]], *, duplex: bool = True) -> bytes:
    """All documents in one PDF, each as often as it is wanted.

    On a printer that uses both sides every copy begins on a fresh sheet: an odd number of pages
    is followed by an empty one.
    """
    with pikepdf.new() as job:
        for pdf, copies in parts:
            with open_pdf(pdf) as document:
                for _ in range(copies):
                    if duplex and len(job.pages) % 2:
                        _, _, width, height = (float(side) for side in job.pages[-1].mediabox)
                        job.add_blank_page(page_size=(width, height))
                    job.pages.extend(document.pages)
        return saved(job)


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        document = pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError as fault:
        raise PaperFault("not-pdf") from fault
    with document:
        yield document


def saved(document: pikepdf.Pdf, version: str = "") -> bytes:
    """The PDF as bytes, equal for equal content, of that version of PDF or a later one."""
    target = BytesIO()
    document.save(target, deterministic_id=True, min_version=version)
    return target.getvalue()
