"""Whether the tables of a part keep the columns of their grid, whatever it is filled with.

docxtpl widens or narrows the grid of every table of the body after each rendering
(`DocxTemplate.fix_tables`), for which it reads the whole part again. Here it is proved once that
there will be nothing to do, or told why that cannot be proved.
"""

import re
from collections import Counter
from collections.abc import Iterator, Set
from typing import NamedTuple

from lxml import etree

from portal.paper.package import W

# Why the grid has to be looked at anew in each paper.
CROSSING = "tags-across-cells"  # a block opens in one cell and closes in another
COLUMNS = "columns-vary"  # cells are repeated or left out
GRID = "grid-of-other-rows"  # the grid is not that of the rows which are always there

_ATTRIBUTE = re.compile(r'="[^"<]*\{%[^"<]*"')
_STATEMENT = re.compile(r"\{%-?(.*?)-?%\}", re.DOTALL)
_OTHER = re.compile(r"\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_STEPS = {"for": 1, "if": 1, "endfor": -1, "endif": -1}
_STRUCTURE = (f"{W}tbl", f"{W}tr", f"{W}tc")
_EMPTY_TABLE = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Grids(NamedTuple):
    """What is known of all tables of a part."""

    reasons: frozenset[str] = frozenset()
    may_be_empty: bool = False  # a table may lose all its rows, and with them its columns

    def must_be_repaired(self, rendered: str) -> bool:
        return bool(self.reasons) or (
            self.may_be_empty and _EMPTY_TABLE.search(rendered) is not None
        )


UNTOUCHED = Grids()


class _Row(NamedTuple):
    cells: int
    columns: int
    is_always_there: bool


def grids(patched: str) -> Grids:
    """What holds for every rendering of a part, as docxtpl has patched it for Jinja."""
    if "<w:tbl>" not in patched and "<w:tbl " not in patched:
        return UNTOUCHED
    try:
        root = etree.fromstring(_with_instructions(patched), _PARSER)
        optional = set(_optional(root))
        found = [_grid(table, optional) for table in root.iter(f"{W}tbl")]
    except (etree.XMLSyntaxError, _Crossing):
        return Grids(frozenset({CROSSING}))
    reasons = frozenset(reason for grid in found for reason in grid.reasons)
    return Grids(reasons, any(grid.may_be_empty for grid in found))


class _Crossing(Exception):
    """A block does not end in the cell, row or table in which it begins."""


def _with_instructions(patched: str) -> str:
    """Tags as processing instructions, which may stand between any two elements."""
    outside_attributes = _ATTRIBUTE.sub('=""', _OTHER.sub("", patched))
    return _STATEMENT.sub(r"<?tag \1?>", outside_attributes)


def _optional(root: etree._Element) -> Iterator[etree._Element]:
    """The tables, rows and cells that stand between the tags of a block.

    Where the tags stand in a cell, in which paragraph or run, does not matter for its table.
    """
    depths: Counter[etree._Element] = Counter()
    for node in root.iter():
        if node.tag is etree.ProcessingInstruction:
            around = _around(node, root)
            depths[around] += _STEPS.get(next(iter((node.text or "").split()), ""), 0)
            if depths[around] < 0:
                raise _Crossing
        elif node.tag in _STRUCTURE and depths[_around(node, root)]:
            yield node
    if any(depths.values()):
        raise _Crossing


def _around(node: etree._Element, root: etree._Element) -> etree._Element:
    return next(node.iterancestors(*_STRUCTURE), root)


def _grid(table: etree._Element, optional: Set[etree._Element]) -> Grids:
    grid = table.find(f"{W}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
    try:
        rows = [_row(row, table, optional) for row in table.iter(f"{W}tr")]
    except ValueError:
        return Grids(frozenset({COLUMNS}))
    if all(row.cells <= columns == row.columns for row in rows):
        return Grids(may_be_empty=not any(row.is_always_there for row in rows))
    widest = max((row.columns for row in rows if row.is_always_there), default=0)
    is_kept = widest >= columns and all(row.cells <= columns for row in rows)
    return UNTOUCHED if is_kept else Grids(frozenset({GRID}))


def _row(row: etree._Element, table: etree._Element, optional: Set[etree._Element]) -> _Row:
    """Its measures as docxtpl takes them; ValueError when they differ from paper to paper."""
    cells = row.findall(f"{W}tc")
    if any(cell in optional for cell in cells):
        raise ValueError
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells)
    columns = sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans)
    within = [row, *row.iterancestors(*_STRUCTURE)]
    return _Row(len(cells), columns, optional.isdisjoint(within[: within.index(table)]))
