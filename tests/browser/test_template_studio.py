"""A secretary turns a Word file of her own into a kind of paper, and issues it: no code, no folder.

She uploads it, has its faults mended (a Latin «a» in «знахідний», a letter that is missing),
says what the form asks, looks at the pages; the head publishes it; the paper for a man has the
right words, cases and number.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from flask_migrate import upgrade
from playwright.sync_api import expect

from portal.app import create_app
from portal.config import Config
from portal.documents.journals import open_journals
from portal.extensions import db, services, writing
from portal.paper import text
from portal.permissions import Role
from tests.browser.acts import field, follow, press, sections, sees
from tests.browser.served import served
from tests.factories import PASSWORD, make_employment, make_head, make_organisation, make_user
from tests.studio.made import word

pytestmark = [pytest.mark.browser, pytest.mark.converter]

TRIP = (
    "{{ заклад.назва }}",
    "НАКАЗ № {{ номер }} від {{ дата|словами }}",
    "НАКАЗУЮ:",
    "1. НАПРАВИТИ {{ працівник.піб|знaхідний }} до {{ місце_поїздки }}, {{ дата_виїзду|словами }}.",
    "{% if спосіб == “автобусом” %}2. Автобус надає {{ перевізник }}.{% endif %}",
    "{% if спосіб == “потягом” %}2. Квитки купує сам працівник.{% endif %}",
    "Підстава: заява {{ працівнк.піб|родовий }}.",
    "{{ керівник.посада }} {{ керівник|підпис }}",
)


@pytest.fixture
def lyceum(tmp_path):
    """A lyceum with a secretary, a head, a teacher and open journals; nothing else."""
    instance = tmp_path / "instance"
    instance.mkdir()
    config = Config(instance, "a key for tests only", f"sqlite:///{instance / 'papka.db'}")
    app = create_app(replace(config, runs_jobs=False))
    with app.app_context():
        upgrade()
        school = make_organisation("UAS1")
        make_head(school, "UA14")
        make_employment("UA04", school)
        for role in (Role.SECRETARY, Role.HEAD):
            make_user(role, school, login=f"{role}.of.lyceum", language="uk")
        with writing():
            open_journals(school, services().clock.today())
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    with served(instance) as portal:
        yield portal


def test_a_secretary_turns_her_word_file_into_a_kind_and_issues_it(lyceum, window):
    secretary = signed_in(window(lyceum), "secretary")
    bring_the_file(secretary)
    mend_the_faults(secretary)
    say_what_the_form_asks(secretary)
    look_at_the_pages(secretary)
    press(secretary, "Надіслати на публікацію")
    expect(secretary.get_by_text("Чекає на другу особу")).to_be_visible()

    publish(signed_in(window(lyceum), "head"))

    paper = issue(secretary)
    assert "НАКАЗ № 1-к/тм від" in paper
    assert "1. НАПРАВИТИ Ткача Андрія Петровича до Києва, 01\u00a0грудня 2026 року." in paper
    assert "2. Автобус надає ТОВ «Мандри»." in paper
    assert "Квитки купує" not in paper
    assert "Підстава: заява Ткача Андрія Петровича." in paper
    assert "Директор Олена КОВАЛЬ" in paper


def signed_in(page, role):
    page.goto("/sign-in")
    page.get_by_label("Логін").fill(f"{role}.of.lyceum")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return page


def bring_the_file(page):
    follow(sections(page), "Шаблони")
    follow(page, "Принести свій файл Word")
    mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "поїздка.docx", "mimeType": mimetype, "buffer": word(*TRIP)}
    field(page, "Файл Word (.docx)").set_input_files(file)
    field(page, "Як він називається").fill("Наказ про поїздку")
    field(page, "Де отримує номер").select_option(label="Накази кадрові, тимчасового зберігання")
    page.get_by_label("одну особу, кожній свій папір").check()
    press(page, "Перевірити файл")
    sees(page, "Наказ про поїздку, версія 1")


def mend_the_faults(page):
    """Look-alike letters go by one click; the misspelt field is looked at first."""
    expect(page.get_by_role("heading", name="помилки, опублікувати ще не можна")).to_be_visible()
    with page.expect_download() as taken:
        follow(page, "Показати у Word")
    assert b"word/comments.xml" in Path(taken.value.path()).read_bytes()
    press(page, "Виправити 1 і перевірити знову")
    fault = page.locator(".fault", has_text="працівнк")
    expect(fault.get_by_text("{{ працівник.піб|родовий }}")).to_be_visible()
    press(fault, "Виправити")
    expect(page.get_by_role("heading", name="Помилок немає")).to_be_visible()


def say_what_the_form_asks(page):
    """One question gets another type, one is asked only for one answer of another."""
    follow(page, "Перевізник")
    field(page, "Питати лише коли").select_option(label="Спосіб: автобусом")
    press(page, "Зберегти питання")
    expect(page.get_by_text("лише коли Спосіб: автобусом")).to_be_visible()
    follow(page, "Місце поїздки")
    field(page, "Яка відповідь").select_option(label="кілька рядків тексту")
    press(page, "Зберегти питання")
    question = page.locator("tr", has=page.get_by_role("link", name="Місце поїздки", exact=True))
    expect(question).to_contain_text("кілька рядків тексту")


def look_at_the_pages(page):
    """The pages come by themselves, and again for the shortest name."""
    picture = page.locator("#viewer img")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    field(page, "Приклад").select_option(label="Дюбуа Софі, найкоротше ім'я")
    expect(page.locator("#viewer img")).not_to_have_attribute("src", before)
    assert page.locator("#viewer img").evaluate("image => image.decode().then(() => true)")


def publish(page):
    follow(sections(page), "Шаблони")
    follow(page, "Продовжити Наказ про поїздку")
    press(page, "Опублікувати шаблон")
    page.get_by_role("dialog").get_by_role("button", name="Опублікувати").click()
    expect(page.get_by_text("Опубліковано: нові папери")).to_be_visible()


def issue(page):
    """Through the wizard, as any other paper; the text of its Word file."""
    follow(page, "Новий папір")
    press(page, "Написати Наказ про поїздку")
    page.get_by_label("Ткач Андрій Петрович").check()
    press(page, "Перейти до даних")
    field(page, "Місце поїздки").fill("Києва")
    field(page, "Дата виїзду").fill("2026-12-01")
    expect(field(page, "Перевізник")).to_be_hidden()
    field(page, "Спосіб").select_option(label="автобусом")
    field(page, "Перевізник").fill("ТОВ «Мандри»")
    press(page, "Перевірити папір")
    press(page, "Зареєструвати")
    sees(page, "№")
    with page.expect_download() as taken:
        follow(page, "Файл Word")
    return text(Path(taken.value.path()).read_bytes())
