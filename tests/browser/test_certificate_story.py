"""A certificate comes home, from an empty portal: photographed by a teacher on a phone, returned
once, accepted, confirmed into the file; the same one sent by the provider is known again.
"""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from portal.paper import page_texts
from tests.browser.acts import excel, field, follow, press, sections, sees
from tests.browser.certificate_words import RUSSIAN, UKRAINIAN
from tests.fakes import one_page_pdf

pytestmark = pytest.mark.browser

PASSWORDS = {
    "secretary": "тиха вода греблю рве",
    "head": "на городі бузина, а в Києві дядько",
    "teacher": "сім раз відміряй, один раз відріж",
}


def test_a_certificate_comes_home_in_ukrainian(fresh, window):
    certificate_comes_home(UKRAINIAN, fresh, window)


def test_a_certificate_comes_home_in_russian(fresh, window):
    certificate_comes_home(RUSSIAN, fresh, window)


def certificate_comes_home(words, portal, window):
    secretary = window(portal, words.language)
    head = window(portal, words.language)
    teacher = window(portal, words.language, 390)

    start_the_portal(secretary, words, portal.first_code)
    take_in_the_staff(secretary, words)
    say_who_signs(secretary, words)
    let_in(secretary, head, words, "head", words.head)
    let_in(secretary, teacher, words, "teacher", words.teacher)
    photograph_the_certificate(teacher, words)
    return_it(secretary, words)
    send_it_again(teacher, words)
    accept_it(secretary, words)
    confirm_it(head, words)
    look_at_the_hours(teacher, words)
    look_into_the_file(secretary, words)
    enter_what_the_provider_sent(secretary, words)


def start_the_portal(page, words, code):
    say = words.say
    page.goto("/")
    field(page, say["code"]).fill(code)
    field(page, words.country).check()
    field(page, say["full name"]).fill(words.school[0])
    field(page, say["short name"]).fill(words.school[1])
    field(page, say["your name"]).fill(words.secretary[0])
    field(page, say["your post"]).fill(words.secretary[1])
    field(page, say["login"]).fill("secretary")
    field(page, say["password"]).fill(PASSWORDS["secretary"])
    field(page, say["password again"]).fill(PASSWORDS["secretary"])
    press(page, say["open"])
    sees(page, say["hello"])


def take_in_the_staff(page, words):
    say = words.say
    follow(sections(page), say["people"])
    follow(page, say["bring"])
    field(page, say["file"]).set_input_files(excel("people.xlsx", words.staff))
    press(page, say["read"])
    press(page, say["take in"])
    follow(page, say["to the people"])


def say_who_signs(page, words):
    say = words.say
    follow(sections(page), say["organisations"])
    follow(page, words.school[1])
    follow(page, say["who signs"])
    page.get_by_label(words.head).check()
    press(page, say["write who signs"])


def let_in(secretary, page, words, login, name):
    """The secretary makes the user; the user signs in and chooses an own password."""
    say = words.say
    follow(sections(secretary), say["users"])
    follow(secretary, say["add user"])
    field(secretary, say["person"]).select_option(label=name)
    field(secretary, say["login"]).fill(login)
    field(secretary, say["role"]).select_option(label=say[f"{login} role"])
    press(secretary, say["add user"])
    shown = secretary.locator("dt", has_text=say["first password"]).locator("+ dd")
    password = shown.inner_text()
    follow(secretary, say["handed over"])
    page.goto("/")
    field(page, say["login"]).fill(login)
    field(page, say["password"]).fill(password)
    press(page, say["sign in"])
    field(page, say["present password"]).fill(password)
    field(page, say["new password"]).fill(PASSWORDS[login])
    field(page, say["new password again"]).fill(PASSWORDS[login])
    press(page, say["keep password"])
    sees(page, say["hello"])


def photograph_the_certificate(page, words):
    """Four acts: open, photograph, type, send."""
    say, document = words.say, words.document
    follow(page, say["send"])
    field(page, say["picture"]).set_input_files(photo("first"))
    field(page, say["topic"]).fill(document["topic"])
    field(page, say["provider"]).fill(document["provider"])
    field(page, say["number"]).fill(document["number"])
    field(page, say["issued"]).fill("2026-03-06")
    field(page, say["hours"]).fill(document["hours"])
    press(page, say["send it"])
    expect(page.get_by_text(say["with the secretary"], exact=True)).to_be_visible()
    picture = page.locator("img.page-image")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalHeight > image.naturalWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= 390")


def return_it(page, words):
    say = words.say
    follow(sections(page), say["desk"])
    follow(page, words.teacher)
    field(page, say["reason"]).fill(say["reason given"])
    press(page, say["give back"])


def send_it_again(page, words):
    say = words.say
    page.goto("/")
    expect(page.get_by_text(say["reason given"])).to_be_visible()
    follow(page, say["correct"])
    field(page, say["another picture"]).set_input_files(photo("second"))
    press(page, say["send again"])
    expect(page.get_by_text(say["with the secretary"], exact=True)).to_be_visible()


def accept_it(page, words):
    say = words.say
    follow(sections(page), say["desk"])
    follow(page, words.teacher)
    for tick in page.get_by_role("group", name=say["items"]).get_by_role("checkbox").all():
        tick.check()
    field(page, say["original"]).check()
    press(page, say["accept"])
    expect(page.get_by_text(say["accepted"])).to_be_visible()


def confirm_it(page, words):
    say = words.say
    page.goto("/")
    follow(page, say["look"])
    press(page, say["confirm"])
    expect(page.get_by_text(say["filed"])).to_be_visible()
    with page.expect_download() as taken:
        follow(page, say["copy"])
    copy = Path(taken.value.path()).read_bytes()
    assert say["mark"] in page_texts(copy)[-1]


def look_at_the_hours(page, words):
    page.goto("/")
    expect(page.get_by_text(words.say["balance"]).first).to_be_visible()


def look_into_the_file(page, words):
    say = words.say
    follow(sections(page), say["people"])
    page.get_by_role("link", name=words.teacher, exact=True).click()
    follow(page, say["file of"])
    inventory = page.get_by_role("table").get_by_role("row")
    expect(inventory).to_have_count(2)
    expect(inventory.nth(1)).to_contain_text(say["line"])
    expect(inventory.nth(1)).to_contain_text(words.document["number"])


def enter_what_the_provider_sent(page, words):
    """The provider's own PDF: other bytes, the number written with other signs."""
    say, document = words.say, words.document
    follow(sections(page), say["hours tab"])
    follow(page, say["certificates"])
    follow(page, say["enter"])
    page.get_by_label(words.teacher).check()
    paper = one_page_pdf([document["topic"]])
    sent = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": paper}
    field(page, say["picture"]).set_input_files(sent)
    field(page, say["topic"]).fill(document["topic"])
    field(page, say["provider"]).fill(document["provider"].upper())
    field(page, say["number"]).fill(f"№ {document['number']}")
    field(page, say["issued"]).fill("2026-03-06")
    field(page, say["hours"]).fill(document["hours"])
    press(page, say["enter it"])
    expect(page.get_by_text(say["double"], exact=True)).to_be_visible()
    follow(page.get_by_role("main"), f"№ {document['number']}")
    sees(page, document["topic"])


def photo(what):
    """A photo of an upright sheet, taken with the phone held sideways, as its EXIF says."""
    sheet = Image.new("RGB", (900, 1260), "white")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((100, 100, 800, 180), fill="black")
    draw.text((100, 300), what, fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    sheet.rotate(90, expand=True).save(file, "JPEG", exif=exif)
    return {"name": f"{what}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
