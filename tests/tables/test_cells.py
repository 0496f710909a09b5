import pytest

from portal.tables import Cell, cell_address, label_key
from portal.tables.cells import reads_as_formula, without_invisible


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (0, 26, "AA1"), (1048575, 16383, "XFD1048576")],
)
def test_an_address_is_the_one_excel_shows(row, column, address):
    assert cell_address(row, column) == address


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (5, "5"), (0.1 + 0.2, "0.3"), (3000000000.0, "3000000000"), ("так", "так")],
)
def test_the_text_of_a_cell_is_what_a_reader_of_the_sheet_sees(value, text):
    assert Cell(value, "A1").text == text


@pytest.mark.parametrize("same", [" прізвище\xa0", "ПРІЗВИЩЕ", "Прізвище:", "Прізвище (повністю)"])
def test_headings_differ_neither_by_spaces_nor_case_nor_marks(same):
    assert label_key(same) == label_key("Прізвище")


def test_headings_of_look_alike_letters_are_one():
    assert label_key("Пocaдa") == label_key("Посада")


def test_apostrophes_of_all_kinds_are_one():
    assert label_key("ІМ’Я") == label_key("Ім'я") == label_key("Імʼя")


def test_invisible_letters_go_and_lines_stay():
    assert without_invisible("Пет\u202eрен\u200bко\x00\n\ufeff") == "Петренко\n"


@pytest.mark.parametrize("text", ["=1", " =1", "\ufeff@A1", "＝1", "'-1"])
def test_what_a_spreadsheet_would_calculate_is_known(text):
    assert reads_as_formula(text)
