import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from portal.tables import read_table, write_csv, write_xlsx
from tests.tables.books import parts_of

STRINGS = Path(__file__).parent.parent / "bad_input" / "strings" / "csv_cells.jsonl"
DANGEROUS = [json.loads(line)["value"] for line in STRINGS.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_no_text_becomes_a_formula_in_a_workbook(text):
    sheet = parts_of(write_xlsx("Люди", ["Прізвище"], [[text]]))["xl/worksheets/sheet1.xml"]

    assert b"<f" not in sheet
    assert b'<c r="A2" t="s">' in sheet


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_no_text_becomes_a_formula_in_csv(text):
    data = write_csv(["Прізвище"], [[text]]).decode("utf-8-sig")

    assert data == f'"Прізвище"\r\n"\'{text}"\r\n'


@pytest.mark.parametrize("text", ["=1+1", "'=1", "+380 67 123 45 67", "О’Коннор", "'так'"])
def test_our_own_csv_is_read_back_as_it_was(text):
    table = read_table(write_csv(["Прізвище", "Телефон"], [["Ткач", text]]), "list.csv")

    assert table.rows[0][1].text == text


def test_numbers_and_days_stay_numbers_and_days():
    row = ["Ткач", 30, 0.5, Decimal("1250.50"), date(2026, 6, 5), None]

    table = read_table(write_xlsx("Люди", "абвгде", [row]), "list.xlsx")

    assert [cell.value for cell in table.rows[0]] == [
        "Ткач",
        30,
        0.5,
        1250.5,
        date(2026, 6, 5),
        None,
    ]
    assert write_csv("абвгде", [row]).decode("utf-8-sig").splitlines()[1] == (
        '"Ткач";"30";"0.5";"1250.50";"05.06.2026";""'
    )


def test_negative_numbers_are_no_formulas():
    assert '"-5"' in write_csv(["Залишок"], [[-5]]).decode("utf-8-sig")


def test_a_workbook_has_its_heading_frozen_and_columns_wide_enough():
    sheet = parts_of(write_xlsx("Люди", ["Прізвище"], [["я" * 30]]))["xl/worksheets/sheet1.xml"]

    assert b'state="frozen"' in sheet
    assert b'<col min="1" max="1" width="32' in sheet


@pytest.mark.parametrize("title", ["", "[1]/*?:\\", "'так'", "я" * 50, "Накази 2026/2027"])
def test_any_title_makes_a_sheet(title):
    with ZipFile(BytesIO(write_xlsx(title, ["Прізвище"], [["Ткач"]]))) as package:
        assert package.testzip() is None


def test_csv_opens_in_excel_by_a_double_click():
    data = write_csv(["Прізвище", "Посада"], [["Ткач", 'вчитель "старший"; майстер']])

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == ["Ткач", 'вчитель "старший"; майстер']
