"""Organisations and posts in a filled document: the words, their case and whose they are."""

import re
from collections.abc import Iterator, Sequence

from portal import grammar
from portal.grammar.titles import houses
from portal.grammar.values import Case
from portal.studio.examples.people import Mention, Person, case_of, is_post
from portal.studio.examples.spans import Example, Span
from portal.studio.examples.words import INFINITIVE, OF_LAWS

_QUOTED = re.compile(r"«[^«»]*(?:«[^»]*»)?[^«»]*»")
_STOP = re.compile(r"[,;:()\t–—]|\.\s")
_WORD = re.compile(r"[\w’'ʼ-]+")
_TOP = 8  # lines of the head of a letter
# First words of an organisation's name: endings and cases.
_ENDINGS = (
    (r"(?:ого|его|ього)", "genitive"),
    (r"(?:ому|ему)", "dative locative"),
    (r"(?:ими|им|ым)", "instrumental"),
    (r"ом", "locative instrumental"),
    (r"(?:ої|ої)", "genitive"),
    (r"(?:ій|ой)", "dative locative genitive"),
    (r"(?:ий|ое|ее|ый|ая|о|ія|ия|не|ве|ка|ь)", "nominative accusative"),
    (r"ую", "accusative"),
    (r"(?:а|ії|ии|я)", "genitive"),
    (r"(?:у|ю)", "dative accusative"),
    (r"(?:і|е)", "locative"),
)
_PREPOSITIONS = {
    **dict.fromkeys(("до", "від", "для", "от", "из", "із"), ("genitive",)),
    **dict.fromkeys(("в", "у", "на"), ("locative", "accusative")),
    **dict.fromkeys(("з", "с", "між"), ("instrumental", "genitive")),
    **dict.fromkeys(("повернути", "вернуть", "видано", "выдано", "к"), ("dative",)),
}
_POST_AFTER = re.compile(r",\s+([а-яіїєґё][^,;.()\t:]*?)(?=[,;.(]|\s[А-ЯІЇЄҐЁ]|\s*$)")
_POST_BEFORE = re.compile(r"(?:^|[.;,]\s+)([^,;.()\t:]{4,90}?)\s+$")


def organisations(example: Example) -> Iterator[Span]:
    """Type words with a quoted name; the one at the head of the paper is its own."""
    groups: dict[str, list[tuple[int, int, int, str]]] = {}
    for number, text in enumerate(example.texts):
        for match in _QUOTED.finditer(text):
            start = _beginning(text, match.start(), example.language)
            if start is not None and not OF_LAWS.search(text[start : match.start()]):
                whole = text[start : match.end()]
                groups.setdefault(match[0], []).append((number, start, match.end(), whole))
    others = 0
    for surfaces in groups.values():
        is_own = any(
            line < _TOP and _is_alone(example, line, whole) for line, *_, whole in surfaces
        )
        others += not is_own
        root = "organisation" if is_own else ("provider", f"organisation_{others}")[others > 1]
        for line, start, end, whole in surfaces:
            path, case = f"{root}.name", _case(whole, surfaces, example, line, start)
            if is_own and example.texts[line].strip().startswith("(") and line < _TOP:
                path, case = f"{root}.short", "nominative"
            filter_ = "" if case == "nominative" else case
            yield Span(line, start, end, "organisation", path, filter_, 0.7)


def posts(found: Sequence[Person], example: Example) -> Iterator[Span]:
    for person in found:
        for mention in person.mentions:
            yield from _beside(mention, person, example)
    yield from _of_signatures(found, example)


def _beginning(text: str, quote: int, language: str) -> int | None:
    """Where the type words before a quoted name begin; None when there are none."""
    stops = [match.end() for match in _STOP.finditer(text[:quote])]
    least = stops[-1] if stops else 0
    words = list(_WORD.finditer(text, least, quote))
    capital = next((word for word in words[-10:] if word[0][0].isupper()), None)
    if capital is None:
        return None
    told = [word[0] for word in words if word.start() >= capital.start()]
    stems = {noun.casefold()[: max(4, len(noun) - 2)] for noun in houses(language)}
    is_house = any(word.casefold().startswith(tuple(stems)) for word in told)
    is_short = told[-1].isupper() and len(told[-1]) > 1
    return capital.start() if is_house or is_short else None


def _is_alone(example: Example, line: int, whole: str) -> bool:
    return example.texts[line].strip(" ()") == whole


def _case(
    whole: str,
    surfaces: Sequence[tuple[int, int, int, str]],
    example: Example,
    line: int,
    start: int,
) -> str:
    """By the declined nominative where one stands in the paper, else by the first word's end."""
    first = whole.split()[0]
    endings = next(
        (cases.split() for end, cases in _ENDINGS if re.search(f"{end}$", first.casefold())), []
    )
    for *_, candidate in surfaces:
        forms = grammar.decline_organisation(candidate, example.language).forms
        if any(_is_alone(example, number, candidate) for number, *_ in surfaces):
            endings = [str(case) for case in Case if forms[case] == whole] or endings
    before = _WORD.findall(example.texts[line][:start].casefold())
    wanted = _PREPOSITIONS.get(before[-1], ()) if before else ("nominative",)
    if first.isupper():  # «МБДОУ» shows no case, another name in its place would
        return wanted[0] if wanted else "genitive"
    chosen = next((case for case in wanted if case in endings), None)
    if chosen:
        return chosen
    return endings[0] if endings else (wanted[0] if wanted else "nominative")


def _beside(mention: Mention, person: Person, example: Example) -> Iterator[Span]:
    text = example.texts[mention.line]
    path, case = f"{person.path}.post", case_of(mention, person, example)
    plain = "" if case == "nominative" else case
    after = _POST_AFTER.match(text, mention.end)
    if after and _is_post_form(after[1], example.language):
        yield Span(mention.line, after.start(1), after.end(1), "post", path, plain, 0.85)
        return
    before = _POST_BEFORE.search(text[: mention.start])
    if before and _is_post_form(before[1], example.language):
        filters = [plain, "capitalised" if before[1][0].isupper() else ""]
        filter_ = "|".join(name for name in filters if name)
        yield Span(mention.line, before.start(1), before.end(1), "post", path, filter_, 0.75)
    if text.strip() == text[mention.start : mention.end] and mention.line + 1 < len(example.texts):
        below = re.match(r"[^,;.()]+", example.texts[mention.line + 1])
        if below and below[0][:1].islower() and _is_post_form(below[0], example.language):
            yield Span(mention.line + 1, 0, below.end(), "post", path, plain, 0.8)


def _of_signatures(found: Sequence[Person], example: Example) -> Iterator[Span]:
    """«Директор» over or beside the signature of the head."""
    head = next((person for person in found if person.path == "head"), None)
    for mention in head.mentions if head else ():
        if mention.shape not in ("signature", "initials-first"):
            continue
        for line in range(max(0, mention.line - 3), mention.line + 1):
            text = example.texts[line]
            told = text[: mention.start] if line == mention.line else text
            words = told.strip(" _\t")
            if words and is_post(words, example.language):
                start = told.index(words)
                end = start + len(words)
                yield Span(line, start, end, "post", "head.post", "capitalised", 0.7)


def _is_post_form(text: str, language: str) -> bool:
    """A usual post in any case, by the stem of its first word."""
    words = text.casefold().split()
    if not words or INFINITIVE.search(text.casefold()):  # «Бухгалтерії виплатити …»
        return False
    first = words[0].split("-")[0]
    heads = {post.casefold().split()[0].split("-")[0] for post in grammar.shipped_posts(language)}
    return any(
        first.startswith(head[: max(4, len(head) - 3)]) and abs(len(first) - len(head)) < 4
        for head in heads
    )
