"""A teacher asks for a paper on the phone; the secretary answers it in two clicks, counted."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import field, follow, press, sees

pytestmark = pytest.mark.browser

COUNT = """document.addEventListener("click", () => {
    sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, true);"""
PAPER = "Направлення на підвищення кваліфікації"


def test_a_request_for_a_paper_is_answered_in_two_clicks(demo_window):
    teacher = demo_window("vplm.teacher", width=390)
    ask(teacher)

    secretary = demo_window("vplm.secretary")
    secretary.context.add_init_script(COUNT)
    secretary.goto("/")
    expect(secretary.get_by_role("heading", name="Запити")).to_be_visible()
    secretary.goto("/requests")
    press(secretary, f"Підготувати {PAPER}")
    press(secretary, "Зареєструвати")
    sees(secretary, "№")

    assert secretary.evaluate("sessionStorage.clicks") == "2"
    expect(secretary.get_by_text("Зареєстровано: №").first).to_be_visible()

    teacher.reload()
    mine = teacher.locator("tr", has_text=PAPER)
    expect(mine.get_by_text("Готово")).to_be_visible()
    expect(mine.get_by_role("link", name=PAPER)).to_be_visible()


def ask(page):
    follow(page, "Мої папери")
    field(page, "Який папір").select_option(label=PAPER)
    page.get_by_label("Для чого").fill("Для навчально-методичного центру")
    press(page, "Надіслати запит")
    expect(page.get_by_text("Канцелярія отримала ваш запит")).to_be_visible()
