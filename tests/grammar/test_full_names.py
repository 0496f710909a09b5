"""Full names of one line in their parts, and the gender a name shows."""

import pytest

from portal.grammar import guess_gender, split_full_name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ткач Андрій Петрович", ("Ткач", "Андрій", "Петрович")),
        ("  Ткач   Андрій\tПетрович ", ("Ткач", "Андрій", "Петрович")),
        ("ТКАЧ АНДРІЙ ПЕТРОВИЧ", ("Ткач", "Андрій", "Петрович")),
        ("ТКАЧ Андрій Петрович", ("Ткач", "Андрій", "Петрович")),
        ("ткач андрій петрович", ("Ткач", "Андрій", "Петрович")),
        ("НЕЧАЙ-ЛЕВИЦЬКА ОЛЬГА ЮРІЇВНА", ("Нечай-Левицька", "Ольга", "Юріївна")),
        ("Нечай – Левицька Ольга Юріївна", ("Нечай-Левицька", "Ольга", "Юріївна")),
        ("Олена Іванівна Петренко", ("Петренко", "Олена", "Іванівна")),
        ("Дюбуа Софі", ("Дюбуа", "Софі", "")),
        ("Мамедов Эльчин Ариф оглы", ("Мамедов", "Эльчин", "Ариф оглы")),
        ("МАМЕДОВ ЭЛЬЧИН АРИФ ОГЛЫ", ("Мамедов", "Эльчин", "Ариф оглы")),
        ("Мамедова Айгуль Ариф кызы", ("Мамедова", "Айгуль", "Ариф кызы")),
        ("Коваль Анна Марія Ігорівна", ("Коваль", "Анна Марія", "Ігорівна")),
        ("фон Бюлов Карл Петрович", ("фон Бюлов", "Карл", "Петрович")),
        ("Швець Микола ЛУК`ЯНОВИЧ", ("Швець", "Микола", "Лук’янович")),
        ("О'КОННОР ПАТРІК", ("О’Коннор", "Патрік", "")),
        ("Ткач", ("Ткач", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_line_is_taken_apart(text, parts):
    assert split_full_name(text, "uk") == parts


@pytest.mark.parametrize("apostrophe", "'`´ʼ‘’′")
def test_every_kind_of_apostrophe_becomes_the_printed_one(apostrophe):
    text = f"Швець Микола Лук{apostrophe}янович"

    assert split_full_name(text, "uk")[2] == "Лук’янович"


@pytest.mark.parametrize(
    ("patronymic", "language", "gender"),
    [
        ("Іванівна", "uk", "f"),
        ("Юріївна", "uk", "f"),
        ("Миколайович", "uk", "m"),
        ("Ілліч", "uk", "m"),
        ("Кузьмич", "ru", "m"),
        ("Ильинична", "ru", "f"),
        ("Ариф оглы", "ru", "m"),
        ("Ариф-оглы", "ru", "m"),
        ("Ариф кызы", "ru", "f"),
    ],
)
def test_a_patronymic_makes_the_gender_certain(patronymic, language, gender):
    assert guess_gender("Ткач", "Саша", patronymic, language) == (gender, True)


@pytest.mark.parametrize(
    ("family", "given", "language", "guess"),
    [
        ("Ткач", "Ірина", "uk", "f"),
        ("Ткач", "Роман", "ru", "m"),
        ("Левицька", "Саша", "uk", "f"),
        ("Дюбуа", "Софі", "uk", ""),
        ("Ткач", "Женя", "uk", ""),
        ("Карапетян", "Гаяне", "ru", ""),
        ("Левицький", "Олена", "uk", ""),
    ],
)
def test_without_a_patronymic_a_gender_is_only_a_guess(family, given, language, guess):
    assert guess_gender(family, given, "", language) == (guess, False)
