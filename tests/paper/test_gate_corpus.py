"""The corpus of bad input: every template gets its verdict and its code at the gate."""

import csv
from pathlib import Path

import pytest

from portal.paper.gate import check_package

CORPUS = Path(__file__).parent.parent / "bad_input"
with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as _manifest:
    TEMPLATES = [
        row
        for row in csv.DictReader(_manifest, delimiter="\t")
        if row["path"].startswith("templates/")
    ]
# Faults of the tags are no faults of the package.
PACKAGES = [row for row in TEMPLATES if not row["code"].startswith("TPL-")]


def verdict(checked):
    if checked.cleaned is None:
        return "reject", checked.codes
    return ("accept-sanitised" if checked.is_cleaned else "accept"), ()


@pytest.mark.parametrize("row", PACKAGES, ids=lambda row: row["path"].removeprefix("templates/"))
def test_a_package_gets_its_verdict_and_code(row):
    checked = check_package((CORPUS / row["path"]).read_bytes())

    expected = (row["code"],) if row["code"] else ()
    assert verdict(checked) == (row["expected"], expected)
