"""Tables of endings, and words bent by them; the tables stand in the modules of the languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.grammar.letters import like
from portal.grammar.values import Case

OBLIQUE = (
    Case.GENITIVE,
    Case.DATIVE,
    Case.ACCUSATIVE,
    Case.INSTRUMENTAL,
    Case.LOCATIVE,
    Case.VOCATIVE,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the words with one ending are declined.

    `ending` is found at the end of the word and replaced by `stem`; then comes the ending of
    each case in the order of `OBLIQUE`, "=" standing for the nominative. Living and lifeless
    things differ in some cases. `is_sure` is false where the ending alone does not decide.
    """

    gender: str
    ending: re.Pattern[str]
    stem: str
    animate: tuple[str, ...]
    inanimate: tuple[str, ...]
    is_sure: bool

    def forms(self, word: str, *, is_animate: bool) -> dict[str, str]:
        stem = self.ending.sub(self.stem, word.lower())
        endings = self.animate if is_animate else self.inanimate
        forms: dict[str, str] = {Case.NOMINATIVE: word}
        for case, ending in zip(OBLIQUE, endings, strict=True):
            forms[case] = word if ending == "=" else like(word, stem + ending)
        return forms


@dataclass(frozen=True, slots=True)
class Words:
    """What `phrases` has to know of a language besides the endings."""

    language: str
    nouns: Sequence[Pattern]
    adjectives: Sequence[Pattern]
    noun_like: re.Pattern[str]  # adjectives that stand without a noun: "черговий", "завідуюча"
    nouns_like_adjectives: frozenset[str]  # nouns that look like adjectives: "санаторий"
    common_gender: frozenset[str]  # nouns of men and women: "сільський голова"
    governing: re.Pattern[str]  # participles that ask for a case: "завідуючий …"
    governed: re.Pattern[str]  # what follows these: "… господарством"
    adverbs: frozenset[str]  # "тимчасово виконуючий"
    prepositions: frozenset[str]  # "відповідальний за …"
    post_posed: re.Pattern[str]  # adjectives that may follow their noun: "сестра медична"
    like_genitive: re.Pattern[str]  # heads whose nominative is their genitive: "управління"
    frozen_first_parts: frozenset[str]  # "віце-", "шеф-"
    indeclinable: frozenset[str]  # "бюро"
    persons: frozenset[str]  # partners that are people: "підприємець", "нотариус"


def row(
    gender: str, ending: str, stem: str, animate: str, inanimate: str = "", *, is_sure: bool = True
) -> Pattern:
    """One row of a table of endings."""
    living = tuple(animate.split())
    lifeless = tuple(inanimate.split()) or living
    return Pattern(gender, re.compile(f"{ending}$"), stem, living, lifeless, is_sure)


def find_row(table: Sequence[Pattern], word: str) -> Pattern | None:
    """The first row of a table that the word ends with."""
    lowered = word.lower()
    return next((entry for entry in table if entry.ending.search(lowered)), None)


def unchanged(word: str) -> dict[str, str]:
    """The same form in every case."""
    return dict.fromkeys(Case, word)


def joined(pieces: Sequence[Mapping[str, str]], joint: str) -> dict[str, str]:
    """Forms of several words put together case by case."""
    return {case: joint.join(piece[case] for piece in pieces) for case in Case}
