"""What every answer has in common: headers, error pages, ways back to one's own pages only."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from portal.errors import Conflict, Forbidden, NotFound, Throttled
from portal.permissions import Role, public
from portal.web import own_address
from tests.factories import make_organisation, make_user, sign_in
from tests.portal_app import open_portal

REDIRECTS = Path(__file__).parent / "bad_input" / "strings" / "redirects.jsonl"
FAULTS = {
    "conflict": Conflict("This batch is already under way."),
    "forbidden": Forbidden(),
    "missing": NotFound(),
    "throttled": Throttled(
        "There were too many wrong tries. Try again in %(minutes)s min.", retry_after=60, minutes=1
    ),
    "busy": OperationalError("SELECT secret", {}, Exception("database is locked")),
    "broken": ZeroDivisionError("secret of the house"),
}


@pytest.fixture
def faulty(app):
    """The portal with an address for each way in which a page may end."""

    @app.get("/faults/<name>")
    @public
    def fault(name):
        if name.isdecimal():
            abort(int(name))
        raise FAULTS[name]

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def user(app):
    return make_user(Role.SECRETARY, make_organisation())


@pytest.mark.parametrize(
    "address", ["/sign-in", "/", "/no-such-page", "/faults/broken", "/faults/403"]
)
def test_every_answer_has_the_headers_that_guard_the_browser(faulty, user, address):
    headers = faulty.test_client().get(address).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_our_own_files_may_be_kept_by_the_browser(client):
    answer = client.get("/static/papka.css")

    assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("conflict", 409),
        ("forbidden", 403),
        ("missing", 404),
        ("throttled", 429),
        ("busy", 503),
        ("broken", 500),
        ("405", 405),
        ("413", 413),
        ("418", 418),
    ],
)
@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_fault_is_told_in_the_readers_language_and_never_shows_its_inside(
    faulty, name, status, language
):
    answer = faulty.test_client().get(f"/faults/{name}", headers={"Accept-Language": language})

    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_stranger_and_a_missing_page_get_the_same_answer(faulty):
    browser = faulty.test_client()

    assert browser.get("/faults/missing").text == browser.get("/faults/404").text.replace(
        "/faults/404", "/faults/missing"
    )


@pytest.mark.parametrize("name", ["throttled", "busy"])
def test_who_has_to_wait_is_told_how_long(faulty, name):
    assert faulty.test_client().get(f"/faults/{name}").headers["Retry-After"] == "60"


def test_a_form_without_its_token_is_refused(app, client, user):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/sign-in", data={"login": user.login, "password": "x"})

    assert answer.status_code == 400
    assert "open too long" in answer.text


def test_the_language_is_the_users_then_the_cookies_then_the_browsers(client, user):
    def language():
        page = client.get("/sign-in", follow_redirects=True, headers={"Accept-Language": "ru"})
        return page.text.partition('<html lang="')[2][:2]

    assert language() == "ru"
    client.set_cookie("language", "uk")
    assert language() == "uk"
    sign_in(client, user)
    assert language() == "en"
    client.set_cookie("language", "xx")
    user.language = "xx"
    assert language() == "ru"


@pytest.mark.parametrize(
    "target", [json.loads(line)["value"] for line in REDIRECTS.read_text("utf-8").splitlines()]
)
def test_an_address_elsewhere_is_not_our_own(app, target):
    with app.test_request_context():
        assert own_address(target) is None


@pytest.mark.parametrize(
    "target", ["/", "/people", "/people?q=%D0%A2%D0%BA%D0%B0%D1%87&state=left"]
)
def test_a_page_of_ours_is(app, target):
    with app.test_request_context():
        assert own_address(target) == target


@pytest.mark.parametrize("target", [None, "", "people", "/nowhere", "/sign-out", "/people/"])
def test_what_is_no_page_is_not(app, target):
    with app.test_request_context():
        assert own_address(target) is None


def test_with_tls_the_cookie_is_bound_to_the_host_and_to_tls(config, clock):
    with open_portal(replace(config, is_tls=True), clock) as app:
        user = make_user(Role.SECRETARY, make_organisation())
        browser = app.test_client()
        cookie = sign_in(browser, user).headers["Set-Cookie"]

    assert cookie.startswith("__Host-papka=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
