"""Keys by which lists are sorted and names are found.

Databases compare strings by their bytes, which puts І, Ї, Є, Ґ and Ё in wrong places; the keys
made here compare rightly byte by byte.
"""

import re
import unicodedata

from portal.grammar.letters import tidy

# One order holds the Ukrainian and the Russian alphabet, each in its own order, so that a list
# with names of both is in order too. Ё counts as Е.
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя"
_FIRST = ord("а")
_RANKS = str.maketrans(
    {letter: chr(_FIRST + rank) for rank, letter in enumerate(_ALPHABET)}
    | {"ё": chr(_FIRST + _ALPHABET.index("е"))}
)
_IGNORED = re.compile(r"[^\w ]|_")
_NUMBER = re.compile(r"\d+")
_LONGEST_NUMBER = 6


def sort_key(text: str, language: str) -> str:
    """The key for alphabetical order; hyphens, apostrophes, quotes and capitals do not count.

    Words are compared one by one («Ткач Роман» before «Ткачук Іван»), numbers by their value
    («ліцей № 5» before «ліцей № 10»). Both languages share one order, whatever `language` is.
    """
    letters = " ".join(_IGNORED.sub("", tidy(text).lower()).split())
    padded = _NUMBER.sub(lambda number: number[0].zfill(_LONGEST_NUMBER), letters)
    return padded.translate(_RANKS)


def search_key(text: str) -> str:
    """The key under which a typed name finds the stored one: no capitals, one apostrophe, no ё."""
    return unicodedata.normalize("NFC", tidy(text).casefold().replace("ё", "е"))
