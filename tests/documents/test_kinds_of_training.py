"""Certificates and consent: what they must say, in right cases, for a man and for a woman."""

import pytest

from tests.documents.papers import CATALOGUE, PAPERS, fill, people, person, words

CERTIFICATES = [where for where in PAPERS if where[0].endswith("certificate")]
OUTCOMES = "1) Позначка перша;\n2) Позначка друга."


def _text(*where, **changes):
    return "\n".join(words(fill(*where, **changes)))


def test_a_ukrainian_certificate_carries_the_six_obligatory_items():
    """ПКМУ 800: subject, topic and volume, person, outcomes, date and record, signer."""
    text = _text("certificate", "ua", "uk", outcomes=OUTCOMES)

    for item in (
        "Комунальний заклад «Вишнегорський обласний інститут післядипломної",
        "за програмою «Інклюзивне навчання: підтримка учнів з особливими освітніми потребами»",
        "обсяг – 30 годин (1 кредит ЄКТС)",
        "Ткач Андрій Петрович",
        "Досягнуті результати навчання:\n1) Позначка перша;\n2) Позначка друга.",
        "Дата видачі: 16 жовтня 2026 року",
        "№ 000123/2026",
        "Директор",
        "Олена КОВАЛЬ",
    ):
        assert item in text


@pytest.mark.parametrize(
    ("hours", "volume"),
    [
        (15, "15 годин (0.5 кредиту ЄКТС)"),
        (31, "31 година (1.03 кредиту ЄКТС)"),
        (60, "60 годин (2 кредити ЄКТС)"),
        (150, "150 годин (5 кредитів ЄКТС)"),
    ],
)
def test_credits_are_worked_out_from_the_hours(hours, volume):
    assert volume.replace(".", ",") in _text("certificate", "ua", "uk", hours=hours)


@pytest.mark.parametrize(
    ("where", "man", "woman"),
    [
        (("certificate", "ua", "uk"), "підвищив кваліфікацію", "підвищила кваліфікацію"),
        (("certificate", "ru", "ru"), "прошёл повышение", "прошла повышение"),
        (("municipal_certificate", "ru", "ru"), "что он прошёл", "что она прошла"),
    ],
)
def test_words_agree_with_the_person(where, man, woman):
    named = people(where[2], 3)
    he = next(one for one in named if one["gender"] == "m")
    she = next(one for one in named if one["gender"] == "f")

    assert man in _text(*where, people=[he])
    assert woman in _text(*where, people=[she])


def test_an_internship_is_gone_through():
    text = _text("certificate", "ua", "uk", training_kind="internship")

    assert "пройшов стажування за програмою" in text

    text = _text("certificate", "ua", "en", people=[person("uk", 3)])

    assert "Olha Nechai-Levytska\n(Нечай-Левицька Ольга Юріївна)" in text
    assert "Volume: 30 hours (1 ECTS credit)." in text
    assert "Olena Koval" in text
    assert "Date of issue: 16 October 2026" in text


def test_a_russian_certificate_says_where_in_the_prepositional():
    text = _text("certificate", "ru", "ru", hours=21)

    assert "в Краевом государственном автономном учреждении ДПО" in text
    assert "в объёме 21 часа." in text


def test_a_municipal_certificate_is_given_to_somebody_of_somewhere():
    text = _text("municipal_certificate", "ru", "ru")

    assert (
        "Ткачу Роману Игоревичу\nучителю физики Муниципального бюджетного "
        "общеобразовательного учреждения «Гимназия № 7 города Светлореченска»"
    ) in text
    assert "обучение на семинаре по теме «Формирующее оценивание на уроке» 21.10.2026" in text
    assert "в объёме 8 часов и освоил его содержание в полном объёме." in text


@pytest.mark.parametrize("where", CERTIFICATES, ids="-".join)
def test_the_longest_name_stands_whole(where):
    family = (
        "Нечай-Левицька-Святополк-Мирська" if where[1] == "ua" else "Римская-Орлова-Святополкова"
    )
    someone = {**person(where[2], 3 if where[1] == "ua" else 2), "family": family}
    text = _text(*where, people=[someone])

    assert ("Sviatopolk" if where[2] == "en" else "Святополк") in text


@pytest.mark.parametrize(
    ("country", "language", "sentences"),
    [
        (
            "ua",
            "uk",
            (
                "Я, Ткач Андрій Петрович, викладач професійно-теоретичної підготовки, відповідно",
                "даю Державному навчальному закладу «Вишнегорський професійний ліцей",
                "Мета обробки:",
                "мої права за статтею 8",
                "відкликати письмовою заявою",
            ),
        ),
        (
            "ru",
            "ru",
            (
                "Я, Ткач Роман Игоревич, зарегистрированный по адресу:",
                "документ, удостоверяющий личность",
                "даю Муниципальному казённому общеобразовательному учреждению",
                "Цель обработки:",
                "Перечень данных:",
                "Действия с данными:",
                "Данные могут передаваться:",
                "Согласие действует",
                "отозвать письменным заявлением",
            ),
        ),
    ],
)
def test_a_consent_says_all_that_the_law_asks_of_it(country, language, sentences):
    text = _text("consent", country, language)

    assert [sentence for sentence in sentences if sentence not in text] == []


def test_a_consent_is_the_persons_own_word():
    consent = CATALOGUE.kind("D35").manifest

    assert consent.signed_by == ("teacher",)
    assert not consent.numbered
    assert consent.filing
    assert (consent.filing.section, consent.filing.copy_as) == ("P8", "original")
