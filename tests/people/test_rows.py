from datetime import date

import pytest

from portal.people.import_columns import PEOPLE_COLUMNS
from portal.people.rows import parse_people, read_people
from portal.tables import TableFault, match_columns, read_table

TODAY = date(2026, 6, 5)


def read(text, language="uk"):
    return read_people(text.encode(), "list.csv", language=language, today=TODAY)


def only(text, language="uk"):
    (person,) = read(text, language).people
    return person


def rules(people):
    return [(fault.address, fault.rule.code) for fault in people.faults]


def doubts(person):
    return [(doubt.field, doubt.rule.code, doubt.suggestion) for doubt in person.doubts]


def test_three_columns_make_a_name():
    person = only("Прізвище;Ім'я;По батькові\nТкач;Андрій;Петрович")

    assert (person.family, person.given, person.patronymic) == ("Ткач", "Андрій", "Петрович")
    assert person.gender == "m"
    assert person.address == "A2"


def test_one_column_is_taken_apart():
    person = only("№;ПІБ;Посада\n1;Коваль Олена Іванівна;викладач")

    assert (person.family, person.given, person.patronymic) == ("Коваль", "Олена", "Іванівна")
    assert (person.gender, person.post, person.address) == ("f", "викладач", "B2")


def test_a_russian_list_is_read_by_its_own_headings():
    person = only(
        "Ф.И.О.;Дата рождения;Должность;Ставка;Пол\nТкач Роман Игоревич;05.06.1980;мастер;0,5;м",
        "ru",
    )

    assert (person.family, person.birth_date, person.load) == ("Ткач", date(1980, 6, 5), "0,5")
    assert person.gender == "m"


def test_every_kind_of_column_is_read():
    person = only(
        "Прізвище;Ім'я;Дата народження;Посада;Ставка;Дата прийняття;№ особової справи;Телефон;"
        "Ел. пошта;РНОКПП;Стать\n"
        "Ткач;Андрій;05.06.1980;викладач;1;01.09.2010;К-15;(067) 123-45-67;TKACH@Licej.example;"
        "3012345678;чоловіча"
    )

    assert person.started_on == date(2010, 9, 1)
    assert (person.file_number, person.phone) == ("К-15", "(067) 123-45-67")
    assert (person.email, person.tax_number) == ("tkach@licej.example", "3012345678")
    assert person.doubts == ()


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("Дата народження", "5/6/80", "date-unclear"),
        ("Дата народження", "05.06.2030", "birth-in-future"),
        ("Ел. пошта", "немає", "email"),
        ("Ел. пошта", '"a@example.org\nBcc: b@example.org"', "email"),
        ("Телефон", "спитати", "phone"),
        ("РНОКПП", "12345", "tax-number"),
        ("Стать", "так", "gender"),
        ("Посада", "я" * 201, "too-long"),
        ("№ справи", "9" * 65, "too-long"),
        ("Посада", "\ufffd\ufffd", "letters-lost"),
    ],
)
def test_a_wrong_value_is_told_by_its_cell_and_the_other_rows_go_on(column, value, rule):
    people = read(f"Прізвище;Ім'я;По батькові;{column}\nТкач;Ян;Ілліч;{value}\nКоваль;Ян;Ілліч;")

    assert rules(people) == [("D2", rule)]
    assert [person.family for person in people.people] == ["Коваль"]


def test_all_faults_of_a_row_are_told_at_once():
    people = read("ПІБ;Телефон;Ел. пошта\nТкач Ян;ні;ні\nКоваль Ян;;")

    assert rules(people) == [("B2", "phone"), ("C2", "email")]


def test_a_fault_says_the_cell_the_rule_and_an_example():
    (fault,) = read("ПІБ;Дата народження\nТкач Ян;5/6/80\nКоваль Ян;").faults

    assert str(fault) == (
        "B2: “5/6/80” can be read in more than one way; write the date as 05.06.2026."
    )


def test_a_dash_is_an_empty_cell():
    person = only("ПІБ;Телефон;Ел. пошта;РНОКПП\nТкач Ян Ілліч;-;–;—")

    assert (person.phone, person.email, person.tax_number) == ("", "", "")


def test_a_name_of_one_word_is_not_a_person():
    people = read("ПІБ\nВсього\nТкач Ян")

    assert rules(people) == [("A2", "name-incomplete")]


def test_a_missing_given_name_is_told_by_its_own_cell():
    assert rules(read("Прізвище;Ім'я\nТкач;\nКоваль;Ян")) == [("B2", "required")]


def test_look_alike_letters_are_offered_to_be_mended():
    person = only("Прізвище;Ім'я;По батькові\nПетрeнкo;Ян;Ілліч")

    assert doubts(person) == [("family", "mixed-scripts", "Петренко")]
    assert person.mended().family == "Петренко"
    assert person.mended().doubts == ()


def test_a_lost_leading_zero_is_offered_to_be_put_back():
    person = only("ПІБ;ІПН\nТкач Ян Ілліч;312345678")

    assert doubts(person) == [("tax_number", "tax-number-short", "0312345678")]


def test_capitals_are_offered_to_be_lowered():
    person = only("Прізвище;Ім'я;По батькові\nТКАЧ;Ян;Ілліч")

    assert doubts(person) == [("family", "capitals", "Ткач")]


@pytest.mark.parametrize("name", ["<b>Ткач", "{{7*7}}", "../../etc", "=1+1", "Ткач|x"])
def test_signs_strange_to_a_name_are_kept_and_pointed_at(name):
    person = only(f"Прізвище;Ім'я;По батькові\n{name};Ян;Ілліч")

    assert person.family == name
    assert doubts(person) == [("family", "odd-signs", "")]


@pytest.mark.parametrize("name", ["О'Коннор", "Мар’яненко", "Нечуй-Левицький", "фон Бюлов"])
def test_real_names_raise_no_doubt(name):
    assert only(f"Прізвище;Ім'я;По батькові\n{name};Ян;Ілліч").doubts == ()


def test_a_gender_shown_only_by_the_given_name_is_to_be_checked():
    person = only("Прізвище;Ім'я\nКоваль;Олена")

    assert person.gender == "f"
    assert doubts(person) == [("gender", "gender-guessed", "")]


def test_initials_do_not_make_a_whole_name():
    person = only("ПІБ\nТкач А. Петрович")

    assert ("given", "initials", "") in doubts(person)


def test_a_person_in_the_list_twice_is_read_once():
    people = read(
        "Прізвище;Ім'я;Дата народження\nМар'яненко;Олена;05.06.1980\nМар’яненко;ОЛЕНА ;05.06.1980"
    )

    assert len(people.people) == 1
    assert rules(people) == [("A3", "repeated")]
    assert people.faults[0].params["example"] == "A2"


def test_namesakes_with_different_birth_dates_are_two_people():
    people = read("ПІБ;Дата народження\nТкач Ян;05.06.1980\nТкач Ян;06.06.1980")

    assert len(people.people) == 2


def test_one_tax_number_does_not_belong_to_two():
    people = read("ПІБ;ІПН\nТкач Ян;3012345678\nКоваль Ян;3012345678")

    assert rules(people) == [("A3", "tax-number-repeated")]


def test_columns_of_roles_are_ignored_and_listed():
    people = read("ПІБ;role;is_admin\nТкач Ян Ілліч;admin;1")

    assert [cell.text for cell in people.matching.unknown] == ["role", "is_admin"]
    assert not people.is_clean


def test_a_file_without_one_acceptable_row_is_refused_with_the_first_reason():
    with pytest.raises(TableFault) as refusal:
        read("ПІБ;Телефон\nТкач Ян;ні")

    assert refusal.value.code == "IMP-VALUE"
    assert refusal.value.params["address"] == "B2"


def test_a_file_of_rows_that_say_nothing_about_people_is_empty():
    with pytest.raises(TableFault) as refusal:
        read("№;ПІБ\n1;\n2;")

    assert refusal.value.code == "IMP-EMPTY"


def test_a_person_may_say_which_column_is_which():
    table = read_table("a;b\nТкач;Ян".encode(), "list.csv", wanted=PEOPLE_COLUMNS)
    matching = match_columns(table.head, PEOPLE_COLUMNS, {"family": 0, "given": 1})

    (person,) = parse_people(table, matching, language="uk", today=TODAY)

    assert person.full_name == "Ткач Ян"
