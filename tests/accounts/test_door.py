"""Signing in and out: who is let in, for how long, and what ends it."""

import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.accounts.models import SignIn
from portal.accounts.service import give_first_password
from portal.audit import AuditEntry
from portal.extensions import db
from portal.permissions import Role
from tests.factories import PASSWORD, make_organisation, make_user, sign_in

REDIRECTS = Path(__file__).parent.parent / "bad_input" / "strings" / "redirects.jsonl"


@pytest.fixture
def user(app):
    return make_user(Role.SECRETARY, make_organisation())


def is_signed_in(client):
    return client.get("/account").status_code == 200


def cookie_of(client):
    return client.get_cookie(client.application.config["SESSION_COOKIE_NAME"]).value


def without_tokens(answer):
    return re.sub(r'(csrf.token" (?:content|value))="[^"]*"', r"\1", answer.text)


def put_cookie(client, value):
    client.set_cookie(client.application.config["SESSION_COOKIE_NAME"], value)


def test_the_right_password_opens_the_door(client, user):
    sign_in(client, user)

    assert is_signed_in(client)


def test_the_login_may_be_typed_in_capitals(client, user):
    client.post("/sign-in", data={"login": f" {user.login.upper()} ", "password": PASSWORD})

    assert is_signed_in(client)


def test_an_unknown_login_and_a_wrong_password_get_the_same_answer(client, user):
    unknown, wrong = (
        client.post("/sign-in", data={"login": login, "password": "wrong one"})
        for login in ("nobody", user.login)
    )

    assert unknown.status_code == wrong.status_code == 422
    assert "The login or the password is not right." in wrong.text
    assert without_tokens(unknown).replace("nobody", user.login) == without_tokens(wrong)


def test_strangers_are_led_to_the_door_and_back_to_where_they_were_going(client, user):
    way = client.get("/account?x=1").location
    assert way == "/sign-in?next=/account?x%3D1"

    answer = client.post(way, data={"login": user.login, "password": PASSWORD, "next": "/account"})

    assert answer.location == "/account"


def test_the_cookie_is_hidden_from_scripts_and_other_sites_and_changes_at_each_sign_in(
    client, user
):
    header = sign_in(client, user).headers["Set-Cookie"]
    first = cookie_of(client)
    sign_in(client, user)

    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert cookie_of(client) != first


def test_the_database_holds_only_the_hash_of_the_token(client, user):
    sign_in(client, user)
    with client.session_transaction() as session:
        token = session["_user_id"]

    assert len(token) == 43  # 256 bits in base64url
    assert token not in db.session.scalars(sa.select(SignIn.token_hash)).all()


def test_a_session_from_before_signing_in_is_not_taken_over(client, user):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(client, user)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_an_old_cookie_opens_nothing_after_signing_out(client, user):
    sign_in(client, user)
    stolen = cookie_of(client)
    client.post("/sign-out")
    put_cookie(client, stolen)

    assert not is_signed_in(client)


def test_half_an_hour_of_silence_signs_out(client, user, clock):
    sign_in(client, user)
    clock.advance(minutes=29)
    assert is_signed_in(client)
    clock.advance(minutes=31)

    assert not is_signed_in(client)


def test_twelve_hours_sign_out_even_who_is_busy(client, user, clock):
    sign_in(client, user)
    for _half_hour in range(24):
        assert is_signed_in(client)
        clock.advance(minutes=29)
    clock.advance(minutes=25)

    assert not is_signed_in(client)


def test_a_disabled_user_is_out_at_the_next_request(client, user, clock):
    sign_in(client, user)
    user.disabled_at = clock.now()

    assert not is_signed_in(client)


def test_a_disabled_user_is_not_let_in(client, user, clock):
    user.disabled_at = clock.now()
    answer = client.post("/sign-in", data={"login": user.login, "password": PASSWORD})

    assert answer.status_code == 422


def test_signing_in_and_out_is_recorded_without_names(client, user):
    sign_in(client, user)
    client.post("/sign-out")

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.action, e.by_user_id, e.subject_id) for e in entries] == [
        ("signed-in", user.id, user.id),
        ("signed-out", user.id, user.id),
    ]
    assert all(entry.details == {} for entry in entries)


def test_a_first_password_lets_in_once_to_choose_another(client, user):
    password = give_first_password(user, by_user_id=None)
    sign_in(client, user, password)

    assert client.get("/account").location == "/account/password"
    form = {"current": password, "password": PASSWORD, "repeated": PASSWORD}
    assert client.post("/account/password", data=form).status_code == 302
    assert is_signed_in(client)


def test_a_first_password_is_good_for_three_days(client, user, clock):
    password = give_first_password(user, by_user_id=None)
    clock.advance(hours=73)
    answer = client.post("/sign-in", data={"login": user.login, "password": password})

    assert "good for three days" in answer.text


@pytest.mark.parametrize(
    "target", [json.loads(line)["value"] for line in REDIRECTS.read_text().splitlines()]
)
def test_nobody_is_sent_to_another_host_by_next(client, user, target):
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"login": user.login, "password": PASSWORD, "next": target},
    )

    assert answer.location == "/"


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_the_language_is_kept_in_the_browser_and_with_the_user(client, user, language):
    client.post("/language", data={"language": language, "next": "/sign-in"})
    assert f'<html lang="{language}">' in client.get("/sign-in").text

    sign_in(client, user)
    client.post("/language", data={"language": language})

    assert user.language == language


def test_a_language_we_do_not_have_changes_nothing(client, user):
    sign_in(client, user)
    client.post("/language", data={"language": "xx"})

    assert user.language == "en"
