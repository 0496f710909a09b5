"""What a first visit costs: all that travels for the door and the desk, with a cold cache."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MOST_BYTES = 200 * 1024


@pytest.mark.parametrize("login", ["vplm.secretary", "vplm.teacher"])
def test_a_first_visit_takes_at_most_200_kilobytes(demo, window, login):
    page, answers = window(demo), []
    page.on("requestfinished", lambda request: answers.append(request))
    page.goto("/sign-in")
    page.get_by_label("Логін").fill(login)
    page.get_by_label("Пароль").fill(demo.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")

    sizes = {one.url: one.sizes() for one in answers}
    spent = sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes.values())
    assert spent <= MOST_BYTES, sizes


def test_static_files_travel_packed_and_are_kept_for_long(demo, window):
    page, answers = window(demo), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/sign-in")
    page.wait_for_load_state("networkidle")
    static = [one for one in answers if "/static/" in one.url]

    assert static
    for answer in static:
        assert "max-age=2592000" in answer.headers["cache-control"]
        assert "v=" in answer.url or answer.url.endswith(".svg")
        if answer.url.partition("?")[0].endswith((".css", ".js")):
            assert answer.headers["content-encoding"] == "gzip"
