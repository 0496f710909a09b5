"""Two filled documents of one kind laid side by side: what differs is what changes."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from portal.paper.aliases import english
from portal.studio.examples.people import Person, possible_cases
from portal.studio.examples.spans import Example, Span

_TOKEN = re.compile(r"\w+(?:[-’'ʼ/]\w+)*|\s+|[^\w\s]")
_LABEL = re.compile(r"([А-ЯІЇЄҐЁа-яіїєґё’]+(?:\s[а-яіїєґё’]+)?)\s*[:–—-]\s*$")
_LIKE = 0.3
_SURE, _TEXT = 0.95, 0.7
_SHORT = 3  # letters of a word that may stand between two places
_MOST_LINES = 400


def aligned(one: Example, other: Example) -> list[tuple[int, int]]:
    """The lines that stand for each other, by what they share, in their order."""
    if max(len(one.texts), len(other.texts)) > _MOST_LINES:
        return _roughly_aligned(one, other)
    rows, columns = len(one.texts), len(other.texts)
    likeness = [[_likeness(a, b) for b in other.texts] for a in one.texts]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            together = likeness[row][column] + best[row + 1][column + 1]
            apart = max(best[row + 1][column], best[row][column + 1])
            best[row][column] = max(together, apart)
    return list(_path(likeness, best))


def _roughly_aligned(one: Example, other: Example) -> list[tuple[int, int]]:
    """Of long papers, by the lines that are equal."""
    matcher = SequenceMatcher(None, one.texts, other.texts, autojunk=False)
    return [
        pair
        for _, first, last, start, end in matcher.get_opcodes()
        for pair in zip(range(first, last), range(start, end), strict=False)
    ]


def differences(one: Example, other: Example) -> Iterator[tuple[int, int, int]]:
    """Line, start and end of what the first says otherwise than the second."""
    for mine, theirs in aligned(one, other):
        yield from (
            (mine, start, end) for start, end in _differing(one.texts[mine], other.texts[theirs])
        )


def narrow(mine: Sequence[Person], theirs: Sequence[Person], one: Example, other: Example) -> None:
    """A case must be possible for both names that stand in the same place."""
    pairs = dict(aligned(one, other))
    of_other: dict[tuple[int, str], list[tuple[str, ...]]] = {}
    for person in theirs:
        for mention in sorted(person.mentions, key=lambda m: (m.line, m.start)):
            cases = possible_cases(mention, person, other.language)
            of_other.setdefault((mention.line, mention.shape), []).append(cases)
    for person in mine:
        for mention in person.mentions:
            found = of_other.get((pairs.get(mention.line, -1), mention.shape), [])
            if len(found) == 1:
                mention.narrowed = found[0]


def confirmed(
    found: Sequence[Span], differing: Sequence[tuple[int, int, int]], example: Example
) -> list[Span]:
    """The spans found by their looks, surer where the documents differ; and what else differs."""
    rated = [
        span.rated(_SURE if _differs(span, differing) else span.confidence * 0.75) for span in found
    ]
    return [*rated, *_texts(rated, differing, example)]


def _rated(span: Span, *, is_other: bool) -> Span:
    """Words of agreement are the same for two of one gender: that says nothing against them."""
    if is_other:
        return span.rated(_SURE)
    return span if span.kind == "word" else span.rated(span.confidence * 0.75)


def _differs(span: Span, differing: Sequence[tuple[int, int, int]]) -> bool:
    return any(
        line == span.line and start < span.end and span.start < end
        for line, start, end in differing
    )


def _texts(
    found: Sequence[Span], differing: Sequence[tuple[int, int, int]], example: Example
) -> Iterator[Span]:
    """A field of free text for each difference that nothing else explains."""
    count = 0
    for line, start, end in differing:
        text = example.texts[line]
        own = [span for span in found if span.line == line]
        for left, right in _uncovered(text, *_whole(text, start, end), own):
            count += 1
            yield Span(line, left, right, "text", _path_of(text[:left], count), "", _TEXT)


def _uncovered(text: str, start: int, end: int, found: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """What of a stretch no span takes, up to the signs that end a thought."""
    inside = sorted((s for s in found if s.start < end and start < s.end), key=lambda s: s.start)
    if not inside:
        yield from [(start, end)] if text[start:end].strip() else []
        return
    at = start
    for left, right in [*((s.start, s.end) for s in inside), (end, end)]:
        for piece in re.finditer(r"[^,;:()«»\t]+", text[at : max(at, left)]):
            begin, stop = _trimmed(text, at + piece.start(), at + piece.end())
            if len(text[begin:stop]) > _SHORT:
                yield begin, stop
        at = max(at, right)


def _path_of(before: str, count: int) -> str:
    """Named by the label it stands after: `напрям – …` → direction."""
    label = _LABEL.search(before)
    name = english("_".join(label[1].lower().replace("’", "").split())) if label else ""
    return name if re.fullmatch(r"[a-z][a-z0-9_]{2,39}", name) else f"text_{count}"


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """All of a quoted name when part of it differs."""
    for match in re.finditer(r"«([^«»]*)»", text):
        if match.start(1) <= start and end <= match.end(1):
            return match.start(1), match.end(1)
    return start, end


def _differing(one: str, other: str) -> list[tuple[int, int]]:
    """Stretches of differing words, with what stands between two that are close."""
    mine, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    starts = [0]
    for token in mine:
        starts.append(starts[-1] + len(token))
    found: list[list[int]] = []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for kind, first, last, _, _ in matcher.get_opcodes():
        if kind == "equal" or first == last:
            continue
        start, end = starts[first], starts[last]
        between = one[found[-1][1] : start] if found else ""
        if found and (not re.search(r"[^\s-]", between) or between == ". "):
            found[-1][1] = end
        else:
            found.append([start, end])
    return [_trimmed(one, start, end) for start, end in found]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0 if one.strip() else 0.2
    if not one.strip() or not other.strip():
        return 0.0
    ratio = SequenceMatcher(
        None, _TOKEN.findall(one), _TOKEN.findall(other), autojunk=False
    ).ratio()
    short = len(one) < 60 and len(other) < 60
    return max(ratio, 0.15) if short else (ratio if ratio >= _LIKE else 0.1)


def _path(
    likeness: Sequence[Sequence[float]], best: Sequence[Sequence[float]]
) -> Iterator[tuple[int, int]]:
    row = column = 0
    while row < len(likeness) and column < len(likeness[0]):
        together = likeness[row][column] + best[row + 1][column + 1]
        if likeness[row][column] > 0 and best[row][column] <= together:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
