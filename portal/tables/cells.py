"""One cell: its value, its address, and the cleaning every text goes through.

Letters nobody can see (control, zero-width, direction marks) would break Word files, searches and
logs: they are taken out, and a note says where.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

Value = str | int | float | date | None

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_NOT_IN_LABEL = re.compile(r"[\W_ʹʻʼʽ]+")  # some apostrophes count as letters
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")

_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BEFORE_A_FORMULA = " \u00a0\ufeff'"  # what spreadsheets skip when they look for a formula

# Latin letters which look the same as Cyrillic ones.
TO_CYRILLIC = str.maketrans("ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and where it stands ("B7"); `text` is what a reader of the sheet would see."""

    value: Value
    address: str

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        if isinstance(self.value, float):
            return f"{self.value:.15g}"  # the digits Excel shows
        if isinstance(self.value, date):
            return f"{self.value:%d.%m.%Y}"
        return str(self.value)

    @property
    def is_empty(self) -> bool:
        return self.text == ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Raw values by row and column from A1 on; `places` says what needs a note, and where."""

    rows: list[list[Value]]
    places: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sheets: tuple[str, ...] = ()  # those a reader may choose
    sheet: str = ""


def cell_address(row: int, column: int) -> str:
    """The name Excel gives to a cell; both are counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def without_invisible(text: str) -> str:
    """The text without control, zero-width and direction characters; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn")
    )


def single_spaced(text: str) -> str:
    """One space between words, none around lines."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def reads_as_formula(text: str) -> bool:
    """Whether a spreadsheet which opens a CSV file would calculate this text (T16)."""
    return text.lstrip(_BEFORE_A_FORMULA).startswith(_FORMULA_MARKS)


def same_line_ends(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)


def label_key(label: str) -> str:
    """What is left of a heading when spaces, case, marks and look-alike letters do not count."""
    key = unicodedata.normalize("NFKC", _BRACKETS.sub("", label)).casefold()
    if any("а" <= letter <= "ӿ" for letter in key):
        key = key.translate(TO_CYRILLIC)
    return _NOT_IN_LABEL.sub("", key.replace("ё", "е"))
