"""The corpus of bad input: every template gets its verdict and its code at the gate; and good ones
as Word leaves them are let in."""

import csv
import tomllib
from pathlib import Path

import pytest

from portal.paper.diagnosis.mending import mended
from portal.paper.filters import ARGUMENTS
from portal.paper.gate import check_template
from portal.paper.given import Given
from tests.paper.as_word_leaves_them import VALUES, ten

CORPUS = Path(__file__).parent.parent / "bad_input"
with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as _manifest:
    TEMPLATES = [
        row
        for row in csv.DictReader(_manifest, delimiter="\t")
        if row["path"].startswith("templates/")
    ]
_names = tomllib.loads((CORPUS / "fields.toml").read_text("utf-8"))
FILTERS = frozenset(ARGUMENTS) | frozenset(_names.pop("filters"))
GIVEN = Given.of(_names)


def verdict(checked):
    if checked.cleaned is None:
        return "reject", checked.codes[0]
    return ("accept-sanitised" if checked.is_cleaned else "accept"), ""


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row["path"].removeprefix("templates/"))
def test_a_template_gets_its_verdict_and_code(row):
    checked = check_template((CORPUS / row["path"]).read_bytes(), GIVEN, FILTERS)

    assert verdict(checked) == (row["expected"], row["code"])


def test_what_was_cleaned_is_clean():
    for row in TEMPLATES:
        checked = check_template((CORPUS / row["path"]).read_bytes(), GIVEN, FILTERS)
        if checked.cleaned is not None:
            again = check_template(checked.cleaned, GIVEN, FILTERS)

            assert verdict(again) == ("accept", ""), row["path"]


@pytest.mark.parametrize("left", ten(), ids=lambda left: left.name)
def test_a_template_as_word_leaves_it_is_let_in_or_mended(left):
    given = Given.of(VALUES)
    checked = check_template(left.docx, given)

    again = check_template(mended(left.docx, checked.findings), given)

    assert again.cleaned is not None
    assert not again.codes
