"""Keys that put lists in the order of the alphabet when compared byte by byte."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.grammar import search_key, sort_key

UKRAINIAN = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
RUSSIAN = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
PEOPLE = {
    "uk": [
        "Гриць Богдан Ілліч",
        "Гриць Любов Степанівна",
        "Дюбуа Софі",
        "Коваль Олена Ігорівна",
        "Нечай-Левицька Ольга Юріївна",
        "Петренко Олена Іванівна",
        "Петренко Сергій Миколайович",
        "Саркісян Армен Гагікович",
        "Сорока Павло Дмитрович",
        "Ткач Андрій Петрович",
        "Ткач Ірина Василівна",
        "Ткачук-Мельник Ігор Олегович",
        "Чорна Надія Григорівна",
        "Швець Микола Лук'янович",
    ],
    "ru": [
        "Белых Татьяна Сергеевна",
        "Гайнуллина Айгуль Рашитовна",
        "Грин Артур Робертович",
        "Гриц Марк Львович",
        "Карапетян Гаяне Ашотовна",
        "Мамедов Эльчин Ариф оглы",
        "Мельник-Зарецкий Пётр Фёдорович",
        "Римская-Орлова Любовь Павловна",
        "Сорока Илья Кузьмич",
        "Ткач Вера Николаевна",
        "Ткач Роман Игоревич",
        "Швец Лев Андреевич",
        "Шевченко Олег Петрович",
        "Шмидт Анна Карловна",
    ],
}


def in_order(texts, language):
    return sorted(texts, key=lambda text: sort_key(text, language).encode())


def shuffled(texts):
    mixed = list(texts)
    Random(4163).shuffle(mixed)
    return mixed


@pytest.mark.parametrize(("language", "alphabet"), [("uk", UKRAINIAN), ("ru", RUSSIAN)])
def test_whole_alphabets_come_out_in_order(language, alphabet):
    assert in_order(shuffled(alphabet), language) == list(alphabet)
    assert in_order(shuffled(alphabet.lower()), language) == list(alphabet.lower())


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_people_come_out_in_order(language):
    assert in_order(shuffled(PEOPLE[language]), language) == PEOPLE[language]


def test_a_list_of_both_languages_keeps_each_alphabet():
    mixed = in_order(shuffled(PEOPLE["uk"] + PEOPLE["ru"]), "uk")

    assert [name for name in mixed if name in PEOPLE["uk"]] == PEOPLE["uk"]
    assert [name for name in mixed if name in PEOPLE["ru"]] == PEOPLE["ru"]


def test_signs_and_capitals_do_not_count():
    assert sort_key("Лук'янова", "uk") == sort_key("ЛУК’ЯНОВА", "uk") == sort_key("лукянова", "uk")
    assert sort_key("Ткачук-Мельник", "uk") == sort_key("Ткачукмельник", "uk")
    assert sort_key("Фёдоров", "ru") == sort_key("Федоров", "ru")


def test_a_shorter_family_name_stands_before_a_longer_one():
    assert in_order(["Ткачук Андрій", "Ткач Ярослав"], "uk") == ["Ткач Ярослав", "Ткачук Андрій"]


def test_numbers_count_by_their_value():
    schools = ["Ліцей № 10", "Ліцей № 5", "Ліцей № 9"]

    assert in_order(schools, "uk") == ["Ліцей № 5", "Ліцей № 9", "Ліцей № 10"]


def test_a_name_is_found_however_it_is_typed():
    assert search_key("ЛУК`ЯНОВИЧ  Пётр") == search_key("лук’янович петр")
    assert search_key("й") == search_key("\u0438\u0306")


@given(st.text())
def test_keys_are_made_of_any_text(text):
    assert search_key(search_key(text)) == search_key(text)
    assert isinstance(sort_key(text, "uk"), str)
