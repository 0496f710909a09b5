"""Which parts a Word document may consist of, and what each says it is (security plan, T8).

The list is closed: a part of another kind is refused, whatever leads to it or does not. Pictures
are PNG, JPEG or GIF, whatever they are called, and are decoded whole.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree
from PIL import Image

from portal.paper.findings import Finding
from portal.paper.gate.markup import is_xml, prove, tree
from portal.paper.gate.refused import fault, refusal
from portal.paper.gate.relations import Relations
from portal.paper.package import CONTENT_TYPES, W

PIXELS = 40_000_000

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml."
MAIN = f"{_WORD}document.main+xml"
_STRICT_DOCUMENT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"
# What people bring instead, by the end of its main content type.
_OTHER_MAINS: Mapping[str, str] = {
    "template.main+xml": "word-template",
    "document.macroEnabled.main+xml": "macros",
    "template.macroEnabledTemplate.main+xml": "macros",
    "sheet.main+xml": "workbook",
    "presentation.main+xml": "presentation",
}
_ALLOWED = frozenset(
    {
        *(f"{_WORD}{kind}+xml" for kind in (
            "document.main", "styles", "settings", "webSettings", "fontTable", "numbering",
            "header", "footer", "footnotes", "endnotes", "comments", "commentsExtended",
            "commentsExtensible", "commentsIds", "people", "document.glossary", "documenttasks",
        )),
        *(f"{_OFFICE}{kind}+xml" for kind in (
            "theme", "themeOverride", "customXmlProperties", "extended-properties",
            "custom-properties", "drawingml.chart", "drawingml.chartshapes",
            "drawingml.diagramData", "drawingml.diagramLayout", "drawingml.diagramStyle",
            "drawingml.diagramColors",
        )),
        f"{_WORD}printerSettings",
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-word.keyMapCustomizations+xml",
        "application/vnd.ms-word.classificationlabels+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.ms-office.documenttasks+xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        "application/vnd.ms-office.chartstyle+xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/xml",
        "text/xml",
    }
)  # fmt: skip
_PICTURES = frozenset({"image/png", "image/jpeg", "image/jpg", "image/gif"})
_MAGICS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_THUMBNAIL = re.compile(r"(docProps/)?thumbnail\.\w+", re.I)
_RELATIONS_PART = re.compile(r"(.+/)?_rels/[^/]*\.rels", re.I)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What each part says it is; "" for one that says nothing. Raises `Refused`."""
    if CONTENT_TYPES not in parts:
        raise refusal("OPC-BAD", "opendocument" if "mimetype" in parts else "not-word")
    root = tree(prove(CONTENT_TYPES, parts[CONTENT_TYPES]))
    defaults: dict[str, str] = {}
    own: dict[str, str] = {}
    for line in root.iterchildren(etree.Element):
        key, into = line.get("PartName", "").lstrip("/"), own
        if line.tag == f"{_TYPES}Default":
            key, into = line.get("Extension", ""), defaults
        if not key or key.casefold() in into or root.tag != f"{_TYPES}Types":
            raise refusal("OPC-BAD", "broken-package", CONTENT_TYPES)
        into[key.casefold()] = line.get("ContentType", "")
    return {
        name: own.get(name.casefold(), defaults.get(name.rpartition(".")[2].casefold(), ""))
        for name in parts
        if name != CONTENT_TYPES
    }


def check_main(types: Mapping[str, str]) -> str:
    """The name of the one part that is the document."""
    mains = [name for name, of_type in types.items() if of_type == MAIN]
    if len(mains) != 1:
        ends = [end for end in _OTHER_MAINS if any(t.endswith(end) for t in types.values())]
        raise refusal("OPC-BAD", _OTHER_MAINS[ends[0]] if ends else "not-word")
    return mains[0]


def check_document(parts: Mapping[str, bytes], main: str, relations: Relations) -> None:
    """The package leads to that part as its document, and it is one of ordinary Word."""
    leads = {one.part for one in relations.of_kind("officeDocument")}
    root = tree(parts[main])
    if root.tag == _STRICT_DOCUMENT:
        raise refusal("OPC-BAD", "strict", main)
    if leads != {main} or root.tag != f"{W}document":
        raise refusal("OPC-BAD", "broken-package", main)


def is_thumbnail(name: str) -> bool:
    return bool(_THUMBNAIL.fullmatch(name))


def check_contents(parts: Mapping[str, bytes], types: Mapping[str, str]) -> Iterator[Finding]:
    """A fault for each part that is not on the list."""
    for name, of_type in types.items():
        if is_thumbnail(name):
            continue
        if of_type.startswith("image/"):
            told = _picture(name, parts[name], of_type)
        elif of_type not in _ALLOWED:
            told = fault("PART-DENY", _stranger(name, of_type), name, type=of_type)
        elif is_xml(name, "") != is_xml("", of_type) and not of_type.endswith("Settings"):
            told = fault("PART-DENY", "part", name, type=of_type)
        elif name.endswith(".rels") and not _RELATIONS_PART.fullmatch(name):
            told = fault("OPC-BAD", "broken-package", name)
        else:
            continue
        if told is not None:
            yield told


def _stranger(name: str, of_type: str) -> str:
    if "font" in of_type.casefold() or name.casefold().endswith((".odttf", ".ttf", ".otf")):
        return "embedded-font"
    if "vba" in of_type.casefold() or "macro" in of_type.casefold():
        return "macros"
    return "part"


def _picture(name: str, data: bytes, of_type: str) -> Finding | None:
    if of_type.casefold() not in _PICTURES or not data.startswith(_MAGICS) or is_xml(name, ""):
        return fault("PART-DENY", "picture-format", name, type=of_type)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=("PNG", "JPEG", "GIF")) as image:
                if image.width * image.height > PIXELS:
                    return fault("PART-DENY", "picture-size", name)
                image.load()
    except _BOMBS:
        return fault("PART-DENY", "picture-size", name)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        return fault("PART-DENY", "picture-broken", name)
    return None
