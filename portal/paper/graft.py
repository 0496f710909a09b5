"""Blocks of one Word file put into another: the pictures and the styles they need go with them."""

import posixpath
from collections.abc import Iterator, Mapping
from copy import deepcopy
from hashlib import sha256

from lxml import etree

from portal.paper.package import CONTENT_TYPES, W, main_part, parse_xml, to_bytes

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_IMAGE, _STYLES = "/image", "/styles"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PREFIX = "head-"  # of what is brought along
_REFERENCES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_BETWEEN_STYLES = (f"{W}basedOn", f"{W}link", f"{W}next")


class Graft:
    """Fits blocks of a file into the parts of another, which are changed in place."""

    def __init__(self, parts: dict[str, bytes], source: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._source = source
        self._from = main_part(source) or ""
        self._relations = dict(_relations(source, self._from))
        self._styles = _styles(source, self._from)
        self._own_styles = _styles(parts, main_part(parts) or "")
        self._brought: dict[str, etree._Element] = {}

    def fitted(self, block: etree._Element, part: str, root: etree._Element) -> etree._Element:
        """The block ready to stand in that part, whose tree is `root`."""
        _unlink(block)
        self._bring_pictures(block, part)
        self._bring_styles(block)
        _number_drawings(block, root)
        for node in block.iter():
            for name in [name for name in node.attrib if str(name).startswith(_WORD_2010)]:
                del node.attrib[name]
        return block

    def finished(self) -> dict[str, bytes]:
        """The parts with the styles that were brought along."""
        name = _target(self._parts, main_part(self._parts) or "", _STYLES)
        if self._brought and name:
            root = parse_xml(self._parts[name], name)
            for style in self._brought.values():
                root.append(style)
            self._parts[name] = to_bytes(root)
        return self._parts

    def _bring_pictures(self, block: etree._Element, part: str) -> None:
        for node in list(block.iter()):
            for name in [name for name in node.attrib if str(name).startswith(_R)]:
                kind, target = self._relations.get(str(node.attrib[name]), ("", ""))
                if kind.endswith(_IMAGE) and target in self._source:
                    node.attrib[name] = self._picture(target, part)
                else:
                    del node.attrib[name]

    def _picture(self, target: str, part: str) -> str:
        """The id by which the part knows the picture now."""
        data = self._source[target]
        ending = posixpath.splitext(target)[1].lower()
        name = f"word/media/{_PREFIX}{sha256(data).hexdigest()[:12]}{ending}"
        self._parts[name] = data
        self._declare(target, ending.lstrip("."))
        return _related(self._parts, part, name)

    def _declare(self, target: str, ending: str) -> None:
        """The type of pictures with that ending, as their own file gives it."""
        types = parse_xml(self._parts[CONTENT_TYPES], CONTENT_TYPES)
        if any(one.get("Extension", "").lower() == ending for one in types):
            return
        own = parse_xml(self._source[CONTENT_TYPES], CONTENT_TYPES)
        said = [
            str(one.get("ContentType"))
            for one in own
            if one.get("Extension", "").lower() == ending or one.get("PartName") == f"/{target}"
        ]
        default = etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=said[-1])
        types.insert(0, default)
        self._parts[CONTENT_TYPES] = to_bytes(types)

    def _bring_styles(self, block: etree._Element) -> None:
        usual = next((name for name, one in self._styles.items() if _is_usual(one)), "")
        for paragraph in block.iter(f"{W}p"):
            if usual and paragraph.find(f"{W}pPr/{W}pStyle") is None:
                _properties(paragraph).insert(0, etree.Element(f"{W}pStyle", {f"{W}val": usual}))
        for node in block.iter(*_REFERENCES):
            node.set(f"{W}val", self._style(str(node.get(f"{W}val"))))

    def _style(self, name: str) -> str:
        """What the style is called here: its own name where it is the very same, else a new one."""
        style = self._styles.get(name)
        if style is None:
            return name
        new = f"{_PREFIX}{name}"
        if new in self._brought or new in self._own_styles:
            return new
        copied = deepcopy(style)
        self._brought[new] = copied
        copied.set(f"{W}styleId", new)
        copied.attrib.pop(f"{W}default", None)
        if (title := copied.find(f"{W}name")) is not None:
            title.set(f"{W}val", f"{_PREFIX}{title.get(f'{W}val')}")
        if copied.find(f"{W}basedOn") is None and copied.get(f"{W}type") == "paragraph":
            self._with_defaults(copied)
        for node in copied.iter(*_BETWEEN_STYLES):
            node.set(f"{W}val", self._style(str(node.get(f"{W}val"))))
        return new

    def _with_defaults(self, style: etree._Element) -> None:
        """What a style without an ancestor took from its file, it says itself from now on."""
        name = _target(self._source, self._from, _STYLES)
        defaults = parse_xml(self._source[name], name).find(f"{W}docDefaults")
        for tag in ("pPr", "rPr"):
            usual = None if defaults is None else defaults.find(f"{W}{tag}Default/{W}{tag}")
            if usual is None:
                continue
            own = style.find(f"{W}{tag}")
            if own is None:
                own = etree.SubElement(style, f"{W}{tag}")
            said = {node.tag for node in own}
            own[:] = sorted(
                [*own, *(deepcopy(node) for node in usual if node.tag not in said)],
                key=lambda node: _ORDER.get(etree.QName(node).localname, len(_ORDER)),
            )


# The order in which the schema wants properties of paragraphs and of runs (ISO 29500-1, 17.3).
_IN_ORDER = """
keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
textDirection textAlignment textboxTightWrap outlineLvl rFonts b bCs i iCs caps smallCaps strike
dstrike outline shadow emboss imprint noProof vanish color w kern position sz szCs highlight u
effect bdr fitText vertAlign rtl cs em lang
"""
_ORDER = {name: n for n, name in enumerate(_IN_ORDER.split())}


def _is_usual(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = etree.Element(f"{W}pPr")
        paragraph.insert(0, found)
    return found


def _unlink(block: etree._Element) -> None:
    """Words that led somewhere stay as words."""
    for link in list(block.iter(f"{W}hyperlink")):
        for child in list(link):
            link.addprevious(child)
        parent = link.getparent()
        if parent is not None:
            parent.remove(link)


def _number_drawings(block: etree._Element, root: etree._Element) -> None:
    taken = [int(node.get("id") or 0) for node in root.iter(f"{_DRAWING}docPr")]
    for number, node in enumerate(block.iter(f"{_DRAWING}docPr"), start=max(taken, default=0) + 1):
        node.set("id", str(number))


def _styles(parts: Mapping[str, bytes], main: str) -> dict[str, etree._Element]:
    name = _target(parts, main, _STYLES)
    if name not in parts:
        return {}
    found = parse_xml(parts[name], name).iter(f"{W}style")
    return {str(style.get(f"{W}styleId")): style for style in found}


def _target(parts: Mapping[str, bytes], part: str, kind: str) -> str:
    related = (
        target for told, target in dict(_relations(parts, part)).values() if told.endswith(kind)
    )
    return next(related, "")


def _relations(parts: Mapping[str, bytes], part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Id → type and full name of the part it leads to; what leads outside is left out."""
    name = _relations_name(part)
    if name not in parts:
        return
    for one in parse_xml(parts[name], name):
        if one.get("TargetMode") != "External":
            target = posixpath.join("/", posixpath.dirname(part), one.get("Target", ""))
            yield str(one.get("Id")), (str(one.get("Type")), posixpath.normpath(target).lstrip("/"))


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _related(parts: dict[str, bytes], part: str, target: str) -> str:
    """The id of the relation from the part to the picture; made where there is none."""
    for known, (_, full) in _relations(parts, part):
        if full == target:
            return known
    name = _relations_name(part)
    if name in parts:
        root = parse_xml(parts[name], name)
    else:
        root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    taken = {one.get("Id") for one in root}
    new = next(one for n in range(1, len(taken) + 2) if (one := f"rIdHead{n}") not in taken)
    etree.SubElement(
        root,
        f"{{{_RELATIONS}}}Relationship",
        Id=new,
        Type=f"{_R[1:-1]}{_IMAGE}",
        Target=posixpath.relpath(target, posixpath.dirname(part)),
    )
    parts[name] = to_bytes(root)
    return new
