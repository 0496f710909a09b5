"""The goals of declension on lists written by hand before the rules were run on them.

The head of each list tells what the first run gave; docs/declension.md tells the story.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.grammar import (
    Name,
    Phrase,
    decline_name,
    decline_organisation,
    decline_post,
    split_full_name,
)
from portal.grammar.endings import OBLIQUE

FOLDER = Path(__file__).with_name("unseen")
LISTS = ("", "_second")
GOALS = [
    ("uk_names_third.tsv", 0.985),
    ("uk_names_fourth.tsv", 0.985),
    ("uk_names_fifth.tsv", 0.985),
    ("uk_names_sixth.tsv", 0.985),
    ("uk_names_seventh.tsv", 0.985),
    ("uk_names_eighth.tsv", 0.985),
    ("ru_names_third.tsv", 0.985),
    *((f"{language}_names{list_}.tsv", 0.985) for language in ("uk", "ru") for list_ in LISTS),
    ("uk_phrases_third.tsv", 0.97),
    *((f"{language}_phrases{list_}.tsv", 0.97) for language in ("uk", "ru") for list_ in LISTS),
    ("ru_phrases_third.tsv", 0.97),
]
SILENT_AT_MOST = 0.01


@dataclass(frozen=True)
class Row:
    kind: str  # "m" or "f" for a name
    nominative: str
    cells: tuple[str, ...]  # a word's variants behind a slash


def rows(name: str) -> Iterator[Row]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, nominative, *cells = line.split("\t")
            yield Row(kind, nominative, tuple(cells))


def declined(row: Row, language: str) -> Name | Phrase:
    if row.kind == "post":
        return decline_post(row.nominative, language)
    if row.kind == "organisation":
        return decline_organisation(row.nominative, language)
    return decline_name(*split_full_name(row.nominative, language), row.kind, language)


def is_right(form: str, cell: str) -> bool:
    words, wanted = plain(form).split(" "), plain(cell).split(" ")
    return len(words) == len(wanted) and all(
        word == variants or word in variants.split("/")
        for word, variants in zip(words, wanted, strict=True)
    )


def plain(text: str) -> str:
    """One apostrophe, and ё as е."""
    return text.replace("’", "'").replace("ё", "е").replace("Ё", "Е")


@pytest.mark.parametrize(("name", "goal"), GOALS)
def test_unseen_words_are_right_in_every_case(name, goal):
    everything = list(rows(name))
    wrong, silent = [], []
    for row in everything:
        value = declined(row, name[:2])
        forms = [value.in_case(case) for case in OBLIQUE[: len(row.cells)]]
        if not all(map(is_right, forms, row.cells)):
            wrong.append((row.nominative, forms))
            if not value.doubts:
                silent.append(row.nominative)

    assert len(everything) >= 100
    assert 1 - len(wrong) / len(everything) >= goal, wrong
    assert len(silent) <= SILENT_AT_MOST * len(everything), silent
