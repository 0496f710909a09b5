"""The filters of templates: `{{ employee.name|genitive }}`.

They work on any value that can put itself into a case, never on a class of another package, and
words for dates, numbers and sums come in as `Wording`. Where a record stands for its name
(`{{ head|signature }}`), its item "name" is taken. An empty text stays empty through every
filter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.paper.aliases import english
from portal.paper.faults import FilterFault

CASES = (
    "nominative",
    "genitive",
    "dative",
    "accusative",
    "instrumental",
    "locative",
    "vocative",
)

# How many arguments each filter takes, at least and at most.
ARGUMENTS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(CASES, (0, 0)),
    "initials": (0, 1),
    "initials_first": (0, 1),
    "signature": (0, 1),
    "family_upper": (0, 1),
    "given_and_patronymic": (0, 1),
    "latin": (0, 0),
    "in_words": (0, 2),
    "spelt": (0, 0),
    "digits": (0, 0),
    "agree": (2, 2),
    "plural": (3, 4),
    "capitalised": (0, 0),
    "uncapitalised": (0, 0),
    "paragraphs": (0, 0),
}

# What may be said in the arguments of these; the others take any text.
_CHOICES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("initials", "initials_first", "signature", "family_upper", "given_and_patronymic"),
        frozenset(CASES),
    ),
    "in_words": frozenset((*CASES, "m", "f", "n")),
}

PARAGRAPH_SEPARATOR = "\u2029"

Filter = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Wording:
    """How the language of the paper puts dates, numbers and sums of money into words."""

    date_in_words: Callable[[date], str]
    date_spelt: Callable[[date], str]
    number_in_words: Callable[[int, str, str], str]  # the number, its gender and case
    sum_in_words: Callable[[Decimal, str], str]  # the sum and its case


def build_filters(wording: Wording) -> dict[str, Filter]:
    """All filters of a template in the language of `wording`."""
    return {
        **{case: _in_case(case) for case in CASES},
        "initials": _by_method("initials"),
        "initials_first": _by_method("initials_first"),
        "signature": _by_method("signature"),
        "family_upper": _by_method("family_upper"),
        "given_and_patronymic": _by_method("given_and_patronymic", usual_case="vocative"),
        "latin": latin,
        "in_words": _in_words(wording),
        "spelt": _spelt(wording),
        "digits": digits,
        "agree": agree,
        "plural": plural,
        "capitalised": capitalised,
        "uncapitalised": uncapitalised,
        "paragraphs": paragraphs,
    }


def argument_choices(name: str) -> frozenset[str]:
    """The only English words a filter takes as arguments; empty when it takes any text."""
    return _CHOICES.get(name, frozenset())


def digits(value: object) -> str:
    """05.06.2026; a sum as 1 250,00 with spaces that do not break."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u00a0")
    return _empty(value)


def agree(value: object, masculine: str, feminine: str) -> str:
    """The word that agrees with a person: {{ employee|agree("який", "яка") }}."""
    gender = value.get("gender") if isinstance(value, Mapping) else None
    gender = gender or getattr(_bearer(value), "gender", "")
    if gender not in ("m", "f"):
        raise FilterFault(missing="gender")
    return masculine if gender == "m" else feminine


def latin(value: object) -> str:
    """A person's name on a paper in English: {{ employee|latin }}."""
    return _call(value, "latin")


def plural(value: object, one: str, few: str, many: str, part: str = "") -> str:
    """The word that agrees with a number: {{ hours|plural("година", "години", "годин") }}.

    `part` goes with a fraction («0,5 кредиту»); without it the word is as for few.
    """
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return _empty(value)
    if value != int(value):
        return part or few
    tens, ones = divmod(abs(int(value)) % 100, 10)
    if tens == 1 or ones == 0 or ones > 4:
        return many
    return one if ones == 1 else few


def capitalised(value: object) -> str:
    """The same with a capital first letter; the rest is left as it is."""
    words = str(_bearer(value))
    return words[:1].upper() + words[1:]


def uncapitalised(value: object) -> str:
    """A post within a sentence: «Директора» after «в особі» begins with a small letter.

    An abbreviation keeps its capitals («В. о. директора» does not).
    """
    words = str(_bearer(value))
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def paragraphs(value: object) -> str:
    """Each line as a paragraph of its own, set like the one the placeholder stands in."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return PARAGRAPH_SEPARATOR.join(line for line in lines if line.strip())


def _in_case(case: str) -> Filter:
    def decline(value: object) -> str:
        return _call(value, "in_case", case)

    return decline


def _by_method(method: str, usual_case: str = "nominative") -> Filter:
    def put(value: object, case: str = usual_case) -> str:
        name = english(case)
        if name not in CASES:
            raise FilterFault
        return _call(value, method, name)

    return put


def _in_words(wording: Wording) -> Filter:
    """`{{ hours|in_words("f") }}`, `{{ amount|in_words("genitive") }}`: gender, case, or both."""

    def in_words(value: object, *wanted: str) -> str:
        gender, case = _gender_and_case(wanted)
        if isinstance(value, date):
            # The day never stands at the end of a line without its month.
            return wording.date_in_words(value).replace(" ", "\u00a0", 1)
        if isinstance(value, Decimal):
            return wording.sum_in_words(value, case)
        if isinstance(value, int) and not isinstance(value, bool):
            return wording.number_in_words(value, gender, case)
        return _empty(value)

    return in_words


def _gender_and_case(wanted: tuple[str, ...]) -> tuple[str, str]:
    gender, case = "m", "nominative"
    for word in map(english, wanted):
        if word in CASES:
            case = word
        elif word in ("m", "f", "n"):
            gender = word
        else:
            raise FilterFault
    return gender, case


def _spelt(wording: Wording) -> Filter:
    """«двадцять п’ятого травня дві тисячі двадцять шостого року»."""

    def spelt(value: object) -> str:
        return wording.date_spelt(value) if isinstance(value, date) else _empty(value)

    return spelt


def _bearer(value: object) -> Any:
    """The value itself, or the name of the record it is."""
    return value["name"] if isinstance(value, Mapping) and "name" in value else value


def _call(value: object, method: str, *arguments: str) -> str:
    bearer = _bearer(value)
    if not hasattr(bearer, method):
        return _empty(bearer)
    return str(getattr(bearer, method)(*arguments))


def _empty(value: object) -> str:
    if value != "":
        raise FilterFault
    return ""
