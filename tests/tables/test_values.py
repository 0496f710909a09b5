from datetime import date

import pytest

from portal.tables import BadCell, Cell, as_date, as_line


@pytest.mark.parametrize(
    "written",
    [
        "05.06.2026",
        "5.6.2026",
        "2026-06-05",
        "2026-06-05T00:00:00",
        "05-06-2026",
        "05.06.2026 0:00:00",
        "05.06.2026 р.",
        "5 червня 2026 р.",
        "«05» червня 2026 року",
        "5 июня 2026 г.",
        date(2026, 6, 5),
        46178,
    ],
)
def test_a_clear_date_is_read(written):
    assert as_date(Cell(written, "D4")) == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("5/6/26", "date-unclear"),
        ("05.06.26", "date-unclear"),
        ("5/6/2026", "date-unclear"),
        ("12/25/2026", "date-unclear"),
        ("31.02.2024", "date-impossible"),
        ("00.00.0000", "date-impossible"),
        ("01.09.2180", "date-far"),
        ("01.09.1880", "date-far"),
        ("1980", "date-unreadable"),
        ("45323", "date-unreadable"),
        ("вчора", "date-unreadable"),
        (0.5, "date-unreadable"),
    ],
)
def test_a_date_is_never_guessed(written, rule):
    with pytest.raises(BadCell) as refusal:
        as_date(Cell(written, "D4"))

    assert refusal.value.rule.code == rule


def test_the_order_of_day_and_month_is_clear_when_only_one_is_possible():
    assert as_date(Cell("25/12/2026", "D4")) == date(2026, 12, 25)
    assert as_date(Cell("05/05/2026", "D4")) == date(2026, 5, 5)


@pytest.mark.parametrize("nothing", [None, "", "-", "—"])
def test_an_empty_cell_or_a_dash_is_no_date(nothing):
    assert as_date(Cell(nothing, "D4")) is None


def test_a_text_of_several_lines_is_put_on_one():
    assert as_line(Cell("вчитель;\nкерівник гуртка", "E2")) == "вчитель; керівник гуртка"


def test_letters_lost_in_saving_are_not_passed_on():
    with pytest.raises(BadCell) as refusal:
        as_line(Cell("Ковал\ufffd", "A2"))

    assert refusal.value.rule.code == "letters-lost"
