"""Dates in words and digits."""

from datetime import date

import pytest

from portal.grammar import date_in_digits, date_in_words, date_spelt


@pytest.mark.parametrize(
    ("language", "words"),
    [("uk", "05 червня 2026 року"), ("ru", "5 июня 2026 г."), ("en", "5 June 2026")],
)
def test_a_date_is_written_as_the_standard_says(language, words):
    assert date_in_words(date(2026, 6, 5), language) == words


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("uk", "січня", "грудня"), ("ru", "января", "декабря"), ("en", "January", "December")],
)
def test_every_month_has_its_name(language, first, last):
    words = [date_in_words(date(2026, month, 1), language).split()[1] for month in range(1, 13)]

    assert (words[0], words[-1], len(set(words))) == (first, last, 12)


def test_digits_are_padded():
    assert date_in_digits(date(2026, 6, 5)) == "05.06.2026"


@pytest.mark.parametrize(
    ("day", "ukrainian", "russian"),
    [
        (
            date(2026, 5, 25),
            "двадцять п’ятого травня дві тисячі двадцять шостого року",
            "двадцать пятого мая две тысячи двадцать шестого года",
        ),
        (date(2000, 1, 1), "першого січня двотисячного року", "первого января двухтысячного года"),
        (
            date(2010, 10, 30),
            "тридцятого жовтня дві тисячі десятого року",
            "тридцатого октября две тысячи десятого года",
        ),
        (
            date(1987, 3, 12),
            "дванадцятого березня тисяча дев’ятсот вісімдесят сьомого року",
            "двенадцатого марта тысяча девятьсот восемьдесят седьмого года",
        ),
    ],
)
def test_deeds_are_dated_in_words_alone(day, ukrainian, russian):
    assert (date_spelt(day, "uk"), date_spelt(day, "ru")) == (ukrainian, russian)
