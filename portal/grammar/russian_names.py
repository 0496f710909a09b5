"""Parts of Russian names in cases: the petrovich rules, and own rules where they are wrong.

After ж, ч, ш, щ, ц the instrumental is -ом under stress and -ем without it; stress cannot be
seen, so the words known to have it are listed.
"""

import re
from functools import lru_cache

from pytrovich import enums
from pytrovich.maker import PetrovichDeclinationMaker

from portal.grammar.endings import unchanged
from portal.grammar.letters import like
from portal.grammar.values import Case

_ENGINE_CASES = {
    Case.NOMINATIVE: enums.Case.NOMINATIVE,
    Case.GENITIVE: enums.Case.GENITIVE,
    Case.DATIVE: enums.Case.DATIVE,
    Case.ACCUSATIVE: enums.Case.ACCUSATIVE,
    Case.INSTRUMENTAL: enums.Case.INSTRUMENTAL,
    Case.LOCATIVE: enums.Case.PREPOSITIONAL,
    Case.VOCATIVE: enums.Case.NOMINATIVE,
}
_ENGINE_PARTS = {
    "family": enums.NamePart.LASTNAME,
    "given": enums.NamePart.FIRSTNAME,
    "patronymic": enums.NamePart.MIDDLENAME,
}
_ENGINE_GENDERS = {"m": enums.Gender.MALE, "f": enums.Gender.FEMALE}

_INDECLINABLE = re.compile(r"(?:[уоею]а|[ыи]х|[ая]го|ово|^(?:гюго|дега|дюма|золя|петипа))$")
_STRESSED_ENDING = re.compile(
    r"(?:ач|яч|^(?:бич|клещ|кузнец|лещ|морж|сыч|хрущ|чиж|швец|[её]рш|[её]ж|кулиш|малыш))$"
)


def decline_part(word: str, part: str, gender: str, *, is_last: bool) -> dict[str, str]:
    """One hyphen-free word of a name; both halves of a double name follow the same rules."""
    lowered = word.lower()
    if part == "family" and _INDECLINABLE.search(lowered):
        return unchanged(word)
    forms: dict[str, str] = {
        case: _maker().make(_ENGINE_PARTS[part], _ENGINE_GENDERS[gender], engine_case, lowered)
        for case, engine_case in _ENGINE_CASES.items()
    }
    if part == "family" and gender == "m":
        forms[Case.INSTRUMENTAL] = _instrumental(lowered, forms[Case.INSTRUMENTAL])
    forms = {case: like(word, form) for case, form in forms.items()}
    return {**forms, Case.NOMINATIVE: word}


def _instrumental(family: str, form: str) -> str:
    if _STRESSED_ENDING.search(family):
        return re.sub(r"ем$", "ом", form)
    return re.sub(r"([гкхжчшщ])ым$", r"\1им", form)  # «Сухой»: «Сухим», not «Сухым»


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()
