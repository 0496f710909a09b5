"""Family names that families themselves decline in different ways.

Spelling rules leave a choice, so the person is asked; the answer is kept as an override.
"""

import re
from collections.abc import Mapping, Sequence

from portal.grammar.doubts import (
    FIRST_HALF_CHANGES,
    FIRST_HALF_STAYS,
    HARD,
    NOUN,
    POSSESSIVE,
    SOFT,
    VOWEL_DROPS,
    VOWEL_STAYS,
)
from portal.grammar.endings import Pattern, row, unchanged
from portal.grammar.letters import syllables
from portal.grammar.ukrainian_names import decline_part
from portal.grammar.ukrainian_nouns import surname_noun
from portal.grammar.values import Alternative, Case, Name

Ways = Sequence[tuple[str, Mapping[str, str]]]

# The case in which two ways differ, where it is not the genitive.
_TELLING = {NOUN: Case.INSTRUMENTAL, POSSESSIVE: Case.INSTRUMENTAL}

# Per language: which names, and the ways in which they are declined, each with its reason.
_CUSTOMS: dict[str, tuple[tuple[re.Pattern[str], tuple[tuple[str, Pattern], ...]], ...]] = {
    "uk": (
        (
            re.compile(r"^[шж][вн]ець$"),
            (
                (VOWEL_DROPS, row("m", r"([шж])([вн])ець", r"\1е\2ц", "я ю я ем еві ю")),
                (VOWEL_STAYS, row("m", r"ець", "ец", "я ю я ем еві ю")),
            ),
        ),
        (
            re.compile(r"[аеиіоуюяєї].*[бвгдзклмнпрт]ок$"),
            (
                (VOWEL_DROPS, row("m", r"ок", "к", "а у а ом ові у")),
                (VOWEL_STAYS, row("m", r"ок", "ок", "а у а ом ові у")),
            ),
        ),
        (
            re.compile(r"^(?!акбар|захар|макар|назар|омар|оскар).*[аеиіоуюяєї].*ар$"),
            (
                (SOFT, row("m", r"ар", "ар", "я ю я ем еві ю")),
                (HARD, row("m", r"ар", "ар", "а у а ом ові е")),
            ),
        ),
        (
            re.compile(r"^(?:солов|вороб)[еі]й$"),
            (
                (VOWEL_DROPS, row("m", r"[еі]й", "’", "я ю я єм єві ю")),
                (VOWEL_STAYS, row("m", r"й", "", "я ю я єм єві ю")),
            ),
        ),
        (
            re.compile(r"[аеиіоуюяєї].*ин$"),
            (
                (NOUN, row("m", r"ин", "ин", "а у а ом ові е")),
                (POSSESSIVE, row("m", r"ин", "ин", "а у а им і е")),
            ),
        ),
    ),
    "ru": (
        (
            re.compile(r"[аеиоуюяыэё].*лец$"),
            (
                (VOWEL_DROPS, row("m", r"лец", "льц", "а у а ом е =")),
                (VOWEL_STAYS, row("m", r"ец", "ец", "а у а ем е =")),
            ),
        ),
        (
            re.compile(r"[аеиоуюяыэё].*[бвгджзкмнпрстхчш]ец$"),
            (
                (VOWEL_DROPS, row("m", r"ец", "ц", "а у а ем е =")),
                (VOWEL_STAYS, row("m", r"ец", "ец", "а у а ем е =")),
            ),
        ),
        (
            re.compile(r"[аеиоуюяыэё].*[бвгдзклмнпрст]ок$"),
            (
                (VOWEL_DROPS, row("m", r"ок", "к", "а у а ом е =")),
                (VOWEL_STAYS, row("m", r"ок", "ок", "а у а ом е =")),
            ),
        ),
    ),
}

# Endings of men's names whose declension the letters do not settle, and no two ways are known:
# vowels that may change, nouns that look like adjectives, foreign names that may stay.
_UNSETTLED = {
    "uk": re.compile(
        r"(?:[аеиіоуюяєї].*(?:іль|інь|іш|ень|оть|(?<!м)ир)|[бвгджзпрсфхцчшщ]о"
        r"|^[бвгґджзклмнпрстфхцчшщ]+(?:ень|і[бвгґджзклмнпрстфхцчшщ]ь?))$"
    ),
    "ru": re.compile(r"(?:[её]л|[её]нь|оть|[бвдзмпрст]ий|[аеёиоуыэюя].*[жчшщ]ой|^лев)$"),
}


def has_custom(family: str, gender: str, language: str) -> bool:
    """Whether families of this name decline it in different ways, or the rules may be wrong."""
    halves = family.split("-")
    if any(_ways(halves, position, gender, language) for position in range(len(halves))):
        return True
    unsettled = _UNSETTLED.get(language)
    if gender != "m" or unsettled is None or (language == "uk" and surname_noun(halves[-1])):
        return False
    return bool(unsettled.search(halves[-1].lower()))


def alternatives(name: Name) -> tuple[Alternative, ...]:
    """The accepted ways to decline a family name, the one in use first; empty when it is plain."""
    now: dict[str, str] = {case: name.forms[case][0] for case in Case}
    halves = name.family.split("-")
    in_use, others = [], []
    for position in range(len(halves)):
        for reason, forms in _ways(halves, position, name.gender, name.language):
            whole = _put_in(name, position, forms)
            telling = _TELLING.get(reason, Case.GENITIVE)
            if whole[telling] == now[telling]:
                in_use.append(Alternative("family", reason, now))
            else:
                others.append(Alternative("family", reason, whole))
    return (*in_use, *others)


def _ways(halves: Sequence[str], position: int, gender: str, language: str) -> Ways:
    """The ways to decline one half of a family name; women's names leave no choice."""
    if gender != "m":
        return ()
    half = halves[position]
    lowered = half.lower()
    customs = (rows for names, rows in _CUSTOMS.get(language, ()) if names.search(lowered))
    ways = [(reason, way.forms(half, is_animate=True)) for reason, way in next(customs, ())]
    if language == "uk" and position + 1 < len(halves) and syllables(half) == 1:
        ways.append((FIRST_HALF_STAYS, unchanged(half)))
        ways.append((FIRST_HALF_CHANGES, decline_part(half, "family", gender, is_last=True)))
    return ways


def _put_in(name: Name, position: int, forms: Mapping[str, str]) -> dict[str, str]:
    """The forms of one half of a double name, between the other halves as they are."""
    words = name.family.split("-")
    whole: dict[str, str] = {}
    for case in Case:
        halves = name.forms[case][0].split("-")
        if len(halves) != len(words):  # an override may have any shape
            halves = list(words)
        halves[position] = forms[case]
        whole[case] = "-".join(halves)
    return whole
