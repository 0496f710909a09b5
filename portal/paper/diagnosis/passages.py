"""The paragraphs of a part as their author sees them, and how a passage of one is changed.

Word cuts a sentence into runs as it pleases. A `Line` puts the pieces together, knows where it
stands, and replaces a passage in place: what is new looks like the first letter of what was there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from portal.paper.faults import Place
from portal.paper.package import W

TEXT = f"{W}t"
RUN = f"{W}r"
ROW = f"{W}tr"
TABLE = f"{W}tbl"
_BOX = f"{W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}

# Stands for a tab, a line break and the like: they are seen, but the engine does not read them.
UNREAD = "\0"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text node of Word, or a sign that is no text, and where in its line it begins."""

    node: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Line:
    """One paragraph, without those within it (text boxes)."""

    place: Place
    paragraph: etree._Element
    is_copy: bool = False  # what old Word shows instead of a text box

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        found: list[Piece] = []
        at = 0
        for node in _nodes(self.paragraph):
            text = _SHOWN.get(str(node.tag)) or node.text or ""
            found.append(Piece(node, at, text))
            at += len(text)
        return tuple(found)

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def as_read(self) -> str:
        """The text, letter for letter, with `UNREAD` for what is not in text nodes."""
        return "".join(
            piece.text if piece.node.tag == TEXT else UNREAD * len(piece.text)
            for piece in self.pieces
        )

    def touched(self, start: int, end: int) -> list[Piece]:
        """The pieces that hold a letter of this passage."""
        return [piece for piece in self.pieces if piece.start < end and piece.end > start]

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` for the passage, in the form of its first letter; the line is then stale."""
        first, *others = self.touched(start, end)
        if first.node.tag != TEXT:
            raise ValueError("a passage begins with a letter")
        tail = first.text[end - first.start :]
        set_text(first.node, first.text[: start - first.start] + new + tail)
        for piece in others:
            if piece.node.tag == TEXT:
                set_text(piece.node, piece.text[end - piece.start :])
            else:
                _remove(piece.node)
        for piece in (first, *others):
            _drop_when_empty(piece.node)


def lines(part: str, root: etree._Element, *, copies: bool = False) -> Iterator[Line]:
    """Every paragraph of the part, counted from 1; copies for old Word only when asked for."""
    rows = _row_numbers(root)
    number = 0
    for paragraph in root.iter(f"{W}p"):
        ancestors = list(paragraph.iterancestors())
        is_copy = any(node.tag == _FALLBACK for node in ancestors)
        if is_copy and not copies:
            continue
        number += not is_copy
        table, row = next((rows[node] for node in ancestors if node in rows), (None, None))
        is_in_box = any(node.tag == _BOX for node in ancestors)
        place = Place(part, number or 1, table, row, is_in_box)
        yield Line(place, paragraph, is_copy)


def set_text(node: etree._Element, text: str) -> None:
    node.text = text
    if text != text.strip():
        node.set(_SPACE, "preserve")


def _row_numbers(root: etree._Element) -> dict[etree._Element, tuple[int, int]]:
    """The table and the row for each row of the outer tables."""
    numbers: dict[etree._Element, tuple[int, int]] = {}
    table_number = 0
    for table in root.iter(TABLE):
        above = {node.tag for node in table.iterancestors()}
        if TABLE in above or _FALLBACK in above:
            continue
        table_number += 1
        own = (row for row in table.iter(ROW) if next(row.iterancestors(TABLE)) is table)
        numbers |= {row: (table_number, number) for number, row in enumerate(own, start=1)}
    return numbers


def _nodes(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if child.tag == TEXT or (child.tag in _SHOWN and node.tag == RUN):
            yield child
        elif child.tag not in (f"{W}p", _BOX, _FALLBACK):
            yield from _nodes(child)


def _drop_when_empty(node: etree._Element) -> None:
    """An emptied text node goes, and its run and link with it when they hold nothing else."""
    if node.tag != TEXT or node.text:
        return
    parent = node.getparent()
    _remove(node)
    while parent is not None and parent.tag in (RUN, f"{W}hyperlink"):
        if any(child.tag != f"{W}rPr" for child in parent):
            return
        emptied, parent = parent, parent.getparent()
        _remove(emptied)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
