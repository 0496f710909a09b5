"""Family names that families themselves decline in different ways.

Spelling rules leave a choice, so the person is asked; the answer is kept as an override.
"""

import re

from portal.grammar.doubts import HARD, NOUN, POSSESSIVE, SOFT, VOWEL_DROPS, VOWEL_STAYS
from portal.grammar.endings import Pattern, row
from portal.grammar.values import Alternative, Case, Name

Ways = tuple[tuple[str, Pattern], ...]

# The case in which two ways differ, where it is not the genitive.
_TELLING = {NOUN: Case.INSTRUMENTAL, POSSESSIVE: Case.INSTRUMENTAL}

# Per language: which names, and the ways in which they are declined, each with its reason.
_CUSTOMS: dict[str, tuple[tuple[re.Pattern[str], Ways], ...]] = {
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
            re.compile(r"^(?!макар|захар).*[аеиіоуюяєї].*[бдкстхчш]ар$"),
            (
                (SOFT, row("m", r"ар", "ар", "я ю я ем еві ю")),
                (HARD, row("m", r"ар", "ар", "а у а ом ові е")),
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


def has_custom(family: str, gender: str, language: str) -> bool:
    return any(_ways(word, gender, language) for word in family.split("-"))


def alternatives(name: Name) -> tuple[Alternative, ...]:
    """The accepted ways to decline a family name, the one in use first; empty when it is plain."""
    now: dict[str, str] = {case: name.forms[case][0] for case in Case}
    in_use, others = [], []
    for position, word in enumerate(name.family.split("-")):
        for reason, way in _ways(word, name.gender, name.language):
            forms = _put_in(name, position, way.forms(word, is_animate=True))
            telling = _TELLING.get(reason, Case.GENITIVE)
            if forms[telling] == now[telling]:
                in_use.append(Alternative("family", reason, now))
            else:
                others.append(Alternative("family", reason, forms))
    return (*in_use, *others)


def _ways(word: str, gender: str, language: str) -> Ways:
    if gender != "m":
        return ()
    lowered = word.lower()
    return next((ways for names, ways in _CUSTOMS.get(language, ()) if names.search(lowered)), ())


def _put_in(name: Name, position: int, forms: dict[str, str]) -> dict[str, str]:
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
