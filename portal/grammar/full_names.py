"""A full name typed in one line, taken apart into family name, given name and patronymic."""

import re

from portal.grammar.letters import tidy

# The second word of an Eastern patronymic: "Ариф оглы", "Таріель кизи".
ORIENTAL_TAILS = frozenset(["оглы", "кызы", "огли", "кизи", "оглу", "улы", "улу", "уулу"])

_PATRONYMIC = re.compile(
    r"(?:[оеє]вич|ілліч|ильич|лукич|кузьмич|[хф]омич|[мн]икитич|савв?ич|[їіое]вна|ична)$"
)
_HYPHEN = re.compile(r" ?[-–—] ?")


def split_full_name(text: str, language: str) -> tuple[str, str, str]:
    """«Прізвище Ім’я По батькові» in its parts; the patronymic may be missing.

    «Ім’я По батькові Прізвище» is recognised by its patronymic. Words in capitals only, or in
    small letters only, get their usual capitals.
    """
    line = _HYPHEN.sub("-", tidy(text))
    is_small = line == line.lower()
    words = [_usual_capitals(word, is_small=is_small) for word in line.split()]
    tail = words.pop() if len(words) > 2 and words[-1] in ORIENTAL_TAILS else ""
    if tail:
        return _family_first(words[:-1], f"{words[-1]} {tail}")
    if len(words) > 2 and _is_patronymic(words[-1]):
        return _family_first(words[:-1], words[-1])
    if len(words) == 3 and _is_patronymic(words[1]):
        return words[2], words[0], words[1]
    if len(words) == 3 and not words[0].islower():  # but «ван Гог Вінсент»
        return _family_first(words[:2], words[2])
    return _family_first(words, "")


def _family_first(words: list[str], patronymic: str) -> tuple[str, str, str]:
    """Particles in small letters belong to the family name: «фон Бюлов», «де ла Крус»."""
    end = 1
    while end < len(words) and words[end - 1].islower():
        end += 1
    return " ".join(words[:end]), " ".join(words[end:]), patronymic


def _usual_capitals(word: str, *, is_small: bool) -> str:
    if word.lower() in ORIENTAL_TAILS:
        return word.lower()
    if not is_small and not (word.isupper() and len(word) > 1 and "." not in word):
        return word
    capitals = "-".join(piece.capitalize() for piece in word.split("-"))
    return re.sub(r"\b(О’)(\w)", lambda found: found[1] + found[2].upper(), capitals)


def _is_patronymic(word: str) -> bool:
    return _PATRONYMIC.search(word.lower()) is not None
