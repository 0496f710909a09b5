"""A lyceum's first day in the Ukrainian interface: from an empty portal to papers in the files."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import excel, field, follow, press, sections, sees

pytestmark = pytest.mark.browser

PASSWORD = "тиха вода греблю рве"
HEADS_PASSWORD = "на городі бузина, а в Києві дядько"

STAFF = [
    ("№ справи", "ПІБ", "Посада", "Дата прийняття"),
    ("21", "Петренко Олена Іванівна", "учитель математики", "01.09.2020"),
    ("22", "Петренко Сергій Миколайович", "майстер виробничого навчання", "01.09.2020"),
    ("16", "Ткач Ірина Василівна", "секретар навчальної частини", "01.09.2020"),
    ("17", "Ткач Андрій Петрович", "викладач професійно-теоретичної підготовки", "01.09.2020"),
    ("5", "Гриць Богдан Ілліч", "старший майстер", "01.09.2020"),
    ("6", "Гриць Любов Степанівна", "методист", "01.09.2020"),
    ("28", "Швець Микола Лук'янович", "викладач фізичної культури", "01.09.2020"),
    ("12", "Нечай-Левицька Ольга Юріївна", "практичний психолог", "01.09.2020"),
    (
        "18",
        "Ткачук-Мельник Ігор Олегович",
        "заступник директора з навчально-виробничої роботи",
        "01.09.2020",
    ),
    (
        "9",
        "Чорна Надія Григорівна",
        "заступник директора з навчально-виховної роботи",
        "01.09.2020",
    ),
    ("14", "Саркісян Армен Гагікович", "керівник гуртка", "01.09.2020"),
    ("8", "Дюбуа Софі", "вчитель французької мови", "01.09.2020"),
    ("15", "Сорока Павло Дмитрович", "майстер виробничого навчання", "01.09.2020"),
    ("1", "Коваль Олена Ігорівна", "директор", "01.09.2020"),
]


def test_a_lyceum_sends_twelve_people_on_its_first_day(window, fresh):
    secretary, head = window(fresh), window(fresh)

    start_the_portal(secretary, fresh.first_code)
    take_in_the_staff(secretary)
    say_who_signs(secretary)
    password = let_the_head_in(secretary)
    choose_own_password(head, password)


def start_the_portal(page, code):
    page.goto("/")
    field(page, "Код").fill(code)
    field(page, "Україна").check()
    field(page, "Повна назва закладу").fill(
        "Державний навчальний заклад «Вишнегорський професійний ліцей машинобудування»"
    )
    field(page, "Скорочена назва").fill("ДНЗ «ВПЛМ»")
    field(page, "Ваше прізвище, ім’я та по батькові").fill("Ткач Ірина Василівна")
    field(page, "Ваша посада").fill("секретар навчальної частини")
    field(page, "Логін").fill("tkach")
    field(page, "Пароль").fill(PASSWORD)
    field(page, "Пароль ще раз").fill(PASSWORD)
    press(page, "Відкрити портал")
    sees(page, "Стіл")


def take_in_the_staff(page):
    follow(sections(page), "Люди")
    follow(page, "Внести список")
    field(page, "Файл Excel або CSV").set_input_files(excel("працівники.xlsx", STAFF))
    press(page, "Прочитати список")
    press(page, "Внести 13 осіб")
    sees(page, "13")
    follow(page, "До списку людей")
    expect(page.get_by_role("link", name="Дюбуа Софі", exact=True)).to_be_visible()


def say_who_signs(page):
    follow(sections(page), "Заклади")
    follow(page, "ДНЗ «ВПЛМ»")
    follow(page, "Указати, хто підписує")
    page.get_by_label("Коваль Олена Ігорівна").check()
    press(page, "Записати, хто підписує")
    expect(page.get_by_text("Олена КОВАЛЬ")).to_be_visible()


def let_the_head_in(page):
    follow(sections(page), "Користувачі")
    follow(page, "Додати користувача")
    field(page, "Особа").select_option(label="Коваль Олена Ігорівна")
    field(page, "Логін").fill("koval")
    field(page, "Роль").select_option(label="керівник")
    press(page, "Додати користувача")
    password = page.locator("dt", has_text="Перший пароль").locator("+ dd").inner_text()
    follow(page, "Передано, до користувачів")
    return password


def choose_own_password(page, first_password):
    page.goto("/")
    field(page, "Логін").fill("koval")
    field(page, "Пароль").fill(first_password)
    press(page, "Увійти")
    field(page, "Теперішній пароль").fill(first_password)
    field(page, "Новий пароль").fill(HEADS_PASSWORD)
    field(page, "Новий пароль ще раз").fill(HEADS_PASSWORD)
    press(page, "Зберегти пароль")
    sees(page, "Стіл")
