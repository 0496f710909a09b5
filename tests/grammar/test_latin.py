"""Names in Latin letters, by the examples of the table itself (ПКМУ 55 of 27.01.2010)."""

import pytest

from portal.grammar import decline_name
from portal.grammar.latin import in_latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Алушта Андрій", "Alushta Andrii"),
        ("Згорани Розгон", "Zghorany Rozghon"),
        ("Ґалаґан", "Galagan"),
        ("Єнакієве Гаєвич", "Yenakiieve Haievych"),
        ("Їжакевич Кадиївка", "Yizhakevych Kadyivka"),
        ("Йосипівка Стрий", "Yosypivka Stryi"),
        ("Юрій Корюківка", "Yurii Koriukivka"),
        ("Яготин Костянтин", "Yahotyn Kostiantyn"),
        ("Щербухи Гоща", "Shcherbukhy Hoshcha"),
        ("Знам'янка", "Znamianka"),
        ("Нечай-Левицька", "Nechai-Levytska"),
        ("Рівень B2", "Riven B2"),
    ],
)
def test_a_name_is_written_by_the_table(name, latin):
    assert in_latin(name) == latin


def test_a_paper_in_english_has_the_given_name_first():
    name = decline_name("Ткач", "Андрій", "Петрович", "m", "uk")

    assert name.latin() == "Andrii Tkach"


@pytest.mark.parametrize(
    ("family", "given", "latin"),
    [
        ("Щёкин", "Пётр", "Petr Shchekin"),
        ("Объедков", "Юрий", "Iurii Obieedkov"),
        ("Рыжов", "Эмиль", "Emil Ryzhov"),
    ],
)
def test_a_russian_name_is_written_as_in_a_passport(family, given, latin):
    assert decline_name(family, given, "", "m", "ru").latin() == latin
