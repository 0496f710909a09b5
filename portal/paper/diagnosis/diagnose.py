"""All that is wrong with the tags of a template, at once, for the author to mend in Word.

`diagnose` never stops at a fault, and what it lets through compiles. Reasons of its findings:

the tag itself   missing-brace extra-brace split-tag wrong-brackets unclosed-tag stray-end cut-tag
                 empty-tag too-long raw-tag spaced-prefix outside-table not-alone
                 unknown-statement words-after-end
its words        unknown-field new-field not-a-list mixed-scripts name-characters curly-quotes
                 single-equals own-words unknown-filter filter-arguments unknown-case forbidden
                 syntax
blocks           unclosed no-beginning wrong-nesting else-outside else-twice different-places
the whole        too-many-tags out-of-place no-tags, the reasons of `grids` (notices), and what
                 `PaperFault` calls a broken package
of other tools   single-braces angle-brackets dollar-braces merge-field

Parameters: `name` as written and `nearest` (field, filter, case, statement); `prefix` of a tag
(`tr`); `lost` is the text beside a tag that stands alone; of blocks `opened` (the tag), `end` (what
is to be typed), `where` it would go (line, paragraph, row, cell), `other` (the place of the other
tag); `rest` and `move` are for `mended`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from portal.paper.diagnosis.foreign import foreign_marks
from portal.paper.diagnosis.hidden import (
    hidden_lines,
    out_of_place,
    title_line,
    without_own_comments,
)
from portal.paper.diagnosis.passages import Line, lines
from portal.paper.diagnosis.reading import Tag, read, tags
from portal.paper.diagnosis.surroundings import around
from portal.paper.diagnosis.tag_faults import Expressions
from portal.paper.diagnosis.verdicts import UNKNOWN_ROWS
from portal.paper.diagnosis.wholes import Contexts, block_findings
from portal.paper.faults import Place, TemplateFault
from portal.paper.filters import ARGUMENTS
from portal.paper.findings import Finding
from portal.paper.given import Given
from portal.paper.grids import grids
from portal.paper.language import Reader
from portal.paper.package import main_part, parse_xml, read_parts, text_parts
from portal.paper.tags import sources

_MOST_TAGS = 20_000
_MOST_FAULTY = 500  # tags of one part; nobody reads on, and each takes its time
_PACKAGE_CODES = {
    "not-docx": "OPC-BAD",
    "too-big": "ZIP-BOMB",
    "broken-xml": "XML-BAD",
    "forbidden": "TPL-EXPR",
    "unknown-filter": "TPL-EXPR",
    "filter-arguments": "TPL-EXPR",
    "unknown-case": "TPL-EXPR",
    "unknown-name": "TPL-FIELD",
    "mixed-scripts": "TPL-FIELD",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, in reading order, and the dotted English paths of the fields used."""

    findings: tuple[Finding, ...]
    fields: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not any(finding.is_fault for finding in self.findings)


def diagnose(
    docx: bytes, given: Given | None = None, filters: Collection[str] = frozenset(ARGUMENTS)
) -> Diagnosis:
    """Every fault of the template's tags; names are checked only against what is `given`."""
    try:
        parts = without_own_comments(read_parts(docx))
        return _diagnosed(
            parts, Expressions(Environment(autoescape=True), frozenset(filters), given)
        )
    except TemplateFault as fault:
        return Diagnosis((_of_fault(fault),), ())


def _diagnosed(parts: Mapping[str, bytes], expressions: Expressions) -> Diagnosis:
    findings: list[Finding] = []
    paths: set[str] = set()
    found = 0
    for part in text_parts(parts):
        if parts[part].count(b"{{") + parts[part].count(b"{%") > _MOST_TAGS:
            return _too_many(part)
        root = parse_xml(parts[part], part)
        visible = list(lines(part, root))
        part_tags = tags(visible)
        found += len(part_tags)
        if found > _MOST_TAGS:
            return _too_many(part)
        findings += _of_part(visible, part_tags, expressions)
        hidden = tags(list(hidden_lines(part, root)))
        findings += _of_hidden(hidden, expressions)
        paths |= _paths(part_tags) | _paths(hidden)
    title = title_line(parts)
    if title is not None:
        title_tags = tags([title])
        findings += _of_part([title], title_tags, expressions)
        paths |= _paths(title_tags)
    findings += out_of_place(parts, expressions)
    if not any(finding.is_fault for finding in findings):
        findings += _last_word(parts, expressions)
    if not paths and not findings:
        findings.append(Finding("", "no-tags", is_fault=False))
    return Diagnosis(tuple(findings), tuple(sorted(paths)))


def _too_many(part: str) -> Diagnosis:
    return Diagnosis((Finding("TPL-TAGS", "too-many-tags", Place(part)),), ())


def _of_part(visible: list[Line], part_tags: list[Tag], expressions: Expressions) -> list[Finding]:
    contexts = Contexts(part_tags)
    faulty = 0
    for tag in part_tags:
        loops = contexts.loops(tag)
        if loops is not None and faulty < _MOST_FAULTY:
            read(tag, expressions, loops)
        contexts.passed(tag)
        faulty += bool(tag.faults)
    of_blocks = block_findings(contexts)
    found = [finding for tag in part_tags for finding in _of_tag(tag)]
    found += of_blocks
    for line in visible:
        found += foreign_marks(line, expressions.given)
    return sorted(found, key=_reading_order)


def _of_tag(tag: Tag) -> Iterator[Finding]:
    params = {"rest": tag.rest} if tag.rest else {}
    params |= {"move": tag.move} if tag.move else {}
    for fault in tag.faults:
        yield Finding(
            "" if not fault.is_fault else fault.code,
            fault.reason,
            tag.line.place,
            around(tag.line.text, tag.mark.start, tag.mark.end),
            tag.written,
            tag.mend,
            is_safe=bool(tag.mend) and tag.is_safe,
            is_fault=fault.is_fault,
            params={**fault.params, **params},
        )


def _of_hidden(hidden: list[Tag], expressions: Expressions) -> Iterator[Finding]:
    """Tags in descriptions of pictures, codes of fields, deleted text: read, never mended."""
    for tag in hidden:
        read(tag, expressions, ())
        tag.is_known = False
        if tag.word == "":
            yield from _of_tag(tag)


def _last_word(parts: Mapping[str, bytes], expressions: Expressions) -> Iterator[Finding]:
    """What only the engine itself sees: last faults, and why papers will take it longer."""
    reader, body = Reader(expressions.environment, expressions.filters), main_part(parts)
    try:
        for source in sources(parts):
            reader.read(source)
            for reason in sorted(grids(source.xml).reasons if source.part == body else ()):
                yield Finding("", reason, Place(source.part), is_fault=False)
    except TemplateFault as fault:
        yield _of_fault(fault)


def _of_fault(fault: TemplateFault) -> Finding:
    code = _PACKAGE_CODES.get(fault.code, "TPL-SYNTAX")
    tag = str(fault.params.get("tag", ""))
    return Finding(code, fault.code, fault.place, tag=tag, params=dict(fault.params))


def _paths(found: list[Tag]) -> set[str]:
    verdicts = [tag.verdict for tag in found if tag.verdict is not None]
    paths = {path for verdict in verdicts for path in verdict.paths}
    return {path for path in paths if path.split(".")[0] != UNKNOWN_ROWS}


def _reading_order(finding: Finding) -> int:
    return (finding.place.paragraph or 0) if finding.place else 0
