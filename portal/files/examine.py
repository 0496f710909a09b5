"""Looks at files from outside in a process of its own, which may die without harm.

Started by `intake.py` in an empty folder with the files numbered 0, 1, …; leaves `told.json` and,
when nothing is wrong, `paper.pdf`: all pages in order, drawn once to see that they can be.
"""

import json
import resource
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2

from portal.files import archives, pdf_checks, photos
from portal.files.faults import FileFault

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60
DRAWN = 400  # pixels of the longer side, when it is tried whether a page can be drawn
HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


def main(folder: Path) -> None:
    """Look at the files of the folder and tell what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    numbered = sorted(folder.glob("[0-9]*"), key=lambda path: int(path.name))
    try:
        paper, pages = one_pdf([path.read_bytes() for path in numbered])
    except FileFault as fault:
        told: dict[str, object] = {"fault": fault.reason}
    else:
        (folder / "paper.pdf").write_bytes(paper)
        told = {"pages": pages}
    (folder / "told.json").write_text(json.dumps(told), encoding="ascii")


def one_pdf(files: list[bytes]) -> tuple[bytes, int]:
    """All of them as one PDF that can do nothing, and its number of pages."""
    with pikepdf.new() as whole:
        for data in files:
            for one in _unpacked(data):
                with _as_pdf(one) as part:
                    whole.pages.extend(part.pages)
                if len(whole.pages) > pdf_checks.PAGES:
                    raise FileFault("pdf-pages")
        target = BytesIO()
        whole.save(target, deterministic_id=True)
        paper, pages = target.getvalue(), len(whole.pages)
    _draw(paper)
    return paper, pages


def _unpacked(data: bytes) -> list[bytes]:
    if not data.startswith(archives.MAGIC):
        return [data]
    members = archives.unpack_photos(data)
    if any(member.startswith(archives.MAGIC) for member in members):
        raise FileFault("zip-nested")
    return members


def _as_pdf(data: bytes) -> pikepdf.Pdf:
    """By what the bytes are, whatever the file is called."""
    if pdf_checks.is_pdf(data):
        return pdf_checks.bare_pages(data)
    if data.startswith(photos.MAGICS):
        return photos.photo_pages(data)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise FileFault("heic")
    raise FileFault("type" if data else "empty")


def _draw(paper: bytes) -> None:
    """A page that kills the painter or outlasts its time does so here, not in the portal."""
    try:
        document = pypdfium2.PdfDocument(paper)
        for page in document:
            page.render(scale=DRAWN / max(page.get_size())).close()
            page.close()
        document.close()
    except pypdfium2.PdfiumError as fault:
        raise FileFault("pdf-bad") from fault


if __name__ == "__main__":
    main(Path.cwd())
