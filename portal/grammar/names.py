"""A person's name in all cases, with doubts for the person at the check page.

Engines and rules of a language stand in `ukrainian_names` and `russian_names`; this module puts
the parts together, settles the gender and applies the overrides of the person's card.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from portal.grammar import russian_names, ukrainian_names
from portal.grammar.customs import has_custom
from portal.grammar.doubts import (
    FOREIGN_NAME,
    GENDER_CONTRADICTS,
    GENDER_GUESSED,
    GENDER_UNKNOWN,
    UNUSUAL_SURNAME,
)
from portal.grammar.endings import joined, unchanged
from portal.grammar.full_names import ORIENTAL_TAILS
from portal.grammar.genders import gender_of_patronymic, guess_gender
from portal.grammar.letters import in_cyrillic, tidy
from portal.grammar.values import PARTS, Case, Name

Overrides = Mapping[str, Mapping[str, str]]

# «Гасан-заде», «Ариф-оглы»: nothing of such a word changes.
_LAST_HALVES = ORIENTAL_TAILS | {"заде"}
_DECLINERS = {"uk": ukrainian_names.decline_part, "ru": russian_names.decline_part}


def decline_name(
    family: str,
    given: str,
    patronymic: str,
    gender: str,
    language: str,
    overrides: Overrides | None = None,
) -> Name:
    """The name in every case; `overrides` maps case → part → form and has the last word.

    Without a gender the patronymic decides; without that too, a guess is made and marked, or
    the name stays in the nominative and is marked.
    """
    parts = (tidy(family), tidy(given), tidy(patronymic))
    overrides = overrides or {}
    gender, doubts = _settle_gender(parts, gender, language)
    columns = [
        _declined(text, part, gender, language) for part, text in zip(PARTS, parts, strict=True)
    ]
    if not any(forms.get("family") for forms in overrides.values()):
        doubts += _doubts_of_family(parts, columns, gender, language)
    forms: dict[str, tuple[str, str, str]] = {}
    for case in Case:
        own = overrides.get(case, {})
        family_form, given_form, patronymic_form = (
            tidy(own.get(part, "")) or column[case]
            for part, column in zip(PARTS, columns, strict=True)
        )
        forms[case] = (family_form, given_form, patronymic_form)
    return Name(*parts, gender, language, forms, doubts)


def _settle_gender(
    parts: tuple[str, str, str], gender: str, language: str
) -> tuple[str, tuple[str, ...]]:
    if gender:
        by_patronymic = gender_of_patronymic(parts[2])
        is_contradicted = by_patronymic not in ("", gender)
        return gender, (GENDER_CONTRADICTS,) if is_contradicted else ()
    guess, is_certain = guess_gender(*parts, language)
    if not guess:
        return "", (GENDER_UNKNOWN,)
    return guess, () if is_certain else (GENDER_GUESSED,)


def _doubts_of_family(
    parts: tuple[str, str, str], columns: Sequence[Mapping[str, str]], gender: str, language: str
) -> tuple[str, ...]:
    if has_custom(parts[0], gender, language):
        return (UNUSUAL_SURNAME,)
    if parts[2] or not gender:
        return ()
    is_fixed = all(column[Case.GENITIVE] == column[Case.NOMINATIVE] for column in columns)
    return (FOREIGN_NAME,) if is_fixed else ()


@lru_cache(maxsize=16384)
def _declined(text: str, part: str, gender: str, language: str) -> Mapping[str, str]:
    """One part of the name, word by word; "оглы" stays together with the word before it."""
    words = in_cyrillic(text).split()
    if not gender or language not in _DECLINERS or not words or words[-1].lower() in ORIENTAL_TAILS:
        return unchanged(text)
    forms = joined(
        [
            # A particle stays: «фон Бюлов».
            unchanged(word)
            if word.islower() and len(words) > 1
            else _declined_word(word, part, gender, language)
            for word in words
        ],
        " ",
    )
    return {**forms, Case.NOMINATIVE: text}


def _declined_word(word: str, part: str, gender: str, language: str) -> Mapping[str, str]:
    halves = word.split("-")
    if "." in word or halves[-1].lower() in _LAST_HALVES:  # an initial, or «Ариф-оглы»
        return unchanged(word)
    return joined(
        [
            _DECLINERS[language](half, part, gender, is_last=position == len(halves))
            for position, half in enumerate(halves, start=1)
        ],
        "-",
    )
