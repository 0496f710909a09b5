"""Where tags stand that no reader of the page sees: descriptions, field codes, other parts."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from portal.paper.diagnosis.passages import Line
from portal.paper.diagnosis.scan import marks
from portal.paper.diagnosis.tag_faults import Expressions
from portal.paper.diagnosis.verdicts import VALUE
from portal.paper.faults import Place
from portal.paper.findings import Finding
from portal.paper.package import W, core_part, parse_xml, text_parts, to_bytes, xml_names

OUR_NAME = "Papka"  # the author of our comments
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_UNSEEN = (f"{W}instrText", f"{W}delText", f"{W}delInstrText")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def hidden_lines(part: str, root: etree._Element) -> Iterator[Line]:
    """Tags the engine reads though they are on no page, each as a line of its own."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        texts = [str(value) for value in node.attrib.values()]
        if node.tag in _UNSEEN:
            texts.append(node.text or "")
        for text in texts:
            if _TAG.search(text):
                yield line_of(text, Place(part))


def title_line(parts: Mapping[str, bytes]) -> Line | None:
    """The title in the properties of the file, which is rendered like a paragraph."""
    core = core_part(parts)
    if core is None:
        return None
    return line_of(parse_xml(parts[core], core).findtext(_TITLE) or "", Place(core, 1))


def line_of(text: str, place: Place) -> Line:
    """A text that is no paragraph, as one."""
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return Line(place, paragraph)


def out_of_place(parts: Mapping[str, bytes], expressions: Expressions) -> Iterator[Finding]:
    """Tags in styles, comments, settings: they would not be filled in."""
    rendered = {*text_parts(parts), core_part(parts)}
    for name in xml_names(parts):
        if name in rendered:
            continue
        for text in _texts(parse_xml(parts[name], name)):
            for tag in _TAG.findall(text):
                yield Finding(_code(tag, expressions), "out-of-place", Place(name), text[:120], tag)


def without_own_comments(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without the comments we once wrote into the file."""
    kept = dict(parts)
    for name in parts:
        if name.rpartition("/")[2].startswith("comments") and name.endswith(".xml"):
            root = parse_xml(parts[name], name)
            for comment in root.findall(f"{W}comment[@{W}author='{OUR_NAME}']"):
                root.remove(comment)
            kept[name] = to_bytes(root)
    return kept


def _texts(root: etree._Element) -> Iterator[str]:
    """Paragraph by paragraph where there are some, and every attribute."""
    yield "".join(str(text) for text in root.itertext())
    for node in root.iter():
        yield from (str(value) for value in node.attrib.values())


def _code(tag: str, expressions: Expressions) -> str:
    for mark in marks(tag):
        if mark.meant.startswith("{{"):
            verdict = expressions.read(mark.inside, VALUE)
            if any(fault.reason == "forbidden" for fault in verdict.faults):
                return "TPL-EXPR"
    return "TPL-SYNTAX"
