"""A school whose head does everything, in the Russian interface: from the code to a signature."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.paper import page_texts
from tests.browser.acts import field, follow, press, sections, sees

pytestmark = pytest.mark.browser

PASSWORD = "вчера шёл мокрый снег с дождём"
STAFF = "\n".join(
    "\t".join(row)
    for row in (
        ("ФИО", "Должность", "№ дела"),
        ("Ткач Роман Игоревич", "учитель физики", "9"),
        ("Белых Татьяна Сергеевна", "заместитель директора по учебной работе", "3"),
        ("Мамедов Эльчин Ариф оглы", "учитель математики", "18"),
        ("Ткач Вера Николаевна", "секретарь", "2"),
    )
)


def test_a_head_who_does_everything_sends_a_teacher_to_a_course(fresh, window):
    page = window(fresh, "ru")

    start_the_portal(page, fresh.first_code)
    bring_the_staff(page)
    name_oneself_head(page)
    give_oneself_the_role_of_the_head(page)
    register_the_order(page)
    printed = print_the_order(page)
    said = " ".join(page_texts(printed)[0].split())
    assert "Направить Ткача Романа Игоревича, учителя физики" in said
    assert "О.П. Шевченко" in said
    mark_it_signed(page)
    see_it_in_the_journal(page)


def start_the_portal(page, code):
    page.goto("/")
    field(page, "Код").fill(code)
    field(page, "Россия").check()
    field(page, "Полное название учреждения").fill(
        "Муниципальное казённое общеобразовательное учреждение "
        "«Заозёрская средняя общеобразовательная школа»"
    )
    field(page, "Краткое название").fill("МКОУ «Заозёрская СОШ»")
    field(page, "Ваши фамилия, имя и отчество").fill("Шевченко Олег Петрович")
    field(page, "Ваша должность").fill("директор")
    field(page, "Логин").fill("shevchenko")
    field(page, "Пароль").fill(PASSWORD)
    field(page, "Пароль ещё раз").fill(PASSWORD)
    press(page, "Открыть портал")
    sees(page, "Олег Петрович")


def bring_the_staff(page):
    follow(page, "Перенести людей из Excel")
    field(page, "или таблица, вставленная из Excel").fill(STAFF)
    press(page, "Прочитать список")
    press(page, "Внести 4 человек")
    follow(page, "К списку людей")
    expect(page.get_by_role("link", name="Мамедов Эльчин Ариф оглы", exact=True)).to_be_visible()


def name_oneself_head(page):
    follow(sections(page), "Стол")
    follow(page, "Назвать руководителя")
    page.get_by_label("Шевченко Олег Петрович").check()
    press(page, "Записать, кто подписывает")
    expect(page.get_by_text("О.П. Шевченко")).to_be_visible()


def give_oneself_the_role_of_the_head(page):
    follow(sections(page), "Пользователи")
    follow(page, "Олег Шевченко")
    field(page, "Роль").select_option(label="руководитель")
    press(page, "Дать роль")
    expect(page.get_by_role("cell", name="руководитель", exact=True)).to_be_visible()


def register_the_order(page):
    follow(sections(page), "Новая бумага")
    press(page, "Написать Приказ о направлении")
    page.get_by_label("Ткач Роман Игоревич").check()
    press(page, "Перейти к данным")
    field(page, "Вид обучения").select_option(label="Курсы повышения квалификации")
    field(page, "Куда направить").fill("Заозёрский краевой институт повышения квалификации")
    field(page, "Программа").fill("Обновлённые ФГОС: формирование функциональной грамотности")
    field(page, "Начало обучения").fill("2027-03-15")
    field(page, "Конец обучения").fill("2027-03-26")
    field(page, "Объём, часов").fill("72")
    press(page, "Проверить бумагу")
    press(page, "Зарегистрировать № 1-к")
    sees(page, "№ 1-к")


def print_the_order(page):
    """The PDF of the order, once it is made."""
    with page.expect_download() as taken:
        press(page, "Напечатать")
    return Path(taken.value.path()).read_bytes()


def mark_it_signed(page):
    press(page, "Отметить")
    expect(page.get_by_role("link", name="Добавить скан").first).to_be_visible()


def see_it_in_the_journal(page):
    follow(sections(page), "Журналы")
    follow(page, "Журнал регистрации приказов по личному составу")
    expect(page.get_by_role("row", name="1-к")).to_contain_text("О направлении")
