"""Finding people by what somebody types or pastes."""

from datetime import date

import pytest

from portal.extensions import db
from portal.people import service
from portal.people.models import Organisation
from portal.people.search import find_all_by_full_name, find_by_full_name, search_people

TODAY = date(2026, 6, 5)
PEOPLE = (
    ("Ткач", "Ірина", "Василівна"),
    ("Ткач", "Андрій", "Петрович"),
    ("Ґудзь", "Єва", "Іванівна"),
    ("Гриць", "Любов", "Степанівна"),
    ("Нечай-Левицька", "Ольга", "Юріївна"),
)


@pytest.fixture
def school(app) -> Organisation:
    school = service.create_organisation("Ліцей", "Ліцей", country="ua", by_user_id=None)
    for names in PEOPLE:
        person = service.add_person(*names, language="uk", by_user_id=None)
        service.employ(person, school, by_user_id=None)
    return school


def found(school, query):
    people = db.session.scalars(search_people([school.id], query, TODAY))
    return [employment.person.name_on(TODAY).family for employment in people]


@pytest.mark.parametrize(
    ("query", "families"),
    [
        ("ткач", ["Ткач", "Ткач"]),
        ("ТКАЧ анд", ["Ткач"]),
        ("левиц", ["Нечай-Левицька"]),
        ("петрович ТКАЧ", ["Ткач"]),
        ("%", []),
        ("_", []),
        ("", ["Гриць", "Ґудзь", "Нечай-Левицька", "Ткач", "Ткач"]),
    ],
)
def test_any_part_of_a_name_in_any_case_finds_it_in_alphabetical_order(school, query, families):
    assert found(school, query) == families


def test_a_former_name_finds_the_person_under_the_new_one(school):
    person = find_by_full_name([school.id], "Гриць Любов Степанівна", TODAY).exact.person
    service.give_name(
        person, "Чорна", "Любов", "Степанівна", valid_from=date(2026, 1, 1), by_user_id=None
    )

    assert found(school, "гриць") == ["Чорна"]


def test_who_left_is_not_among_those_who_work(school):
    employment = find_by_full_name([school.id], "Ґудзь Є. І.", TODAY).exact
    service.end_employment(employment, date(2026, 6, 4), by_user_id=None)

    assert found(school, "ґудзь") == []


def test_people_of_another_organisation_are_not_found(school):
    other = service.create_organisation("Інша", "Інша", parent=school, by_user_id=None)

    assert found(other, "ткач") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ткач Андрій Петрович",
        "ТКАЧ Андрій",
        "Ткач А. П.",
        "Ткач А.П.",
        "А.П. Ткач",
        "Андрій ТКАЧ",
        " ткач  андрій   петрович ",
    ],
)
def test_a_pasted_name_is_known_however_it_is_written(school, text):
    match = find_by_full_name([school.id], text, TODAY)

    assert match.exact.person.name.given == "Андрій"


def test_a_pasted_name_can_mean_several_people_or_nobody(school):
    several, nobody, stranger = find_all_by_full_name([school.id], ["Ткач", "Ткач Олег", ""], TODAY)

    assert len(several.employments) == 2
    assert several.exact is None
    assert not nobody.employments
    assert not stranger.employments


def test_the_longer_name_does_not_mean_the_shorter(school):
    assert not find_by_full_name([school.id], "Ткач Андрій Петрович Молодший", TODAY).employments
