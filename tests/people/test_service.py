"""Rules over organisations, people, names, posts and authorities."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.audit import AuditEntry, verify_chain
from portal.errors import Conflict, Invalid
from portal.extensions import db
from portal.people import service
from portal.people.models import Organisation, Person

MARCH = date(2026, 3, 2)


@pytest.fixture
def school(app) -> Organisation:
    return service.create_organisation(
        "Державний навчальний заклад «Вишнегорський професійний ліцей машинобудування»",
        "ДНЗ «ВПЛМ»",
        country="ua",
        by_user_id=None,
    )


@pytest.fixture
def chorna(school) -> Person:
    return service.add_person(
        "Чорна", "Надія", "Григорівна", language="uk", gender="f", by_user_id=None
    )


def test_a_school_below_a_district_has_its_country_and_language(school):
    child = service.create_organisation(
        "Зеленодільський ліцей № 5", "Ліцей № 5", parent=school, country="ru", by_user_id=None
    )

    assert (child.country, child.language) == ("ua", "uk")
    assert child.code == "school-2"


def test_the_first_organisation_has_to_say_its_country(app):
    with pytest.raises(Invalid) as refusal:
        service.create_organisation("Ліцей", "Ліцей", by_user_id=None)

    assert refusal.value.field == "country"


def test_a_card_of_the_directory_belongs_to_its_owner(school):
    card = service.create_organisation(
        "Товариство «Агромашсервіс-Схід»", "ТОВ", owner=school, kind="host", by_user_id=None
    )

    assert card.is_card
    assert not school.is_card


def test_a_new_surname_leaves_the_old_one_to_older_papers(chorna):
    service.give_name(
        chorna,
        "Біла",
        "Надія",
        "Григорівна",
        valid_from=MARCH,
        document="свідоцтво про шлюб",
        by_user_id=None,
    )
    db.session.expire_all()

    assert str(chorna.name_on(date(2026, 3, 1))) == "Чорна Надія Григорівна"
    assert str(chorna.name_on(MARCH)) == "Біла Надія Григорівна"


def test_a_name_given_later_for_an_earlier_day_stands_in_its_place(chorna):
    service.give_name(chorna, "Біла", "Надія", valid_from=MARCH, by_user_id=None)
    service.give_name(chorna, "Сіра", "Надія", valid_from=date(2020, 1, 1), by_user_id=None)

    assert chorna.name_on(date(2021, 1, 1)).family == "Сіра"
    assert chorna.name.family == "Біла"


def test_two_names_cannot_begin_on_one_day(chorna):
    service.give_name(chorna, "Біла", "Надія", valid_from=MARCH, by_user_id=None)

    with pytest.raises(Invalid):
        service.give_name(chorna, "Сіра", "Надія", valid_from=MARCH, by_user_id=None)


def test_nobody_is_employed_twice_at_once_in_one_organisation(school, chorna):
    first = service.employ(chorna, school, started_on=date(2015, 9, 1), by_user_id=None)

    with pytest.raises(Conflict):
        service.employ(chorna, school, started_on=MARCH, by_user_id=None)

    service.end_employment(first, date(2026, 2, 1), by_user_id=None)
    assert service.employ(chorna, school, started_on=MARCH, by_user_id=None).started_on == MARCH


def test_a_file_number_is_given_once_in_an_organisation(school, chorna):
    service.employ(chorna, school, file_number="17", by_user_id=None)
    other = service.add_person("Ткач", "Ірина", language="uk", by_user_id=None)

    with pytest.raises(Invalid) as refusal:
        service.employ(other, school, file_number="17", by_user_id=None)

    assert refusal.value.field == "file_number"


def test_the_end_of_an_employment_ends_the_posts_still_held(school, chorna):
    employment = service.employ(chorna, school, by_user_id=None)
    post = service.give_post(employment, "методист", by_user_id=None)

    service.end_employment(employment, MARCH, by_user_id=None)

    assert post.ended_on == MARCH


def test_an_employment_cannot_end_before_it_began(school, chorna):
    employment = service.employ(chorna, school, started_on=MARCH, by_user_id=None)

    with pytest.raises(Invalid):
        service.end_employment(employment, date(2026, 3, 1), by_user_id=None)


def test_a_new_main_post_ends_the_one_before_it(school, chorna):
    employment = service.employ(chorna, school, by_user_id=None)
    old = service.give_post(employment, "вчитель", "математики", by_user_id=None)
    new = service.give_post(employment, "методист", started_on=MARCH, by_user_id=None)

    assert old.ended_on == date(2026, 3, 1)
    assert employment.post_on(MARCH) is new
    assert employment.post_on(date(2026, 3, 1)).text == "вчитель математики"


def test_a_second_main_post_without_a_date_is_refused(school, chorna):
    employment = service.employ(chorna, school, by_user_id=None)
    service.give_post(employment, "вчитель", by_user_id=None)

    with pytest.raises(Invalid) as refusal:
        service.give_post(employment, "методист", by_user_id=None)

    assert refusal.value.field == "started_on"


def test_a_post_held_besides_leaves_the_main_post_alone(school, chorna):
    employment = service.employ(chorna, school, by_user_id=None)
    main = service.give_post(employment, "секретар", by_user_id=None)
    service.give_post(employment, "вихователь", is_main=False, by_user_id=None)

    assert employment.post_on(MARCH) is main


def test_an_acting_head_signs_while_the_head_is_away(school, chorna):
    head = service.add_person("Коваль", "Олена", language="uk", gender="f", by_user_id=None)
    service.appoint(school, head, title="Директор", started_on=date(2020, 1, 1), by_user_id=None)
    service.appoint(
        school,
        chorna,
        title="В. о. директора",
        capacity="acting",
        started_on=MARCH,
        ended_on=date(2026, 3, 20),
        by_user_id=None,
    )

    assert school.authority_on(date(2026, 3, 10)).person is chorna
    assert school.authority_on(date(2026, 3, 21)).person is head


def test_a_deputy_signs_only_papers_of_the_kinds_entrusted(school, chorna):
    service.appoint(
        school,
        chorna,
        title="Заступник директора",
        capacity="deputy",
        document_kinds=["certified-copy"],
        started_on=MARCH,
        by_user_id=None,
    )

    assert school.authority_on(MARCH, "certified-copy").person is chorna
    assert school.authority_on(MARCH, "order") is None


def test_the_audit_says_who_did_what_and_no_value_of_a_card(school, chorna):
    chorna.phone = "067 000 00 00"
    service.record_change("person-changed", chorna, school.id, by_user_id=None)
    entry = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "person-changed"))

    assert entry.details == {"fields": ["phone"]}
    assert verify_chain(school.id) is None


def test_nothing_changed_leaves_no_line_in_the_audit(school, chorna):
    service.record_change("person-changed", chorna, school.id, by_user_id=None)

    assert not db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "person-changed")
    ).all()
