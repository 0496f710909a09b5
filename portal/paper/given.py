"""What a template may name: the tree of fields a kind of paper offers, and the nearest of them.

A name is looked up in English; what is proposed is written as the author writes, in Ukrainian or
in Russian where the table of aliases has a word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from portal.paper.aliases import ALIASES, english, look_alikes, romanised

# What a name, a post and a date show besides themselves.
_PARTS_OF_VALUES = ("family", "given", "patronymic", "gender", "text")
_NEAR, _VERY_NEAR, _OTHER_ALPHABET, _DEEPEST = 0.6, 0.8, 0.05, 4


@dataclass(frozen=True, slots=True)
class Given:
    """One field and the fields within it; a plain value has none.

    `is_open` at the root: a name that is not there is a new field of the author's, not a fault.
    """

    parts: Mapping[str, "Given"] = field(default_factory=dict)
    is_list: bool = False
    is_open: bool = False

    @classmethod
    def of(cls, tree: Mapping[str, object], *, is_open: bool = False) -> "Given":
        """From a mapping: a mapping is a record, a list of them a list, all else a value."""
        return cls({name: _given(value) for name, value in tree.items()}, is_open=is_open)

    def known(self, path: Sequence[str]) -> int:
        """How many parts of the path are there, from its beginning."""
        level = self
        for number, name in enumerate(path):
            if name not in level.parts:
                return number
            level = level.parts[name]
        return len(path)

    def at(self, path: Sequence[str]) -> "Given":
        level = self
        for name in path:
            level = level.parts[name]
        return level

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Every path that can be named outside of a loop."""
        yield from _paths(self, ())


def _given(value: object) -> Given:
    if isinstance(value, Mapping):
        return Given.of(value)
    if isinstance(value, list | tuple):
        parts: dict[str, Given] = {}
        for item in value:
            parts |= _given(item).parts
        return Given(parts, is_list=True)
    if isinstance(value, date):
        return Given({"year": Given()})
    if hasattr(value, "in_case"):
        return Given({part: Given() for part in _PARTS_OF_VALUES if hasattr(value, part)})
    return Given()


def _paths(level: Given, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, below in level.parts.items():
        yield (*above, name)
        if not below.is_list and len(above) < _DEEPEST:
            yield from _paths(below, (*above, name))


def proposed(given: Given, real: Sequence[str], written: Sequence[str], root: str) -> list[str]:
    """The path the author most likely meant, part by part as he would write it; [] if none.

    `root` is the variable of the loop the path begins with, or "". The first unknown part is put
    right among its neighbours, unless it is not very like them and the last part is the very name
    of a field elsewhere.
    """
    skipped = len(real) - len(written) + 1 if root else 0
    at = given.known(real)
    level = given.at(real[:at])
    position = at - skipped + 1 if root else at
    elsewhere = _elsewhere(given, real[-1], written[-1])
    near = _nearest(written[position], level)
    is_slip = bool(near) and _likeness(written[position], near) >= _VERY_NEAR
    if near and (is_slip or is_same_name(written[position], near) or not elsewhere):
        mended = [*written[:position], near, *written[position + 1 :]]
        whole = [*real[:at], english(near), *real[at + 1 :]]
        return mended if given.known(whole) == len(whole) else []
    return elsewhere


def is_same_name(one: str, other: str) -> bool:
    """Only look-alike letters, capitals or the language of the name differ."""
    spellings = {english(name.casefold()) for name in (one, *look_alikes(one))}
    return english(other.casefold()) in spellings


def _nearest(name: str, level: Given) -> str:
    candidates = {*level.parts, *(alias for alias, real in ALIASES.items() if real in level.parts)}
    return _closest(name, candidates)


def _closest(name: str, candidates: set[str]) -> str:
    for spelling in (*look_alikes(name), name.casefold()):
        if spelling in candidates:
            return spelling
    rated = sorted(
        ((_likeness(name, candidate), candidate) for candidate in candidates), reverse=True
    )
    if not rated or rated[0][0] < _NEAR:
        return ""
    return english(rated[0][1]) if name.isascii() else rated[0][1]


def _likeness(one: str, other: str) -> float:
    """Letters alone; in two alphabets a little less, as the two are read in Latin ones."""
    if one.isascii() == other.isascii():
        return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
    return SequenceMatcher(None, romanised(one), romanised(other)).ratio() - _OTHER_ALPHABET


def _elsewhere(given: Given, real: str, written: str) -> list[str]:
    """The shortest path that ends in that name."""
    ends = [path for path in given.paths() if len(path) > 1 and path[-1] == real]
    path = min(ends, key=len, default=())
    return [as_written(name, written) for name in path]


def as_written(name: str, like: str) -> str:
    """The name in the alphabet and, as far as can be seen, the language of `like`."""
    if like.isascii():
        return name
    aliases = [alias for alias, real in ALIASES.items() if real == name]
    return max(aliases, key=lambda alias: _likeness(alias, like), default=name)
