from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from portal.paper import (
    Refusal,
    check_returned,
    controls,
    differences,
    fill_controls,
    render,
    text,
)
from portal.paper.package import W, read_parts, write_parts
from tests.paper.made import saved


def control(tag, content):
    return parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{tag}"/>'
        '<w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:b/></w:rPr>'
        f"<w:t>{content}</w:t></w:r><w:r><w:t>.</w:t></w:r></w:sdtContent></w:sdt>"
    )


def draft(*paragraphs, number="№ ____", slip=False):
    document = Document()
    heading = document.add_paragraph("Наказ ")
    heading._p.append(control("papka.date", "____"))
    heading._p.append(control("papka.number", number))
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if slip:
        document.add_paragraph()._p.append(control("papka.number", number))
    return saved(document)


def edited(docx, change):
    document = Document(BytesIO(docx))
    change(document)
    return saved(document)


def without_controls(document):
    for node in document.element.body.xpath("//w:sdt"):
        node.getparent().remove(node)


def test_the_controls_are_found_with_what_stands_in_them():
    assert controls(draft()) == {"papka.date": "____.", "papka.number": "№ ____."}


def test_registration_fills_every_control_and_nothing_else():
    filled = fill_controls(draft("Текст", slip=True), {"papka.number": "№ 45-к/тр <&>"})

    assert controls(filled) == {"papka.date": "____.", "papka.number": "№ 45-к/тр <&>"}
    assert text(filled) == "Наказ ____.№ 45-к/тр <&>\nТекст\n№ 45-к/тр <&>"


def test_a_filled_control_keeps_its_look_and_its_lock():
    filled = Document(BytesIO(fill_controls(draft(), {"papka.number": "45"})))

    (node,) = filled.element.body.xpath('//w:sdt[w:sdtPr/w:tag/@w:val="papka.number"]')
    assert node.find(f"{W}sdtContent/{W}r/{W}rPr/{W}b") is not None
    assert node.find(f"{W}sdtPr/{W}lock").get(f"{W}val") == "sdtContentLocked"


def test_an_empty_control_is_filled_too():
    document = Document()
    node = control("papka.number", "x")
    node.find(f"{W}sdtContent").clear()
    document.add_paragraph()._p.append(node)

    assert controls(fill_controls(saved(document), {"papka.number": "45"})) == {
        "papka.number": "45"
    }


def test_controls_of_a_template_are_rendered(filters):
    template = draft(number="{{ number }}")

    assert controls(render(template, {"number": "45"}, filters))["papka.number"] == "45."


def test_an_honest_edit_has_no_problem():
    original = draft("Текст")
    returned = edited(original, lambda document: document.add_paragraph("додано"))

    assert check_returned(original, returned) == []


def test_a_lost_control_is_named():
    original = draft("Текст")

    assert check_returned(original, edited(original, without_controls)) == [
        Refusal("control-lost", "papka.number"),
        Refusal("control-lost", "papka.date"),
    ]


def test_a_doubled_control_is_named():
    assert check_returned(draft(), draft(slip=True)) == [Refusal("control-added", "papka.number")]


@pytest.mark.parametrize("returned", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_another_kind_of_file_is_refused(returned):
    assert check_returned(draft(), returned) == [Refusal("not-docx")]


def test_macros_are_refused():
    parts = {**read_parts(draft()), "word/vbaProject.bin": b"x"}

    assert check_returned(draft(), write_parts(parts)) == [
        Refusal("active-content", "word/vbaProject.bin")
    ]


def test_a_linked_file_is_refused_and_a_web_address_is_not():
    def link(document):
        document.part.relate_to("file:///etc/hostname", RELATIONSHIP_TYPE.IMAGE, is_external=True)
        document.part.relate_to("https://a.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    problems = check_returned(draft(), edited(draft(), link))

    assert problems == [Refusal("external-link", "file:///etc/hostname")]


def test_a_field_that_fetches_a_file_is_refused_even_when_split():
    def add_field(document):
        paragraph = document.add_paragraph()._p
        for piece in ("INCLUDE", 'TEXT "x"'):
            paragraph.append(
                parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{piece}</w:instrText></w:r>")
            )

    assert check_returned(draft(), edited(draft(), add_field)) == [
        Refusal("active-field", "INCLUDETEXT")
    ]


def test_tracked_changes_have_to_be_accepted_first():
    def track(document):
        document.add_paragraph()._p.append(
            parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>x</w:t></w:r></w:ins>")
        )

    assert check_returned(draft(), edited(draft(), track)) == [
        Refusal("tracked-changes", "word/document.xml")
    ]


def test_the_difference_is_told_by_paragraphs():
    returned = draft("перший", "другий змінено", "четвертий", "п'ятий")

    assert differences(draft("перший", "другий", "третій", "четвертий"), returned) == [
        ("другий", "другий змінено"),
        ("третій", ""),
        ("", "п'ятий"),
    ]


def test_the_same_text_has_no_difference():
    assert differences(draft("a"), draft("a")) == []
