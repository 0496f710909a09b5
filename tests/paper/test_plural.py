"""The word beside a number agrees with it, as both languages count."""

from decimal import Decimal

import pytest

from portal.paper.filters import plural


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "година"),
        (2, "години"),
        (5, "годин"),
        (11, "годин"),
        (14, "годин"),
        (21, "година"),
        (72, "години"),
        (100, "годин"),
        (111, "годин"),
        (Decimal(2), "години"),
    ],
)
def test_the_word_agrees_with_the_number(number, word):
    assert plural(number, "година", "години", "годин") == word


def test_a_fraction_has_a_word_of_its_own():
    assert plural(Decimal("0.5"), "кредит", "кредити", "кредитів", "кредиту") == "кредиту"
