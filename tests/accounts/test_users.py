"""An administrator makes users, gives and ends roles, within their own organisations only."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from portal.accounts.models import Grant, User
from portal.audit import AuditEntry, verify_chain
from portal.extensions import db
from portal.permissions import Role
from tests.factories import PASSWORD, make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def school(app):
    return make_organisation("UAS1")


@pytest.fixture
def admin(client, school):
    admin = make_user(Role.ADMIN, school)
    sign_in(client, admin)
    return admin


def add(client, school, **fields):
    form = {"name": "Ірина Ткач", "login": "tkach", "organisation": school.id, "person": "0"}
    return client.post("/users/new", data=form | {"role": "secretary"} | fields)


def first_password(answer):
    return re.search(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b", answer.text).group()


def user_called(login):
    return db.session.scalar(sa.select(User).where(User.login == login))


def make_teacher_who_is_head_elsewhere(school):
    other = make_organisation("UAS2")
    user = make_user(Role.TEACHER, school)
    user.all_grants.append(Grant(organisation=other, role=Role.HEAD))
    db.session.commit()
    return user


def test_a_new_user_reads_the_language_of_whoever_let_them_in(client, admin, school):
    admin.language = "ru"
    add(client, school)

    assert user_called("tkach").language == "ru"


def test_a_new_user_gets_a_first_password_and_the_role(app, client, admin, school):
    answer = add(client, school, login="Tkach")

    newcomer = app.test_client()
    sign_in(newcomer, user_called("tkach"), first_password(answer))
    assert newcomer.get("/").location == "/account/password"
    assert [(g.organisation_id, g.role) for g in user_called("tkach").grants] == [
        (school.id, "secretary")
    ]


def test_a_user_may_be_tied_to_somebody_who_works_here(client, admin, school):
    person = make_employment("UA03", school).person
    add(client, school, name="", person=person.id)

    assert user_called("tkach").person == person
    assert "Ірина Ткач" in client.get("/users").text


def test_a_person_of_another_school_cannot_be_chosen(client, admin, school):
    stranger = make_employment("UA03", make_organisation("UAS2")).person

    assert add(client, school, name="", person=stranger.id).status_code == 422


def test_a_role_in_another_school_cannot_be_given(client, admin):
    other = make_organisation("UAS2")

    assert add(client, other).status_code == 422
    assert user_called("tkach") is None


@pytest.mark.parametrize("login", ["", "two words", "x", "a" * 65, "<script>"])
def test_a_strange_login_is_refused(client, admin, school, login):
    assert add(client, school, login=login).status_code == 422


def test_a_login_is_given_once_whatever_its_capitals(client, admin, school):
    add(client, school)
    answer = add(client, school, login="TKACH")

    assert answer.status_code == 422
    assert "already signs in" in answer.text


def test_fields_that_no_form_has_change_nothing(client, admin, school):
    other = make_organisation("UAS2")
    add(client, school, organisation_id=other.id, password_hash="x", all_grants="admin", id="1")

    made = user_called("tkach")
    assert [g.role for g in made.grants] == ["secretary"]
    assert made.id != 1 or admin.id != 1


def test_a_role_is_held_from_to(client, admin, school, clock):
    user = make_user(Role.TEACHER, school)
    form = {"organisation": school.id, "role": "head"}
    client.post(
        f"/users/{user.id}/grants",
        data=form | {"started_on": "2026-07-01", "ended_on": "2026-07-31"},
    )

    assert {g.role for g in user.grants_on(date(2026, 7, 31))} == {"teacher", "head"}
    assert {g.role for g in user.grants_on(date(2026, 8, 1))} == {"teacher"}
    assert {g.role for g in user.grants} == {"teacher"}


def test_a_role_ended_is_gone_at_once_and_the_user_is_signed_out(app, client, admin, school):
    user = make_user(Role.HEAD, school)
    browser = app.test_client()
    sign_in(browser, user)
    client.post(f"/users/{user.id}/grants/{user.all_grants[0].id}/end")

    assert user.grants == []
    assert browser.get("/account").status_code == 302


def test_an_administrator_keeps_their_own_role(client, admin):
    answer = client.post(f"/users/{admin.id}/grants/{admin.all_grants[0].id}/end")

    assert answer.status_code == 409
    assert admin.grants != []


def test_a_disabled_user_is_out_at_once_and_may_be_let_in_again(app, client, admin, school):
    user = make_user(Role.HEAD, school)
    browser = app.test_client()
    sign_in(browser, user)
    client.post(f"/users/{user.id}/disable")
    assert browser.get("/account").status_code == 302

    client.post(f"/users/{user.id}/enable")
    sign_in(browser, user)


def test_nobody_disables_themselves(client, admin):
    assert client.post(f"/users/{admin.id}/disable").status_code == 409


def test_a_new_first_password_replaces_the_old_one(app, client, admin, school):
    user = make_user(Role.HEAD, school)
    password = first_password(client.post(f"/users/{user.id}/first-password"))

    browser = app.test_client()
    old = browser.post("/sign-in", data={"login": user.login, "password": PASSWORD})
    assert old.status_code == 422
    sign_in(browser, user, password)


def test_users_of_other_schools_are_not_seen(client, admin):
    stranger = make_user(Role.HEAD, make_organisation("UAS2"), login="stranger")

    assert "stranger" not in client.get("/users").text
    for method, way in [
        ("get", ""),
        ("post", "/grants"),
        ("post", "/disable"),
        ("post", "/enable"),
        ("post", "/first-password"),
        ("post", f"/grants/{stranger.all_grants[0].id}/end"),
    ]:
        assert getattr(client, method)(f"/users/{stranger.id}{way}").status_code == 404


@pytest.mark.parametrize("act", ["disable", "enable", "first-password"])
def test_who_also_works_elsewhere_is_not_taken_over(client, admin, school, act):
    user = make_teacher_who_is_head_elsewhere(school)

    assert client.post(f"/users/{user.id}/{act}").status_code == 403


def test_a_grant_elsewhere_is_not_ended_from_here(client, admin, school):
    user = make_teacher_who_is_head_elsewhere(school)
    answer = client.post(f"/users/{user.id}/grants/{user.all_grants[1].id}/end")

    assert answer.status_code == 403
    assert "№ 5" not in client.get(f"/users/{user.id}").text


def test_what_is_written_down_holds_ids_and_roles_only(client, admin, school):
    add(client, school)

    entries = db.session.scalars(sa.select(AuditEntry)).all()
    user = user_called("tkach")
    assert [e.action for e in entries if e.by_user_id == admin.id] == [
        "signed-in",
        "user-added",
        "role-granted",
        "first-password-given",
    ]
    assert [e.details for e in entries if e.details] == [{"role": "secretary", "user": user.id}]
    assert verify_chain(0) is None
    assert verify_chain(school.id) is None
