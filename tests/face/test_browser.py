"""The face in a real browser: for everybody, at every width, by keyboard, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.face.conftest import PAGES

pytestmark = pytest.mark.browser
WIDTHS = (1366, 1280, 390)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def visit(chrome, address):
    """Open a sample at a width; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(path, width=1366, **options):
        contexts.append(chrome.new_context(viewport={"width": width, "height": 768}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_reachable_for_everybody(visit, name, width):
    page = visit(f"/page/{name}?done", width)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(visit, name):
    page = visit(f"/page/{name}?done")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ctrl_k_leads_to_the_search_in_any_layout(visit):
    page = visit("/page/list")
    pressed = "new KeyboardEvent('keydown', {code: 'KeyK', key: 'л', ctrlKey: true})"
    page.evaluate(f"document.dispatchEvent({pressed})")

    assert page.evaluate("document.activeElement.id") == "find"


def test_the_first_tab_stop_skips_the_rail(visit):
    page = visit("/page/list")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_bulk_bar_appears_with_ticks_and_counts_in_words(visit):
    page = visit("/page/list")
    expect(page.locator(".bulk")).to_be_hidden()

    page.locator("td.pick input").nth(0).check()
    page.locator("td.pick input").nth(1).check()
    expect(page.locator(".bulk")).to_contain_text("Надрукувати 2 папери")

    page.locator("[data-pick-all]").check()
    expect(page.locator(".bulk")).to_contain_text("Надрукувати 5 паперів")

    page.locator(".bulk [type=reset]").click()
    expect(page.locator(".bulk")).to_be_hidden()


def test_an_act_with_a_question_waits_for_the_answer(visit):
    page = visit("/page/list")
    page.locator("tbody form button").first.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    assert page.evaluate("document.activeElement.matches('[data-confirm-no]')")

    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_filter_of_a_long_list_takes_the_only_one_left_by_enter(visit):
    page = visit("/page/form")
    page.locator("#people [data-picker-filter]").fill("ЧОР надія")
    page.keyboard.press("Enter")

    assert page.locator("#people input:checked").get_attribute("value") == "6"
    expect(page.locator("#people [data-picker-count]")).to_have_text("1")


def test_rows_grow_and_shrink_under_the_fingers(visit):
    page = visit("/page/form")
    rows = page.locator("[data-rows] tbody tr")
    page.locator("[data-row-add]").click()
    assert rows.count() == 3
    assert page.evaluate("document.activeElement.name") == "rows-2-day"

    rows.nth(0).locator("[data-row-remove]").click()
    assert rows.count() == 2


def test_a_draft_saves_itself_and_says_when(visit):
    page = visit("/page/form")
    page.fill("#subject", "Про направлення")

    page.locator("[data-saved]", has_text="Збережено о").wait_for()


def test_a_part_for_one_answer_is_shown_with_that_answer(visit):
    page = visit("/page/form")
    expect(page.locator("#note")).to_be_hidden()

    page.get_by_label("інша").check()
    expect(page.locator("#note")).to_be_visible()


def test_a_file_that_is_too_large_is_told_at_once(visit):
    page = visit("/page/form")
    scan = {"name": "скан.pdf", "mimeType": "application/pdf", "buffer": b"%PDF" * 400_000}
    page.set_input_files("#scan", files=[scan])

    expect(page.locator("[data-drop-names]")).to_contain_text("більший за 1 МБ")


def test_the_menu_of_a_phone_opens_and_closes(visit):
    page = visit("/page/list?thumb", 390, has_touch=True)
    expect(page.locator("#rail")).to_be_hidden()

    page.get_by_role("button", name="Меню").click()
    page.locator("#rail.show:not(.showing)").wait_for()
    page.keyboard.press("Escape")
    page.locator("#rail").wait_for(state="hidden")


def test_targets_on_a_phone_are_large_enough_for_a_finger(visit):
    page = visit("/page/form", 390, has_touch=True)
    small = page.evaluate(
        """[...document.querySelectorAll("main .btn:not(.btn-text), main .form-control")]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43)
        .map(one => one.outerHTML.slice(0, 90))"""
    )

    assert small == []


def test_without_scripts_the_rail_and_the_forms_are_there(visit):
    page = visit("/page/list", 390, java_script_enabled=False)

    expect(page.get_by_role("link", name="Люди")).to_be_visible()
    expect(page.get_by_role("button", name="Показати")).to_be_visible()
    expect(page.locator(".bulk")).to_be_visible()
