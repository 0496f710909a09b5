from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from portal.tables import TableFault, read_table
from tests.tables.books import (
    SHEET,
    book,
    packed,
    parts_of,
    text_cell,
    with_part,
    with_rows,
)

PERSON = ("Ткач", "Андрій")


def codes(table):
    return [note.code for note in table.notes]


def test_cells_carry_their_addresses_and_kinds():
    table = read_table(book(("Ткач", 5.0, 0.5, date(2026, 6, 5)), head="абвг"), "list.xlsx")

    assert [cell.address for cell in table.rows[0]] == ["A2", "B2", "C2", "D2"]
    assert [cell.value for cell in table.rows[0]] == ["Ткач", 5, 0.5, date(2026, 6, 5)]


def test_addresses_are_right_when_the_table_begins_lower_and_further_right():
    rows = f"<row r='4'>{text_cell('ПІБ', 'C4')}{text_cell('Посада', 'D4')}</row>"
    rows += f"<row r='6'>{text_cell('Ткач Андрій', 'C6')}</row>"

    table = read_table(with_rows(rows), "list.xlsx")

    assert [cell.address for cell in table.head if not cell.is_empty] == ["C4", "D4"]
    assert table.rows[0][2].address == "C6"


def test_the_named_visible_sheet_is_read_and_a_hidden_one_never():
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        for title in ("Перший", "Другий", "Прихований"):
            sheet = workbook.add_worksheet(title)
            sheet.write_row(0, 0, ["Прізвище", "Ім'я"])
            sheet.write_row(1, 0, [title, "Олена"])
        sheet.hide()
    data = target.getvalue()

    assert read_table(data, "list.xlsx").rows[0][0].text == "Перший"
    assert read_table(data, "list.xlsx", sheet="Другий").rows[0][0].text == "Другий"
    assert read_table(data, "list.xlsx").sheets == ("Перший", "Другий")
    assert codes(read_table(data, "list.xlsx")) == ["other-sheets", "hidden-sheets"]
    with pytest.raises(TableFault):
        read_table(data, "list.xlsx", sheet="Прихований")


def test_formulas_give_the_value_last_saved_and_are_named():
    rows = f"<row r='1'>{text_cell('Прізвище')}{text_cell('Років')}</row>"
    rows += f"<row r='2'>{text_cell('Ткач')}<c r='B2'><f>40+2</f><v>42</v></c></row>"
    rows += f"<row r='3'>{text_cell('Коваль')}<c r='B3' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"

    table = read_table(with_rows(rows), "list.xlsx")

    assert table.rows[0][1].value == 42
    assert table.rows[1][1].is_empty
    assert [(note.code, note.places) for note in table.notes] == [
        ("formulas", ("B2", "B3")),
        ("cell-errors", ("B3",)),
    ]


def test_a_far_away_cell_is_refused_before_it_takes_all_memory():
    for cell, code in (("A1048576", "IMP-ROWS"), ("XFD2", "IMP-COLS")):
        rows = f"<row>{text_cell('Прізвище', 'A1')}</row><row>{text_cell('x', cell)}</row>"
        with pytest.raises(TableFault) as refusal:
            read_table(with_rows(rows), "list.xlsx")

        assert refusal.value.code == code


def test_a_far_away_cell_that_is_only_coloured_does_no_harm():
    rows = f"<row>{text_cell('Прізвище')}{text_cell('Посада')}</row><row>{text_cell('Ткач')}</row>"

    table = read_table(with_rows(rows + "<row><c r='XFD1048576' s='0'/></row>"), "list.xlsx")

    assert len(table.rows) == 1


def test_a_long_shared_text_is_refused_by_the_cell_that_uses_it():
    with pytest.raises(TableFault) as refusal:
        read_table(book(PERSON, ("Ткач", "я" * 1001)), "list.xlsx")

    assert refusal.value.code == "IMP-VALUE"
    assert refusal.value.params["address"] == "B3"


def test_one_shared_text_repeated_beyond_measure_is_refused():
    parts = parts_of(book(("я" * 1000, "Андрій")))
    row = "<row>" + "<c t='s'><v>2</v></c>" * 100 + "</row>"
    sheet = f"<worksheet><sheetData>{row * 300}</sheetData></worksheet>"

    with pytest.raises(TableFault) as refusal:
        read_table(packed(parts | {SHEET: sheet.encode()}), "list.xlsx")

    assert refusal.value.code == "ZIP-BOMB"


def test_a_sheet_nested_beyond_measure_is_refused():
    with pytest.raises(TableFault) as refusal:
        read_table(with_rows("<a>" * 300 + "</a>" * 300), "list.xlsx")

    assert refusal.value.code == "XML-BAD"


def test_macros_under_an_ordinary_type_are_refused():
    with pytest.raises(TableFault) as refusal:
        read_table(with_part(book(PERSON), "xl/vbaProject.bin", b"macro"), "list.xlsx")

    assert refusal.value.code == "PART-DENY"


def test_a_document_named_like_a_table_is_refused():
    with pytest.raises(TableFault) as refusal:
        read_table(packed({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}), "a.xlsx")

    assert refusal.value.code == "OPC-BAD"


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c r='??'><v>1</v></c></row>",
        "<row><c r='A99999999999'><v>1</v></c></row>",
        "<row r='0'><c><v>1</v></c></row>",
        "<row r='-5'><c><v>1</v></c></row>",
        "<row><c t='strange'><v>1</v></c></row>",
    ],
)
def test_a_sheet_with_impossible_places_is_refused_and_crashes_nothing(rows):
    with pytest.raises(TableFault) as refusal:
        read_table(with_rows(rows), "list.xlsx")

    assert refusal.value.code == "OPC-BAD"


def test_a_row_counted_on_from_a_far_away_one_is_refused():
    rows = f"<row r='1048575'>{text_cell('a', 'A1')}</row><row>{text_cell('b')}</row>"

    with pytest.raises(TableFault) as refusal:
        read_table(with_rows(rows), "list.xlsx")

    assert refusal.value.code == "IMP-ROWS"


@pytest.mark.parametrize("count", ["4294967295", "-1", "many"])
def test_a_part_that_claims_to_hold_billions_of_texts_is_refused(count):
    parts = parts_of(book(PERSON))
    strings = parts["xl/sharedStrings.xml"].replace(
        b'uniqueCount="4"', f'uniqueCount="{count}"'.encode()
    )

    with pytest.raises(TableFault) as refusal:
        read_table(packed(parts | {"xl/sharedStrings.xml": strings}), "list.xlsx")

    assert refusal.value.code == "OPC-BAD"
