import pytest

from portal.tables import TableFault, read_table

HEAD = "Прізвище;Ім'я"


def rows_of(data, filename="list.csv"):
    table = read_table(data, filename)
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_the_usual_encodings_are_read(encoding):
    assert rows_of(f"{HEAD}\r\nҐава;Їжак".encode(encoding)) == [["Ґава", "Їжак"]]


def test_an_encoding_that_is_only_supposed_has_to_be_confirmed():
    assert read_table(f"{HEAD}\nТкач;Ян".encode("cp1251"), "list.csv").needs_encoding_check
    assert not read_table(f"{HEAD}\nТкач;Ян".encode(), "list.csv").needs_encoding_check


def test_lines_of_two_encodings_are_refused():
    with pytest.raises(TableFault) as refusal:
        read_table(f"{HEAD}\n".encode() + "Ткач;Андрій".encode("cp1251"), "list.csv")

    assert refusal.value.code == "IMP-ENC"


@pytest.mark.parametrize(
    "data",
    [f"{HEAD}\nТкач;Ян".encode("utf-16-le"), "Ткач".encode("utf-32"), b"\xff\xfe\x00", b"\x98\x98"],
)
def test_text_that_cannot_be_read_is_refused(data):
    with pytest.raises(TableFault) as refusal:
        read_table(data, "list.csv")

    assert refusal.value.code == "IMP-ENC"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator):
    lines = [separator.join(row) for row in (["Прізвище", "Посада"], ["Ткач", '"вчитель, 0;5"'])]

    assert rows_of("\n".join(lines).encode()) == [["Ткач", "вчитель, 0;5"]]


def test_excels_own_line_about_the_separator_is_obeyed():
    table = read_table("sep=|\r\nПрізвище|Посада\r\nТкач|вчитель; майстер".encode(), "list.csv")

    assert [cell.text for cell in table.rows[0]] == ["Ткач", "вчитель; майстер"]
    assert table.rows[0][0].address == "A3"


def test_pasted_cells_are_read_with_their_line_ends():
    pasted = 'Прізвище\tПосада\nТкач\t"вчитель\nмайстер"\n'

    assert rows_of(pasted.encode(), "") == [["Ткач", "вчитель\nмайстер"]]


def test_line_ends_of_old_computers_are_read_and_told():
    table = read_table(f"{HEAD}\rТкач;Ян\r".encode(), "list.csv")

    assert len(table.rows) == 1
    assert [note.code for note in table.notes] == ["line-ends"]


def test_an_open_quotation_mark_is_refused_with_its_line():
    with pytest.raises(TableFault) as refusal:
        read_table(f'{HEAD}\nТкач;Ян\n"Коваль;Олена'.encode(), "list.csv")

    assert (refusal.value.code, refusal.value.params) == ("IMP-BAD", {"line": 3})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Прізвище\n" + "Ткач\n" * 20_001, "IMP-ROWS"),
        (";".join(["Ткач"] * 101), "IMP-COLS"),
        (f"{HEAD}\nТкач;" + "я" * 1_001, "IMP-VALUE"),
        (f"{HEAD}\nТкач;" + "я" * 400_000, "IMP-VALUE"),
        (";" * 200_000 + "Ткач", "IMP-COLS"),
        ("", "IMP-EMPTY"),
        ("\n\n;;\n", "IMP-EMPTY"),
        (HEAD, "IMP-EMPTY"),
    ],
    ids=["rows", "columns", "cell", "huge-cell", "huge-line", "nothing", "blank", "head-only"],
)
def test_more_than_a_table_holds_or_nothing_is_refused(data, code):
    with pytest.raises(TableFault) as refusal:
        read_table(data.encode(), "list.csv")

    assert refusal.value.code == code


def test_as_many_rows_as_allowed_are_read():
    assert len(rows_of(("Прізвище\n" + "Ткач\n" * 20_000 + "\n" * 9_000).encode())) == 20_000
