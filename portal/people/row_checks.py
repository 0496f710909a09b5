"""What the cells of a person's row have to be; free of the database.

A rule raised as `BadCell` keeps the row out. A rule returned as a doubt lets the row in and asks a
person to look, with a proposal where one is safe.
"""

import re
from dataclasses import replace
from datetime import date

from portal.grammar.full_names import split_full_name
from portal.grammar.letters import tidy
from portal.tables import BadCell, Cell, Rule, as_line
from portal.tables.cells import TO_CYRILLIC

LONGEST = 200
LONGEST_NUMBER = 64

REQUIRED = Rule("required", "%(address)s: this cell must not be empty.")
NAME_INCOMPLETE = Rule(
    "name-incomplete",
    "%(address)s: “%(value)s” is not a full name; write it as %(example)s.",
    "Ткач Андрій Петрович",
)
TOO_LONG = Rule(
    "too-long", "%(address)s: the text is longer than %(example)s characters.", str(LONGEST)
)
EMAIL = Rule(
    "email",
    "%(address)s: “%(value)s” is not an e-mail address; write it as %(example)s.",
    "name@school.example",
)
PHONE = Rule(
    "phone",
    "%(address)s: “%(value)s” is not a telephone number; write it as %(example)s.",
    "+380 67 123 45 67",
)
TAX_NUMBER = Rule(
    "tax-number",
    "%(address)s: “%(value)s” is not a tax number; it has 10 or 12 digits, as %(example)s.",
    "3012345678",
)
GENDER = Rule("gender", "%(address)s: “%(value)s” is not a gender; write %(example)s.", "ч / ж")
BIRTH_IN_FUTURE = Rule("birth-in-future", "%(address)s: the birth date “%(value)s” is to come.")
REPEATED = Rule("repeated", "%(address)s: “%(value)s” stands in the list already, see %(example)s.")
TAX_NUMBER_REPEATED = Rule(
    "tax-number-repeated",
    "%(address)s: the tax number “%(value)s” is another person's, see %(example)s.",
)

MIXED_SCRIPTS = Rule(
    "mixed-scripts", "%(address)s: “%(value)s” mixes Latin and Cyrillic letters that look alike."
)
ODD_SIGNS = Rule("odd-signs", "%(address)s: “%(value)s” holds signs that do not belong there.")
CAPITALS = Rule("capitals", "%(address)s: “%(value)s” is written in capitals.")
INITIALS = Rule("initials", "%(address)s: “%(value)s” is an initial; papers need the whole name.")
TAX_NUMBER_SHORT = Rule(
    "tax-number-short",
    "%(address)s: the tax number “%(value)s” has lost its leading zero, it seems.",
)
GENDER_GUESSED = Rule(
    "gender-guessed", "%(address)s: the gender was guessed by the name “%(value)s”; check it."
)
AGE = Rule("age", "%(address)s: with the birth date “%(value)s” this person is no adult.")

_ODD_IN_NAME = re.compile(r"[^\w\s.,’()-]|_")
_ODD_IN_POST = re.compile(r"[<>{}\[\]|\\=@^~`$]")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}")
_PHONE = re.compile(r"[\d\s()+.,;/-]+")
_PHONE_WORDS = re.compile(r"\b(?:тел|моб|дод|доб|вн|внутр)\b\.?", re.I)
_TAX_NUMBER = re.compile(r"\d{10}|\d{12}")
_SHORT_TAX_NUMBER = re.compile(r"\d{9}|\d{11}")
# Whoever refused a tax number for their faith has the passport's series and number instead.
_PASSPORT = re.compile(r"[А-ЯІЇЄҐ]{2}\d{6}")
_GENDERS = (
    ("m", re.compile(r"[чм]|чол\w*|муж\w*|m|male")),
    ("f", re.compile(r"ж|жін\w*|жен\w*|f|female")),
)
_ADULT = 16  # a younger birth date is more likely a slip of the pen


def read_text(cell: Cell) -> str:
    text = as_line(cell)
    if len(text) > LONGEST:
        raise BadCell(TOO_LONG)
    return text


def read_number(cell: Cell) -> str:
    """A number with letters and signs in it, as offices give them."""
    text = as_line(cell)
    if len(text) > LONGEST_NUMBER:
        raise BadCell(replace(TOO_LONG, example=str(LONGEST_NUMBER)))
    return text


def read_name(cell: Cell) -> str:
    return tidy(read_text(cell))


def read_load(cell: Cell) -> str:
    """A part of a full post as the office writes it: 0,5."""
    text = read_number(cell)
    return text.replace(".", ",") if isinstance(cell.value, float) else text


def read_gender(cell: Cell) -> str:
    text = as_line(cell).casefold().rstrip(".")
    for gender, spellings in _GENDERS:
        if spellings.fullmatch(text):
            return gender
    if text:
        raise BadCell(GENDER)
    return ""


def read_email(cell: Cell) -> str:
    """The address; a line end in it would add headers to our letters (T29)."""
    text = read_text(cell)
    if text and ("\n" in cell.text or not _EMAIL.fullmatch(text)):
        raise BadCell(EMAIL)
    return text.lower()


def read_phone(cell: Cell) -> str:
    text = read_number(cell)
    bare = _PHONE_WORDS.sub("", text)
    if text and (not _PHONE.fullmatch(bare) or sum(sign.isdigit() for sign in bare) < 5):
        raise BadCell(PHONE)
    return text


def read_tax_number(cell: Cell) -> str:
    text = read_number(cell).replace(" ", "").upper()
    fits = any(form.fullmatch(text) for form in (_TAX_NUMBER, _SHORT_TAX_NUMBER, _PASSPORT))
    if text and not fits:
        raise BadCell(TAX_NUMBER)
    return text


def name_doubts(name: str, language: str) -> list[tuple[Rule, str]]:
    """Doubts about one part of a name, each with what it might be instead."""
    doubts = spelling_doubts(name, _ODD_IN_NAME)
    if name.isupper() and len(name) > 2 and "." not in name:
        doubts.append((CAPITALS, split_full_name(name, language)[0]))
    if name.endswith(".") and len(name) <= 5:
        doubts.append((INITIALS, ""))
    return doubts


def post_doubts(post: str) -> list[tuple[Rule, str]]:
    return spelling_doubts(post, _ODD_IN_POST)


def spelling_doubts(text: str, odd: re.Pattern[str]) -> list[tuple[Rule, str]]:
    if odd.search(text):
        return [(ODD_SIGNS, "")]
    if not any(_mixes_scripts(word) for word in _words(text)):
        return []
    fixed = " ".join(
        word.translate(TO_CYRILLIC) if _mixes_scripts(word) else word for word in text.split()
    )
    return [(MIXED_SCRIPTS, "" if any(_mixes_scripts(word) for word in _words(fixed)) else fixed)]


def tax_number_doubts(number: str) -> list[tuple[Rule, str]]:
    is_short = _SHORT_TAX_NUMBER.fullmatch(number)
    return [(TAX_NUMBER_SHORT, f"0{number}")] if is_short else []


def birth_date_doubts(born: date | None, today: date) -> list[tuple[Rule, str]]:
    return [(AGE, "")] if born and today.year - born.year < _ADULT else []


def _words(text: str) -> list[str]:
    return text.replace("-", " ").split()


def _mixes_scripts(word: str) -> bool:
    has_latin = any("a" <= letter <= "z" for letter in word.casefold())
    return has_latin and any("\u0400" <= letter <= "\u04ff" for letter in word)
