"""A zip of photos: what lies in it, unpacked in memory within limits (security plan, T4, T5).

No name out of a zip ever becomes a path; names only give the order of the pages.
"""

import re
import stat
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from portal.files.faults import FileFault

MAGIC = b"PK\x03\x04"
ENTRIES = 500
PHOTOS = 100
TOTAL_BYTES = 100 * 1024 * 1024
MEMBER_BYTES = 64 * 1024 * 1024
RATIO, RATIO_FROM = 200, 10 * 1024 * 1024

_OFFICE = "[Content_Types].xml"  # stands in every .docx and .xlsx
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\\]|^/|^[A-Za-z]:|(^|/)\.\.?(/|$)|//")
# What phones and computers put beside the photos without being asked.
_LEFT_OUT = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.I)


def unpack_photos(data: bytes) -> list[bytes]:
    """The files of the zip in the order people read their names: 2 before 10."""
    at_end = data.rfind(_END_RECORD) == len(data) - _END_RECORD_BYTES
    if not at_end:
        raise FileFault("zip-bad")
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if _OFFICE in archive.namelist():
                raise FileFault("office")
            _check_names(entries)
            _check_sizes(entries)
            return [archive.read(entry) for entry in _photos(entries)]
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise FileFault("zip-bad") from fault


def _photos(entries: Sequence[ZipInfo]) -> list[ZipInfo]:
    photos = [e for e in entries if not e.is_dir() and not _LEFT_OUT.search(e.filename)]
    if not photos:
        raise FileFault("zip-empty")
    if len(photos) > PHOTOS:
        raise FileFault("zip-count")
    return sorted(photos, key=_reading_order)


def _reading_order(entry: ZipInfo) -> list[tuple[int, str]]:
    """Runs of digits count as numbers: IMG_2.jpg stands before IMG_10.jpg."""
    parts = re.findall(r"[0-9]+|[^0-9]+", entry.filename.casefold())
    return [(int(part[:18]), "") if part.isdecimal() else (0, part) for part in parts]


def _check_names(entries: Sequence[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if is_link or _UNSAFE_NAME.search(name) or name.casefold() in seen:
            raise FileFault("zip-name")
        seen.add(name.casefold())


def _check_sizes(entries: Sequence[ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise FileFault("zip-count")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 1:
            raise FileFault("zip-password")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or entry.header_offset < end:
            raise FileFault("zip-bad")
        end = entry.header_offset + entry.compress_size
        swells = entry.file_size > RATIO * max(entry.compress_size, 1)
        if entry.file_size > MEMBER_BYTES or (swells and entry.file_size > RATIO_FROM):
            raise FileFault("zip-bomb")
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        raise FileFault("zip-bomb")
