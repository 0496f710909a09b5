"""The head of an organisation's papers stands wherever a template asks for it."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from portal import paper
from portal.paper.package import read_parts
from tests.paper.made import saved


def _logo():
    target = BytesIO()
    Image.new("RGB", (20, 20), "navy").save(target, "PNG")
    return BytesIO(target.getvalue())


@pytest.fixture
def letterhead():
    document = Document()
    document.styles["Normal"].font.size = Pt(9)
    document.add_picture(_logo())
    document.add_paragraph("{{ organisation.name }}", style="Title")
    document.add_table(1, 1).cell(0, 0).text = "{{ organisation.phone }}"
    return saved(document)


def _template(*paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def _marked(*, inside, behind):
    document = Document()
    first = document.add_paragraph(inside)
    document.add_paragraph(behind)
    for tag, where in (("bookmarkStart", "addprevious"), ("bookmarkEnd", "addnext")):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), "7")
        if tag == "bookmarkStart":
            mark.set(qn("w:name"), "letterhead")
        getattr(first._p, where)(mark)
    return saved(document)


@pytest.mark.parametrize("word", ["letterhead", "бланк", "шапка"])
def test_it_stands_where_a_paragraph_asks_for_it(letterhead, word):
    template = _template(f"{{{{ {word} }}}}", "НАКАЗ № {{ number }}")

    whole = paper.with_letterhead(template, letterhead)

    lines = [line for line in paper.text(whole).splitlines() if line]
    assert lines == ["{{ organisation.name }}", "{{ organisation.phone }}", "НАКАЗ № {{ number }}"]
    assert paper.fields(whole) == {
        *("organisation", "organisation.name", "organisation.phone", "number")
    }


def test_its_picture_and_its_styles_come_along(letterhead):
    whole = paper.with_letterhead(_template("{{ letterhead }}", "НАКАЗ"), letterhead)

    document = Document(BytesIO(whole))
    assert len(document.inline_shapes) == 1
    assert any(name.startswith("word/media/head-") for name in read_parts(whole))
    title = next(p for p in document.paragraphs if "organisation.name" in p.text)
    assert title.style.name.startswith("head-")
    assert document.styles["head-Normal"].font.size == Pt(9)
    assert document.styles["Normal"].font.size != Pt(9)


def test_a_marked_head_gives_way_to_it_and_stays_without_it(letterhead):
    template = _marked(inside="Міністерство", behind="НАКАЗ")

    assert "Міністерство" not in paper.text(paper.with_letterhead(template, letterhead))
    assert "НАКАЗ" in paper.text(paper.with_letterhead(template, letterhead))
    assert paper.without_letterhead(template) == template


def test_an_empty_place_is_left_out(letterhead):
    template = _template("{{ letterhead }}", "НАКАЗ")

    assert paper.text(paper.without_letterhead(template)).strip() == "НАКАЗ"


def test_it_goes_into_the_header_of_pages_too(letterhead):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ letterhead }}"
    document.add_paragraph("НАКАЗ")

    whole = Document(BytesIO(paper.with_letterhead(saved(document), letterhead)))

    header = whole.sections[0].header
    assert "{{ organisation.name }}" in [p.text for p in header.paragraphs]
    assert len(header.part.rels) == 1


def test_a_template_that_does_not_ask_stays_as_it_is(letterhead):
    template = _template("Про {{ letterhead }} нічого", "НАКАЗ")

    assert not paper.asks_for_letterhead(template)
    assert paper.with_letterhead(template, letterhead) == template


def test_equal_files_give_equal_bytes(letterhead):
    template = _template("{{ letterhead }}", "НАКАЗ")

    assert paper.with_letterhead(template, letterhead) == paper.with_letterhead(
        template, letterhead
    )
