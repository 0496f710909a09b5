"""A .docx as a package: its parts in and out, its paragraphs and their text.

Nothing here knows of templates. XML is read without entities, DTD and network, and a package is
written with fixed times, so that equal content gives equal bytes.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lxml import etree

from portal.paper.faults import TemplateFault

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTENT_TYPES = "[Content_Types].xml"
_CORE_PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EMPTY_TIME = (1980, 1, 1, 0, 0, 0)

# XML 1.0, section 2.2: what is not listed cannot stand in a document.
_FORBIDDEN_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A school's template is a few hundred kilobytes: these stop a bomb, not a template.
_MOST_ENTRIES = 500
_MOST_BYTES = 100 * 1024 * 1024


def read_parts(docx: bytes) -> dict[str, bytes]:
    """All parts by name; refuses what is not a whole Word package."""
    try:
        with ZipFile(BytesIO(docx)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            names = {entry.filename.casefold() for entry in entries}
            if len(names) != len(entries):
                raise TemplateFault("not-docx")
            if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_BYTES:
                raise TemplateFault("too-big")
            parts = {entry.filename: package.read(entry) for entry in entries}
    except (BadZipFile, ZlibError, RuntimeError, NotImplementedError, EOFError, OSError) as fault:
        raise TemplateFault("not-docx") from fault
    if main_part(parts) is None:
        raise TemplateFault("not-docx")
    return parts


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts; the content types come first, as the standard advises."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            entry = ZipInfo(name, _EMPTY_TIME)
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return target.getvalue()


def clean(text: str) -> str:
    """Every kind of line break as one, and nothing that XML forbids."""
    if text.isprintable():  # neither controls nor line breaks: nearly all text there is
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _FORBIDDEN_IN_XML.sub("", text)


def check_xml(data: bytes, part: str) -> None:
    """Refuse a part that is not well-formed or declares a document type (entities, bombs)."""

    def refuse_doctype(*_: object) -> None:
        raise TemplateFault("broken-xml", part=part)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:  # also encodings expat lacks
        raise TemplateFault("broken-xml", part=part) from fault


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root of one part, read after `check_xml`."""
    check_xml(data, part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise TemplateFault("broken-xml", part=part) from fault


def to_bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def xml_names(parts: Mapping[str, bytes]) -> list[str]:
    return [name for name in parts if name.endswith((".xml", ".rels"))]


def main_part(parts: Mapping[str, bytes]) -> str | None:
    """The name of the document itself; None for a workbook, a macro document, a plain zip."""
    names = _parts_of_type(parts, f"{_WORD}document.main+xml")
    return names[0] if len(names) == 1 else None


def text_parts(parts: Mapping[str, bytes]) -> list[str]:
    """What a reader sees, in reading order: headers, the document, notes, footers."""
    kinds = ("header", "document.main", "footnotes", "endnotes", "footer")
    return [name for kind in kinds for name in _parts_of_type(parts, f"{_WORD}{kind}+xml")]


def core_part(parts: Mapping[str, bytes]) -> str | None:
    """The part with title, author and the like, where there is one."""
    return next(iter(_parts_of_type(parts, _CORE_PROPERTIES)), None)


def _parts_of_type(parts: Mapping[str, bytes], content_type: str) -> list[str]:
    if CONTENT_TYPES not in parts:
        return []
    root = parse_xml(parts[CONTENT_TYPES], CONTENT_TYPES)
    names = [
        str(override.get("PartName", "")).lstrip("/")
        for override in root.iterchildren("{*}Override")
        if override.get("ContentType") == content_type
    ]
    return sorted(name for name in names if name in parts)


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Every paragraph, in cells, content controls and text boxes too; old-Word copies of text
    boxes are left out."""
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of one paragraph without that of paragraphs inside it (text boxes)."""
    return "".join(_pieces(paragraph))


def _pieces(node: etree._Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab" and node.tag == f"{W}r":
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{W}p", f"{W}txbxContent", _FALLBACK):
            yield from _pieces(child)
