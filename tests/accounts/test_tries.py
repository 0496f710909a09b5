"""Guessing passwords becomes slow, for known and unknown accounts alike."""

import pytest

from portal.permissions import Role
from tests.factories import PASSWORD, make_organisation, make_user, sign_in


@pytest.fixture
def user(app):
    return make_user(Role.SECRETARY, make_organisation())


def try_to_sign_in(client, login, password="wrong one", address="10.0.0.1"):
    return client.post(
        "/sign-in",
        data={"login": login, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def fail(client, login, times, address="10.0.0.1"):
    for _time in range(times):
        assert try_to_sign_in(client, login, address=address).status_code == 422


@pytest.mark.parametrize("login", [None, "nobody"])
def test_the_sixth_try_has_to_wait_a_minute(client, user, login):
    fail(client, login or user.login, 5)
    answer = try_to_sign_in(client, login or user.login)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


def test_even_the_right_password_has_to_wait(client, user):
    fail(client, user.login, 5)

    assert try_to_sign_in(client, user.login, PASSWORD).status_code == 429


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(client, user, clock):
    fail(client, user.login, 5)
    waits = []
    for _time in range(6):
        waits.append(int(try_to_sign_in(client, user.login).headers["Retry-After"]))
        clock.advance(seconds=waits[-1])
        fail(client, user.login, 1)

    assert waits == [60, 120, 240, 480, 900, 900]


def test_asking_while_waiting_does_not_make_the_wait_longer(client, user, clock):
    fail(client, user.login, 5)
    for _time in range(3):
        assert try_to_sign_in(client, user.login).status_code == 429
    clock.advance(seconds=60)

    assert try_to_sign_in(client, user.login, PASSWORD).status_code == 302


def test_one_address_cannot_try_many_accounts(client, user):
    for number in range(5):
        fail(client, f"account-{number}", 1)

    assert try_to_sign_in(client, user.login).status_code == 429
    assert try_to_sign_in(client, user.login, address="10.0.0.2").status_code == 422


def test_the_right_password_forgives_the_mistypes_of_its_own_account(client, user):
    fail(client, user.login, 4)
    assert try_to_sign_in(client, user.login, PASSWORD).status_code == 302
    client.post("/sign-out")
    fail(client, user.login, 4)

    assert try_to_sign_in(client, user.login, PASSWORD).status_code == 302


def test_ones_own_account_is_no_way_to_go_on_guessing_others(client, user):
    fail(client, "somebody-else", 4)
    assert try_to_sign_in(client, user.login, PASSWORD).status_code == 302
    client.post("/sign-out")
    fail(client, "one-more", 1)

    assert try_to_sign_in(client, "one-more").status_code == 429


def test_tries_are_forgotten_after_a_day(client, user, clock):
    fail(client, user.login, 5)
    clock.advance(hours=25)

    fail(client, user.login, 5)


def test_signing_in_from_the_fixture_is_not_slowed(client, user):
    for _time in range(7):
        sign_in(client, user)
