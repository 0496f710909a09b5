"""What teaching by example finds in a document: spans of text that change from paper to paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.paper.diagnosis.passages import Line, lines
from portal.paper.faults import Place
from portal.paper.package import parse_xml, read_parts, text_parts

# Below this nobody is asked.
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """Letters `start`–`end` of one line, and the value that would stand there.

    `filter` is written as in a tag, without the bar: `initials("genitive")`; "" for none.
    """

    line: int
    start: int
    end: int
    kind: str  # name, post, date, number, hours, money, organisation, programme, word, text
    path: str
    filter: str = ""
    confidence: float = 0.8

    @property
    def tag(self) -> str:
        return f"{{{{ {self.path}{'|' if self.filter else ''}{self.filter} }}}}"

    def overlaps(self, other: "Span") -> bool:
        same = self.line == other.line
        return same and self.start < other.end and other.start < self.end

    def rated(self, confidence: float) -> "Span":
        return replace(self, confidence=round(confidence, 2))


@dataclass(frozen=True)
class Example:
    """A filled document as lines of text; hard spaces read as common ones."""

    texts: tuple[str, ...]
    places: tuple[Place, ...]
    language: str

    @classmethod
    def of(cls, docx: bytes, language: str) -> "Example":
        found = [line for line in all_lines(docx) if not line.is_copy]
        texts = tuple(line.text.replace("\u00a0", " ") for line in found)
        return cls(texts, tuple(line.place for line in found), language)

    def before(self, line: int, start: int, length: int = 120) -> str:
        return self.texts[line][max(0, start - length) : start]


def all_lines(docx: bytes) -> Iterable[Line]:
    parts = read_parts(docx)
    for part in text_parts(parts):
        yield from lines(part, parse_xml(parts[part], part))


def apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that overlap a surer or a longer one, in reading order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-s.confidence, s.start - s.end)):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.line, s.start))
