"""The one door for files from outside: photos, scans and PDFs become one PDF that can do nothing.

What a file is says its content, never its name. It is looked at by `examine.py` in a process of its
own, without network and with an end to its time (security plan, T12, T13, T35).
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from werkzeug.datastructures import FileStorage

from portal.config import ROOT
from portal.converters.confined import ConverterFailed, run_confined
from portal.downloads import PDF, PNG, ZIP
from portal.errors import Invalid
from portal.extensions import db, services
from portal.files.faults import FileFault
from portal.files.pdf_checks import is_pdf
from portal.files.photos import bare_picture

ACCEPT_PICTURES = "image/jpeg,image/png,.jpg,.jpeg,.png"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
ACCEPT = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png,.tif,.tiff,.zip"
LARGEST = 25 * 1024 * 1024  # bytes of all parts together
PARTS = 50
MEDIA_TYPES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": PNG,
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"PK\x03\x04": ZIP,
}
SECONDS = 90


class Problem(NamedTuple):
    """The code and the sentence of a refusal."""

    message: str
    code: str


# By the reasons of `faults.FileFault`; the codes are those of the security plan.
FAULTS: Mapping[str, Problem] = {
    "none": Problem("Choose the file.", ""),
    "many": Problem(
        "These are more files than one paper has. Send 50 at most, or one PDF.", "UPL-COUNT"
    ),
    "size": Problem(
        "The files are larger than 25 MB together. Take photos of a smaller size.", "UPL-SIZE"
    ),
    "heavy": Problem(
        "This file cannot be read in reasonable time. Print it to a new PDF, or photograph it.",
        "UPL-HEAVY",
    ),
    "virus": Problem("The virus scanner refuses this file: %(virus)s.", "UPL-VIRUS"),
    "empty": Problem("The file is empty. Choose it once more.", "UPL-TYPE"),
    "type": Problem(
        "Papers are taken as PDF, JPEG or PNG, or as a zip of photos. This is none of them.",
        "UPL-TYPE",
    ),
    "heic": Problem(
        "This is an iPhone photo (HEIC). Send it as JPEG: "
        "Settings, Camera, Formats, Most Compatible; or send a screenshot of it.",
        "UPL-TYPE",
    ),
    "office": Problem(
        "This is a Word or Excel file. Save it as PDF, or photograph the paper.", "UPL-TYPE"
    ),
    "no-picture": Problem("Choose a picture: JPEG or PNG.", "UPL-TYPE"),
    "image-bad": Problem("The picture is damaged. Take or send it once more.", "IMG-BAD"),
    "image-bomb": Problem(
        "The picture is too large: 40 megapixels at most. Send a smaller one.", "IMG-BOMB"
    ),
    "image-small": Problem(
        "The picture is too small to read: 50 pixels a side at least.", "IMG-SMALL"
    ),
    "image-pages": Problem("The picture has more than 100 pages. Divide it.", "IMG-PAGES"),
    "pdf-bad": Problem("The PDF is damaged. Save or scan it once more.", "PDF-BAD"),
    "pdf-empty": Problem("The PDF has no pages, or is damaged. Save it once more.", "PDF-BAD"),
    "pdf-password": Problem(
        "The PDF asks for a password. Send a copy that opens without one.", "PDF-ENC"
    ),
    "pdf-external": Problem(
        "The PDF keeps a part of itself in another file. Print it to a new PDF.", "PDF-EXT"
    ),
    "pdf-bomb": Problem(
        "The PDF unpacks to more than a paper may hold. Print it to a new PDF.", "PDF-BOMB"
    ),
    "pdf-pages": Problem("The paper has more than 300 pages. Divide it.", "PDF-PAGES"),
    "pdf-page-size": Problem(
        "A page of the PDF is larger than five metres. Print it to a new PDF on A4.", "PDF-DIM"
    ),
    "zip-bad": Problem("The zip is damaged. Pack the photos once more.", "ZIP-BAD"),
    "zip-password": Problem("The zip asks for a password. Pack it without one.", "ZIP-ENC"),
    "zip-bomb": Problem("The zip unpacks to more than a paper may hold.", "ZIP-BOMB"),
    "zip-count": Problem("There are more than 100 photos in the zip. Divide it.", "ZIP-COUNT"),
    "zip-name": Problem("The zip holds forbidden names. Pack only the photos.", "ZIP-NAME"),
    "zip-nested": Problem("There is a zip in the zip. Pack the photos themselves.", "ZIP-NEST"),
    "zip-empty": Problem("There are no photos in the zip.", "ZIP-EMPTY"),
}


class Refused(Invalid):
    """A file from outside is not taken; `code` says which rule it breaks."""

    def __init__(self, message: str, *, code: str, field: str = "", **params: object) -> None:
        super().__init__(message, field=field, **params)
        self.code = code


@dataclass(frozen=True)
class Received:
    """A paper from outside: `data` may be shown, stamped and printed.

    `original` is what came, byte for byte, when it came as one file: a signature on it stays
    valid. It leaves the portal as a download only.
    """

    data: bytes
    media_type: str
    pages: int
    sha256: str
    original: bytes | None


def receive(parts: Sequence[tuple[str, bytes]], *, field: str = "files") -> Received:
    """The parts, given as (file name, bytes), as one PDF in their order.

    It takes seconds: call it before the transaction, or let go of the one that reading the user
    has begun. Raises `Refused` at the field named, and `Unavailable` when the virus check is down.
    """
    files = [data for _, data in parts]
    _check_amount(files, field)
    for data in files:
        if virus := services().antivirus.find(data):
            raise refusal("virus", field, virus=virus)
    paper, pages = _examined(files, field)
    return Received(
        data=paper,
        media_type=PDF,
        pages=pages,
        sha256=hashlib.sha256(paper).hexdigest(),
        original=files[0] if len(files) == 1 else None,
    )


def take_in(files: Iterable[FileStorage], *, field: str) -> Received:
    """What a form has sent; what reading the user has begun is let go of first.

    Nobody waits for the database while the files are looked at, so whoever calls this looks up
    anew what they change.
    """
    parts = [(one.filename or "", one.read()) for one in files if one.filename]
    db.session.rollback()
    return receive(parts, field=field)


def take_in_picture(file: FileStorage, *, field: str) -> bytes:
    """A picture for a paper, checked as any file from outside is, without what a camera noted."""
    data = file.read()
    receive([(file.filename or "", data)], field=field)
    if not data.startswith(PICTURES):
        raise refusal("no-picture", field)
    try:
        return bare_picture(data)
    except FileFault as fault:
        raise refusal(fault.reason, field) from fault


def media_type_of(original: bytes) -> str:
    """What a file taken in came as."""
    if is_pdf(original):
        return PDF
    return next(named for magic, named in MEDIA_TYPES.items() if original.startswith(magic))


def refusal(reason: str, field: str, **params: object) -> Refused:
    """The error that tells a clerk of it."""
    problem = FAULTS[reason]
    return Refused(problem.message, code=problem.code, field=field, **params)


def _check_amount(files: Sequence[bytes], field: str) -> None:
    if not files:
        raise refusal("none", field)
    if len(files) > PARTS:
        raise refusal("many", field)
    if sum(map(len, files)) > LARGEST:
        raise refusal("size", field)


def _examined(files: Sequence[bytes], field: str) -> tuple[bytes, int]:
    with tempfile.TemporaryDirectory(prefix="papka-intake-") as name:
        folder = Path(name)
        for number, data in enumerate(files):
            (folder / str(number)).write_bytes(data)
        told = _run_examiner(folder)
        if "fault" in told:
            raise refusal(str(told["fault"]), field)
        return (folder / "paper.pdf").read_bytes(), int(str(told["pages"]))


def _run_examiner(folder: Path) -> Mapping[str, object]:
    """What the examiner says; one that died or was ended met more than it could bear."""
    command = [sys.executable, "-P", "-m", "portal.files.examine"]
    environment = {"PYTHONPATH": os.fspath(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        status = run_confined(command, folder=folder, seconds=SECONDS, environment=environment)
    except ConverterFailed:
        return {"fault": "heavy"}
    if status != 0:
        return {"fault": "heavy"}
    told: Mapping[str, object] = json.loads((folder / "told.json").read_text(encoding="ascii"))
    return told
