"""Names in cases, against tables written by hand from the rules of both languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grammar import DOUBTS, REASONS, Case, Name, alternatives, decline_name, split_full_name

TABLE_CASES = ("nominative", "genitive", "dative", "accusative", "instrumental")

# Gender; nominative, genitive, dative, accusative, instrumental; vocative without family name.
UKRAINIANS = [
    (
        "f",
        "Петренко Олена Іванівна",
        "Петренко Олени Іванівни",
        "Петренко Олені Іванівні",
        "Петренко Олену Іванівну",
        "Петренко Оленою Іванівною",
        "Олено Іванівно",
    ),
    (
        "m",
        "Петренко Сергій Миколайович",
        "Петренка Сергія Миколайовича",
        "Петренку Сергію Миколайовичу",
        "Петренка Сергія Миколайовича",
        "Петренком Сергієм Миколайовичем",
        "Сергію Миколайовичу",
    ),
    (
        "f",
        "Ткач Ірина Василівна",
        "Ткач Ірини Василівни",
        "Ткач Ірині Василівні",
        "Ткач Ірину Василівну",
        "Ткач Іриною Василівною",
        "Ірино Василівно",
    ),
    (
        "m",
        "Ткач Андрій Петрович",
        "Ткача Андрія Петровича",
        "Ткачу Андрію Петровичу",
        "Ткача Андрія Петровича",
        "Ткачем Андрієм Петровичем",
        "Андрію Петровичу",
    ),
    (
        "m",
        "Гриць Богдан Ілліч",
        "Гриця Богдана Ілліча",
        "Грицю Богдану Іллічу",
        "Гриця Богдана Ілліча",
        "Грицем Богданом Іллічем",
        "Богдане Іллічу",
    ),
    (
        "f",
        "Гриць Любов Степанівна",
        "Гриць Любові Степанівни",
        "Гриць Любові Степанівні",
        "Гриць Любов Степанівну",
        "Гриць Любов'ю Степанівною",
        "Любове Степанівно",
    ),
    (
        "m",
        "Швець Микола Лук'янович",
        "Шевця Миколи Лук'яновича",
        "Шевцю Миколі Лук'яновичу",
        "Шевця Миколу Лук'яновича",
        "Шевцем Миколою Лук'яновичем",
        "Миколо Лук'яновичу",
    ),
    (
        "f",
        "Нечай-Левицька Ольга Юріївна",
        "Нечай-Левицької Ольги Юріївни",
        "Нечай-Левицькій Ользі Юріївні",
        "Нечай-Левицьку Ольгу Юріївну",
        "Нечай-Левицькою Ольгою Юріївною",
        "Ольго Юріївно",
    ),
    (
        "m",
        "Ткачук-Мельник Ігор Олегович",
        "Ткачука-Мельника Ігоря Олеговича",
        "Ткачуку-Мельнику Ігорю Олеговичу",
        "Ткачука-Мельника Ігоря Олеговича",
        "Ткачуком-Мельником Ігорем Олеговичем",
        "Ігорю Олеговичу",
    ),
    (
        "f",
        "Чорна Надія Григорівна",
        "Чорної Надії Григорівни",
        "Чорній Надії Григорівні",
        "Чорну Надію Григорівну",
        "Чорною Надією Григорівною",
        "Надіє Григорівно",
    ),
    (
        "m",
        "Саркісян Армен Гагікович",
        "Саркісяна Армена Гагіковича",
        "Саркісяну Армену Гагіковичу",
        "Саркісяна Армена Гагіковича",
        "Саркісяном Арменом Гагіковичем",
        "Армене Гагіковичу",
    ),
    (
        "f",
        "Дюбуа Софі",
        "Дюбуа Софі",
        "Дюбуа Софі",
        "Дюбуа Софі",
        "Дюбуа Софі",
        "Софі",
    ),
    (
        "m",
        "Сорока Павло Дмитрович",
        "Сороки Павла Дмитровича",
        "Сороці Павлу Дмитровичу",
        "Сороку Павла Дмитровича",
        "Сорокою Павлом Дмитровичем",
        "Павле Дмитровичу",
    ),
    (
        "f",
        "Коваль Олена Ігорівна",
        "Коваль Олени Ігорівни",
        "Коваль Олені Ігорівні",
        "Коваль Олену Ігорівну",
        "Коваль Оленою Ігорівною",
        "Олено Ігорівно",
    ),
]

# Gender; nominative, genitive, dative, accusative, instrumental.
RUSSIANS = [
    (
        "m",
        "Шевченко Олег Петрович",
        "Шевченко Олега Петровича",
        "Шевченко Олегу Петровичу",
        "Шевченко Олега Петровича",
        "Шевченко Олегом Петровичем",
    ),
    (
        "f",
        "Ткач Вера Николаевна",
        "Ткач Веры Николаевны",
        "Ткач Вере Николаевне",
        "Ткач Веру Николаевну",
        "Ткач Верой Николаевной",
    ),
    (
        "m",
        "Ткач Роман Игоревич",
        "Ткача Романа Игоревича",
        "Ткачу Роману Игоревичу",
        "Ткача Романа Игоревича",
        "Ткачом Романом Игоревичем",
    ),
    (
        "m",
        "Гриц Марк Львович",
        "Грица Марка Львовича",
        "Грицу Марку Львовичу",
        "Грица Марка Львовича",
        "Грицем Марком Львовичем",
    ),
    (
        "m",
        "Швец Лев Андреевич",
        "Швеца Льва Андреевича",
        "Швецу Льву Андреевичу",
        "Швеца Льва Андреевича",
        "Швецом Львом Андреевичем",
    ),
    (
        "f",
        "Белых Татьяна Сергеевна",
        "Белых Татьяны Сергеевны",
        "Белых Татьяне Сергеевне",
        "Белых Татьяну Сергеевну",
        "Белых Татьяной Сергеевной",
    ),
    (
        "f",
        "Римская-Орлова Любовь Павловна",
        "Римской-Орловой Любови Павловны",
        "Римской-Орловой Любови Павловне",
        "Римскую-Орлову Любовь Павловну",
        "Римской-Орловой Любовью Павловной",
    ),
    (
        "m",
        "Сорока Илья Кузьмич",
        "Сороки Ильи Кузьмича",
        "Сороке Илье Кузьмичу",
        "Сороку Илью Кузьмича",
        "Сорокой Ильёй Кузьмичом",
    ),
    (
        "f",
        "Шмидт Анна Карловна",
        "Шмидт Анны Карловны",
        "Шмидт Анне Карловне",
        "Шмидт Анну Карловну",
        "Шмидт Анной Карловной",
    ),
    (
        "f",
        "Карапетян Гаяне Ашотовна",
        "Карапетян Гаяне Ашотовны",
        "Карапетян Гаяне Ашотовне",
        "Карапетян Гаяне Ашотовну",
        "Карапетян Гаяне Ашотовной",
    ),
    (
        "m",
        "Грин Артур Робертович",
        "Грина Артура Робертовича",
        "Грину Артуру Робертовичу",
        "Грина Артура Робертовича",
        "Грином Артуром Робертовичем",
    ),
    (
        "f",
        "Гайнуллина Айгуль Рашитовна",
        "Гайнуллиной Айгуль Рашитовны",
        "Гайнуллиной Айгуль Рашитовне",
        "Гайнуллину Айгуль Рашитовну",
        "Гайнуллиной Айгуль Рашитовной",
    ),
    (
        "m",
        "Мельник-Зарецкий Пётр Фёдорович",
        "Мельника-Зарецкого Петра Фёдоровича",
        "Мельнику-Зарецкому Петру Фёдоровичу",
        "Мельника-Зарецкого Петра Фёдоровича",
        "Мельником-Зарецким Петром Фёдоровичем",
    ),
    (
        "m",
        "Мамедов Эльчин Ариф оглы",
        "Мамедова Эльчина Ариф оглы",
        "Мамедову Эльчину Ариф оглы",
        "Мамедова Эльчина Ариф оглы",
        "Мамедовым Эльчином Ариф оглы",
    ),
]

EVERYONE = [("uk", row) for row in UKRAINIANS] + [("ru", row) for row in RUSSIANS]
SIGNATURES = {
    "uk": [
        "Олена ПЕТРЕНКО", "Сергій ПЕТРЕНКО", "Ірина ТКАЧ", "Андрій ТКАЧ", "Богдан ГРИЦЬ",
        "Любов ГРИЦЬ", "Микола ШВЕЦЬ", "Ольга НЕЧАЙ-ЛЕВИЦЬКА", "Ігор ТКАЧУК-МЕЛЬНИК",
        "Надія ЧОРНА", "Армен САРКІСЯН", "Софі ДЮБУА", "Павло СОРОКА", "Олена КОВАЛЬ",
    ],
    "ru": [
        "О.П. Шевченко", "В.Н. Ткач", "Р.И. Ткач", "М.Л. Гриц", "Л.А. Швец", "Т.С. Белых",
        "Л.П. Римская-Орлова", "И.К. Сорока", "А.К. Шмидт", "Г.А. Карапетян", "А.Р. Грин",
        "А.Р. Гайнуллина", "П.Ф. Мельник-Зарецкий", "Э.А. Мамедов",
    ],
}  # fmt: skip


def declined(full_name: str, gender: str, language: str, **options) -> Name:
    return decline_name(*split_full_name(full_name, language), gender, language, **options)


def printed(text: str) -> str:
    """The tables are typed with the straight apostrophe of the keyboard."""
    return text.replace("'", "’")


@pytest.mark.parametrize(("language", "row"), EVERYONE)
def test_every_case_of_every_person_is_right(language, row):
    gender, *expected = row

    name = declined(expected[0], gender, language)

    assert [printed(form) for form in expected[:5]] == [name.in_case(c) for c in TABLE_CASES]


@pytest.mark.parametrize("row", UKRAINIANS)
def test_ukrainians_are_addressed_in_the_vocative(row):
    name = declined(row[1], row[0], "uk")

    assert printed(row[6]) == name.given_and_patronymic()


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_people_sign_as_the_standard_of_their_country_says(language):
    people = [row for code, row in EVERYONE if code == language]

    signatures = [declined(row[1], row[0], language).signature() for row in people]

    assert SIGNATURES[language] == [text.replace("\u00a0", " ") for text in signatures]


@pytest.mark.parametrize(
    ("language", "row"), [(code, row) for code, row in EVERYONE if len(row[1].split()) > 2]
)
def test_the_patronymic_tells_the_gender(language, row):
    name = declined(row[1], "", language)

    assert row[0] == name.gender
    assert "gender-guessed" not in name.doubts


def test_short_forms_never_break_over_a_line():
    ukrainian = declined("Ткач Андрій Петрович", "m", "uk")
    russian = declined("Ткач Роман Игоревич", "m", "ru")

    assert ukrainian.initials("genitive") == "Ткача\u00a0А.\u00a0П."
    assert ukrainian.initials_first() == "А.\u00a0П.\u00a0Ткач"
    assert ukrainian.signature("dative") == "Андрію ТКАЧУ"
    assert russian.initials("genitive") == "Ткача\u00a0Р.И."
    assert russian.initials_first("dative") == "Р.И.\u00a0Ткачу"


def test_the_item_of_an_order_begins_with_the_family_name_in_capitals():
    ukrainian = declined("Швець Микола Лук'янович", "m", "uk")
    russian = declined("Ткач Роман Игоревич", "m", "ru")

    assert ukrainian.family_upper("accusative") == "ШЕВЦЯ Миколу Лук’яновича"
    assert russian.family_upper("accusative") == "Ткача Романа Игоревича"


def test_initials_know_double_names_and_missing_patronymics():
    assert declined("Коваль Анна-Марія Ігорівна", "f", "uk").initials() == (
        "Коваль\u00a0А.-М.\u00a0І."
    )
    assert declined("Дюбуа Софі", "f", "uk").initials_first() == "С.\u00a0Дюбуа"


@pytest.mark.parametrize(
    ("full_name", "language", "genitive", "instrumental"),
    [
        ("Громов Виктор Ильич", "ru", "Громова Виктора Ильича", "Громовым Виктором Ильичом"),
        ("Деркач Роман Игоревич", "ru", "Деркача Романа Игоревича", "Деркачом Романом Игоревичем"),
        ("Сухой Роман Игоревич", "ru", "Сухого Романа Игоревича", "Сухим Романом Игоревичем"),
        ("Бондар Андрій Петрович", "uk", "Бондаря Андрія Петровича", "Бондарем Андрієм Петровичем"),
        ("Сокіл Гліб Ігорович", "uk", "Сокола Гліба Ігоровича", "Соколом Глібом Ігоровичем"),
        ("Джміль Гліб Ігорович", "uk", "Джмеля Гліба Ігоровича", "Джмелем Глібом Ігоровичем"),
        ("Рій Гліб Ігорович", "uk", "Роя Гліба Ігоровича", "Роєм Глібом Ігоровичем"),
        ("Муляр Гліб Ігорович", "uk", "Муляра Гліба Ігоровича", "Муляром Глібом Ігоровичем"),
        ("Скляр Гліб Ігорович", "uk", "Скляра Гліба Ігоровича", "Склярем Глібом Ігоровичем"),
        ("Драй-Хмара Ігор Олегович", "uk", "Драй-Хмари Ігоря Олеговича",
         "Драй-Хмарою Ігорем Олеговичем"),
        ("фон Бюлов Карл Петрович", "uk", "фон Бюлова Карла Петровича",
         "фон Бюловим Карлом Петровичем"),
        ("Мамедов Ариф Таріель огли", "uk", "Мамедова Арифа Таріель огли",
         "Мамедовим Арифом Таріель огли"),
    ],
)  # fmt: skip
def test_names_beyond_the_tables_follow_the_rules(full_name, language, genitive, instrumental):
    name = declined(full_name, "m", language)

    assert name.in_case("genitive") == genitive
    assert name.in_case("instrumental") == instrumental


def test_a_name_in_capitals_stays_in_capitals():
    name = decline_name("ТКАЧ", "АНДРІЙ", "ПЕТРОВИЧ", "m", "uk")

    assert name.in_case("dative") == "ТКАЧУ АНДРІЮ ПЕТРОВИЧУ"


def test_without_a_gender_nothing_is_declined_and_someone_is_asked():
    name = decline_name("Дюбуа", "Софі", "", "", "uk")

    assert name.doubts == ("gender-unknown",)
    assert name.in_case("genitive") == "Дюбуа Софі"


def test_a_gender_guessed_from_the_given_name_is_marked():
    assert decline_name("Ткач", "Ірина", "", "", "uk").doubts == ("gender-guessed",)


def test_a_gender_against_the_patronymic_is_marked():
    name = declined("Ткач Андрій Петрович", "f", "uk")

    assert name.doubts == ("gender-contradicts-patronymic",)


def test_a_name_that_never_changes_is_marked():
    assert decline_name("Дюбуа", "Софі", "", "f", "uk").doubts == ("foreign-name",)


def test_ordinary_people_raise_no_doubt():
    doubtful = [row[1] for language, row in EVERYONE if declined(row[1], row[0], language).doubts]

    assert doubtful == ["Швець Микола Лук'янович", "Дюбуа Софі"]


def test_families_choose_how_their_name_is_declined():
    name = declined("Швець Микола Лук'янович", "m", "uk")

    by_rule, by_custom = alternatives(name)

    assert name.doubts == ("unusual-surname",)
    assert (by_rule.reason, by_rule.forms["genitive"]) == ("vowel-drops", "Шевця")
    assert (by_custom.reason, by_custom.forms["dative"]) == ("vowel-stays", "Швецю")


def test_the_choice_becomes_an_override_and_ends_the_doubt():
    parts = ("Швець", "Микола", "Лук'янович", "m", "uk")
    _, by_custom = alternatives(decline_name(*parts))

    name = decline_name(*parts, overrides=by_custom.overrides())

    assert name.in_case("instrumental") == "Швецем Миколою Лук’яновичем"
    assert name.doubts == ()
    assert alternatives(name)[0].reason == "vowel-stays"


def test_one_half_of_a_double_name_is_chosen_without_touching_the_other():
    name = declined("Швець-Бондаренко Ігор Олегович", "m", "uk")

    ways = [way.forms["genitive"] for way in alternatives(name)]

    assert "Швеця-Бондаренка" in ways


def test_a_short_first_half_is_asked_about():
    name = declined("Жук-Петренко Ігор Олегович", "m", "uk")

    ways = {way.reason: way.forms["dative"] for way in alternatives(name)}

    assert ways == {"first-half-stays": "Жук-Петренку", "first-half-changes": "Жуку-Петренку"}


@pytest.mark.parametrize(
    ("family", "language", "genitives"),
    [
        ("Бондар", "uk", ["Бондаря", "Бондара"]),
        ("Дзвінок", "uk", ["Дзвінка", "Дзвінока"]),
        ("Кравец", "ru", ["Кравца", "Кравеца"]),
        ("Малец", "ru", ["Мальца", "Малеца"]),
        ("Ткач", "uk", []),
        ("Шевченко", "ru", []),
    ],
)
def test_the_way_in_use_stands_first(family, language, genitives):
    name = decline_name(family, "", "", "m", language)

    assert [way.forms["genitive"] for way in alternatives(name)] == genitives


def test_every_doubt_and_reason_has_a_code_of_the_list():
    names = [declined(row[1], "", language) for language, row in EVERYONE]

    assert {doubt for name in names for doubt in name.doubts} <= set(DOUBTS)
    assert {way.reason for name in names for way in alternatives(name)} <= set(REASONS)


def test_an_override_of_one_form_has_the_last_word():
    overrides = {"dative": {"family": "Ткачеві"}, "vocative": {"given": "Андрійку"}}

    name = decline_name("Ткач", "Андрій", "Петрович", "m", "uk", overrides)

    assert name.in_case("dative") == "Ткачеві Андрію Петровичу"
    assert name.given_and_patronymic() == "Андрійку Петровичу"
    assert name.in_case("genitive") == "Ткача Андрія Петровича"


def test_a_paper_in_another_language_takes_names_as_they_are():
    assert decline_name("Tkach", "Andrii", "", "m", "en").in_case("genitive") == "Tkach Andrii"


words = st.text(alphabet=st.sampled_from("абвгдеєжиіїйклмнопрстухцчшщьюяАБВЄІЇҐ’'- .x1ёъыэ"))


@settings(max_examples=200)
@given(words, words, words, st.sampled_from(["m", "f", ""]), st.sampled_from(["uk", "ru"]))
def test_any_letters_are_declined_without_a_fault(family, given_name, patronymic, gender, language):
    name = decline_name(family, given_name, patronymic, gender, language)

    assert set(name.forms) == set(Case)
    assert name.forms["nominative"] == (name.family, name.given, name.patronymic)
    for case in Case:
        assert isinstance(name.initials(case) + name.signature(case) + name.family_upper(case), str)
    alternatives(name)


@given(st.text(max_size=40))
def test_any_characters_at_all_are_declined_without_a_fault(text):
    for language in ("uk", "ru"):
        parts = split_full_name(text, language)
        assert str(decline_name(*parts, "m", language)) == " ".join(filter(None, parts))
