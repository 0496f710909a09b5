"""The log holds one line for each event, whatever is in it, and nothing personal."""

import json
import logging
import sys
from pathlib import Path

import pytest
from flask import g

from portal.logs import LONGEST_TEXT, JsonLines

STRINGS = Path(__file__).parent / "bad_input" / "strings" / "log_lines.jsonl"


def written(text, *values, error=None):
    record = logging.LogRecord(
        "portal.some", logging.WARNING, "some.py", 1, text, values, error and sys.exc_info()
    )
    return JsonLines().format(record)


@pytest.mark.parametrize(
    "value", [json.loads(line)["value"] for line in STRINGS.read_text("utf-8").splitlines()]
)
def test_a_value_from_outside_begins_no_line_of_its_own(value):
    line = written("Refused: %s", value)

    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["what"] == f"Refused: {value}"[:LONGEST_TEXT]


def test_a_long_value_is_cut():
    assert len(json.loads(written("%s", "я" * 10_000))["what"]) == LONGEST_TEXT


def test_of_an_error_the_class_and_the_places_are_written_and_not_its_text():
    try:
        raise ValueError("Ткач Андрій Петрович, 3184512345")
    except ValueError as error:
        line = written("It broke", error=error)

    told = json.loads(line)
    assert told["error"] == "ValueError"
    assert told["places"][0].endswith(
        "test_of_an_error_the_class_and_the_places_are_written_and_not_its_text"
    )
    assert "3184512345" not in line


def test_a_line_says_who_asked_for_which_page(app):
    with app.test_request_context("/people/17?q=secret"):
        g.user_id = 5
        told = json.loads(written("Seen"))

    assert (told["user"], told["page"], told["ids"]) == (5, "GET people.card", {"person_id": 17})
    assert "secret" not in str(told)
