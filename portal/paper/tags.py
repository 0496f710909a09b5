"""The tags of a Word template, made ready for Jinja, and the rendered XML made ready for Word.

The one place that imports docxtpl, of which only the work on Word's XML is used: joining the
runs of a tag, lifting `{%tr %}` out of its row, setting lines into runs, widening a grid.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from docxtpl import DocxTemplate
from lxml import etree

from portal.paper.faults import Place, TemplateFault
from portal.paper.package import (
    check_xml,
    core_part,
    paragraph_text,
    paragraphs,
    parse_xml,
    text_parts,
    to_bytes,
    xml_names,
)

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}

# docxtpl puts such a value outside its run, as raw XML.
_RAW_TAG = re.compile(r"\{\{(p|r|tr|tc)\s")
# Word's own quotes, which docxtpl straightens inside tags.
_STRAIGHT_QUOTES = str.maketrans("“”‘’", "\"\"''")
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_SET_BY_WORD = re.compile("[\n\t\u2029]")
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
    found = [_source(name, parse_xml(parts[name], name)) for name in rendered]
    if core is not None:
        title = parse_xml(parts[core], core).findtext(_TITLE) or ""
        found.append(Source(core, escape(title, quote=False), ((1, title),)))
    return found


def finish(source: Source, rendered: str) -> bytes:
    """The part after rendering: lines of values set into runs, checked, as bytes."""
    word = DocxTemplate(None)
    if _SET_BY_WORD.search(rendered):
        rendered = word.resolve_listing(rendered.replace("\u2029", "\a")).replace("\a", " ")
    data = (_DECLARATION + rendered).encode()
    check_xml(data, source.part)
    if "<wp:docPr" not in rendered and not _has_column_tags(source):
        return data
    root = word.fix_tables(rendered)
    word.docx_ids_index = 1000
    word.fix_docpr_ids(root)
    return to_bytes(root)


def core_properties(title: str) -> bytes:
    """Core properties that carry the title, already escaped, and nothing of the author."""
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    ).encode()


def _source(name: str, root: etree._Element) -> Source:
    tags: list[tuple[int, str]] = []
    for number, paragraph in enumerate(paragraphs(root), start=1):
        text = paragraph_text(paragraph)
        _check_balance(text, Place(name, number))
        tags.extend((number, tag) for tag in _TAG.findall(text.translate(_STRAIGHT_QUOTES)))
    if len(tags) > _MOST_TAGS:
        raise TemplateFault("too-big", place=Place(name))
    # A line break in XML means nothing to Word, but would be taken for one of the data.
    xml = etree.tostring(root, encoding="unicode").replace("\n", " ")
    return Source(name, DocxTemplate(None).patch_xml(xml), tuple(tags))


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


def _has_column_tags(source: Source) -> bool:
    return any(tag.startswith("{%tc") for _, tag in source.tags)
