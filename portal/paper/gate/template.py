"""The check of a template: its package, then the words of every tag in it (T1, T2, T3)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from jinja2 import Environment

from portal.paper.diagnosis.diagnose import Diagnosis, diagnose
from portal.paper.faults import TemplateFault
from portal.paper.filters import ARGUMENTS
from portal.paper.findings import MOST_SHOWN, Finding
from portal.paper.gate.check import Checked, open_package
from portal.paper.gate.cleaning import shed_texts
from portal.paper.gate.markup import tree
from portal.paper.gate.refused import fault
from portal.paper.given import Given
from portal.paper.language import Reader
from portal.paper.package import (
    paragraph_text,
    paragraphs,
    read_parts,
    text_parts,
    xml_names,
)
from portal.paper.tags import Source

MOST_TAGS = 20_000
DEEPEST = 20  # blocks within blocks; the engine itself gives up at a hundred
_OPENING = re.compile(r"\{\{|\{%|\{#")
# Nobody writes so; every reader of expressions would go as deep as there are braces.
_PILE_OF_BRACES = re.compile(r"(\{[ \u00a0]*){8}")
_BLOCK = re.compile(r"\{%-?\s*(?:(?:tr|tc|p|r)\s+)?(end)?(?:if|for)\b")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HOSTILE = frozenset({"forbidden", "unknown-filter"})
_ROOT = re.compile(r"\{[{%]\s*([a-z_]+)")
# What Flask and Jinja put before every template of theirs; no form has such a question.
_NAMES = """
    config request session g self lipsum cycler joiner namespace dict range url_for super caller
    varargs kwargs context environment app current_app current_user get_flashed_messages
"""
_OF_PROGRAMS = frozenset(_NAMES.split())


def check_template(
    data: bytes, given: Given | None = None, filters: Collection[str] = frozenset(ARGUMENTS)
) -> Checked:
    """Whether the portal may fill this file: the package, then every tag in it."""
    checked, shed = open_package(data)
    if checked.cleaned is None:
        return checked
    texts = ((part, tag) for part, text in shed_texts(shed) for tag in _TAG.findall(text))
    if faults := list(_hostile(texts, filters)):
        return Checked((*faults, *checked.findings), None)
    told = check_tags(checked.cleaned, given, filters)
    cleaned = checked.cleaned if told.is_good else None
    return Checked((*told.findings, *checked.findings), cleaned, told.fields)


def check_tags(
    docx: bytes, given: Given | None = None, filters: Collection[str] = frozenset(ARGUMENTS)
) -> Diagnosis:
    """The diagnosis of a package that was let in, with a guard before it and a judge behind it:
    what looks like a slip of the pen may be code all the same."""
    parts = read_parts(docx)
    if faults := tuple(_too_much(parts)):
        return Diagnosis(faults, ())
    told = diagnose(docx, given, filters)
    findings = [_weighed(one, filters) for one in told.findings]
    findings += [_of_programs(one) for one in findings if _is_of_programs(one)]
    codes = {one.code for one in findings}
    if "TPL-SYNTAX" in codes and "TPL-EXPR" not in codes:
        findings += _hostile(_lines(parts), filters)
    return Diagnosis(tuple(findings), told.fields)


def _weighed(finding: Finding, filters: Collection[str]) -> Finding:
    """A name that cannot be one may be no name at all: `a b` is no tag, `a-b` is a sum."""
    if finding.reason != "name-characters":
        return finding
    try:
        Reader(Environment(autoescape=True), filters).read(Source("", finding.tag))
    except TemplateFault as told:
        code = {"syntax": "TPL-SYNTAX", "forbidden": "TPL-EXPR"}.get(told.code, finding.code)
        return replace(finding, code=code)
    return finding


def _is_of_programs(finding: Finding) -> bool:
    root = _ROOT.match(finding.tag)
    return finding.reason == "unknown-field" and bool(root and root[1] in _OF_PROGRAMS)


def _of_programs(finding: Finding) -> Finding:
    return replace(finding, code="TPL-EXPR", reason="of-programs", mend="", is_safe=False)


def _lines(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name in text_parts(parts):
        yield from ((name, paragraph_text(p)) for p in paragraphs(tree(parts[name])))


def _too_much(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """More tags, braces or blocks than a reader of expressions can be asked to look at."""
    tags = 0
    for name in xml_names(parts):
        text = "".join(str(piece) for piece in tree(parts[name]).itertext())
        tags += len(_OPENING.findall(text))
        if tags > MOST_TAGS:
            yield fault("TPL-TAGS", "many-tags", limit=MOST_TAGS)
            return
        if _PILE_OF_BRACES.search(text):
            yield fault("TPL-EXPR", "pile-of-braces", name)
        if _depth(text) > DEEPEST:
            yield fault("TPL-EXPR", "too-deep", name, limit=DEEPEST)


def _depth(text: str) -> int:
    """How many blocks stand within one another at most."""
    turns = (-1 if end else 1 for end in _BLOCK.findall(text))
    return max(accumulate(turns), default=0)


def _hostile(texts: Iterable[tuple[str, str]], filters: Collection[str]) -> Iterator[Finding]:
    """Code in these pieces of parts. What is cut away with a comment or with the author's name
    does no harm any more; but who puts code there means it."""
    for part, text in texts:
        try:
            Reader(Environment(autoescape=True), filters).read(Source(part, text))
        except TemplateFault as told:
            if told.code in _HOSTILE:
                yield fault("TPL-EXPR", told.code, part, text=text[:MOST_SHOWN])
        except RecursionError:
            yield fault("TPL-EXPR", "pile-of-braces", part)
