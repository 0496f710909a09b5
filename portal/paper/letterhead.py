"""The head of an organisation's papers, kept once and put into every template that asks for it.

A template asks by a paragraph that says `{{ letterhead }}` (`{{ бланк }}`, `{{ шапка }}`) and
nothing else, or marks its own head, which stays while there is no letterhead, by a bookmark called
`letterhead`. The letterhead is a Word file with tags of its own; what it needs goes with it.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from portal.paper.aliases import english
from portal.paper.graft import Graft
from portal.paper.package import (
    W,
    main_part,
    paragraph_text,
    parse_xml,
    read_parts,
    text_parts,
    to_bytes,
    write_parts,
)

LETTERHEAD = "letterhead"

_ASKED = re.compile(r"\s*\{\{\s*(\w+)\s*\}\}\s*")
_LEFT_BEHIND = ("sectPr", "bookmarkStart", "bookmarkEnd", "numPr", "footnoteReference")
_NEEDS_A_PARAGRAPH = frozenset({f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}txbxContent"})

Spot = list[etree._Element]


def asks_for_letterhead(template: bytes) -> bool:
    """Whether it has a place for one."""
    parts = read_parts(template)
    roots = (parse_xml(parts[name], name) for name in text_parts(parts))
    return any(next(_spots(root), None) for root in roots)


def with_letterhead(template: bytes, letterhead: bytes) -> bytes:
    """The template with the letterhead in each place that asks for one."""
    parts = read_parts(template)
    graft, is_changed = Graft(parts, read_parts(letterhead)), False
    for name in text_parts(parts):
        root = parse_xml(parts[name], name)
        spots = list(_spots(root))
        for spot in spots:
            for block in _blocks(letterhead):
                spot[0].addprevious(graft.fitted(block, name, root))
            _remove(spot)
        if spots:
            parts[name], is_changed = to_bytes(root), True
    return write_parts(graft.finished()) if is_changed else template


def without_letterhead(template: bytes) -> bytes:
    """The template for an organisation that has none: marked heads stay, empty places go."""
    parts = read_parts(template)
    is_changed = False
    for name in text_parts(parts):
        root = parse_xml(parts[name], name)
        for paragraph in list(_asking(root)):
            _remove([paragraph])
            parts[name], is_changed = to_bytes(root), True
    return write_parts(parts) if is_changed else template


def _spots(root: etree._Element) -> Iterator[Spot]:
    yield from ([paragraph] for paragraph in _asking(root))
    yield from _marked(root)


def _asking(root: etree._Element) -> Iterator[etree._Element]:
    for paragraph in root.iter(f"{W}p"):
        asked = _ASKED.fullmatch(paragraph_text(paragraph))
        if asked and english(asked[1]) == LETTERHEAD:
            yield paragraph


def _marked(root: etree._Element) -> Iterator[Spot]:
    """Everything between the two ends of the bookmark, which stand side by side."""
    for start in root.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name") != LETTERHEAD:
            continue
        spot = [start]
        for sibling in start.itersiblings():
            spot.append(sibling)
            if sibling.tag == f"{W}bookmarkEnd" and sibling.get(f"{W}id") == start.get(f"{W}id"):
                yield spot
                break


def _blocks(letterhead: bytes) -> Iterator[etree._Element]:
    """Paragraphs and tables of the letterhead, each time anew."""
    parts = read_parts(letterhead)
    name = main_part(parts) or ""
    body = parse_xml(parts[name], name).find(f"{W}body")
    for block in body if body is not None else ():
        if block.tag not in (f"{W}p", f"{W}tbl"):
            continue
        copied = deepcopy(block)
        for tag in _LEFT_BEHIND:
            for node in list(copied.iter(f"{W}{tag}")):
                _drop(node)
        yield copied


def _remove(spot: Spot) -> None:
    for node in spot:
        parent = node.getparent()
        _drop(node)
        if parent is not None and parent.tag in _NEEDS_A_PARAGRAPH:
            last = parent[-1].tag if len(parent) else ""
            if last != f"{W}p":
                etree.SubElement(parent, f"{W}p")


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
