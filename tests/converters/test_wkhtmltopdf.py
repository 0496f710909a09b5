"""Lists and journals to PDF: right size, and nothing from outside."""

import base64
import contextlib
import json
import os
from pathlib import Path

import pypdfium2
import pytest
from markupsafe import escape

from portal.converters import ConverterFailed, WkHtmlToPdf
from tests.converters.documents import listener, some_picture

PAGE = "<!doctype html><html><head><meta charset='utf-8'></head><body>{}</body></html>"

HOSTILE = Path(__file__).parents[1] / "bad_input" / "strings" / "html_pdf.jsonl"
STRINGS = [json.loads(line)["value"] for line in HOSTILE.read_text("utf-8").splitlines()]


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.converter
def test_a_page_keeps_its_letters():
    pdf = WkHtmlToPdf().from_html(PAGE.format("<p>Журнал реєстрації «Ґанок» ё</p>"))

    assert _text(pdf).strip() == "Журнал реєстрації «Ґанок» ё"


@pytest.mark.converter
@pytest.mark.parametrize(("landscape", "size"), [(False, (595, 842)), (True, (842, 595))])
def test_a_page_is_a4_in_either_direction(landscape, size):
    pdf = WkHtmlToPdf().from_html(PAGE.format("Журнал"), landscape=landscape)

    with pypdfium2.PdfDocument(pdf) as document:
        assert tuple(round(side) for side in document[0].get_size()) == size


@pytest.mark.converter
def test_a_millimetre_is_a_millimetre():
    bar = "<div style='width:100mm;height:10mm;background:#000'></div>"

    with pypdfium2.PdfDocument(WkHtmlToPdf().from_html(PAGE.format(bar))) as document:
        picture = document[0].render(scale=2, grayscale=True).to_pil()
    left, _, right, _ = picture.point(lambda level: 255 if level < 128 else 0).getbbox()

    assert (right - left) / 2 * 25.4 / 72 == pytest.approx(100, abs=1)


@pytest.mark.converter
@pytest.mark.parametrize(
    "asking",
    [
        "<img src='{}/picture.png'>",
        "<link rel='stylesheet' href='{}/style.css'>",
        "<iframe src='{}/page'></iframe>",
        "<object data='{}/page'></object>",
        "<style>body {{ background: url({}/picture.png) }}</style>",
        "<script>document.write('<img src={}/picture.png>')</script>",
        "<meta http-equiv='refresh' content='0;url={}/page'>",
    ],
)
def test_nothing_is_fetched_from_the_network(asking):
    with listener() as (address, asked), contextlib.suppress(ConverterFailed):
        WkHtmlToPdf().from_html(PAGE.format(asking.format(address)))

    assert asked == []


@pytest.mark.converter
@pytest.mark.parametrize(
    "asking", ["<iframe src='{}'></iframe>", "<object data='{}'></object>", "<embed src='{}'>"]
)
def test_no_file_of_this_machine_is_printed(tmp_path, asking):
    secret = tmp_path / "secret.html"
    secret.write_text("the key of the house")
    try:
        pdf = WkHtmlToPdf().from_html(PAGE.format(asking.format(secret.as_uri())))
    except ConverterFailed:
        return

    assert "key" not in _text(pdf)


@pytest.mark.converter
def test_a_picture_inside_the_page_is_printed():
    """The control of the tests above: pictures as such are not switched off."""
    picture = "data:image/png;base64," + base64.b64encode(some_picture()).decode()

    pdf = WkHtmlToPdf().from_html(PAGE.format(f"<img src='{picture}'>"))

    assert b"/Image" in pdf


@pytest.mark.converter
def test_the_page_cannot_give_the_program_options(tmp_path):
    """pdfkit would take this for an option and let the program write or read a file."""
    evil = "<meta name='pdfkit-enable-local-file-access' content=''>"
    written = tmp_path / "cookies"
    evil += f"<meta name='pdfkit-cookie-jar' content='{written}'>"

    WkHtmlToPdf().from_html(PAGE.replace("<head>", f"<head>{evil}").format("Журнал"))

    assert not written.exists()


@pytest.mark.converter
@pytest.mark.parametrize("value", STRINGS)
def test_what_a_page_must_not_do_it_cannot_do_even_unescaped(tmp_path, value):
    """The second wall: our templates escape every value, see the next test."""
    secret = tmp_path / "secret"
    secret.write_text("the key of the house")
    with listener() as (address, asked):
        asking = value.replace("http://127.0.0.1:9", address)
        page = PAGE.format(asking.replace("/etc/hostname", os.fspath(secret)))
        try:
            text = _text(WkHtmlToPdf().from_html(page))
        except ConverterFailed:
            text = ""

    assert asked == []
    assert "key" not in text


@pytest.mark.converter
def test_hostile_values_are_printed_as_they_were_typed():
    lines = "".join(f"<p style='font-size:6pt'>{escape(value)}</p>" for value in STRINGS)

    with listener() as (_, asked):
        text = _text(WkHtmlToPdf().from_html(PAGE.format(lines)))

    shown = "".join(text.replace("\ufffe", "-").split())
    assert [value for value in STRINGS if "".join(value.split()) not in shown] == []
    assert asked == []


def test_without_the_program_the_message_says_what_to_do(tmp_path):
    with pytest.raises(ConverterFailed, match="Print the page from the browser"):
        WkHtmlToPdf(os.fspath(tmp_path / "absent")).from_html(PAGE)
