"""Conditions and loops of one part as wholes: which loops a tag stands in, and what is wrong.

A loop or a condition whose tags tear a table apart is put right by giving them rows of their own.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from portal.paper.aliases import mixes_scripts
from portal.paper.diagnosis.blocks import (
    ENDS,
    SCOPES,
    Block,
    Statement,
    Structure,
    Trouble,
    structure,
)
from portal.paper.diagnosis.reading import Tag
from portal.paper.diagnosis.scan import STATEMENTS
from portal.paper.diagnosis.surroundings import around, beside
from portal.paper.diagnosis.verdicts import UNKNOWN_ROWS, Fault, Loop
from portal.paper.findings import Finding
from portal.paper.package import W

_DEEPEST_LOOP = 2
_WHERE = {"tr": "row", "tc": "cell", "p": "paragraph", "r": "line", "": "line"}


class Contexts:
    """The blocks of a part, and for each tag the loops it stands in."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.tags = [tag for tag in tags if tag.word in STATEMENTS]
        self.statements: list[Statement] = [tag.statement() for tag in self.tags]
        self.structure: Structure = structure(self.statements)
        self._numbers = {id(tag): number for number, tag in enumerate(self.tags)}
        self._loops = {
            block.begin: block
            for block in self.structure.blocks
            if self.tags[block.begin].word == "for"
        }
        self._open: list[tuple[Block, Loop]] = []

    def loops(self, tag: Tag) -> list[Loop] | None:
        """The loops about the tag; None where they are such that it cannot be read."""
        number = self._numbers.get(id(tag))
        if number is not None:
            self._open = [(block, loop) for block, loop in self._open if block.end > number]
        loops = [loop for _, loop in self._open]
        if len(loops) > _DEEPEST_LOOP or any(not _can_be_named(loop) for loop in loops):
            return None
        return loops

    def passed(self, tag: Tag) -> None:
        """Go on behind the tag; a loop is open from now on."""
        number = self._numbers.get(id(tag))
        block = self._loops.get(number) if number is not None else None
        if block is None:
            return
        known = tag.verdict.loop if tag.verdict else None
        variable = tag.says.split()[0] if tag.says.split() else "row"
        self._open.append((block, known or Loop(variable, UNKNOWN_ROWS)))


def block_findings(contexts: Contexts) -> list[Finding]:
    """What is wrong with blocks; what can be mended is noted on the tags themselves first."""
    _note_places(contexts)
    _note_lost(contexts)
    troubles = [
        trouble for trouble in contexts.structure.troubles if not _is_noted(trouble, contexts)
    ]
    return [_finding(trouble, contexts) for trouble in troubles]


def _can_be_named(loop: Loop) -> bool:
    variable = loop.variable
    return variable.isidentifier() and not (
        mixes_scripts(variable) or variable.startswith("_") or variable == "loop"
    )


def _finding(trouble: Trouble, contexts: Contexts) -> Finding:
    tag = contexts.tags[trouble.number]
    other = contexts.tags[trouble.other] if trouble.other is not None else None
    params: dict[str, object] = (
        {"other": other.line.place, "opened": other.written} if other else {}
    )
    if trouble.reason == "unclosed":
        params |= {
            "opened": tag.written,
            "end": f"{{%{tag.scope} end{tag.word} %}}",
            "where": _WHERE[tag.scope],
        }
    return Finding(
        "TPL-SYNTAX",
        trouble.reason,
        tag.line.place,
        around(tag.line.text, tag.mark.start, tag.mark.end),
        tag.written,
        params=params,
    )


def _is_noted(trouble: Trouble, contexts: Contexts) -> bool:
    return trouble.reason == "different-places" and bool(contexts.tags[trouble.number].move)


def _note_places(contexts: Contexts) -> None:
    """A loop from one cell to another is meant to repeat the rows."""
    for trouble in contexts.structure.troubles:
        if trouble.reason != "different-places" or trouble.other is None:
            continue
        begin, end = contexts.tags[trouble.other], contexts.tags[trouble.number]
        table = _table(begin)
        if table is None or table is not _table(end) or end.word not in ENDS:
            continue
        if begin.word not in ENDS.values() or "tc" in (begin.scope, end.scope):
            continue
        for tag, move in ((begin, "row-before"), (end, "row-after")):
            tag.note(Fault("different-places", {"prefix": "tr"}), is_safe=True)
            tag.scope, tag.move = "tr", move


def _note_lost(contexts: Contexts) -> None:
    """A tag that takes its row or paragraph out takes with it whatever else stands there."""
    for tag in contexts.tags:
        if tag.scope not in ("tr", "tc", "p") or tag.move:
            continue
        holder = _holder(tag)
        lost = beside(holder, tag.written) if holder is not None else ""
        if not lost:
            continue
        fault = Fault("not-alone", {"prefix": tag.scope, "lost": lost[:60]})
        if tag.scope == "p" and _has_both_ends(tag, holder, contexts):
            tag.note(fault, is_safe=True)
            tag.scope = ""
        elif move := _move(tag):
            tag.note(fault, is_safe=True)
            tag.move = move
        else:
            tag.note(fault)
            tag.is_known = False


def _move(tag: Tag) -> str:
    """Where the tag goes: a row of its own about the row, a paragraph on its side of the text."""
    if tag.scope == "tr" and tag.word not in ("else", "elif"):
        return "row-after" if tag.word in ENDS else "row-before"
    before, after = tag.line.text[: tag.mark.start].strip(), tag.line.text[tag.mark.end :].strip()
    if tag.scope == "p" and not (before and after):
        return "paragraph-after" if before else "paragraph-before"
    return ""


def _has_both_ends(tag: Tag, holder: etree._Element | None, contexts: Contexts) -> bool:
    """The block begins and ends in this very paragraph: it needs no `p`."""
    for block in contexts.structure.blocks:
        members = [contexts.tags[number] for number in _members(block, contexts)]
        if any(member is tag for member in members):
            return all(_holder(member) is holder for member in members)
    return False


def _members(block: Block, contexts: Contexts) -> Iterator[int]:
    yield block.begin
    yield from block.between
    if block.end < len(contexts.tags):
        yield block.end


def _holder(tag: Tag) -> etree._Element | None:
    return next(tag.statement().node.iterancestors(SCOPES[tag.scope or "p"]), None)


def _table(tag: Tag) -> etree._Element | None:
    return next(tag.statement().node.iterancestors(f"{W}tbl"), None)
