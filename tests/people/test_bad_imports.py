"""The corpus of bad input: every list of people gets the verdict and the code of the manifest."""

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

from portal.people.rows import read_people
from portal.tables import TableFault

CORPUS = Path(__file__).parent.parent / "bad_input"
TODAY = date(2026, 6, 5)


def manifest():
    with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


IMPORTS = [row for row in manifest() if row["path"].startswith("imports/")]


def verdict_on(path):
    try:
        people = read_people(path.read_bytes(), path.name, language="uk", today=TODAY)
    except TableFault as refusal:
        return "reject", refusal.code
    return ("accept" if people.is_clean else "accept-sanitised"), ""


@pytest.mark.parametrize("row", IMPORTS, ids=[row["path"] for row in IMPORTS])
def test_a_list_of_people_gets_its_verdict_and_code(row):
    assert verdict_on(CORPUS / row["path"]) == (row["expected"], row["code"])


def test_the_corpus_is_the_one_the_manifest_describes():
    changed = [
        row["path"]
        for row in manifest()
        if hashlib.sha256((CORPUS / row["path"]).read_bytes()).hexdigest() != row["sha256"]
    ]

    assert changed == []
