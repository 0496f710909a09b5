"""The form drafted for what a template names and nobody gives: questions, typed and labelled.

What a value must be is seen from how the template uses it (`paper.usages`) and from its name:
`{{ дата_виїзду|словами }}` is a date, a loop is a table. The author may change all of it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from pydantic import ValidationError

from portal.documents.manifest import Column, FormField
from portal.paper.aliases import local, romanised
from portal.paper.filters import CASES
from portal.paper.usage import Usage

LANGUAGES = ("uk", "ru", "en")
LONGEST_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MISSPELT = 0.8  # so alike a name is taken for a slip of the hand, not for a new question

# Beginnings of words in the names of fields, in Ukrainian, Russian and English.
_STEMS = {
    "date": "дат date день початок кінець начало конец starts ends",
    "money": "сум варт стоим цін цен оплат кошт гонорар amount price",
    "number": "год часов часы hours кільк колич обсяг объ дні днів дней кредит рік year days",
    "phone": "телефон phone",
    "email": "пошта почта email",
    "iban": "iban",
    "tax_id": "рнокпп інн инн tax",
    "programme": "програм программ programme",
    "long_text": "зміст содерж текст text опис обґрунт обоснов content результат висновок вывод",
    "organisation": "заклад організац организац учрежд установ підприєм предприят школ ліце лице",
}
_OF_PEOPLE = frozenset({"initials", "initials_first", "signature", "family_upper", "latin"}) | {
    *("given_and_patronymic", "agree")
}
_OF_DATES = frozenset({"in_words", "spelt", "digits"})
_PERSON = frozenset({"name", "post", "id"})
_DOCUMENT = frozenset({"title", "number", "date"})


def drafted(usages: Iterable[Usage], known: Collection[str], language: str) -> list[FormField]:
    """A question for each name that is not `known`, worded in the author's language."""
    found = list(usages)
    roots = [u for u in found if "." not in u.path and u.path not in known]
    with_parts = [u for u in found if "." in u.path and u.path.split(".")[0] not in known]
    for usage in with_parts:
        root = usage.path.split(".")[0]
        if root not in {one.path for one in roots}:
            written = root if usage.written.count(".") != 1 else usage.written.split(".")[0]
            roots.append(Usage(root, written))
    asked = (
        _question(root, [u for u in with_parts if u.path.split(".")[0] == root.path], language)
        for root in roots
        if _NAME.fullmatch(root.path) and not _is_misspelt(root, known)
    )
    return [question for question in asked if question]


def labels(written: str, name: str, language: str) -> dict[str, str]:
    """A label in every language: the words of a known field, else the author's own words."""
    own = _words(written if language != "en" else name)
    translated = {code: _words(local(name, code)) for code in LANGUAGES}
    is_known = any(local(name, code) != name for code in LANGUAGES)
    return translated if is_known else dict.fromkeys(LANGUAGES, own)


def choices_of(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The answers of a choice from the words that are printed, each on a line."""
    return [
        {
            "value": _identifier(text, number),
            "label": dict.fromkeys(LANGUAGES, text),
            "print": {code: {"nominative": text} for code in LANGUAGES},
        }
        for number, text in enumerate(texts, start=1)
    ]


def _question(root: Usage, parts: Sequence[Usage], language: str) -> FormField | None:
    """None for what cannot be asked, a loop over nothing: the check says that nothing gives it."""
    kind = _type_of(root, parts)
    facts: dict[str, Any] = {
        "name": root.path,
        "type": kind,
        "label": labels(root.written, root.path, language),
        "required": root.is_printed and kind not in ("yes_no", "computed"),
    }
    if kind == "choice":
        facts["choices"] = choices_of(_answers(root, parts))
    if kind == "rows":
        facts["columns"] = [
            _column(part, language)
            for part in parts
            if part.path.count(".") == 1 and _NAME.fullmatch(part.path.split(".")[1])
        ]
    try:
        return FormField.model_validate(facts)
    except ValidationError:
        return None


def _is_misspelt(root: Usage, known: Collection[str]) -> bool:
    """`працівнк` is `працівник`: the check proposes it, no question is asked for it."""
    written = root.written.split(".")[0]
    names = {name for real in known for name in (real, *(local(real, c) for c in LANGUAGES))}
    return any(SequenceMatcher(None, written, name).ratio() >= _MISSPELT for name in names)


def _column(part: Usage, language: str) -> Column:
    name = part.path.split(".")[1]
    written = part.written.rsplit(".", 1)[-1]
    kind = _type_of(Usage(name, written, part.filters, part.answers, is_printed=True), [])
    label = labels(written, name, language)
    facts: dict[str, Any] = {"name": name, "type": kind, "label": label}
    if kind == "choice":
        facts["choices"] = choices_of(part.answers)
    return Column.model_validate(facts)


def _type_of(root: Usage, parts: Sequence[Usage]) -> str:
    names = {part.path.split(".")[1] for part in parts}
    if root.is_repeated:
        return "people" if names and names <= _PERSON and _names_people(parts) else "rows"
    if _answers(root, parts):
        return "choice"
    if names:
        return _record(root, parts, names)
    if root.filters & _OF_PEOPLE:
        return "person"
    named = _named(root.written)
    if root.filters & set(CASES):
        return named if named in ("organisation", "date", "number", "money") else "person"
    if "plural" in root.filters:
        return "number"
    if "paragraphs" in root.filters:
        return "long_text"
    if root.filters & _OF_DATES:
        return named if named in ("number", "money") else "date"
    if not root.is_printed:
        return "yes_no"
    return "text" if named == "organisation" else named or "text"


def _record(root: Usage, parts: Sequence[Usage], names: set[str]) -> str:
    if names <= _PERSON and (_names_people(parts) or _named(root.written) != "organisation"):
        return "person"
    if names <= _DOCUMENT:
        return "document"
    return "organisation"


def _names_people(parts: Sequence[Usage]) -> bool:
    """`піб` and a post are of a person, `назва` is of an organisation."""
    last = {part.written.rsplit(".", 1)[-1] for part in parts}
    return not last & {"назва", "название"}


def _answers(root: Usage, parts: Sequence[Usage]) -> list[str]:
    """The texts that `{% if form == "очна" %}` or `{% if form.text == "очна" %}` asks for."""
    of_text = [a for part in parts if part.path.endswith(".text") for a in part.answers]
    return [*root.answers, *of_text]


def _named(written: str) -> str:
    """The type that a word of the name tells; "" when none does."""
    for word in written.lower().split("_"):
        for kind, stems in _STEMS.items():
            if word.startswith(tuple(stems.split())):
                return kind
    return ""


def _words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _identifier(text: str, number: int) -> str:
    letters = (one if one.isalnum() and one.isascii() else "_" for one in romanised(text).lower())
    name = "_".join(filter(None, "".join(letters).split("_")))[:LONGEST_NAME]
    return name if name[:1].isalpha() else f"answer_{number}"
