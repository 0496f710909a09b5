"""Who certifies a copy and in what words."""

from datetime import date

import pytest

from portal.errors import Conflict
from portal.files.certification import certification, certifier_on, mark_lines
from tests.factories import make_head, make_organisation

DAY = date(2026, 6, 5)


def test_a_ukrainian_copy_is_certified_in_the_words_of_its_standard(app):
    head = make_head(make_organisation("UAS1"))

    assert mark_lines(head, "uk", DAY) == [
        "КОПІЯ",
        "Згідно з оригіналом",
        "Директор\tОлена КОВАЛЬ",
        "05 червня 2026 року",
    ]


def test_a_russian_copy_is_certified_in_the_words_of_its_standard(app):
    head = make_head(make_organisation("RUS1"), "RU01")

    assert mark_lines(head, "ru", DAY) == [
        "КОПИЯ",
        "Верно",
        "Директор\tО.П.\u00a0Шевченко",
        "5 июня 2026 г.",
    ]


def test_a_paper_in_english_is_certified_in_the_language_of_the_school(app):
    head = make_head(make_organisation("UAS1"))

    assert mark_lines(head, "en", DAY)[1] == "Згідно з оригіналом"


def test_the_inventory_keeps_who_certified_and_when(app):
    head = make_head(make_organisation("UAS1"))

    assert certification(head, "uk", DAY) == {
        "mark": "Згідно з оригіналом",
        "post": "Директор",
        "name": "Олена КОВАЛЬ",
        "date": "2026-06-05",
    }


def test_without_a_head_nobody_certifies(app):
    with pytest.raises(Conflict):
        certifier_on(make_organisation("UAS1"), DAY)
