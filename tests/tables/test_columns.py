import pytest

from portal.tables import Column, TableFault, match_columns, read_table

COLUMNS = (
    Column("full_name", {"uk": ("ПІБ",), "ru": ("ФИО",)}, stands_for=("family", "given")),
    Column("family", {"uk": ("Прізвище",), "ru": ("Фамилия",)}, required=True),
    Column("given", {"uk": ("Ім'я",), "ru": ("Имя",)}, required=True),
    Column("phone", {"uk": ("Телефон",), "ru": ("Телефон",)}),
)


def match(head, chosen=None):
    table = read_table(f"{head}\n{'x;' * 5}".encode(), "list.csv", wanted=COLUMNS)
    return match_columns(table.head, COLUMNS, chosen)


def test_columns_are_found_in_any_order_and_language():
    assert match("Телефон;Имя;Фамилия").indexes == {"phone": 0, "given": 1, "family": 2}


def test_unknown_headings_are_listed():
    matching = match("Прізвище;Ім'я;role;is_admin")

    assert [cell.text for cell in matching.unknown] == ["role", "is_admin"]
    assert "role" not in matching.indexes


def test_a_full_name_stands_for_its_parts():
    assert not match("П.І.Б.;Телефон").missing


def test_missing_columns_are_named_in_the_clerks_language():
    with pytest.raises(TableFault) as refusal:
        match("Телефон;Адреса").require("ru")

    assert refusal.value.code == "IMP-HEADER"
    assert refusal.value.params == {"columns": "Фамилия, Имя"}


def test_a_required_heading_that_stands_twice_is_not_guessed():
    with pytest.raises(TableFault) as refusal:
        match("Прізвище;Прізвище;Ім'я").require("uk")

    assert refusal.value.code == "IMP-HEADER"


def test_a_second_telephone_is_listed_and_the_first_one_taken():
    matching = match("Прізвище;Ім'я;Телефон;Телефон")

    matching.require("uk")
    assert matching.indexes["phone"] == 2
    assert len(matching.unknown) == 1


def test_a_person_may_say_which_column_is_which():
    matching = match("a;b;c", {"family": 1, "given": 2, "phone": 99})

    matching.require("uk")
    assert matching.indexes == {"family": 1, "given": 2}
