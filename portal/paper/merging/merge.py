"""Many papers of one template as one Word file, and the PDF of it as many again.

One start of the layout for fifty papers takes less than half the time of fifty. Each paper becomes
a section of its own: its headers and footers, its pages counted from 1, its lists from their first
number. A bookmark at its first and its last paragraph comes out as a named destination, so that
what `split` cuts is proved and never counted out.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from posixpath import splitext

from lxml import etree

from portal.paper.faults import PaperFault
from portal.paper.merging.lists import Lists
from portal.paper.merging.mergeable import (
    OWN,
    SHARED,
    R,
    body_of,
    reasons_of,
    relation_elements,
    relations_part,
    resolved,
)
from portal.paper.package import (
    CONTENT_TYPES,
    W,
    core_part,
    main_part,
    parse_xml,
    read_parts,
    to_bytes,
    write_parts,
)

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TOLD = ("creator", "subject", "description", "keywords", "language")  # a PDF repeats them


@dataclass(frozen=True, slots=True)
class Leaf:
    """A finished paper opened for merging; `key` is the same for papers that may stand together."""

    parts: Mapping[str, bytes]
    document: etree._Element
    key: str
    title: str


def open_leaf(docx: bytes) -> Leaf | None:
    """The paper, or nothing when it has to be converted by itself."""
    try:
        parts = read_parts(docx)
        document = body_of(parts)
    except PaperFault:
        return None
    if reasons_of(parts, document):
        return None
    title, told = _properties(parts)
    common = sorted(
        (resolved(main_part(parts) or "", one.get("Target", "")), one.get("Type", ""))
        for one in relation_elements(parts, main_part(parts) or "")
        if one.get("Type") in SHARED
    )
    said = (told, bool(title), sorted(document.attrib.items()), _look(document), common)
    digest = sha256(repr(said).encode())
    for name, _ in common:
        digest.update(parts[name])
    return Leaf(parts, document, digest.hexdigest(), title)


def merge(documents: Sequence[bytes], mark: str = "paper") -> bytes:
    """The papers as one; raises `PaperFault` when they may not stand together."""
    leaves = [leaf for leaf in map(open_leaf, documents) if leaf is not None]
    if len(leaves) != len(documents) or len({leaf.key for leaf in leaves}) != 1:
        raise PaperFault("not-mergeable")
    return merged(leaves, mark)


def merged(leaves: Sequence[Leaf], mark: str) -> bytes:
    """Leaves of one key as one Word file; their bookmarks begin with the mark."""
    sheaf = _Sheaf(leaves[0])
    for position, leaf in enumerate(leaves):
        sheaf.add(leaf, position, mark)
    return sheaf.package()


def bookmark(mark: str, position: int, *, ends: bool) -> str:
    """The name of the destination where a paper begins, or ends; letters and figures only, since
    LibreOffice rewrites anything else."""
    return f"{mark}{'e' if ends else 'b'}{position}"


class _Sheaf:
    """The Word file that grows by one paper after another."""

    def __init__(self, first: Leaf) -> None:
        self.main = main_part(first.parts) or ""
        self.parts = dict(first.parts)
        self.document = first.document
        self.body = self.document.find(f"{W}body")
        self.lists = Lists(self.parts, self.main)
        self.types = parse_xml(self.parts[CONTENT_TYPES], CONTENT_TYPES)
        rels = relations_part(self.main)
        self.relations = parse_xml(self.parts[rels], rels)
        self.known: dict[object, str] = {}  # what was brought already, by its content
        self.numbers = 0

    def add(self, leaf: Leaf, position: int, mark: str) -> None:
        body = leaf.document.find(f"{W}body")
        ids = self._relations_of(leaf) if position else {}
        numbers = self.lists.copied(leaf.document) if position else {}
        self._make_unique(leaf.document, ids, numbers)
        _set_marks(body, position, mark)
        _restart_pages(body)
        if position:
            _close_section(self.body)
            self.body.extend(list(body))

    def package(self) -> bytes:
        self.lists.write(self.parts)
        self.parts[self.main] = to_bytes(self.document)
        self.parts[relations_part(self.main)] = to_bytes(self.relations)
        self.parts[CONTENT_TYPES] = to_bytes(self.types)
        return write_parts(self.parts)

    def _make_unique(
        self, document: etree._Element, ids: Mapping[str, str], numbers: Mapping[str, str]
    ) -> None:
        for node in list(document.iter()):
            tag = node.tag
            if tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                node.getparent().remove(node)  # nothing points to them: see `merge_reasons`
            elif tag == f"{W}numId":
                node.set(f"{W}val", numbers.get(node.get(f"{W}val", ""), node.get(f"{W}val", "")))
            elif tag == _DRAWN or (tag == f"{W}id" and node.getparent().tag == f"{W}sdtPr"):
                self.numbers += 1
                node.set("id" if tag == _DRAWN else f"{W}val", str(self.numbers))
            if ids:
                for name, value in node.attrib.items():
                    if name.startswith(R) and value in ids:
                        node.set(name, ids[value])

    def _relations_of(self, leaf: Leaf) -> dict[str, str]:
        """The leaf's own relations, each under its name in the whole."""
        return {
            one.get("Id", ""): self._brought(leaf, main_part(leaf.parts) or "", one)
            for one in relation_elements(leaf.parts, main_part(leaf.parts) or "")
            if one.get("Type") in OWN
        }

    def _brought(self, leaf: Leaf, part: str, relation: etree._Element) -> str:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        mode = relation.get("TargetMode")
        if mode == "External":
            key: object = (kind, target)
        else:
            name = resolved(part, target)
            key = (kind, leaf.parts[name], _pointed(leaf.parts, name))
        if key not in self.known:
            if mode != "External":
                target = "/" + self._take(leaf, resolved(part, target))
            self.known[key] = f"m{len(self.known)}"
            one = etree.SubElement(
                self.relations, _RELATION, Id=self.known[key], Type=kind, Target=target
            )
            if mode:
                one.set("TargetMode", mode)
        return self.known[key]

    def _take(self, leaf: Leaf, name: str) -> str:
        """Bring a part, and what it points to, under a new name."""
        stem, ending = splitext(name)
        new = f"{stem}m{len(self.parts)}{ending}"
        self.parts[new] = leaf.parts[name]
        self._declare(leaf, name, new)
        relations = relations_part(name)
        if relations in leaf.parts:
            root = parse_xml(leaf.parts[relations], relations)
            for one in root:
                if one.get("TargetMode") != "External":
                    inner = resolved(name, one.get("Target", ""))
                    one.set("Target", "/" + self._take(leaf, inner))
            self.parts[relations_part(new)] = to_bytes(root)
        return new

    def _declare(self, leaf: Leaf, name: str, new: str) -> None:
        types = parse_xml(leaf.parts[CONTENT_TYPES], CONTENT_TYPES)
        ending = splitext(name)[1].lstrip(".").casefold()
        for one in types:
            if one.get("PartName", "").lstrip("/") == name:
                override = copy.copy(one)
                override.set("PartName", f"/{new}")
                self.types.append(override)
            elif one.tag == f"{_TYPES}Default" and one.get("Extension", "").casefold() == ending:
                known = {
                    known.get("Extension", "").casefold()
                    for known in self.types.iterchildren(f"{_TYPES}Default")
                }
                if ending not in known:
                    self.types.insert(0, copy.copy(one))


def _set_marks(body: etree._Element, position: int, mark: str) -> None:
    paragraphs = list(body.iter(f"{W}p"))
    first, last = paragraphs[0], paragraphs[-1]
    at = 1 if len(first) and first[0].tag == f"{W}pPr" else 0
    first[at:at] = _bookmark(bookmark(mark, position, ends=False), 2 * position)
    last.extend(_bookmark(bookmark(mark, position, ends=True), 2 * position + 1))


def _bookmark(name: str, number: int) -> list[etree._Element]:
    begin, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    begin.set(f"{W}id", str(number))
    begin.set(f"{W}name", name)
    end.set(f"{W}id", str(number))
    return [begin, end]


def _restart_pages(body: etree._Element) -> None:
    section = body[-1]
    kind = section.find(f"{W}type")
    if kind is not None:
        kind.set(f"{W}val", "nextPage")
    numbering = section.find(f"{W}pgNumType")
    if numbering is None:
        numbering = etree.Element(f"{W}pgNumType")
        before = (f"{W}{tag}" for tag in ("pgBorders", "paperSrc", "pgMar", "pgSz"))
        place = next((node for node in map(section.find, before) if node is not None), None)
        if place is None:
            section.append(numbering)
        else:
            place.addnext(numbering)
    numbering.set(f"{W}start", "1")


def _close_section(body: etree._Element) -> None:
    """The section of the paper before ends in an empty paragraph, which LibreOffice leaves out."""
    section = body[-1]
    body.remove(section)
    paragraph = etree.SubElement(body, f"{W}p")
    etree.SubElement(paragraph, f"{W}pPr").append(section)


def _pointed(parts: Mapping[str, bytes], name: str) -> tuple[bytes, ...]:
    """What a part's relations say, and the bytes they lead to: equal parts look the same."""
    relations = relations_part(name)
    if relations not in parts:
        return ()
    return (parts[relations], *_inside(parts, name))


def _inside(parts: Mapping[str, bytes], name: str) -> Iterator[bytes]:
    for one in relation_elements(parts, name):
        if one.get("TargetMode") != "External":
            yield parts[resolved(name, one.get("Target", ""))]


def _look(document: etree._Element) -> list[tuple[str, list[tuple[str, str]]]]:
    """The page, and which headers and footers it has: a section without takes those before it."""
    section = next(document.iter(f"{W}sectPr"))
    return [
        (node.tag, sorted(item for item in node.items() if not item[0].startswith(R)))
        for node in section.iterdescendants()
    ]


def _properties(parts: Mapping[str, bytes]) -> tuple[str, tuple[str, ...]]:
    """The title, and the other words a PDF repeats from the Word file."""
    name = core_part(parts)
    if name is None:
        return "", ()
    root = parse_xml(parts[name], name)
    told = tuple(root.findtext(f"{{*}}{one}") or "" for one in _TOLD)
    return root.findtext(_TITLE) or "", told
