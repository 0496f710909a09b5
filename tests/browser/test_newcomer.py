"""Whoever has never seen the portal comes from its first start to an order with a number.

Every press, choice and filled field counts as one act; docs/first-steps.md tells the same way.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import begins, field, sees

pytestmark = pytest.mark.browser

MOST_ACTS = 25
PICTURES = os.environ.get("PAPKA_PICTURES")  # a folder: the pictures of the manual are taken anew
# Days look as in a Ukrainian browser, which this one, without its languages, cannot show.
DAYS_AS_HERE = """() => document.querySelectorAll("input[type=date]").forEach(one => {
    one.dataset.sent = one.value; one.type = "text";
    one.value = one.dataset.sent.split("-").reverse().join(".");
})"""
DAYS_AS_SENT = """() => document.querySelectorAll("input[data-sent]").forEach(one => {
    one.type = "date"; one.value = one.dataset.sent; delete one.dataset.sent;
})"""
STAFF = "\n".join(
    "\t".join(row)
    for row in (
        ("№ справи", "ПІБ", "Посада"),
        ("1", "Коваль Олена Ігорівна", "директор"),
        ("17", "Ткач Андрій Петрович", "викладач професійно-теоретичної підготовки"),
        ("21", "Петренко Олена Іванівна", "учитель математики"),
        ("12", "Нечай-Левицька Ольга Юріївна", "практичний психолог"),
    )
)


class Newcomer:
    """Counts what somebody does, and remembers how the pages looked."""

    def __init__(self, page):
        self.page, self.acts = page, 0

    def fill(self, label, value):
        self.acts += 1
        field(self.page, label).fill(value)

    def choose(self, label, value):
        self.acts += 1
        field(self.page, label).select_option(label=value)

    def tick(self, label):
        self.acts += 1
        self.page.get_by_label(label).check()

    def press(self, name):
        self.acts += 1
        self.page.get_by_role("button", name=begins(name)).click()

    def follow(self, name):
        self.acts += 1
        self.page.get_by_role("link", name=begins(name)).first.click()

    def picture(self, name):
        if PICTURES:
            self.page.evaluate(DAYS_AS_HERE)
            self.page.screenshot(path=Path(PICTURES) / f"first-steps-{name}.png")
            self.page.evaluate(DAYS_AS_SENT)


def test_a_newcomer_comes_to_the_first_order_in_few_acts(fresh, window):
    newcomer = Newcomer(window(fresh, width=1280))
    newcomer.page.goto("/")

    open_the_portal(newcomer, fresh.first_code)
    bring_the_people(newcomer)
    name_the_head(newcomer)
    write_the_order(newcomer)

    sees(newcomer.page, "№ 1-к/тр")
    newcomer.picture("order")
    assert newcomer.acts <= MOST_ACTS


def open_the_portal(newcomer, code):
    newcomer.fill("Код", code)
    newcomer.fill(
        "Повна назва закладу",
        "Державний навчальний заклад «Вишнегорський професійний ліцей машинобудування»",
    )
    newcomer.fill("Ваше прізвище, ім’я та по батькові", "Ткач Ірина Василівна")
    newcomer.fill("Логін", "tkach")
    newcomer.fill("Пароль", "тиха вода греблю рве")
    newcomer.fill("Пароль ще раз", "тиха вода греблю рве")
    newcomer.picture("start")
    newcomer.press("Відкрити портал")
    sees(newcomer.page, "Ірино Василівно")
    newcomer.picture("desk")


def bring_the_people(newcomer):
    newcomer.follow("Перенести людей з Excel")
    newcomer.fill("або таблиця, вставлена з Excel", STAFF)
    newcomer.press("Прочитати список")
    newcomer.picture("people")
    newcomer.press("Внести 4")


def name_the_head(newcomer):
    newcomer.follow("Назвати керівника")
    expect(newcomer.page.get_by_label("Коваль Олена Ігорівна")).to_be_checked()
    newcomer.picture("head")
    newcomer.press("Записати, хто підписує")


def write_the_order(newcomer):
    newcomer.follow("Написати перший папір")
    newcomer.press("Написати Наказ про направлення")
    newcomer.tick("Ткач Андрій Петрович")
    newcomer.press("Перейти до даних")
    newcomer.choose("Вид навчання", "Курси підвищення кваліфікації")
    newcomer.fill("Куди направити", "Вишнегорський інститут післядипломної освіти")
    newcomer.fill("Програма", "Сучасні технології обслуговування техніки")
    newcomer.fill("Початок навчання", "2027-03-15")
    newcomer.fill("Кінець навчання", "2027-03-26")
    newcomer.fill("Обсяг, годин", "60")
    newcomer.picture("data")
    newcomer.press("Перевірити папір")
    sees(newcomer.page, "Усе на місці")
    newcomer.picture("check")
    newcomer.press("Зареєструвати № 1-к/тр")
