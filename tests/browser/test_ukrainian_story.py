"""A lyceum's first day in the Ukrainian interface: from an empty portal to papers in the files."""

import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from portal.paper import page_count, page_image, read_routing_code
from tests.browser.acts import excel, field, follow, press, sections, sees

pytestmark = pytest.mark.browser

PASSWORD = "тиха вода греблю рве"
HEADS_PASSWORD = "на городі бузина, а в Києві дядько"

SECRETARY, HEAD = "Ткач Ірина Василівна", "Коваль Олена Ігорівна"
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
    ("14", "Саркісян Армен Гагікович", "", "01.09.2020"),
    ("8", "Дюбуа Софі", "вчитель французької мови", "01.09.2020"),
    ("15", "Сорока Павло Дмитрович", "майстер виробничого навчання", "01.09.2020"),
    ("1", "Коваль Олена Ігорівна", "директор", "01.09.2020"),
]
SENT = [row[1].replace("'", "’") for row in STAFF[1:] if row[1] not in (SECRETARY, HEAD)]


def test_a_lyceum_sends_twelve_people_on_its_first_day(fresh, window):
    secretary, head = window(fresh), window(fresh)

    start_the_portal(secretary, fresh.first_code)
    take_in_the_staff(secretary)
    say_who_signs(secretary)
    password = let_the_head_in(secretary)
    choose_own_password(head, password)
    begin_the_numbers(secretary)
    write_the_order(secretary)
    mend_what_is_missing(secretary)
    send_for_approval(secretary)
    approve(head)
    register_with_extracts(secretary)
    write_the_referrals(secretary)
    printed = print_everything(secretary)
    bring_the_scans_back(secretary, printed)
    confirm_the_filing(head)
    look_into_the_files(secretary)


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
    sees(page, "Добр")


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
    sees(page, "Добр")


def begin_the_numbers(page):
    follow(sections(page), "Журнали")
    follow(page, "Журнал реєстрації наказів з кадрових питань тривалого")
    follow(page, "Налаштування")
    field(page, "Перший номер тут").fill("45")
    press(page, "Зберегти журнал")
    expect(page.get_by_text("Він отримає № 45-к/тр.")).to_be_visible()


def write_the_order(page):
    follow(sections(page), "Новий папір")
    press(page, "Написати Наказ про направлення")
    for name in SENT:
        page.get_by_label(name).check()
    press(page, "Перейти до даних")
    field(page, "Вид навчання").select_option(
        label="Довгострокове підвищення кваліфікації (стажування)"
    )
    field(page, "Куди направити").fill(
        "Товариство з обмеженою відповідальністю «Агромашсервіс-Схід»"
    )
    field(page, "Програма").fill("Сучасні технології обслуговування зернозбиральної техніки")
    field(page, "Початок навчання").fill("2026-12-07")
    field(page, "Кінець навчання").fill("2026-12-18")
    field(page, "Обсяг, годин").fill("60")
    press(page, "Перевірити папір")
    sees(page, "Виправити 2 місця")


def mend_what_is_missing(page):
    fault = page.get_by_role("listitem").filter(has_text="чоловік чи жінка")
    follow(fault, "Виправити")
    field(page, "жінка").check()
    press(page, "Записати в картку")
    fault = page.get_by_role("listitem").filter(has_text="не має посади")
    follow(fault, "Виправити")
    follow(page, "Нова посада")
    field(page, "Посада").fill("керівник гуртка")
    press(page, "Додати посаду")
    follow(sections(page), "Стіл")
    follow(page, "Дописати")
    sees(page, "Перевірте, як пишуться імена")


def send_for_approval(page):
    while page.get_by_text("Сумнів", exact=True).count():
        press(page, "Так і писати")
    press(page, "Надіслати на погодження")
    expect(page.get_by_text("Надіслано на погодження")).to_be_visible()


def approve(page):
    page.reload()
    follow(page, "Переглянути")
    press(page, "Погодити папір")
    expect(page.get_by_text("Погоджено").first).to_be_visible()


def register_with_extracts(page):
    follow(sections(page), "Стіл")
    follow(page, "Зареєструвати")
    expect(field(page, "12 витягів")).to_be_checked()
    press(page, "Зареєструвати № 45-к/тр")
    expect(page.get_by_text("Готуємо 12 витягів")).to_be_visible()


def write_the_referrals(page):
    page.reload()
    follow(page, "Направлення на підвищення")
    expect(page.get_by_text("Вибрано 12")).to_be_visible()
    press(page, "Перевірити всіх")
    sees(page, "12 направлень")
    press(page, "Випустити 12 направлень")
    sees(page, "Випустили 12 направлень")
    expect(page.get_by_text("№ 1–12")).to_be_visible()


def print_everything(page):
    """The file for the printer with all 25 papers; its bytes."""
    follow(sections(page), "Папери")
    follow(page, "На підпис")
    page.get_by_label("Вибрати всі на сторінці").check()
    with page.expect_download() as taken:
        press(page, "Надрукувати 25 паперів одним файлом")
    expect(page.get_by_text("Надруковано 25 паперів")).to_be_visible()
    return Path(taken.value.path()).read_bytes()


def bring_the_scans_back(page, printed):
    """Each paper as it comes from the scanner, found by the code on its pages."""
    papers = papers_by_code(printed)
    assert len(papers) == 25
    for document_id, scan in papers.items():
        page.goto(f"/documents/{document_id}/scan")
        field(page, "Підписаний документ: PDF або фото").set_input_files(scan)
        press(page, "Додати скан")
        expect(page.get_by_text("Скан додано.")).to_be_visible()


def confirm_the_filing(page):
    follow(sections(page), "Стіл")
    follow(page, "Усі 25")
    press(page, "Внести до справ усі 25 паперів")
    press(page.get_by_role("dialog"), "Внести")
    expect(page.get_by_text("До особових справ внесено 24 копії.")).to_be_visible()


def look_into_the_files(page):
    for name in SENT:
        follow(sections(page), "Люди")
        page.get_by_role("link", name=name, exact=True).click()
        follow(page, "особова справа №")
        inventory = page.get_by_role("table").get_by_role("row")
        expect(inventory).to_have_count(3)
        expect(inventory.nth(1)).to_contain_text("№ 45-к/тр")
        expect(inventory.nth(2)).to_contain_text("Направлення")


def papers_by_code(printed):
    """The pages of a print file as scans, by the paper that the code in their margin names."""
    pages = {}
    for number in range(1, page_count(printed) + 1):
        picture = Image.open(io.BytesIO(page_image(printed, number, 150)))
        codes = [found.text for found in zxingcpp.read_barcodes(picture) if len(found.text) == 16]
        for code in map(read_routing_code, codes):
            pages.setdefault(code.document_id, {})[code.page] = picture
    return {document_id: scan_of(found) for document_id, found in pages.items()}


def scan_of(pages):
    file = io.BytesIO()
    first, *others = [pages[number] for number in sorted(pages)]
    first.save(file, "PDF", save_all=True, append_images=others)
    return {"name": "скан.pdf", "mimeType": "application/pdf", "buffer": file.getvalue()}
