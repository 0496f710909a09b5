"""The people a filled document names: who they are to the paper, and in which case each stands.

A name is found by its shape (family name, given name, patronymic; initials; a signature) and, of
people whose cards are given, in any of its forms. Its case is told by the patronymic, by the
declined name where the nominative is known, and by the words before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal import grammar
from portal.grammar.values import Case, Name
from portal.studio.examples.spans import Example, Span
from portal.studio.examples.words import (
    AFTER_WORD,
    FAMILIES,
    GOVERNING,
    INFINITIVE,
    NOT_NAMES,
    PATRONYMICS,
)

_U, _L = "А-ЯІЇЄҐЁ", "а-яіїєґё’'ʼ"
_WORD = rf"[{_U}][{_L}]+(?:-[{_U}][{_L}]+)*"
_CAPITALS = rf"[{_U}][{_U}’'ʼ]{{2,}}(?:-[{_U}]{{2,}})*"
_PATRONYMIC = rf"[{_U}][{_L}]*(?:вич|ьич|мич|кич|лліч|ївн|вн|чн)[{_L}]{{0,4}}"
_INITIALS = rf"[{_U}]\.[ ]?[{_U}]\."
_SHAPES = {
    "full": re.compile(rf"\b({_WORD}|{_CAPITALS}) ({_WORD}) ({_PATRONYMIC})(?![{_L}])"),
    "given-first": re.compile(rf"\b({_WORD}) ({_PATRONYMIC}) ({_WORD}|{_CAPITALS})(?![{_L}])"),
    "initials": re.compile(rf"\b({_WORD})[ ]?({_INITIALS})"),
    "initials-first": re.compile(rf"(?<![{_U}{_L}])({_INITIALS})[ ]?({_WORD})(?![{_L}])"),
    "signature": re.compile(rf"(?:^|(?<=[\t_])\s*)({_WORD}) ({_CAPITALS})(?=\s*$)"),
    "given": re.compile(rf"\b({_WORD}) ({_PATRONYMIC})(?![{_L}])"),
}
_SURENESS = {"full": 0.9, "given-first": 0.7, "initials": 0.8, "given": 0.6}
_POST_LINE = 60


@dataclass(slots=True)
class Mention:
    """A name as it stands in the text; parts that are not there are ""."""

    line: int
    start: int
    end: int
    shape: str
    family: str
    given: str
    patronymic: str
    cases: tuple[str, ...] = ()
    gender: str = ""
    narrowed: tuple[str, ...] = ()  # what the same place of another document leaves possible

    @property
    def initial(self) -> str:
        return self.given[:1]


@dataclass(slots=True)
class Person:
    """Everybody who may be one and the same, by the stem of the family name and the initial."""

    mentions: list[Mention] = field(default_factory=list)
    path: str = ""
    name: Name | None = None  # where the nominative is known

    @property
    def gender(self) -> str:
        return next((m.gender for m in self.mentions if m.gender), "")


def people(example: Example, cards: Sequence[Name] = ()) -> list[Person]:
    """The people of the document: the one it is about first, then its head, then others."""
    found: list[Person] = []
    for mention in _mentions(example):
        person = next((p for p in found if _is_same(p.mentions[0], mention)), None)
        if person is None:
            person = Person()
            found.append(person)
        person.mentions.append(mention)
    for person in found:
        person.name = _nominative(person, cards, example.language)
    _give_roles(found, example)
    return found


def spans(found: Sequence[Person], example: Example) -> Iterator[Span]:
    for person in found:
        for mention in person.mentions:
            case = case_of(mention, person, example)
            yield Span(
                mention.line,
                mention.start,
                mention.end,
                "name",
                f"{person.path}.name",
                _filter(mention, case, example.language),
                _SURENESS.get(mention.shape, 0.85),
            )


def case_of(mention: Mention, person: Person, example: Example) -> str:
    """What the words before allow, of what the endings allow."""
    possible = possible_cases(mention, person, example.language)
    possible = tuple(case for case in possible if case in mention.narrowed) or possible
    wanted = _wanted(mention, example)
    for case in wanted:
        if case in possible:
            return case
    return possible[0] if possible else (wanted[0] if wanted else "nominative")


def _mentions(example: Example) -> Iterator[Mention]:
    for number, text in enumerate(example.texts):
        taken: list[tuple[int, int]] = []
        for shape, pattern in _SHAPES.items():
            for match in pattern.finditer(text):
                start, end = match.start(1), match.end()
                if any(start < stop and begin < end for begin, stop in taken):
                    continue
                mention = _mention(number, start, end, shape, match.groups(), example.language)
                if mention is not None:
                    taken.append((start, end))
                    yield mention


def _mention(
    line: int, start: int, end: int, shape: str, parts: Sequence[str], language: str
) -> Mention | None:
    match shape:
        case "full":
            family, given, patronymic = parts
        case "given-first":
            given, patronymic, family = parts
        case "given":
            (given, patronymic), family = parts, ""
        case "initials":
            (family, given), patronymic = parts, ""
        case "initials-first":
            (given, family), patronymic = parts, ""
        case _:
            (given, family), patronymic = parts, ""
    if family in NOT_NAMES or (shape == "signature" and not _is_given(given, language)):
        return None
    mention = Mention(line, start, end, shape, family, given, patronymic)
    _read_patronymic(mention, language)
    return mention if not patronymic or mention.cases else None


def _is_given(word: str, language: str) -> bool:
    return bool(grammar.guess_gender("", word, "", language)[0])


def _read_patronymic(mention: Mention, language: str) -> None:
    for ending, gender, cases in PATRONYMICS.get(language, ()):
        if mention.patronymic and re.search(f"{ending}$", mention.patronymic):
            mention.gender, mention.cases = gender, tuple(cases.split())


def _is_same(one: Mention, other: Mention) -> bool:
    if one.initial != other.initial:
        return False
    if not one.family or not other.family:
        return bool(one.patronymic and other.patronymic) and (
            one.patronymic[:5] == other.patronymic[:5]
        )
    a, b = one.family.lower(), other.family.lower()
    least = max(3, min(len(a), len(b)) - 3)
    return a[:least] == b[:least] and abs(len(a) - len(b)) <= 4


def _nominative(person: Person, cards: Sequence[Name], language: str) -> Name | None:
    """From a card, from a full name in the nominative, or from the signature."""
    for card in cards:
        known = Mention(0, 0, 0, "full", card.family, card.given, card.patronymic)
        if any(_is_same(known, mention) for mention in person.mentions):
            return card
    for mention in person.mentions:
        is_first = "nominative" in mention.cases or mention.shape in ("signature", "initials-first")
        if mention.family and is_first:
            family = "-".join(part.capitalize() for part in mention.family.split("-"))
            return grammar.decline_name(
                family, mention.given, mention.patronymic, person.gender, language
            )
    return None


def possible_cases(mention: Mention, person: Person, language: str) -> tuple[str, ...]:
    if mention.shape in ("signature", "initials-first"):
        return ("nominative",)
    if mention.cases:
        return mention.cases
    if person.name is not None and person.name.gender:
        declined = tuple(
            str(case)
            for case in Case
            if person.name.forms[case][0].casefold() == mention.family.casefold()
        )
        if declined:
            return declined
    for ending, gender, cases in FAMILIES.get(language, ()):
        is_of_gender = not gender or person.gender in ("", gender)
        if is_of_gender and re.search(f"{ending}$", mention.family.lower()):
            return tuple(cases.split())
    is_plain = person.gender == "m" and re.search(r"[бвгґджзклмнпрстфцчшщйь]$", mention.family)
    return ("nominative",) if is_plain else tuple(map(str, Case))


def _wanted(mention: Mention, example: Example) -> list[str]:
    """The cases that the words before the name ask for, the likeliest first."""
    text = example.texts[mention.line]
    before = text[: mention.start]
    words = re.findall(r"[\w’']+", before.lower())
    if words and words[-1] in AFTER_WORD:
        return [AFTER_WORD[words[-1]], "genitive"]
    if len(words) in (1, 2) and INFINITIVE.fullmatch(words[-1]):
        return ["accusative", "dative"]
    if not words or (before.strip() and before.rstrip()[-1] in ".:"):
        has_task = INFINITIVE.search(text[mention.end :].lower())
        return (
            ["dative", "nominative"] if has_task else ["nominative", *_of_heading(mention, example)]
        )
    if len(words) < 9 and INFINITIVE.search(text[mention.end :].lower()):
        return ["dative", "genitive", "nominative"]
    is_object = GOVERNING.search(re.split(r"[.;:]", before)[-1].lower())
    return ["accusative", "genitive"] if is_object else ["genitive", "dative", "nominative"]


def _of_heading(mention: Mention, example: Example) -> list[str]:
    """«НАПРАВИТИ:» in the paragraph above rules what its list says."""
    above = example.texts[mention.line - 1].lower() if mention.line else ""
    words = re.findall(r"[\w’']+", above)
    return [AFTER_WORD[words[-1]]] if words and words[-1] in AFTER_WORD else ["accusative"]


def _filter(mention: Mention, case: str, language: str) -> str:
    argument = "" if case == "nominative" else f'("{case}")'
    match mention.shape:
        case "full":
            is_upper = mention.family.isupper() and len(mention.family) > 1
            if is_upper and language == "uk":
                return f"family_upper{argument}"
            return "" if case == "nominative" else case
        case "given-first":
            return "" if case == "nominative" else case
        case "given":
            return "given_and_patronymic" + ("" if case == "vocative" else f'("{case}")')
        case "initials":
            return f"initials{argument}"
        case "initials-first":
            return f"initials_first{argument}"
        case _:
            return f"signature{argument}"


def _give_roles(found: list[Person], example: Example) -> None:
    """Who signs, whom the paper is about, and the rest by number."""
    head = next((p for p in found if _signs_for_all(p, example)), None)
    if head is not None:
        head.path = "head"
    others = [person for person in found if person is not head]
    others.sort(key=lambda person: -_weight(person))
    for number, person in enumerate(others, start=1):
        person.path = "employee" if number == 1 else f"person_{number}"


def _weight(person: Person) -> int:
    """How much the paper is about the person: full names and signatures weigh more."""
    return sum(3 if mention.shape in ("full", "given-first") else 1 for mention in person.mentions)


def _signs_for_all(person: Person, example: Example) -> bool:
    """A signature beside or below a line that is a post and nothing else."""
    for mention in person.mentions:
        if mention.shape not in ("signature", "initials-first"):
            continue
        own = example.texts[mention.line][: mention.start].strip(" _\t")
        above = [text.strip() for text in example.texts[max(0, mention.line - 3) : mention.line]]
        told = [text for text in (own, *reversed(above)) if text.strip("_ «»")]
        if told and is_post(told[0], example.language):
            return True
    return False


def is_post(text: str, language: str) -> bool:
    """The whole text is a usual post: «Директор», «В. о. директора ліцею»."""
    words = text.casefold().split()
    if not words or len(text) > _POST_LINE:
        return False
    heads = {post.casefold().split()[0] for post in grammar.shipped_posts(language)}
    if words[0].rstrip(".") in ("в", "и", "т"):
        return True
    return words[0] in heads and not text.endswith(":")
