"""Tables cut into pages: nothing lost, nothing torn, sums carried on."""

from decimal import Decimal
from itertools import pairwise

import pytest

from portal.paper.pdf.sheets import LINE, PADDING, SIDES, Form, Row, paginate, width_of, wrap

FORM = Form(widths=(20, 60, 30), height=100, first=60)


def _text(sheets):
    return [" ".join(" ".join(cell) for cell in row.cells) for s in sheets for row in s.rows]


def _used(sheet):
    return sum(max(map(len, row.cells)) * LINE + PADDING for row in sheet.rows)


def test_every_row_stands_once_and_in_its_order():
    rows = [Row((str(n), "Про направлення на стажування", "")) for n in range(300)]

    sheets = paginate(rows, FORM)

    assert [line.split()[0] for line in _text(sheets)] == [str(n) for n in range(300)]
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert {sheet.count for sheet in sheets} == {len(sheets)}


def test_no_page_holds_more_than_there_is_room_for():
    rows = [Row((str(n), "слово " * (n % 40), "")) for n in range(100)]

    sheets = paginate(rows, FORM)

    assert _used(sheets[0]) <= FORM.first
    assert all(_used(sheet) <= FORM.height for sheet in sheets[1:])


def test_a_row_that_fits_a_page_is_not_torn():
    rows = [Row(("1", "слово " * 60, "")), Row(("2", "слово " * 60, ""))]

    sheets = paginate(rows, FORM)

    assert [len(sheet.rows) for sheet in sheets] == [1, 1]


def test_a_row_taller_than_a_page_goes_on_over_the_next():
    words = [f"слово{n}" for n in range(400)]

    sheets = paginate([Row(("1", " ".join(words), "")), Row(("2", "", ""))], FORM)

    assert len(sheets) > 2
    assert [word for word in " ".join(_text(sheets)).split() if "слово" in word] == words


def test_an_empty_table_is_one_page():
    (sheet,) = paginate([], FORM)

    assert (sheet.number, sheet.count, list(sheet.rows)) == (1, 1, [])


def test_sums_are_carried_from_page_to_page():
    form = Form(widths=(20, 60, 30), height=100, first=60, summed=(2,))
    rows = [Row((str(n), "", "1"), amounts={2: Decimal(1)}) for n in range(50)]

    sheets = paginate(rows, form)

    assert sheets[0].carried == {2: 0}
    assert all(a.total == b.carried for a, b in pairwise(sheets))
    assert sheets[-1].total == {2: 50}


def test_the_ending_that_no_longer_fits_gets_a_page_of_its_own():
    rows = [Row((str(n), "", "")) for n in range(10)]  # 56 of 60 millimetres

    assert len(paginate(rows, FORM)) == 1
    assert len(paginate(rows, Form(FORM.widths, FORM.height, FORM.first, ending=20))) == 2


def test_a_row_of_one_cell_stands_across_the_table():
    (sheet,) = paginate([Row(("Договір про надання освітніх послуг, укладений між",))], FORM)

    assert len(sheet.rows[0].cells[0]) == 1


@pytest.mark.parametrize("text", ["", "слово", "Щ" * 200, "Про " + "направлення " * 30, "a\nb"])
def test_lines_keep_to_the_width_and_lose_nothing(text):
    lines = wrap(text, 40 - SIDES)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= 40 - SIDES for line in lines)


def test_a_double_surname_is_broken_after_its_hyphen():
    assert wrap("Ткачук-Мельник І. О.", 18) == ["Ткачук-", "Мельник І.", "О."]


def test_a_number_stays_in_one_piece():
    assert wrap("Наказ 45-к/тр", 18) == ["Наказ", "45-к/тр"]
