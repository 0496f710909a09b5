"""Placeholders of other programs: Word's mail merge, `<<name>>`, `{name}`, `${name}`.

They are text to the engine and stay on the paper as they are; the author probably wants them
filled in, so each comes as a notice with the tag it would be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from portal.paper.aliases import english
from portal.paper.diagnosis.passages import TEXT, Line
from portal.paper.diagnosis.surroundings import around
from portal.paper.findings import Finding
from portal.paper.given import Given, proposed
from portal.paper.package import W

_PATTERNS = {
    "angle-brackets": re.compile(r"<<\s*([^\W\d][\w .’'-]{0,60}?)\s*>>"),
    "single-braces": re.compile(r"(?<![${])\{\s*([^\W\d][\w.]{0,60})\s*\}(?!\})"),
    "dollar-braces": re.compile(r"\$\{\s*([^\W\d][\w.]{0,60})\s*\}"),
}
_MERGE_FIELD = re.compile(r"\s*MERGEFIELD\s+(?:\"([^\"]+)\"|(\S+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field of Word's mail merge: where its text stands in the line, and its markup."""

    start: int
    end: int
    name: str
    markup: tuple[etree._Element, ...]


def foreign_marks(line: Line, given: Given | None) -> Iterator[Finding]:
    """Notices of what looks like a placeholder."""
    for field in merge_fields(line):
        yield _notice(line, "merge-field", field.start, field.end, field.name, given)
    for reason, pattern in _PATTERNS.items():
        for match in pattern.finditer(line.text):
            yield _notice(line, reason, match.start(), match.end(), match[1], given)


def merge_fields(line: Line) -> list[MergeField]:
    """The fields of a line; one without text on the page is passed over."""
    found = []
    for markup, codes, shown in _fields(line.paragraph):
        match = _MERGE_FIELD.match(codes)
        pieces = [piece for piece in line.pieces if piece.node in shown]
        if match and pieces:
            name = match[1] or match[2]
            found.append(MergeField(pieces[0].start, pieces[-1].end, name, tuple(markup)))
    return found


def _fields(
    paragraph: etree._Element,
) -> Iterator[tuple[list[etree._Element], str, list[etree._Element]]]:
    """Markup, code and shown texts of each field that has no other within it."""
    for simple in paragraph.iter(f"{W}fldSimple"):
        yield [simple], simple.get(f"{W}instr", ""), list(simple.iter(TEXT))
    markup: list[etree._Element] = []
    shown: list[etree._Element] = []
    codes, state = "", ""
    for node in paragraph.iter(f"{W}fldChar", f"{W}instrText", TEXT):
        if node.tag == f"{W}fldChar":
            state = node.get(f"{W}fldCharType", "")
            if state == "begin":
                markup, shown, codes = [], [], ""
            markup.append(node)
            if state == "end":
                yield markup, codes, shown
        elif node.tag == f"{W}instrText" and state == "begin":
            codes += node.text or ""
            markup.append(node)
        elif node.tag == TEXT and state == "separate":
            shown.append(node)


def _notice(
    line: Line, reason: str, start: int, end: int, name: str, given: Given | None
) -> Finding:
    mend = f"{{{{ {likely(name, given)} }}}}"
    shown = around(line.text, start, end)
    return Finding(
        "",
        reason,
        line.place,
        shown,
        line.text[start:end],
        mend,
        is_fault=False,
        params={"name": name},
    )


def likely(name: str, given: Given | None) -> str:
    """The field a foreign name stands for, as near as can be known."""
    path = ".".join(re.sub(r"[\W]+", "_", part).strip("_") for part in name.split("."))
    path = path.replace("’", "").lower()
    written = path.split(".")
    real = [english(part) for part in written]
    if given is None or given.known(real) == len(real):
        return path
    near = proposed(given, real, written, "")
    return ".".join(near) if near else path
