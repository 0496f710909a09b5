"""Parts of Ukrainian names in cases: own rules first, then the shevchenko rules.

Rules: Український правопис 2019, declension of family names, given names and patronymics. The
own rules mend what the engine gets wrong: -ар, -ин, vowels that drop or change, adjectives taken
for nouns and the other way round, foreign names that stay.
Cases: genitive, dative, accusative, instrumental, locative, vocative.
"""

import re

import shevchenko

from portal.grammar.endings import Pattern, find_row, row, unchanged
from portal.grammar.letters import APOSTROPHE, like, syllables, tidy
from portal.grammar.ukrainian_nouns import surname_noun
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

_CONSONANT = "бвгґджзклмнпрстфхцчшщ"
_HARD = "а у а ом ові е"
_VELAR = "а у а ом ові у"
_SOFT = "я ю я ем еві ю"
_ADJECTIVE_F = "ої ій у ою ій а"
_SOFT_ADJECTIVE_F = "ьої ій ю ьою ій я"

# French names on a stressed vowel and the like never change.
_INDECLINABLE = re.compile(
    r"(?:[іуоею]а|^(?:гюго|дега|дефо|дюма|золя|петіпа|пікассо|рено|руссо|сабо))$"
)
# First halves that are no family names of their own, beside those of one syllable.
_FROZEN_FIRST = frozenset(["абдул", "кара", "сухово", "шолом"])

# Nouns on -ин; the rest of these names are possessive: «Пушкіним», but «Литвином».
_PEOPLES = (
    "болгар|волош|греч|груз|дворян|литв|март|міщан|мордв|осет|подолян|рус|селян|серб|татар|турч"
    "|угр|християн|штогр"
)
_SOFT_ADJECTIVES = (
    "верх|вечір|дав|далек|домаш|дорож|задорож|зад|зим|колиш|край|літ|ниж|осін|остан|перед|піз"
    "|порож|ран|серед|си|сусід|тутеш|хат"
)
_ROWS: dict[tuple[str, str], tuple[Pattern, ...]] = {
    ("family", "m"): (
        row("m", r"^швець", "шевц", _SOFT),
        row("m", r"^жнець", "женц", _SOFT),
        row("m", r"^кіш", "кіш", "а у а ем еві у"),  # Hungarian; the noun кіш – коша is no name
        row("m", r"хвіст", "хвост", _HARD),
        row("m", r"([бвлмнс][ое]бок|нибок|скок|щок)", r"\1", _VELAR),
        row("m", r"(.о)ніг", r"\1ног", _VELAR),
        row(
            "m",
            r"^(ав|акб|болг|гайд|гасп|гонч|гус|зах|касп|ком|коміс|мак|наз|ом|оск|саніт|тат|хаз)ар",
            r"\1ар",
            _HARD,
        ),
        row("m", r"([аеиіоуюяєї]\w*)ар", r"\1ар", _SOFT),
        row("m", rf"({_PEOPLES}|^[{_CONSONANT}]+)ин", r"\1ин", _HARD),
        row("m", rf"^([{_CONSONANT}]+|бенджам|болдв|дарв|франкл|чапл)ін", r"\1ін", _HARD),
        row("m", rf"^({_SOFT_ADJECTIVES})ній", r"\1н", "ього ьому ього ім ьому ій"),
        row("m", r"^(пітер|.*(?<!й)(?<!мі)стер)", r"\1", _HARD),
        row("m", r"^третій", "трет", "ього ьому ього ім ьому ій"),
        row("m", r"([аеоу]їн)", r"\1", _HARD),
        row("m", r"([чщ])", r"\1", "а у а ем еві у"),
        row("m", r"([жш])", r"\1", "а у а ем еві е"),
    ),
    ("family", "f"): (
        row("f", r"([сзц]ьк|^багат|^ведмеж|^вовч|^заяч|^прям|^рван|^хром)а", r"\1", _ADJECTIVE_F),
        row("f", rf"^({_SOFT_ADJECTIVES})ня", r"\1н", _SOFT_ADJECTIVE_F),
        row("f", r"^третя", "трет", _SOFT_ADJECTIVE_F),
        row("f", r"^(?!глу|ли|су|ти)(\w*[еєиоую])ха", r"\1", "хи сі ху хою сі хо"),
        row("f", r"^(вд|гол|пол)ова", r"\1ов", "и і у ою і о"),
        row("f", r"^мальва", "мальв", "и і у ою і о"),
        row("f", r"(е)", r"\1", "= = = = = ="),
    ),
    ("given", "m"): (
        row("m", r"^(лаз|кес)ар", r"\1ар", _SOFT),
        row("m", r"^(анто|анті)н", "антон", _HARD),
        row("m", r"^тихін", "тихон", _HARD),
        row("m", r"^тиміш", "тимош", "а у а ем еві е"),
        row("m", r"^(нест|ничип|никиф|прох|сид|фед|хвед)ір", r"\1ор", _HARD),
        row("m", r"^прокіп", "прокоп", _HARD),
        row("m", r"^яків", "яков", _HARD),
        row("m", r"([аеиіуюяє]р|[іи][бвдзлмнпст])", r"\1", _HARD),
        row("m", r"ня", "н", "і і ю ею і е"),
    ),
    ("patronymic", "m"): (row("m", r"ч", "ч", "а у а ем у у"),),
    ("given", "f"): (
        row("f", r"^(есфір|руф|юдиф)", r"\1", "і і = ’ю і е"),
        row("f", r"([еі])ль", r"\1л", "і і ь лю і е"),
    ),
}
# Foreign given names: men's on a vowel but -а, -я and the -о of «Павло», «Данило», «Левко»;
# women's on a hard consonant or on any vowel but -а and -я.
_FOREIGN_GIVEN = {
    "m": re.compile(
        r"(?:[еєіїуюи]|(?<!в)(?<!ил)(?<!йл)(?<!вл)(?<!рл)(?<![иеі]т)(?<!итр)(?<!етр)(?<!к)о)$"
    ),
    "f": re.compile(r"(?<!любо)[бвгґджзйклмнпрстфхцчшщеєиіоую]$"),
}


def decline_part(word: str, part: str, gender: str, *, is_last: bool) -> dict[str, str]:
    """One hyphen-free word of a name; `is_last` is false for the first half of a double name."""
    lowered = word.lower()
    own = find_row(_ROWS.get((part, gender), ()), word)
    if part == "family" and gender == "m":
        own = surname_noun(word) or own
    if part == "family":
        if _INDECLINABLE.search(lowered):
            return unchanged(word)
        if not is_last and (syllables(word) == 1 or lowered in _FROZEN_FIRST):
            return unchanged(word)  # «Драй-Хмара»: a first half of one syllable stays
    if own is not None:
        return own.forms(word, is_animate=True)
    if part == "given" and _FOREIGN_GIVEN[gender].search(lowered):
        return unchanged(word)
    return {Case.NOMINATIVE: word, **_by_engine(word, part, gender)}


def _by_engine(word: str, part: str, gender: str) -> dict[str, str]:
    key, sex = _ENGINE_PARTS[part], _ENGINE_GENDERS[gender]
    spelt = word.lower().replace(APOSTROPHE, "'")
    forms = {
        case: tidy(shevchenko.in_case(name, gender=sex, **{key: spelt})[key])
        for case, name in _ENGINE_CASES.items()
    }
    if not spelt.endswith("у") and re.search(
        r"[бвдзлмнпрст]у$", forms[Case.VOCATIVE]
    ):  # «Швед»: «Шведе», not «Шведу»
        forms[Case.VOCATIVE] = f"{forms[Case.VOCATIVE][:-1]}е"
    if forms[Case.VOCATIVE].endswith(("ге", "ке", "хе")):  # «Гольдбергу»
        forms[Case.VOCATIVE] = f"{forms[Case.VOCATIVE][:-1]}у"
    if forms[Case.VOCATIVE].endswith(("жо", "чо", "шо", "що")):  # «Груше», «Ганже»
        forms[Case.VOCATIVE] = f"{forms[Case.VOCATIVE][:-1]}е"
    if (part, gender) == ("family", "m"):  # «Гаврилину», «Солов’ю»: -у as in all other datives
        forms[Case.DATIVE] = re.sub("єві$", "ю", re.sub("ові$", "у", forms[Case.DATIVE]))
    if re.search(r"[гґкх]а$", forms[Case.GENITIVE]):  # «Вовкові», not «Вовці»
        stem = forms[Case.GENITIVE][:-1]
        forms[Case.LOCATIVE] = forms[Case.LOCATIVE] if part == "given" else f"{stem}ові"
    return {case: like(word, form) for case, form in forms.items()}
