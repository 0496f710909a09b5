"""The check of a template: its package, then the words of every tag in it (T1, T2, T3)."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate

from jinja2 import Environment

from portal.paper.diagnosis import diagnose
from portal.paper.faults import TemplateFault
from portal.paper.filters import ARGUMENTS
from portal.paper.findings import MOST_SHOWN, Finding
from portal.paper.gate.check import Checked, open_package
from portal.paper.gate.cleaning import shed_texts
from portal.paper.gate.markup import tree
from portal.paper.gate.refused import fault
from portal.paper.given import Given
from portal.paper.language import Reader
from portal.paper.package import read_parts, xml_names
from portal.paper.tags import Source

MOST_TAGS = 20_000
DEEPEST = 20  # blocks within blocks; the engine itself gives up at a hundred
_OPENING = re.compile(r"\{\{|\{%|\{#")
# Nobody writes so; every reader of expressions would go as deep as there are braces.
_PILE_OF_BRACES = re.compile(r"(\{[ \u00a0]*){8}")
_BLOCK = re.compile(r"\{%-?\s*(?:(?:tr|tc|p|r)\s+)?(end)?(?:if|for)\b")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HOSTILE = frozenset({"forbidden", "unknown-filter"})


def check_template(
    data: bytes, given: Given | None = None, filters: Collection[str] = frozenset(ARGUMENTS)
) -> Checked:
    """Whether the portal may fill this file: the package, then every tag in it."""
    checked, shed = open_package(data)
    if checked.cleaned is None:
        return checked
    parts = read_parts(checked.cleaned)
    if faults := [*_too_much(parts)] or [*_hostile(shed, filters)]:
        return Checked((*faults, *checked.findings), None)
    told = diagnose(checked.cleaned, given, filters)
    cleaned = checked.cleaned if told.is_good else None
    return Checked((*told.findings, *checked.findings), cleaned, told.fields)


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


def _hostile(shed: Mapping[str, bytes], filters: Collection[str]) -> Iterator[Finding]:
    """Tags that are cut away with a comment or with the author's name do no harm any more; but
    who puts code there means it."""
    for part, text in shed_texts(shed):
        for tag in _TAG.findall(text):
            try:
                Reader(Environment(autoescape=True), filters).read(Source(part, tag))
            except TemplateFault as told:
                if told.code in _HOSTILE:
                    yield fault("TPL-EXPR", told.code, part, text=tag[:MOST_SHOWN])
            except RecursionError:
                yield fault("TPL-EXPR", "pile-of-braces", part)
