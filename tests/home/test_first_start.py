"""The first start makes all that a school of one secretary needs to work."""

import pytest
import sqlalchemy as sa

from portal.accounts.first_start import first_code
from portal.accounts.models import User
from portal.documents.models import Journal
from portal.extensions import db
from portal.people.models import Organisation
from portal.permissions import Role
from tests.factories import make_organisation, make_user, sign_in

ANSWERS = {
    "country": "ua",
    "kind": "school",
    "full_name": "Зеленодільський ліцей № 5 Вишнегорської міської ради",
    "short_name": "Зеленодільський ліцей № 5",
    "person": "Ткач Ірина Василівна",
    "post": "секретар",
    "login": "Tkach.Iryna",
    "password": "тиха вода греблю рве",
    "repeated": "тиха вода греблю рве",
}


@pytest.fixture
def code(app):
    code = first_code()
    db.session.commit()
    return code


def start(client, code, **other):
    return client.post("/first-start", data=ANSWERS | {"code": code} | other)


def test_whoever_comes_first_is_led_to_the_first_start(client):
    assert client.get("/").location == "/sign-in?next=/"
    assert client.get("/sign-in").location == "/first-start"
    assert client.get("/first-start").status_code == 200


@pytest.mark.parametrize(("country", "language"), [("ua", "uk"), ("ru", "ru")])
def test_the_form_makes_the_school_its_journals_and_the_user(client, code, country, language):
    answer = start(client, f" {code.upper()} ", country=country)

    assert answer.location == "/"
    assert client.get("/account").status_code == 200
    school = db.session.scalars(sa.select(Organisation)).one()
    user = db.session.scalars(sa.select(User)).one()
    assert (school.country, school.language) == (country, language)
    assert {(g.organisation, g.role) for g in user.grants} == {
        (school, Role.ADMIN),
        (school, Role.SECRETARY),
    }
    assert user.login == "tkach.iryna"
    assert user.person.gender == "f"
    assert user.person.employments[0].organisation == school
    registers = db.session.scalars(sa.select(Journal.register)).all()
    assert {"R01", "R02", "R05"} <= set(registers)


@pytest.mark.parametrize(
    "other",
    [
        {"code": "aaaa-bbbb-cccc"},
        {"country": "xx"},
        {"password": "password1", "repeated": "password1"},
        {"password": "ліцей-ліцей", "repeated": "ліцей-ліцей"},
        {"repeated": "something else"},
        {"login": "two words"},
        {"full_name": ""},
    ],
)
def test_a_refused_form_makes_nothing_and_the_code_stays_good(client, code, other):
    assert start(client, **({"code": code} | other)).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0

    assert start(client, code).location == "/"


def test_the_code_is_asked_for_slowly(client, code):
    for _time in range(5):
        assert start(client, "aaaa-bbbb-cccc").status_code == 422

    assert start(client, code).status_code == 429


def test_a_new_code_replaces_the_old_one(client, code):
    newer = first_code()

    assert start(client, code).status_code == 422
    assert start(client, newer).location == "/"


def test_there_is_no_first_start_when_there_are_users(client, code):
    make_user(Role.TEACHER, make_organisation())

    assert client.get("/first-start").status_code == 404
    assert start(client, code).status_code == 404
    assert first_code() is None


def test_somebody_signed_in_has_no_first_start_and_blocks_nobody(client):
    sign_in(client, make_user(Role.SECRETARY, make_organisation()))

    assert client.get("/first-start").status_code == 404
    assert start(client, "aaaa-bbbb-cccc").status_code == 404
