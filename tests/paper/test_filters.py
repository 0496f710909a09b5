from datetime import date
from decimal import Decimal

import pytest

from portal.paper.aliases import ALIASES, ENGLISH, english, local, mixes_scripts, nearest
from portal.paper.faults import FilterFault
from portal.paper.filters import ARGUMENTS, CASES
from tests.paper.made import FakeName


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_its_filter(filters, name, case):
    assert filters[case](name) == f"Ткач/{case}"


@pytest.mark.parametrize(
    ("filter_name", "arguments", "words"),
    [
        ("initials", (), "Ткач/nominative А."),
        ("initials", ("genitive",), "Ткач/genitive А."),
        ("initials", ("родовий",), "Ткач/genitive А."),
        ("initials_first", ("дательный",), "А. Ткач/dative"),
        ("signature", (), "Андрій ТКАЧ/nominative"),
        ("family_upper", ("знахідний",), "ТКАЧ/accusative"),
        ("given_and_patronymic", (), "Андрій Петрович/vocative"),
        ("capitalised", (), "Ткач Андрій"),
    ],
)
def test_a_name_is_written_as_the_place_asks(filters, name, filter_name, arguments, words):
    assert filters[filter_name](name, *arguments) == words
    assert filters[filter_name]({"name": name}, *arguments) == words


def test_a_case_that_is_none_is_refused(filters, name):
    with pytest.raises(FilterFault):
        filters["initials"](name, "somehow")


def test_digits_are_set_as_in_official_papers(filters):
    assert filters["digits"](date(2026, 6, 5)) == "05.06.2026"
    assert filters["digits"](Decimal("1250.5")) == "1\u00a0250,50"
    assert filters["digits"](12000) == "12\u00a0000"


def test_only_the_first_letter_becomes_capital(filters):
    assert filters["capitalised"]("заступник директора з НВР") == "Заступник директора з НВР"


def test_a_post_within_a_sentence_begins_with_a_small_letter(filters):
    small = filters["uncapitalised"]

    assert small("Директора") == "директора"
    assert small("В. о. директора") == "в. о. директора"
    assert small("ТВО директора") == "ТВО директора"


def test_a_word_agrees_with_the_gender_of_a_person(filters):
    assert filters["agree"](FakeName(gender="f"), "який", "яка") == "яка"
    assert filters["agree"]({"name": FakeName()}, "який", "яка") == "який"


@pytest.mark.parametrize("name", [name for name, (_, most) in ARGUMENTS.items() if most < 2])
def test_an_empty_text_stays_empty(filters, name):
    assert filters[name]("") == ""


def test_every_filter_has_its_count_of_arguments(filters):
    assert set(filters) == set(ARGUMENTS)


def test_every_filter_is_known_in_both_languages():
    spoken = {english(name) for name in ALIASES}

    assert set(ARGUMENTS) <= spoken


def test_no_alias_mixes_scripts():
    assert [name for name in ALIASES if mixes_scripts(name)] == []


@pytest.mark.parametrize(
    ("written", "meant"), [("employe", "employee"), ("посадa", "посада"), ("zzzzz", "")]
)
def test_the_nearest_name_is_offered(written, meant):
    assert nearest(written) == meant


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_name_of_the_table_is_told_in_the_author_s_language(language):
    assert all(english(local(name, language)) == name for name in ENGLISH)
    assert local("employee", "en") == "employee"


@pytest.mark.parametrize(
    ("written", "read"),
    [("мета_поїздки", "meta_poizdky"), ("Підъїзд", "pidizd"), ("щёки", "shcheky")],
)
def test_a_name_of_the_author_s_own_is_read_in_latin_letters(written, read):
    assert english(written) == read
