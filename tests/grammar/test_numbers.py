"""Numbers and sums in words, and words that agree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.grammar import Case, agree, money_in_words, number_in_words, plural


@pytest.mark.parametrize(
    ("number", "language", "gender", "case", "words"),
    [
        (0, "uk", "m", "nominative", "нуль"),
        (0, "uk", "m", "genitive", "нуля"),
        (1, "uk", "n", "nominative", "одне"),
        (5, "uk", "m", "nominative", "п’ять"),
        (21, "uk", "f", "nominative", "двадцять одна"),
        (2, "uk", "f", "nominative", "дві"),
        (30, "uk", "m", "genitive", "тридцяти"),
        (245, "uk", "m", "genitive", "двохсот сорока п’яти"),
        (100, "uk", "m", "instrumental", "ста"),
        (90, "uk", "m", "instrumental", "дев’яноста"),
        (1000, "uk", "m", "genitive", "однієї тисячі"),
        (5_000_000, "uk", "m", "instrumental", "п’ятьма мільйонами"),
        (2026, "uk", "m", "nominative", "дві тисячі двадцять шість"),
        (1, "ru", "f", "accusative", "одну"),
        (1, "ru", "m", "accusative", "один"),
        (72, "ru", "m", "nominative", "семьдесят два"),
        (72, "ru", "m", "genitive", "семидесяти двух"),
        (245, "ru", "m", "instrumental", "двумястами сорока пятью"),
        (21, "ru", "f", "locative", "двадцати одной"),
        (12, "en", "m", "nominative", "twelve"),
    ],
)
def test_a_number_is_spoken_in_gender_and_case(number, language, gender, case, words):
    assert number_in_words(number, language, gender, case) == words


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        ("1200", "UAH", "uk", "одна тисяча двісті гривень 00 копійок"),
        ("1.01", "UAH", "uk", "одна гривня 01 копійка"),
        ("22.05", "UAH", "uk", "двадцять дві гривні 05 копійок"),
        ("2001.50", "RUB", "ru", "две тысячи один рубль 50 копеек"),
        ("3.22", "RUB", "ru", "три рубля 22 копейки"),
        ("0.999", "RUB", "ru", "один рубль 00 копеек"),
        ("21.01", "UAH", "en", "twenty-one hryvnias 01 kopiyka"),
        ("5", "EUR", "uk", "п’ять євро 00 центів"),
    ],
)
def test_a_sum_is_spoken_with_its_hundredths_in_digits(amount, currency, language, words):
    assert money_in_words(Decimal(amount), currency, language) == words


def test_a_sum_below_nought_is_refused():
    with pytest.raises(ValueError, match="negative"):
        money_in_words(Decimal("-1"), "UAH", "uk")


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "годин"), (1, "година"), (2, "години"), (4, "години"), (5, "годин"), (11, "годин"),
        (12, "годин"), (14, "годин"), (21, "година"), (22, "години"), (111, "годин"),
        (121, "година"), (-2, "години"),
    ],
)  # fmt: skip
def test_a_word_agrees_with_a_number(number, word):
    assert plural(number, "година", "години", "годин") == word


def test_a_word_agrees_with_a_person():
    assert agree("m", "який", "яка") == "який"
    assert agree("f", "який", "яка") == "яка"
    assert agree("", "який", "яка") == "який/яка"


@given(
    st.integers(0, 10**12),
    st.sampled_from(["uk", "ru"]),
    st.sampled_from(["m", "f", "n"]),
    st.sampled_from(list(Case)),
)
def test_every_number_has_words(number, language, gender, case):
    assert number_in_words(number, language, gender, case).strip()


@pytest.mark.parametrize(
    ("amount", "currency", "language", "case", "words"),
    [
        ("123.45", "UAH", "uk", "genitive", "ста двадцяти трьох гривень 45 копійок"),
        ("1.01", "UAH", "uk", "accusative", "одну гривню 01 копійку"),
        ("21.02", "UAH", "uk", "instrumental", "двадцятьма однією гривнею 02 копійками"),
        ("1000", "UAH", "uk", "dative", "одній тисячі гривень 00 копійкам"),
        ("42.50", "RUB", "ru", "genitive", "сорока двух рублей 50 копеек"),
        ("2", "RUB", "ru", "accusative", "два рубля 00 копеек"),
    ],
)
def test_a_sum_stands_in_any_case(amount, currency, language, case, words):
    assert money_in_words(Decimal(amount), currency, language, case) == words
