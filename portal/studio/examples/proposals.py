"""Teach by example: from one filled paper, better from two of a kind, a template and its form.

Nothing is taken for granted: each place that may change is proposed with a field and a filter, and
the author accepts it or not. What comes out goes through the gate like every other template.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from portal.documents.manifest import FormField
from portal.errors import Invalid
from portal.grammar.values import Name
from portal.paper.diagnosis.passages import Line, lines
from portal.paper.diagnosis.surroundings import around
from portal.paper.faults import Place
from portal.paper.package import parse_xml, read_parts, text_parts, to_bytes, write_parts
from portal.paper.usage import usages
from portal.studio.drafting import drafted
from portal.studio.examples import facts, houses
from portal.studio.examples import people as named
from portal.studio.examples.pairs import confirmed, differences, narrow
from portal.studio.examples.spans import LEAST_CONFIDENCE, Example, Span, apart

_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_FILTER = re.compile(r"(?:[a-z_]+(?:\([^(){}]*\))?(?:\|(?=[a-z]))?)*")

# What every paper is given, whatever its form asks.
ALWAYS_GIVEN = frozenset({"number", "date", "organisation", "head", "people", "employee"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place that seems to change, and what would stand there in the template."""

    place: Place
    start: int
    end: int
    text: str
    around: str
    kind: str
    path: str
    filter: str
    confidence: float

    @property
    def tag(self) -> str:
        return f"{{{{ {self.path}{'|' if self.filter else ''}{self.filter} }}}}"

    def as_text(self) -> str:
        """The whole of it for a field of a page; `read_proposal` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Taught:
    """The template, and the questions of its form that nothing else answers."""

    docx: bytes
    fields: tuple[FormField, ...]


_PROPOSALS = TypeAdapter(Proposal)


def proposals(
    docx: bytes, other: bytes | None = None, *, language: str, cards: Sequence[Name] = ()
) -> tuple[Proposal, ...]:
    """The places of the first document that change, in reading order; `other` is a second paper
    of the same kind, `cards` are people whose names may stand in it."""
    example = Example.of(docx, language)
    second = None if other is None else Example.of(other, language)
    people = named.people(example, cards)
    if second is not None:
        narrow(people, named.people(second, cards), example, second)
    found = [*_found(people, example)]
    if second is not None:
        found = confirmed(apart(found), list(differences(example, second)), example)
    kept = [span for span in apart(found) if span.confidence >= LEAST_CONFIDENCE]
    return tuple(_proposal(span, example) for span in kept)


def read_proposal(text: str) -> Proposal:
    """What a page sent back; raises `Invalid` for anything that would not make a plain tag."""
    try:
        found = _PROPOSALS.validate_json(text)
    except ValidationError as e:
        raise Invalid("Tick the places once more.") from e
    if not _PATH.fullmatch(found.path) or not _FILTER.fullmatch(found.filter):
        raise Invalid("Tick the places once more.")
    return found


def taught(docx: bytes, accepted: Sequence[Proposal], *, language: str) -> Taught:
    """The document with tags for what was accepted, and the form drafted for them."""
    parts = read_parts(docx)
    for part in text_parts(parts):
        own = [proposal for proposal in accepted if proposal.place.part == part]
        if not own:
            continue
        root = parse_xml(parts[part], part)
        for line in list(lines(part, root, copies=True)):
            _put_tags(line, own)
        parts[part] = to_bytes(root)
    template = write_parts(parts)
    return Taught(template, tuple(drafted(usages(template), ALWAYS_GIVEN, language)))


def _put_tags(line: Line, proposals_: Sequence[Proposal]) -> None:
    """From the end of the line, so that what is before keeps its place."""
    own = [p for p in proposals_ if _is_about(p, line)]
    for proposal in sorted(own, key=lambda p: -p.start):
        fresh = Line(line.place, line.paragraph)
        fresh.replace(proposal.start, proposal.end, proposal.tag)


def _is_about(proposal: Proposal, line: Line) -> bool:
    shown = line.text[proposal.start : proposal.end].replace("\u00a0", " ")
    if line.is_copy:
        return proposal.place.is_in_box and shown == proposal.text
    return proposal.place.paragraph == line.place.paragraph and shown == proposal.text


def _found(people: Sequence[named.Person], example: Example) -> list[Span]:
    main = next((person for person in people if person.path == "employee"), None)
    return [
        *named.spans(people, example),
        *houses.organisations(example),
        *houses.posts(people, example),
        *facts.spans(example),
        *(facts.agreeing(example, main.gender) if main and main.gender else ()),
    ]


def _proposal(span: Span, example: Example) -> Proposal:
    text = example.texts[span.line]
    return Proposal(
        example.places[span.line],
        span.start,
        span.end,
        text[span.start : span.end],
        around(text, span.start, span.end),
        span.kind,
        span.path,
        span.filter,
        span.confidence,
    )
