"""Lists, searches, imports and merging say the same in SQLite and in PostgreSQL."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.extensions import db, services, writing
from portal.people import service
from portal.people.import_run import ImportRun
from portal.people.merging import likely_doubles, merge
from portal.people.models import Employment, Person
from portal.people.reading import take_list_in, undo_list
from portal.people.scope import lineage
from portal.people.search import search_people
from tests.factories import make_employment, make_organisation, make_user

TODAY = date(2026, 6, 5)
ORDER = ["Гриць", "Ґудзь", "Єва", "Жук", "Іваненко", "Їжак", "Йосипенко", "Ткач", "Яр"]


@pytest.fixture
def database_url(each_database: str) -> str:
    return each_database


@pytest.fixture
def school(app):
    return make_organisation("UAS1")


def families(school, query=""):
    found = db.session.scalars(search_people([school.id], query, TODAY))
    return [employment.person.name_on(TODAY).family for employment in found]


def take_in(school, text):
    """The list, taken in as if it had been confirmed."""
    secretary = make_user("secretary", school)
    run = ImportRun(
        organisation_id=school.id,
        kind="people",
        file_name="pasted.txt",
        sha256=services().store.put(text.encode()),
        at=services().clock.now(),
        by_user_id=secretary.id,
    )
    with writing():
        db.session.add(run)
        db.session.flush()
        take_list_in(
            run,
            school,
            fills_cards=True,
            takes_proposals=True,
            namesakes=(),
            take_charge=lambda _school: None,
        )
        db.session.commit()
    return run


def test_lists_stand_in_the_order_of_the_ukrainian_alphabet(school):
    take_in(school, "ПІБ\n" + "\n".join(f"{name} Олена Іванівна" for name in reversed(ORDER)))

    assert families(school) == ORDER
    assert families(school, "ЇЖАК олен") == ["Їжак"]
    assert families(school, "%") == []


def test_names_of_a_day_follow_one_another(school):
    person = make_employment("UA04", school).person
    service.give_name(person, "Чорний", "Андрій", valid_from=TODAY, by_user_id=None)
    db.session.commit()
    db.session.expire_all()

    assert [name.family for name in person.names] == ["Ткач", "Чорний"]
    assert families(school, "ткач") == ["Чорний"]


def test_an_import_is_undone_and_leaves_nothing(school):
    run = take_in(school, "ПІБ\tПосада\nГриць Любов Степанівна\tметодист\n")

    with writing():
        undo_list(run, by_user_id=run.by_user_id)
        db.session.commit()

    assert not db.session.scalars(sa.select(Person)).all()


def test_doubles_are_found_and_become_one(school):
    kept, double = (make_employment("UA04", school).person for _ in range(2))
    here = sa.select(Employment.organisation_id).distinct()

    with writing():
        assert likely_doubles(kept, here) == [double]
        merge(kept, double, by_user_id=None, organisation_id=school.id)
        db.session.commit()

    assert families(school, "ткач") == ["Ткач"]


def test_all_above_an_organisation_are_known(school):
    below = make_organisation("UAS2", parent=school)
    lowest = make_organisation("UAS3", parent=below)

    assert lineage([lowest.id]) == {school.id, below.id, lowest.id}
    assert lineage([]) == set()
