"""What a file from outside carries besides its pages, and the portal's copy of it does not.

Nothing here is a fault: the file is taken, kept as it came, and shown without these.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

from portal.files import pdf_checks
from portal.files.archives import MAGIC as ZIP_MAGIC

LONGEST_NAME = 180  # bytes, as file systems count
_DOING = frozenset(
    {"/AA", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/AF", "/XFA"}
    | {"/RichMediaContent", "/RichMediaSettings"}
)
_ACTS = frozenset(
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition"}
    | {"/Movie", "/Sound", "/RichMediaExecute"}
)
_END_OF_PICTURE = {b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG": b"IEND\xaeB`\x82"}
# Windows opens devices by these names, whatever stands behind the first dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
_PLAIN_NAME = re.compile(r"\w(?:[\w ()№,’'_-]|\.(?=\w))*\.\w+")


def traces(data: bytes, name: str) -> tuple[str, ...]:
    """Words for what is left behind of a file that has been taken."""
    return tuple(dict.fromkeys([*_of_name(name), *_of_content(data)]))


def has_plain_name(name: str) -> bool:
    """Every program and system would take it for the same name, and for nothing else."""
    is_short = len(name.encode(errors="replace")) <= LONGEST_NAME
    is_composed = unicodedata.is_normalized("NFC", name)
    is_plain = _PLAIN_NAME.fullmatch(name) and " ." not in name and not _DEVICES.match(name)
    return bool(is_short and is_composed and is_plain)


def _of_name(name: str) -> Iterator[str]:
    if not has_plain_name(name):
        yield "name"


def _of_content(data: bytes) -> Iterator[str]:
    if pdf_checks.is_pdf(data):
        yield from _of_pdf(data)
    elif not data.startswith(ZIP_MAGIC):
        yield from _of_picture(data)


def _of_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(data)) as document:
        if document.is_encrypted:
            yield "locked"
        if document.get_warnings():
            yield "mended"
        if any(_does_something(thing) for thing in document.objects):
            yield "actions"
    if not data.rstrip(b"\x00\r\n\t ").endswith(b"%%EOF"):
        yield "appended"


def _does_something(thing: Any) -> bool:
    level = [thing]
    while level:
        for one in level:
            if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) and _acts(one):
                return True
        level = [inner for outer in level for inner in pdf_checks.directly_in(outer)]
    return False


def _acts(thing: Any) -> bool:
    """A first page to open at does nothing; everything else that begins by itself does."""
    opening = thing.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        return True
    return bool(_DOING.intersection(thing.keys())) or str(thing.get("/S", "")) in _ACTS


def _of_picture(data: bytes) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd in a picture that could be read is no matter
        with Image.open(BytesIO(data)) as image:
            is_tiff = image.format == "TIFF"  # its very build is written in such notes
            if not is_tiff and (dict(image.getexif()) or "comment" in image.info):
                yield "notes"
    end = next((end for magic, end in _END_OF_PICTURE.items() if data.startswith(magic)), b"")
    if not data.rstrip(b"\x00\r\n\t ").endswith(end):
        yield "appended"
