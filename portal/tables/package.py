"""The gate before a workbook: a zip of XML parts, checked before anything is unpacked or parsed.

The limits are those of the security plan (T4-T6). Whoever reads the workbook gets a package written
anew from the parts checked here, so that two readers of one zip cannot see different files.
"""

import re
import stat
from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from portal.tables.faults import TableFault

ENTRIES = 500
TOTAL_BYTES = 100 * 1024 * 1024
PART_BYTES = 64 * 1024 * 1024
RATIO, RATIO_FROM = 200, 10 * 1024 * 1024
TAGS = 2_000_000  # of one part, opening and closing: a million elements
SMALL_PART_ELEMENTS = 10_000

_UNSAFE_NAME = re.compile(r"[\x00-\x1f\\]|^/|^[A-Za-z]:|(^|/)\.\.?(/|$)|//|%(2e|2f|5c|00)", re.I)
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22

Element = tuple[str, dict[str, str]]


def unpack(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The XML parts of the package by name, and the names of all its parts."""
    _check_signature(data)
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_names(package.infolist())
            _check_sizes(entries)
            parts = {e.filename: package.read(e) for e in entries if _is_xml(e.filename)}
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise _damaged() from fault
    return parts, tuple(entry.filename for entry in entries)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A plain package of these parts."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name), part)
    return target.getvalue()


def check_xml(part: bytes) -> None:
    """Refuse a document type, entities, another encoding than UTF-8, and what is not XML."""
    if b"http://www.w3.org/2001/XInclude" in part:
        raise TableFault("XML-DENY", "The file asks for other files to be put in; save it anew.")
    if part.count(b"<") > TAGS:
        raise broken_xml()
    walk(part, expat.ParserCreate())


def elements(part: bytes) -> list[Element]:
    """All elements of a small part, in order, by local name."""
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((local_name(name), attributes))
        if len(found) > SMALL_PART_ELEMENTS:
            raise broken_xml()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    walk(part, parser)
    return found


def walk(part: bytes, parser: expat.XMLParserType) -> None:
    """Feed a part to a parser whose other handlers the caller has set."""
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as fault:
        raise broken_xml() from fault


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise TableFault("XML-DTD", "The file holds a document type, which no spreadsheet needs.")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in ("utf-8", "utf8"):
        raise broken_xml()


def broken_xml() -> TableFault:
    return TableFault("XML-BAD", "The file is damaged: save it in Excel once more.")


def _check_signature(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableFault(
            "ZIP-BAD",
            "This is an old .xls file or one with a password: save it as .xlsx without a password.",
        )
    if re.match(rb"(\xef\xbb\xbf)?\s*<", data):
        raise TableFault(
            "ZIP-BAD",
            "This is a web page named like a table: open it in Excel and save it as .xlsx.",
        )
    at_end = data.rfind(_END_RECORD) == len(data) - _END_RECORD_BYTES
    if not data.startswith(b"PK\x03\x04") or not at_end:
        raise _damaged()


def _check_names(entries: Iterable[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if is_link or _UNSAFE_NAME.search(name) or name.casefold() in seen:
            raise TableFault("ZIP-NAME", "The file holds parts with forbidden names.")
        seen.add(name.casefold())


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise TableFault("ZIP-COUNT", "The file holds too many parts to be a table.")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        is_plain = entry.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not entry.flag_bits & 1
        if not is_plain or entry.header_offset < end:
            raise _damaged()
        end = entry.header_offset + entry.compress_size
        swells = entry.file_size > RATIO * max(entry.compress_size, 1)
        if entry.file_size > PART_BYTES or (swells and entry.file_size > RATIO_FROM):
            raise _bomb()
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        raise _bomb()


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels", ".vml"))


def _damaged() -> TableFault:
    return TableFault("ZIP-BAD", "The file is damaged or is not an .xlsx table: save it once more.")


def _bomb() -> TableFault:
    return TableFault("ZIP-BOMB", "The file unpacks to more than a table may hold.")
