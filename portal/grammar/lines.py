"""Lines of text in, forms out: names, posts and organisations for whoever has no paper to fill.

A line holds language, kind, gender, nominative and case, with tabs between them.
"""

from dataclasses import dataclass
from functools import lru_cache

from portal.grammar.full_names import split_full_name
from portal.grammar.letters import APOSTROPHE, APOSTROPHES, tidy
from portal.grammar.names import decline_name
from portal.grammar.phrases import decline_organisation, decline_post
from portal.grammar.values import Case, Name, Phrase

LANGUAGES = ("uk", "ru")
KINDS = ("name", "post", "organisation")
GENDERS = ("m", "f", "")
FIELDS = ("language", "kind", "gender", "nominative", "case")

_KEYBOARD = "'"


@dataclass(frozen=True, slots=True)
class Form:
    """What one line asked for, and why somebody should look at it."""

    text: str
    doubts: tuple[str, ...]


class BadLine(ValueError):
    """A line that cannot be read; the message says which field, and what may stand there."""


def decline_line(line: str) -> Form:
    """The form a line asks for, with the apostrophe it is typed with."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(FIELDS):
        raise BadLine(f"{len(FIELDS)} fields with tabs between them: {', '.join(FIELDS)}")
    language, kind, gender, nominative, case = cells
    _require("language", language, LANGUAGES)
    _require("kind", kind, KINDS)
    _require("gender", gender, GENDERS)
    _require("case", case, tuple(Case))
    if not nominative:
        raise BadLine("the nominative is empty")
    declined = _declined(language, kind, gender, nominative)
    return Form(_as_typed(declined.in_case(case), nominative), declined.doubts)


def _require(field: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadLine(f"{field} is {value!r}, but may be {', '.join(filter(None, known))}")


@lru_cache(maxsize=8192)
def _declined(language: str, kind: str, gender: str, nominative: str) -> Name | Phrase:
    if kind == "name":
        family, given, patronymic = (
            _in_capitals(part, nominative) for part in split_full_name(nominative, language)
        )
        return decline_name(family, given, patronymic, gender, language)
    if kind == "post":
        return decline_post(nominative, language, gender)
    return decline_organisation(nominative, language)


def _in_capitals(part: str, nominative: str) -> str:
    """A word typed in capitals only stays so: «ІВАНЕНКО Петро»."""
    typed = {word.lower(): word for word in tidy(nominative).split() if word.isupper()}
    return " ".join(typed.get(word.lower(), word) for word in part.split())


def _as_typed(form: str, nominative: str) -> str:
    """Papers print ’; other programs look for the sign they wrote themselves."""
    sign = next((letter for letter in nominative if letter in APOSTROPHES), _KEYBOARD)
    return form.replace(APOSTROPHE, sign)
