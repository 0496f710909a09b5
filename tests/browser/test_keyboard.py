"""By keys alone: from the door to a paper on its way."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import begins, field, sees
from tests.browser.test_certificate_story import photo

pytestmark = pytest.mark.browser

MOST_STOPS = 90  # of Tab before something is reached; a page has fewer


def test_a_paper_is_written_and_sent_without_a_mouse(demo, window):
    page = window(demo)

    sign_in(page, demo)
    choose_the_kind(page)
    choose_a_person(page)
    answer(page)
    send(page)


def test_a_teacher_sends_a_certificate_without_a_mouse(demo_window):
    page = demo_window("vplm.teacher")

    go(page, "link", "Надіслати сертифікат")
    sees(page, "Надіслати сертифікат")
    page.wait_for_load_state()  # scripts set the place for files up
    reach(page, field(page, "Фото або скан"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(photo("keys"))
    type_in(page, "Про що навчання", "Безпека в майстерні")
    type_in(page, "Хто навчав", "НМЦ ПТО")
    type_in(page, "Номер документа", "77-К")
    type_in(page, "Дата видачі", "06062026")  # whichever stands first, the day or the month
    type_in(page, "Години", "8")
    expect(field(page, "Дата видачі")).to_have_value("2026-06-06")
    go(page, "button", "Надіслати цей сертифікат")

    expect(page.get_by_text("Надіслано", exact=False).first).to_be_visible()
    expect(page.get_by_text("Безпека в майстерні").first).to_be_visible()


def test_the_head_approves_a_paper_and_confirms_a_certificate_without_a_mouse(demo_window):
    page = demo_window("vplm.head")

    go(page, "link", "Переглянути")
    sees(page, "Про направлення")
    go(page, "button", "Погодити папір")
    expect(page.get_by_text("Погоджено:")).to_be_visible()

    go(page, "link", "Години")
    go(page, "link", "Сертифікати")
    sees(page, "Сертифікати")
    go(page, "link", "Перевірити")
    reach(page, page.get_by_label("показали оригінал"))
    page.keyboard.press("Space")
    type_in(page, "Чому приймаємо, хоч чогось бракує", "Решту видно з програми.")
    go(page, "button", "Прийняти і внести до справи")

    expect(page.get_by_text("До справи: рядок")).to_be_visible()


def test_a_methodist_reads_a_paper_and_says_so_without_a_mouse(demo_window):
    page = demo_window("vplm.methodist")

    go(page, "link", "Ознайомитися та підтвердити")
    go(page, "button", "Ознайомлений(-а)")

    expect(page.get_by_text("Записано: ви ознайомлені.")).to_be_visible()


def go(page, role, name):
    """To a link or a button by Tab, and press it."""
    reach(page, page.get_by_role(role, name=begins(name)).first)
    page.keyboard.press("Enter")


def type_in(page, label, text):
    reach(page, field(page, label))
    page.keyboard.type(text)


def sign_in(page, demo):
    page.goto("/sign-in")
    reach(page, field(page, "Логін"))
    page.keyboard.type("vplm.secretary")
    page.keyboard.press("Tab")
    page.keyboard.type(demo.passwords["vplm.secretary"])
    page.keyboard.press("Enter")
    sees(page, "Добр")


def choose_the_kind(page):
    reach(page, page.get_by_role("link", name="Новий папір"))
    page.keyboard.press("Enter")
    sees(page, "Що пишемо")
    reach(page, page.get_by_role("button", name=begins("Написати Наказ")).first)
    page.keyboard.press("Enter")
    sees(page, "Кого стосується")


def choose_a_person(page):
    reach(page, page.get_by_role("searchbox", name="Відібрати в списку"))
    page.keyboard.type("ткач андрій")
    page.keyboard.press("Enter")  # takes the only one left, and does not send the form
    expect(page.get_by_label("Ткач Андрій Петрович")).to_be_checked()
    reach(page, page.get_by_role("button", name="Перейти до даних"))
    page.keyboard.press("Enter")


def answer(page):
    reach(page, field(page, "Вид навчання"))
    page.keyboard.type("Курси")
    reach(page, field(page, "Програма"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Безпека праці в майстерні")
    reach(page, page.get_by_role("button", name="Перевірити папір"))
    page.keyboard.press("Enter")


def send(page):
    reach(page, page.get_by_role("button", name=begins("Надіслати на погодження")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Надіслано на погодження")).to_be_visible()


def reach(page, wanted):
    """Press Tab until the focus is there; each stop on the way must be seen."""
    wanted.wait_for()
    for _stop in range(MOST_STOPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        page.wait_for_timeout(200 if page.locator(":focus").count() else 0)
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"Tab never comes to {wanted}")


SHOWS_FOCUS = """() => {
    const one = document.activeElement;
    if (one === document.body) return true;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width > 0 && box.height > 0
        && (style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""
