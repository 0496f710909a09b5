"""Changing one's own password."""

import pytest

from portal.permissions import Role
from tests.factories import PASSWORD, make_organisation, make_user, sign_in

NEW = "вода камінь точить"


@pytest.fixture
def user(app):
    return make_user(Role.SECRETARY, make_organisation())


def change(client, current=PASSWORD, password=NEW, repeated=None):
    form = {"current": current, "password": password, "repeated": repeated or password}
    return client.post("/account/password", data=form)


def test_the_new_password_is_the_one_that_opens(client, user):
    sign_in(client, user)
    assert change(client).status_code == 302
    client.post("/sign-out")

    sign_in(client, user, NEW)
    answer = client.post("/sign-out")
    answer = client.post("/sign-in", data={"login": user.login, "password": PASSWORD})
    assert answer.status_code == 422


def test_changing_it_signs_out_all_other_browsers_and_not_this_one(app, client, user):
    other = app.test_client()
    sign_in(other, user)
    sign_in(client, user)
    change(client)

    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"current": "wrong one"}, "not the present password"),
        ({"repeated": "another thing"}, "differ"),
        ({"password": PASSWORD}, "must differ"),
        ({"password": "password1"}, "list of common ones"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(client, user, form, complaint):
    sign_in(client, user)
    before = user.password_hash
    answer = change(client, **form)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert user.password_hash == before
