"""Which end belongs to which beginning, and what is wrong with conditions and loops as wholes.

The order of the tags alone decides here; what one tag says is read elsewhere. Every unmatched tag
is told once and then left out, so that it breeds no faults of others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from portal.paper.package import W

ENDS = {"endfor": "for", "endif": "if"}
BEGINNINGS = ("for", "if")
_BETWEEN = ("else", "elif")

# What `{%tr %}` and its like take out: the element that holds the tag.
SCOPES = {"tr": f"{W}tr", "tc": f"{W}tc", "p": f"{W}p", "r": f"{W}r"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A tag of a block, in the order of the part; `node` is the text node it begins in."""

    word: str
    scope: str
    node: etree._Element

    @property
    def anchor(self) -> etree._Element | None:
        """What the tag stands in once its own row or paragraph is taken away."""
        if not self.scope:
            return self.node
        held = next(self.node.iterancestors(SCOPES[self.scope]), None)
        return None if held is None else held.getparent()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the statement of that number; `other` is the one it has to do with."""

    number: int
    reason: str
    other: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A beginning, what divides it, and its end; an unclosed one ends where it had to."""

    begin: int
    end: int
    is_closed: bool = True
    between: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Structure:
    blocks: list[Block] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def structure(statements: Sequence[Statement]) -> Structure:
    """The blocks of one part."""
    return _Matching(statements).matched()


class _Matching:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.open: list[Block] = []
        self.result = Structure()

    def matched(self) -> Structure:
        for number, statement in enumerate(self.statements):
            if statement.word in BEGINNINGS:
                self.open.append(Block(number, len(self.statements)))
            elif statement.word in _BETWEEN:
                self._divide(number)
            elif statement.word in ENDS:
                self._end(number)
        for block in self.open:
            self._unclosed(block, len(self.statements))
        for block in self.result.blocks:
            self.result.troubles += self._places(block)
        return self.result

    def _word(self, block: Block) -> str:
        return self.statements[block.begin].word

    def _divide(self, number: int) -> None:
        """`else` belongs to the innermost condition, or to a loop that is empty."""
        block = self.open[-1] if self.open else None
        word = self.statements[number].word
        if block is None or (word == "elif" and self._word(block) == "for"):
            self.result.troubles.append(Trouble(number, "else-outside"))
        elif any(self.statements[other].word == "else" for other in block.between):
            self.result.troubles.append(Trouble(number, "else-twice", block.begin))
        else:
            block.between.append(number)

    def _end(self, number: int) -> None:
        wanted = ENDS[self.statements[number].word]
        fitting = [block for block in self.open if self._word(block) == wanted]
        if not fitting:
            self.result.troubles.append(Trouble(number, "no-beginning"))
            return
        block = fitting[-1]
        if block is not self.open[-1] and self._is_crossed(block, number):
            inner = self.open[-1].begin
            self.result.troubles.append(Trouble(number, "wrong-nesting", inner))
            self.open.remove(block)
            block.end, block.is_closed = number, False
            self.result.blocks.append(block)
            return
        while self.open[-1] is not block:
            self._unclosed(self.open.pop(), number)
        self.open.pop()
        block.end = number
        self.result.blocks.append(block)

    def _is_crossed(self, block: Block, number: int) -> bool:
        """Whether the end of the inner block comes later, not never."""
        word = self._word(self.open[-1])
        outside = self.open[: self.open.index(block)]
        needed = sum(self._word(other) == word for other in outside)
        return self._unmatched_ends(number + 1, word) > needed

    def _unmatched_ends(self, start: int, word: str) -> int:
        depth = unmatched = 0
        for statement in self.statements[start:]:
            if statement.word == word:
                depth += 1
            elif ENDS.get(statement.word) == word:
                unmatched += depth == 0
                depth = max(depth - 1, 0)
        return unmatched

    def _unclosed(self, block: Block, number: int) -> None:
        block.end, block.is_closed = number, False
        self.result.blocks.append(block)
        before = number if number < len(self.statements) else None
        self.result.troubles.append(Trouble(block.begin, "unclosed", before))

    def _places(self, block: Block) -> Iterator[Trouble]:
        """What is repeated or left out must be whole: not half a cell and half a row."""
        if not block.is_closed:
            return
        tags = [block.begin, *block.between, block.end]
        for one, other in pairwise(tags):
            begin, end = self.statements[one].anchor, self.statements[other].anchor
            if begin is not None and end is not None and not is_whole(begin, end):
                yield Trouble(other, "different-places", one)
                return


def is_whole(begin: etree._Element, end: etree._Element) -> bool:
    """Both stand in one cell, one table, one text; going from one to the other leaves as many
    elements as it enters, of the same names."""
    left, entered = _above(begin), _above(end)
    while left and entered and left[-1] is entered[-1]:
        left.pop()
        entered.pop()
    names = [node.tag for node in left]
    return names == [node.tag for node in entered] and SCOPES["tc"] not in names


def _above(node: etree._Element) -> list[etree._Element]:
    return [node, *node.iterancestors()]
