"""The shell and the pieces of pages: what a strict policy and a screen reader ask of them."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from lxml import html

from tests.face.conftest import PAGES, PORTAL

STATIC = PORTAL / "static"
TEMPLATES = sorted(PORTAL.rglob("templates/**/*.html"))
PACKED = {"Accept-Encoding": "gzip"}
FIRST_VISIT = 200 * 1024  # bytes over the wire, packed: an old school line takes two seconds

every_page = pytest.mark.parametrize(
    "path", [f"/page/{name}" for name in PAGES] + ["/page/list?done&thumb", "/error/404"]
)


@every_page
def test_a_page_carries_no_script_and_no_style_of_its_own(browse, path):
    page = html.fromstring(browse(path))

    assert not page.xpath("//style | //script[not(@src)] | //*[@style]")
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith(("on", "hx-on"))]


@every_page
def test_every_id_is_said_once_and_every_reference_leads_somewhere(browse, path):
    page = html.fromstring(browse(path))
    ids = page.xpath("//@id")
    told = page.xpath(
        "//@for | //@form | //@aria-describedby | //@aria-labelledby | //@aria-controls"
    )

    assert len(ids) == len(set(ids))
    assert {one for value in told for one in value.split()} <= set(ids)


@every_page
def test_every_control_has_a_name_for_a_screen_reader(browse, path):
    page = html.fromstring(browse(path))
    nameless = []
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        label = page.xpath("//label[@for=$id]", id=control.get("id", "")) or control.xpath(
            "ancestor::label"
        )
        if not label and not control.get("aria-label"):
            nameless.append(html.tostring(control))

    assert not nameless


@every_page
def test_every_form_that_changes_something_carries_the_token(browse, path):
    page = html.fromstring(browse(path))
    forms = page.xpath("//form[@method='post']")

    assert forms
    assert all(form.xpath(".//input[@name='csrf_token']") for form in forms)


def test_a_page_has_one_heading_and_one_place_to_skip_to(browse):
    page = html.fromstring(browse("/page/list"))

    assert [one.text_content() for one in page.xpath("//h1")] == ["Папери"]
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert page.xpath("//main/@id") == ["main"]


@pytest.mark.parametrize(
    ("language", "word"), [("uk", "Вийти"), ("ru", "Выйти"), ("en", "Sign out")]
)
def test_the_shell_speaks_the_language_of_the_page(browse, language, word):
    page = html.fromstring(browse(f"/page/list?lang={language}"))

    assert page.get("lang") == language
    assert word in page.text_content()


def test_the_way_to_the_next_page_keeps_the_filters(browse):
    page = html.fromstring(browse("/page/list?kind=order&page=2"))

    assert "kind=order" in page.xpath("//a[@rel='next']/@href")[0]
    assert "page=3" in page.xpath("//a[@rel='next']/@href")[0]


def test_a_refused_form_ties_each_fault_to_its_field(browse):
    page = html.fromstring(browse("/page/form?bare", kind="order", start="2026-06-31", hours="60"))
    start = page.get_element_by_id("start")

    assert start.get("aria-invalid") == "true"
    assert "start-error" in start.get("aria-describedby")
    assert "30.06.2026" in page.get_element_by_id("start-error").text
    assert page.xpath("//div[@role='alert']//a/@href") == ["#subject", "#start"]


def test_a_row_is_added_without_scripts_and_what_was_typed_stays(browse):
    sent = {"add_row": "rows", "rows-0-topic": "Дроби", "rows-1-topic": ""}
    page = html.fromstring(browse("/page/form?bare", **sent))

    assert page.xpath("//input[@name='rows-2-topic']")
    assert page.xpath("//input[@name='rows-0-topic']/@value") == ["Дроби"]


def test_a_row_is_removed_without_scripts(browse):
    sent = {"remove_row": "rows-0", "rows-0-topic": "Дроби", "rows-1-topic": "Кути"}
    page = html.fromstring(browse("/page/form?bare", **sent))

    assert page.xpath("//input[contains(@name, '-topic')]/@value") == ["Кути"]


def test_the_mark_at_a_label_says_where_the_value_came_from(browse):
    page = html.fromstring(browse("/page/form"))

    assert page.xpath("//label[@for='hours']//span[@class='source']/text()") == ["обчислено"]


def test_every_macro_is_shown_on_a_sample():
    samples = [(Path(__file__).parent / f"{name}.html").read_text("utf-8") for name in PAGES]
    shipped = [path.read_text("utf-8") for path in (PORTAL / "templates").glob("*.html")]
    names = re.findall(r"macro (\w+)\(", "".join(shipped))
    called = "".join(samples) + _calls("".join(shipped))

    assert names
    assert [name for name in names if not re.search(rf"\b{name}\(", called)] == []


def _calls(text: str) -> str:
    return re.sub(r"macro \w+\(|\{#-?.*?-?#\}", "", text, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_a_template_keeps_the_content_policy(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\|\s*safe\b|<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(
            r"""\bicon(?:_name)?(?:\(|=)["']([\w-]+)["']""", path.read_text("utf-8")
        )
    }

    assert named <= drawn


def test_the_style_sheet_asks_for_own_files_only():
    wanted = re.findall(r"url\(\"?([^\")]+)", (STATIC / "papka.css").read_text())

    assert wanted
    assert all((STATIC / name).is_file() for name in wanted)


def test_files_of_others_are_the_ones_that_were_looked_at():
    rows = (STATIC / "vendor" / "VERSIONS").read_text().splitlines()[1:]
    for row in rows:
        name, *_rest, wanted = row.split(" | ")

        assert _sha256(STATIC / "vendor" / name) == wanted, name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_first_visit_is_light(face):
    client = face.test_client()
    page = client.get("/page/form").data
    files = html.fromstring(page).xpath("//link/@href | //script/@src")
    packed = [
        client.get(one, headers=PACKED, buffered=True) for one in [*files, "/static/icons.svg"]
    ]

    assert all(answer.content_encoding == "gzip" for answer in packed)
    assert len(page) + sum(len(answer.data) for answer in packed) < FIRST_VISIT


def test_a_packed_file_is_the_same_file(face):
    answer = face.test_client().get("/static/papka.css", headers=PACKED, buffered=True)

    assert gzip.decompress(answer.data) == (STATIC / "papka.css").read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_address_of_a_static_file_changes_with_the_files(browse):
    page = html.fromstring(browse("/page/list"))

    assert all("?v=" in one for one in page.xpath("//link/@href | //script/@src"))
