"""Whether papers of a template may be converted as one document: codes of what speaks against it.

An allow-list in spirit: what is not known to look the same in a long document is converted singly.
The same check serves a template with its tags and a finished paper.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath

from lxml import etree

from portal.paper.package import W, main_part, parse_xml, read_parts

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

# Parts all papers of one template have in common; the first paper's serve for all.
SHARED = frozenset(
    OFFICE + name
    for name in ("styles", "settings", "numbering", "theme", "fontTable", "webSettings")
)
# Word writes these even where nothing uses them; what does use them is found in the text.
_HARMLESS = frozenset(
    {
        *(OFFICE + name for name in ("footnotes", "endnotes", "comments", "customXml")),
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
        "http://schemas.microsoft.com/office/2011/relationships/people",
    }
)
OWN = frozenset(OFFICE + name for name in ("header", "footer", "image", "hyperlink"))

_UNFIT = {
    **{f"{W}{tag}": "notes" for tag in ("footnoteReference", "endnoteReference")},
    **{f"{W}{tag}": "comments" for tag in ("commentReference", "commentRangeStart")},
    **{f"{W}{tag}": "changes" for tag in ("ins", "del", "moveFrom", "moveTo")},
    **{f"{W}{tag}": "changes" for tag in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange")},
    **{f"{W}{tag}": "embedded" for tag in ("altChunk", "subDoc", "object", "control", "movie")},
    f"{_MATHS}oMath": "embedded",
    **{f"{W}{tag}": "floating" for tag in ("pict", "framePr", "tblpPr")},
    f"{_DRAWING}anchor": "floating",
    _ALTERNATIVES: "floating",
    f"{W}outlineLvl": "headings",
    f"{W}dataBinding": "data-binding",
    f"{W}background": "background",
    f"{W}lnNumType": "line-numbers",
}
_FIELDS = frozenset({"PAGE", "HYPERLINK", "SYMBOL"})
_COUNTS = frozenset({"NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF"})
_FACING = frozenset({f"{W}evenAndOddHeaders", f"{W}mirrorMargins", f"{W}bookFoldPrinting"})


def merge_reasons(docx: bytes) -> tuple[str, ...]:
    """Why this template, or this paper, has to be converted by itself; nothing when it need not.

    Codes: page-count and fields (fields that look beyond the page), notes, comments, changes,
    embedded, floating, headings, numbered-styles, list-styles, links, data-binding, background,
    line-numbers, sections, page-start, page-break, facing-pages, parts.
    """
    parts = read_parts(docx)
    return reasons_of(parts, body_of(parts))


def body_of(parts: Mapping[str, bytes]) -> etree._Element:
    """The root of the document itself."""
    name = main_part(parts) or ""
    return parse_xml(parts[name], name)


def reasons_of(parts: Mapping[str, bytes], document: etree._Element) -> tuple[str, ...]:
    """The same for a package that is open already."""
    found = set(_in_text(document)) | set(_in_body(document))
    for kind, target, is_inside in relations(parts, main_part(parts) or ""):
        if kind not in SHARED | _HARMLESS | OWN or (is_inside and target not in parts):
            found.add("parts")
        elif kind in (OFFICE + "header", OFFICE + "footer"):
            found.update(_in_margin(parts[target]))
        elif kind == OFFICE + "settings":
            found.update(_in_settings(parts[target]))
        elif kind == OFFICE + "styles":
            found.update(_in_styles(parts[target], _styles_used(document)))
        elif kind == OFFICE + "numbering":
            found.update(_in_lists(parts[target]))
    return tuple(sorted(found))


def relations(parts: Mapping[str, bytes], part: str) -> Iterator[tuple[str, str, bool]]:
    """What a part points to: the kind, the target, whether it lies in the package."""
    for relation in relation_elements(parts, part):
        is_inside = relation.get("TargetMode") != "External"
        target = relation.get("Target", "")
        yield (relation.get("Type", ""), resolved(part, target) if is_inside else target, is_inside)


def relation_elements(parts: Mapping[str, bytes], part: str) -> list[etree._Element]:
    name = relations_part(part)
    return list(parse_xml(parts[name], name)) if name in parts else []


def relations_part(part: str) -> str:
    """Where the relations of a part are written down."""
    return join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")


def resolved(part: str, target: str) -> str:
    """The name of the part a relation's target means."""
    return normpath(join("/", dirname(part), target)).lstrip("/")


def _in_text(root: etree._Element) -> Iterator[str]:
    """What the paragraphs and tables of one part hold."""
    instruction = ""
    for node in root.iter():
        tag = node.tag
        if tag in _UNFIT:
            yield _UNFIT[tag]
        elif tag == f"{W}fldSimple":
            yield from _field(node.get(f"{W}instr", ""))
        elif tag == f"{W}instrText":
            instruction += node.text or ""
        elif tag == f"{W}fldChar" and node.get(f"{W}fldCharType") in ("separate", "end"):
            yield from _field(instruction)
            instruction = ""
        elif tag == f"{W}hyperlink" and node.get(f"{W}anchor"):
            yield "links"
    yield from _field(instruction)


def _field(instruction: str) -> Iterator[str]:
    words = instruction.split()
    if words and words[0].upper() not in _FIELDS:
        yield "page-count" if words[0].upper() in _COUNTS else "fields"
    elif words and words[0].upper() == "HYPERLINK" and "\\l" in words:
        yield "links"


def _in_body(document: etree._Element) -> Iterator[str]:
    body = document.find(f"{W}body")
    sections = list(document.iter(f"{W}sectPr"))
    if body is None or len(sections) != 1 or sections[0] is not body[-1]:
        yield "sections"
        return
    numbering = sections[0].find(f"{W}pgNumType")
    if numbering is not None and numbering.get(f"{W}start") not in (None, "1"):
        yield "page-start"
    first = next(body.iter(f"{W}p"), None)
    if first is None or first.find(f"{W}pPr/{W}pageBreakBefore") is not None:
        yield "page-break"


@lru_cache(maxsize=64)
def _in_margin(data: bytes) -> tuple[str, ...]:
    """A header or a footer: the same as in the text, and no list of its own."""
    root = parse_xml(data, "header")
    listed = ("list-styles",) if root.find(f".//{W}numPr") is not None else ()
    return (*_in_text(root), *listed)


@lru_cache(maxsize=64)
def _in_settings(data: bytes) -> tuple[str, ...]:
    root = parse_xml(data, "settings")
    return ("facing-pages",) if any(_is_on(node) for node in root if node.tag in _FACING) else ()


def _is_on(node: etree._Element) -> bool:
    return node.get(f"{W}val", "true") in ("true", "1", "on")


def _in_styles(data: bytes, used: frozenset[str]) -> Iterator[str]:
    traits = _traits(data)
    for style in used | {""}:
        yield from traits.get(style, ())


def _styles_used(document: etree._Element) -> frozenset[str]:
    return frozenset(node.get(f"{W}val", "") for node in document.iter(f"{W}pStyle"))


@lru_cache(maxsize=64)
def _traits(data: bytes) -> Mapping[str, frozenset[str]]:
    """What speaks against each paragraph style, with what it takes from others; "" is the usual."""
    root = parse_xml(data, "styles")
    styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    found = {name: frozenset(_of_style(styles, name)) for name in styles}
    usual = [
        name
        for name, style in styles.items()
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
    ]
    return {**found, "": frozenset().union(*(found[name] for name in usual))}


def _of_style(styles: Mapping[str, etree._Element], name: str) -> Iterator[str]:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        if style.find(f"{W}pPr/{W}numPr") is not None:
            yield "numbered-styles"
        if style.find(f"{W}pPr/{W}outlineLvl") is not None or _is_heading(style):
            yield "headings"
        if style.find(f"{W}pPr/{W}framePr") is not None:
            yield "floating"
        based_on = style.find(f"{W}basedOn")
        name = "" if based_on is None else based_on.get(f"{W}val", "")


def _is_heading(style: etree._Element) -> bool:
    """Word's own headings make an outline of the PDF whatever their style says."""
    name = style.find(f"{W}name")
    return name is not None and name.get(f"{W}val", "").casefold().startswith("heading ")


@lru_cache(maxsize=64)
def _in_lists(data: bytes) -> tuple[str, ...]:
    root = parse_xml(data, "numbering")
    odd = (f"{W}styleLink", f"{W}numStyleLink", f"{W}numPicBullet", f"{W}lvlPicBulletId")
    return ("list-styles",) if next(root.iter(*odd), None) is not None else ()
