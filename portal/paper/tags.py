"""The tags of a Word template, made ready for Jinja, and the rendered XML made ready for Word.

The one place that imports docxtpl, of which only the work on Word's XML is used: joining the
runs of a tag, lifting `{%tr %}` out of its row, setting lines into runs, widening a grid.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from docxtpl import DocxTemplate
from lxml import etree

from portal.paper.faults import Place, TemplateFault
from portal.paper.filters import PARAGRAPH_SEPARATOR
from portal.paper.package import (
    W,
    core_part,
    paragraph_text,
    paragraphs,
    parse_xml,
    text_parts,
    xml_names,
)

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}

# docxtpl puts such a value outside its run, as raw XML.
_RAW_TAG = re.compile(r"\{\{(p|r|tr|tc)\s")
# Word's own quotes, which docxtpl straightens inside tags.
_STRAIGHT_QUOTES = str.maketrans("“”‘’", "\"\"''")
# Lines, tabs, paragraphs and pages of values, which Word wants as elements.
_SET_BY_WORD = ("\n", "\t", PARAGRAPH_SEPARATOR, "\a", "\f")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)  # as docxtpl finds them
_WORD = DocxTemplate(None)  # of which only what keeps no state is used
_MOST_TAGS = 20_000
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class Source:
    """One part of the package as Jinja reads it, with the tags of each paragraph as written."""

    part: str
    xml: str
    tags: tuple[tuple[int, str], ...] = ()

    def place_of(self, written: str) -> Place:
        """The paragraph in which this stands in a tag; the part alone when it is not found."""
        numbers = (number for number, tag in self.tags if written and written in tag)
        return Place(self.part, next(numbers, None))


def sources(parts: Mapping[str, bytes]) -> list[Source]:
    """Everything of the template that is rendered; refuses tags anywhere else."""
    rendered = text_parts(parts)
    core = core_part(parts)
    for name in xml_names(parts):
        if name not in rendered and name != core:
            _refuse_tags(name, parts[name])
    roots = {name: parse_xml(parts[name], name) for name in rendered}
    for name, root in roots.items():
        _check_tags(name, root)
    found = [source_of(name, root) for name, root in roots.items()]
    if core is not None:
        title = parse_xml(parts[core], core).findtext(_TITLE) or ""
        found.append(Source(core, escape(title, quote=False), ((1, title),)))
    return found


def set_lines(rendered: str) -> str:
    """Line breaks, tabs and paragraphs of values as Word writes them, where there are any."""
    if not _has_lines(rendered):
        return rendered
    return _PARAGRAPH.sub(_set_paragraph, rendered).replace(PARAGRAPH_SEPARATOR, " ")


def repaired_grids(rendered: str, part: str) -> str:
    """The tables with grids as wide as their rows."""
    root = parse_xml(rendered.encode(), part)
    if not all(map(_has_measured_grid, root.iter(f"{W}tbl"))):
        return rendered
    return str(etree.tostring(_WORD.fix_tables(rendered), encoding="unicode"))


def _set_paragraph(match: re.Match[str]) -> str:
    paragraph = match[0]
    if not _has_lines(paragraph):
        return paragraph
    paragraph = paragraph.replace(PARAGRAPH_SEPARATOR, "\a")
    return str(_WORD.resolve_listing(paragraph)).replace("\a", " ")


def _has_lines(xml: str) -> bool:
    return any(mark in xml for mark in _SET_BY_WORD)


def _has_measured_grid(table: etree._Element) -> bool:
    """docxtpl stops at a table without."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    return bool(columns) and all(column.get(f"{W}w", "").isdecimal() for column in columns)


def core_properties(title: str) -> str:
    """Core properties that carry the title, already escaped, and nothing of the author."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )


def source_of(name: str, root: etree._Element) -> Source:
    """One part for Jinja, with all its tags, whatever they say."""
    tags = [(number, tag) for number, text in _texts(root) for tag in _tags(text)]
    _flatten(root)
    # A line break in XML means nothing to Word, but would be taken for one of the data.
    xml = etree.tostring(root, encoding="unicode").replace("\n", " ")
    return Source(name, _WORD.patch_xml(xml), tuple(tags))


def _texts(root: etree._Element) -> Iterator[tuple[int, str]]:
    for number, paragraph in enumerate(paragraphs(root), start=1):
        yield number, paragraph_text(paragraph)


def _tags(text: str) -> list[str]:
    return _TAG.findall(text.translate(_STRAIGHT_QUOTES))


def _check_tags(name: str, root: etree._Element) -> None:
    found = 0
    for number, text in _texts(root):
        _check_balance(text, Place(name, number))
        found += len(_tags(text))
    if found > _MOST_TAGS:
        raise TemplateFault("too-big", place=Place(name))


def _flatten(root: etree._Element) -> None:
    """Tabs that only indent the XML as spaces: those within texts are the author's."""
    for node in root.iter("*"):
        if node.tail and "\t" in node.tail:
            node.tail = node.tail.replace("\t", " ")
        if node.text and "\t" in node.text and node.tag != f"{W}t":
            node.text = node.text.replace("\t", " ")


def _check_balance(text: str, place: Place) -> None:
    """A tag that is not closed in its paragraph would swallow the next ones."""
    opened = ""
    for brace in _BRACES.findall(text):
        if not opened and brace in _CLOSING:
            opened = brace
        elif brace == _CLOSING.get(opened):
            opened = ""
        elif opened != "{#":
            raise TemplateFault("unbalanced-tag", place=place, tag=text.strip())
    if opened:
        raise TemplateFault("unbalanced-tag", place=place, tag=text.strip())
    raw = _RAW_TAG.search(text)
    if raw:
        raise TemplateFault("raw-tag", place=place, tag=text[raw.start() :].strip())


def _refuse_tags(name: str, data: bytes) -> None:
    """Comments, styles and settings are not rendered: a tag there would be printed as it is."""
    root = parse_xml(data, name)
    texts = ["".join(str(text) for text in root.itertext())]
    texts += [str(value) for node in root.iter() for value in node.attrib.values()]
    if any(_TAG.search(text) for text in texts):
        raise TemplateFault("tag-out-of-place", place=Place(name))
