"""Expressions the engine cannot read, respelt as their author meant them.

What Word and a Ukrainian keyboard do to a tag: typographic quotes, an apostrophe or spaces in a
name, one `=` for two, words of logic in one's own language. A respelling counts only when the
engine can read what comes out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.paper.aliases import ALIASES, ENGLISH

_CURLY = "„“”«»‟″"
_SINGLE = "‘’‚`´"
_APOSTROPHES = "'’‘ʼ`´"
_QUOTES = str.maketrans(dict.fromkeys(_CURLY, '"'))
_WORDS = {
    "та": "and",
    "і": "and",
    "й": "and",
    "и": "and",
    "або": "or",
    "чи": "or",
    "или": "or",
    "не": "not",
    "у": "in",
    "в": "in",
    "із": "in",
    "з": "in",
    "из": "in",
}
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_NAME_LIKE = re.compile(r"[^\W\d][\w’'ʼ`´‘]*(?:[ \u00a0\-–№]+[\w’'ʼ`´‘]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Respelling:
    """What the author meant, "" when nobody can know, and why it had to be changed."""

    expression: str
    reasons: tuple[str, ...]
    is_safe: bool


def respelt(expression: str, can_be_read: Callable[[str], bool]) -> Respelling:
    """The first way of putting the expression right after which it can be read."""
    tried = expression
    reasons: tuple[str, ...] = ()
    for reason, change in _CHANGES:
        changed = change(tried)
        if changed == tried:
            continue
        tried, reasons = changed, (*reasons, reason)
        if can_be_read(tried):
            return Respelling(tried, reasons, _is_safe(tried, reasons))
    return Respelling("", ("syntax",), is_safe=False)


def _straight(expression: str) -> str:
    return expression.translate(_QUOTES)


def _without_apostrophes(expression: str) -> str:
    """`ім'я` → `імя`: an apostrophe between two letters is no quote."""
    return re.sub(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])", "", expression)


def _straight_single(expression: str) -> str:
    return re.sub(f"[{_SINGLE}]", "'", expression)


def _equal_twice(expression: str) -> str:
    return _outside_quotes(expression, lambda text: re.sub(r"(?<![=!<>])=(?!=)", "==", text))


def _joined(expression: str) -> str:
    """`дата народження` → `дата_народження`, `по-батькові` → `по_батькові`."""
    return _outside_quotes(
        expression, lambda text: _NAME_LIKE.sub(lambda match: _one_name(match[0]), text)
    )


def _in_english(expression: str) -> str:
    """`і`, `або`, `не`, `у` → and, or, not, in."""
    return _outside_quotes(
        expression, lambda text: re.sub(r"\w+", lambda word: _WORDS.get(word[0], word[0]), text)
    )


def _without_ends(expression: str) -> str:
    """Full stops, commas and the like that belong to the sentence."""
    return expression.strip(" .,;:|\u00a0")


def _first_words(expression: str) -> str:
    """`родовий відмінок` → `родовий`: only the first word of what follows a bar is its name."""
    return _outside_quotes(
        expression, lambda text: re.sub(r"(\|\s*\w+)(?:\s+[^\W\d]\w*)+", r"\1", text)
    )


_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("curly-quotes", _straight),
    ("name-characters", _without_apostrophes),
    ("curly-quotes", _straight_single),
    ("name-characters", _without_ends),
    ("single-equals", _equal_twice),
    ("own-words", _in_english),
    ("unknown-filter", _first_words),
    ("name-characters", _joined),
)


def _outside_quotes(expression: str, change: Callable[[str], str]) -> str:
    pieces = _QUOTED.split(expression)
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def _one_name(words: str) -> str:
    kept = ("and", "or", "not", "in", "if", "else", "is", "for")
    if any(word in kept for word in words.split()):
        return words
    name = re.sub(rf"[{_APOSTROPHES}]", "", words)
    return re.sub(r"[ \u00a0\-–№]+", "_", name)


def _is_safe(expression: str, reasons: tuple[str, ...]) -> bool:
    """Quotes cannot change the meaning; a name is safe when it is now one everybody knows."""
    if not set(reasons) <= {"curly-quotes", "name-characters", "single-equals"}:
        return False
    return "name-characters" not in reasons or all(
        name in ALIASES or name in ENGLISH for name in _names(expression)
    )


def _names(expression: str) -> Iterator[str]:
    for piece in _QUOTED.split(expression)[::2]:
        yield from re.findall(r"[^\W\d]\w*", piece)
