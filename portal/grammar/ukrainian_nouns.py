"""Ukrainian nouns and given names that serve as family names of men, each with its genitive.

What a dictionary knows and letters do not tell: «Сокіл» – «Сокола», «Хліб» – «Хліба». The genitive
settles the other cases.
"""

import re
from collections.abc import Mapping
from functools import cache

from portal.grammar.endings import Pattern
from portal.grammar.titles import known_lines

_SOFT = "я ю я ем еві ю"
# By the last letters of the genitive.
_ENDINGS = (
    (re.compile(r"[аеиіоуюяєї]я$"), "я ю я єм єві ю"),
    (re.compile(r"я$"), _SOFT),
    (re.compile(r"[жш]а$"), "а у а ем еві е"),
    (re.compile(r"[чщ]а$"), "а у а ем еві у"),
    (re.compile(r"[гґкх]а$"), "а у а ом ові у"),
    (re.compile(r"а$"), "а у а ом ові е"),
)


def surname_noun(word: str) -> Pattern | None:
    """How such a man is declined, when his family name is one of these nouns."""
    return _patterns().get(word.lower())


@cache
def _patterns() -> Mapping[str, Pattern]:
    lines = (line.split() for line in known_lines("uk_surname_nouns.txt"))
    return {nominative: _pattern(nominative, genitive) for nominative, genitive in lines}


def _pattern(nominative: str, genitive: str) -> Pattern:
    endings = next(tuple(row.split()) for tail, row in _ENDINGS if tail.search(genitive))
    whole = re.compile(f"^{nominative}$")
    return Pattern("m", whole, genitive[:-1], endings, endings, is_sure=True)
