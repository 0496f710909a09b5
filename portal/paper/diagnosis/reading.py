"""The tags of one part, each with all that is wrong with it taken by itself.

A tag is cut into what it does (`for`), what it takes out (`tr`) and what it says; each is put
right as far as that can be known, so that the whole tag can be written anew.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from portal.paper.aliases import look_alikes, nearest
from portal.paper.diagnosis.blocks import SCOPES, Statement
from portal.paper.diagnosis.passages import TEXT, UNREAD, Line
from portal.paper.diagnosis.scan import STATEMENTS, Mark, extra_ends, marks
from portal.paper.diagnosis.tag_faults import Expressions
from portal.paper.diagnosis.verdicts import (
    ALONE,
    CONDITION,
    LOOP,
    VALUE,
    Fault,
    Loop,
    Shape,
    Verdict,
)
from portal.paper.package import W

_SCOPED = re.compile(r"(-?)(tr|tc|p|r)\s")
_SPACED_SCOPE = re.compile(r"-?\s+(tr|tc|p|r)\s+(?=\w)")
_HEAD = re.compile(r"(\w+)\s*(.*)", re.DOTALL)
_RAW = re.compile(r"(p|r|tr|tc)\s")
_SHAPES: dict[str, Shape] = {"for": LOOP, "if": CONDITION, "elif": CONDITION}
_OWN_WORDS = {
    **dict.fromkeys(("якщо", "если"), "if"),
    **dict.fromkeys(("для", "кожен"), "for"),
    **dict.fromkeys(("інакше", "иначе"), "else"),
    **dict.fromkeys(("кінець_якщо", "кінецьякщо", "конец_если", "конецесли"), "endif"),
    **dict.fromkeys(("кінець_для", "кінецьдля", "конец_для", "конецдля"), "endfor"),
}
# Words of the engine that a template may not use; their ends are not told besides.
_FORBIDDEN = frozenset(
    "set include import from macro call filter block extends with autoescape raw trans".split()  # noqa: SIM905
)
_LONGEST_TAG = 2_000
_CELL_WORDS = frozenset(("colspan", "cellbg"))
_MERGE_WORDS = frozenset(("vm", "hm"))


@dataclass(slots=True)
class Tag:
    """One tag; `word` and `scope` as they should be, `says` its expression likewise."""

    line: Line
    mark: Mark
    word: str = ""  # "" for `{{ … }}`
    scope: str = ""
    says: str = ""
    faults: list[Fault] = field(default_factory=list)
    verdict: Verdict | None = None
    is_known: bool = True  # how it should be written is known
    is_safe: bool = True
    rest: str = ""  # what stands of it in the next paragraph
    move: str = ""  # "row-before", "row-after": it wants a row of its own

    @property
    def written(self) -> str:
        return self.line.text[self.mark.start : self.mark.end]

    @property
    def mend(self) -> str:
        """The whole tag as it should be, "" when nobody can know."""
        if not self.faults or not self.is_known:
            return ""
        if not self.mark.is_readable:
            return self.mark.meant
        if not self.word:
            return f"{{{{ {self.says} }}}}"
        return f"{{%{self.scope} {f'{self.word} {self.says}'.strip()} %}}"

    @property
    def is_cut(self) -> bool:
        """A link, a field or a control begins or ends within: the engine would tear it."""
        pieces = self.line.touched(self.mark.start, self.mark.end)
        nodes = [piece.node for piece in pieces if piece.node.tag == TEXT]
        return len({_holder(node) for node in nodes}) > 1 or _has_field_inside(nodes)

    def statement(self) -> Statement:
        return Statement(
            self.word, self.scope, self.line.touched(self.mark.start, self.mark.end)[0].node
        )

    def note(self, fault: Fault, *, is_safe: bool = False) -> None:
        self.faults.append(fault)
        self.is_safe &= is_safe


def tags(lines: Sequence[Line]) -> list[Tag]:
    """Every tag and every broken one of a part, in its order, cut up but not yet read."""
    found: list[Tag] = []
    for line in lines:
        own = [_cut_up(Tag(line, mark)) for mark in marks(line.as_read)]
        if own and found:
            _join_over_lines(found, own)
        found += own
        found += [_noticed(line, mark) for mark in extra_ends(line.as_read)]
    return found


def read(tag: Tag, expressions: Expressions, loops: Sequence[Loop]) -> None:
    """Note what is wrong with the words of the tag within these loops."""
    if not tag.mark.is_readable or tag.word in ("else", "endif", "endfor", *_MERGE_WORDS):
        return
    if tag.word and tag.word not in (*_SHAPES, *_CELL_WORDS):
        if tag.word in _FORBIDDEN:
            verdict = expressions.read(f"{tag.word} {tag.says}", ALONE, loops)
            fault = Fault("forbidden", {"tag": tag.word})
            tag.faults += [fault] if verdict.faults else []
            tag.is_known = False
        return
    shape = _SHAPES.get(tag.word, VALUE)
    verdict = expressions.read(tag.says, shape, loops)
    tag.verdict = verdict
    tag.faults += verdict.faults
    tag.is_safe &= verdict.is_safe
    tag.is_known &= bool(verdict.expression)
    tag.says = verdict.expression or tag.says


def _noticed(line: Line, mark: Mark) -> Tag:
    fault = Fault(mark.reason, is_fault=mark.is_fault)
    return Tag(line, mark, faults=[fault], is_safe=mark.is_safe)


def _cut_up(tag: Tag) -> Tag:
    mark = tag.mark
    if mark.end - mark.start > _LONGEST_TAG:
        tag.note(Fault("too-long"))
        tag.is_known, tag.mark = False, Mark(mark.start, mark.end, "", "too-long")
        return tag
    if mark.reason:
        tag.note(Fault(mark.reason, is_fault=mark.is_fault), is_safe=mark.is_safe)
    if not mark.is_readable:
        tag.is_known = bool(mark.meant)
        return tag
    inside = mark.inside
    if mark.meant.startswith("{%"):
        _cut_statement(tag, inside)
    else:
        raw = _RAW.match(inside)
        if raw:
            tag.note(Fault("raw-tag", {"prefix": raw[1]}), is_safe=raw[1] in ("p", "r"))
            inside = inside[raw.end() :]
        tag.says = inside.strip(" \u00a0-+")
    if tag.is_cut:
        tag.note(Fault("cut-tag"), is_safe=True)
    return tag


def _cut_statement(tag: Tag, inside: str) -> None:
    scoped, spaced = _SCOPED.match(inside), _SPACED_SCOPE.match(inside)
    if scoped:
        tag.scope, inside = scoped[2], inside[scoped.end() :]
    elif spaced:
        tag.scope, inside = spaced[1], inside[spaced.end() :]
        tag.note(Fault("spaced-prefix", {"prefix": tag.scope}), is_safe=True)
    head = _HEAD.match(inside.strip(" \u00a0-+"))
    if head is None:
        tag.note(Fault("empty-tag"))
        tag.is_known = False
        return
    tag.word, tag.says = head[1], head[2].strip()
    _check_word(tag)
    _check_scope(tag)


def _check_word(tag: Tag) -> None:
    """A statement nobody knows: its nearest, or the words of the author's own language."""
    allowed = STATEMENTS | _FORBIDDEN | _CELL_WORDS | _MERGE_WORDS
    if tag.word in allowed:
        _check_ends(tag)
        return
    if tag.word.removeprefix("end") in _FORBIDDEN:
        return
    meant, says, is_safe = _meant(tag.word, tag.says)
    params = {"name": tag.word, "nearest": meant}
    tag.note(Fault("unknown-statement", params), is_safe=is_safe)
    tag.is_known &= bool(meant)
    tag.word, tag.says = meant or tag.word, says


def _meant(word: str, says: str) -> tuple[str, str, bool]:
    """The statement meant, what it says, and whether that is beyond doubt."""
    first = says.split()[0].lower() if says else ""
    joined = (word + first).lower()
    if joined in STATEMENTS or _OWN_WORDS.get(joined, "") in STATEMENTS:
        return _OWN_WORDS.get(joined, joined), "", True
    for spelling in (word.lower(), *look_alikes(word.lower())):
        if spelling in STATEMENTS or spelling in _OWN_WORDS:
            return _OWN_WORDS.get(spelling, spelling), says, True
    for known in ("if", "for"):
        if word.lower().startswith(known) and not says:
            return "", says, False
    near = nearest(word.lower(), STATEMENTS)
    return (near, says, False) if near in STATEMENTS else ("", says, False)


def _check_ends(tag: Tag) -> None:
    """`else`, `endif` and `endfor` say nothing more; `else if` is `elif`."""
    if tag.word not in ("else", "endif", "endfor") or not tag.says:
        return
    if tag.word == "else" and tag.says.split()[0] == "if":
        tag.word, tag.says = "elif", tag.says[2:].strip()
        params = {"name": "else if", "nearest": "elif"}
        tag.note(Fault("unknown-statement", params), is_safe=True)
    else:
        tag.note(Fault("words-after-end", {"name": tag.word}), is_safe=True)
        tag.says = ""


def _check_scope(tag: Tag) -> None:
    """A row can only be taken out of a table, and nothing else may stand beside the tag."""
    node = tag.line.touched(tag.mark.start, tag.mark.end)[0].node
    if tag.scope and next(node.iterancestors(SCOPES[tag.scope]), None) is None:
        tag.note(Fault("outside-table", {"prefix": tag.scope}))
        tag.scope = ""


def _join_over_lines(found: list[Tag], own: list[Tag]) -> None:
    """A tag cut in two by the Enter key: `{{ employee` ¶ `.name }}`."""
    first, second = found[-1], own[0]
    if first.mark.reason != "unclosed-tag" or second.mark.reason != "stray-end":
        return
    if first.line.paragraph.getnext() is not second.line.paragraph:
        return
    head = first.line.as_read[first.mark.start :]
    tail = second.line.as_read[: second.mark.end]
    whole = marks(head + tail)
    if len(whole) != 1 or whole[0].reason or whole[0].end != len(head + tail):
        return
    start, end = first.mark.start, len(first.line.as_read)
    meant = " ".join((head.rstrip() + tail.lstrip()).replace(UNREAD, "").split())
    found[-1] = _cut_up(Tag(first.line, Mark(start, end, meant, "split-tag", is_safe=True)))
    found[-1].rest = tail
    del own[0]


def _holder(node: etree._Element) -> etree._Element | None:
    """What holds the run of a text: the paragraph, a link, a content control."""
    run = node.getparent()
    return None if run is None else run.getparent()


def _has_field_inside(nodes: Sequence[etree._Element]) -> bool:
    if len(nodes) < 2:
        return False
    first, last = nodes[0].getparent(), nodes[-1].getparent()
    between = first
    while between is not None and between is not last:
        if between.find(f"{W}fldChar") is not None:
            return True
        between = between.getnext()
    return False
