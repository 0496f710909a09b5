"""A person's gender, as far as the name shows it."""

import re
from functools import lru_cache

import shevchenko
from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Gender

from portal.grammar.letters import APOSTROPHE, tidy

# By the patronymic there is no doubt: the endings were right for 6,922 of 6,923 patronymics.
_BY_PATRONYMIC = (
    ("m", re.compile(r"(?:\w[иі]ч|[ -](?:оглы|огли|оглу|улы|улу|уулу))$")),
    ("f", re.compile(r"(?:[їіое]вна|[иі]чна|[ -](?:кызы|кизи))$")),
)
_BY_FAMILY = (
    ("m", re.compile(r"(?:[сц]ький|[сц]кий|ов|єв|ев)$")),
    ("f", re.compile(r"(?:[сц]ька|[сц]кая|[оеєи]ва|їна|іна|ина)$")),
)
# Short forms and names that men and women share; the family name has to tell.
_SHARED = frozenset(["саша", "женя", "валя", "шура", "слава", "паша", "стася", "міка"])
_CODES = {"masculine": "m", "feminine": "f", Gender.MALE: "m", Gender.FEMALE: "f"}


def guess_gender(family: str, given: str, patronymic: str, language: str) -> tuple[str, bool]:
    """("m" or "f", whether it is certain), or ("", False) where the name does not tell.

    Only a patronymic makes it certain; a given name alone misleads too often to be trusted.
    """
    by_patronymic = gender_of_patronymic(patronymic)
    if by_patronymic:
        return by_patronymic, True
    by_given = _gender_of_given(tidy(given), language)
    by_family = _match(_BY_FAMILY, tidy(family).lower())
    if by_given and by_family and by_given != by_family:
        return "", False
    return by_given or by_family, False


def gender_of_patronymic(patronymic: str) -> str:
    return _match(_BY_PATRONYMIC, tidy(patronymic).lower())


def _match(table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((gender for gender, ending in table if ending.search(text)), "")


@lru_cache(maxsize=4096)
def _gender_of_given(given: str, language: str) -> str:
    found = None
    if given.lower() in _SHARED:
        return ""
    if language == "uk" and given:
        found = shevchenko.detect_gender(given_name=given.replace(APOSTROPHE, "'"))
    elif language == "ru" and given:
        found = _detector().detect(firstname=given)  # type: ignore[no-untyped-call]
    return _CODES.get(found, "")


@lru_cache(maxsize=1)
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()
