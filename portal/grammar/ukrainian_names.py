"""Parts of Ukrainian names in cases: own rules first, then the shevchenko rules.

Rules: Український правопис 2019, declension of family names, given names and patronymics. The
own rules mend what the engine gets wrong: foreign names that stay, -ар, -ин, a vowel that drops.
"""

import re

import shevchenko

from portal.grammar.endings import find_row, row, unchanged
from portal.grammar.letters import APOSTROPHE, like, syllables, tidy
from portal.grammar.values import Case

_ENGINE_CASES = {
    Case.GENITIVE: "genitive",
    Case.DATIVE: "dative",
    Case.ACCUSATIVE: "accusative",
    Case.INSTRUMENTAL: "ablative",
    Case.LOCATIVE: "locative",
    Case.VOCATIVE: "vocative",
}
_ENGINE_PARTS = {"family": "family_name", "given": "given_name", "patronymic": "patronymic_name"}
_ENGINE_GENDERS = {"m": "masculine", "f": "feminine"}

# French names on a stressed vowel and the like never change.
_INDECLINABLE = re.compile(r"(?:[уоею]а|^(?:гюго|дега|дюма|золя|петіпа))$")
_FAMILIES = (
    row("m", r"^швець", "шевц", "я ю я ем еві ю"),
    row("m", r"^жнець", "женц", "я ю я ем еві ю"),
    row("m", r"^(бонд|губ|лік|пис|пушк|слюс|тит|чебот)ар", r"\1ар", "я ю я ем еві ю"),
    row("m", r"^(литв|март|рус|серб)ин", r"\1ин", "а у а ом ові е"),
    row("m", r"^лев", "лев", "а у а ом ові е"),
)


def decline_part(word: str, part: str, gender: str, *, is_last: bool) -> dict[str, str]:
    """One hyphen-free word of a name; `is_last` is false for the first half of a double name."""
    if part == "family":
        if _INDECLINABLE.search(word.lower()):
            return unchanged(word)
        if not is_last and syllables(word) == 1:
            return unchanged(word)  # «Драй-Хмара»: a first half of one syllable stays
        own = find_row(_FAMILIES, word) if gender == "m" else None
        if own is not None:
            return own.forms(word, is_animate=True)
    return {Case.NOMINATIVE: word, **_by_engine(word, part, gender)}


def _by_engine(word: str, part: str, gender: str) -> dict[str, str]:
    key, sex = _ENGINE_PARTS[part], _ENGINE_GENDERS[gender]
    spelt = word.lower().replace(APOSTROPHE, "'")
    return {
        case: like(word, tidy(shevchenko.in_case(name, gender=sex, **{key: spelt})[key]))
        for case, name in _ENGINE_CASES.items()
    }
