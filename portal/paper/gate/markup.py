"""The XML of every part, walked once before anything builds a tree of it (security plan, T6).

What passes is given on in UTF-8, so that no two readers can take its letters for different ones.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from lxml import etree

from portal.paper.gate.refused import refusal

DEPTH = 256
ELEMENTS = 1_000_000
ATTRIBUTES = 200
SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s\x00-\x20\\]+", re.I)

_XINCLUDE = re.compile(r"http://www\.w3\.org/200[13]/XInclude ", re.I)
_OLD_DRAWING = re.compile(r"urn:schemas-microsoft-com:(vml|office:\w+) ", re.I)
# By these a drawing of old Word fetches its picture, and a film of new Word its page.
_FETCHING = frozenset({"src", "href", "althref", "embeddedHtml"})
_NUMBERED = "/officeDocument/2006/relationships "  # r:href names a relation, which is judged itself
# SharePoint marks its own lists of fields so; nobody acts on it.
_HARMLESS_INSTRUCTION = re.compile(r"mso-\w+")
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii"})
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_xml(name: str, content_type: str) -> bool:
    """By what a part is called or by what it is said to be."""
    by_name = name.casefold().endswith((".xml", ".rels", ".vml"))
    return by_name or content_type.casefold().endswith(("+xml", "/xml"))


def prove_all(parts: Mapping[str, bytes], content_types: Mapping[str, str]) -> dict[str, bytes]:
    """The same parts, all XML among them proved and in UTF-8."""
    return {
        name: prove(name, data) if is_xml(name, content_types.get(name, "")) else data
        for name, data in parts.items()
    }


def prove(part: str, data: bytes) -> bytes:
    """One part of XML, in UTF-8; raises `Refused`."""
    walker = _Walker(part)
    if data.count(b"<") - data.count(b"</") > ELEMENTS:  # counted quickly before it is walked
        raise refusal("XML-BAD", "too-complex", part)
    try:
        walker.parser.Parse(data, True)
        if data.startswith(_BYTE_ORDER_MARKS) or b"\x00" in data[:4]:
            return bytes(etree.tostring(tree(data), encoding="UTF-8", xml_declaration=True))
    except (expat.ExpatError, etree.XMLSyntaxError, ValueError, LookupError) as broken:
        raise refusal("XML-BAD", "broken-xml", part) from broken
    return data


def tree(data: bytes) -> etree._Element:
    """The root of a part, without entities, network or document type."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


class _Walker:
    """Counts what it sees of one part and stops at the first thing that may not be there."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.depth = self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in _ENCODINGS:
            raise refusal("XML-BAD", "encoding", self.part, encoding=encoding[:20])

    def _doctype(self, *_: object) -> None:
        raise refusal("XML-DTD", "document-type", self.part)

    def _instruction(self, target: str, _data: str) -> None:
        if not _HARMLESS_INSTRUCTION.fullmatch(target):
            raise refusal("XML-DENY", "instruction", self.part, name=target[:40])

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH or len(attributes) > ATTRIBUTES or self.elements > ELEMENTS:
            raise refusal("XML-BAD", "too-complex", self.part)
        if _XINCLUDE.match(name):
            raise refusal("XML-DENY", "include", self.part)
        for key, value in attributes.items():
            if key.rpartition(" ")[2] in _FETCHING and value:
                self._fetching(name, key, value)

    def _fetching(self, element: str, key: str, value: str) -> None:
        """A shape of old Word may lead to a page; nothing in a drawing may be fetched from one."""
        is_old = bool(_OLD_DRAWING.match(element) or _OLD_DRAWING.match(key))
        is_link = element.endswith((" shape", " group")) and key == "href"
        if key.endswith("embeddedHtml") or (
            is_old
            and not key.partition(" ")[0].endswith(_NUMBERED.strip())
            and not (is_link and SAFE_LINK.fullmatch(value))
        ):
            raise refusal("REL-DENY", "linked-drawing", self.part, target=value[:80])

    def _end(self, _name: str) -> None:
        self.depth -= 1
