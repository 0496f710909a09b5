"""Mends put into Word's own XML, and the templates Word leaves behind."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml

from portal.paper import render, text
from portal.paper.diagnosis.diagnose import diagnose
from portal.paper.diagnosis.mending import mended
from portal.paper.given import Given
from portal.paper.package import read_parts, write_parts
from tests.paper.as_word_leaves_them import VALUES, ten
from tests.paper.made import saved

GIVEN = Given.of(VALUES)


@pytest.mark.parametrize("left", ten(), ids=lambda left: left.name)
def test_a_template_as_word_leaves_it_is_accepted_or_mended_and_prints_right(left, filters):
    found = diagnose(left.docx, GIVEN)
    assert all(finding.is_safe for finding in found.findings if finding.is_fault)
    template = mended(left.docx, found.findings)
    assert diagnose(template, GIVEN).is_good

    lines = [line for line in text(render(template, left.values, filters)).splitlines() if line]

    assert tuple(line for line in lines if line in left.says) == left.says
    assert not any("{" in line for line in lines)


def _mended_text(docx, chosen=False):
    findings = diagnose(docx, GIVEN).findings
    return mended(docx, findings, findings if chosen else ())


def test_only_safe_mends_are_put_in_unasked(word):
    docx = word("{{ topic } і {{ numbre }}")

    assert text(_mended_text(docx)).strip() == "{{ topic }} і {{ numbre }}"
    assert text(_mended_text(docx, chosen=True)).strip() == "{{ topic }} і {{ number }}"


def test_a_mended_tag_keeps_the_look_of_its_runs():
    document = Document()
    paragraph = document.add_paragraph("Тема ")
    paragraph.add_run("{{ to").bold = True
    paragraph.add_run("pic } – ").italic = True
    paragraph.add_run("кінець")

    (changed,) = Document(BytesIO(_mended_text(saved(document)))).paragraphs

    assert [(run.text, run.bold, run.italic) for run in changed.runs] == [
        ("Тема ", None, None),
        ("{{ topic }}", True, None),
        (" – ", None, True),
        ("кінець", None, None),
    ]


def test_a_loop_over_cells_gets_rows_of_its_own_and_repeats_the_row(filters):
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "ПІБ"
    table.cell(1, 0).text = "{% for p in people %}{{ p.name|initials }}"
    table.cell(1, 1).text = "{{ loop.index }}{% endfor %}"
    template = _mended_text(saved(document))

    printed = Document(BytesIO(render(template, VALUES, filters))).tables[0]

    assert [[cell.text for cell in row.cells] for row in printed.rows] == [
        ["ПІБ", ""],
        ["Ткач/nominative А.", "1"],
        ["Гнатюк/nominative І.", "2"],
    ]


def test_a_tag_cut_by_the_enter_key_is_put_together(word):
    changed = text(_mended_text(word("Видано {{ employee", ".name|dative }}, учителю")))

    assert changed.split("\n")[:2] == ["Видано {{ employee.name|dative }}", ", учителю"]


def test_a_merge_field_becomes_a_tag_when_it_is_chosen():
    document = Document()
    paragraph = document.add_paragraph("Видано ")
    from_word = (
        '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'w:instr=" MERGEFIELD ПІБ "><w:r><w:t>«ПІБ»</w:t></w:r></w:fldSimple>'
    )

    paragraph._p.append(parse_xml(from_word))
    changed = _mended_text(saved(document), chosen=True)

    assert text(changed).strip() == "Видано {{ працівник.піб }}"
    assert b"fldSimple" not in read_parts(changed)["word/document.xml"]


def test_both_copies_of_a_text_box_are_mended():
    box = next(left for left in ten() if left.name == "in_a_text_box")
    parts = read_parts(box.docx)
    broken = parts["word/document.xml"].replace(b"signature }}", b"signature }")
    changed = _mended_text(write_parts({**parts, "word/document.xml": broken}))

    assert read_parts(changed)["word/document.xml"].count(b"signature }}") == 2


def test_a_paragraph_tag_beside_text_gets_a_paragraph_of_its_own(word, filters):
    template = _mended_text(word("{%p if topic %}Тема: {{ topic }}", "ще", "{%p endif %}кінець"))

    printed = text(render(template, {**VALUES, "topic": ""}, filters))

    assert [line for line in printed.split("\n") if line] == ["кінець"]


def test_a_tag_torn_by_a_link_is_put_together(filters):
    document = Document()
    paragraph = document.add_paragraph("Тема {{ to")
    link = (
        '<w:hyperlink xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'w:anchor="x"><w:r><w:t>pic }} далі</w:t></w:r></w:hyperlink>'
    )
    paragraph._p.append(parse_xml(link))
    docx = saved(document)
    assert [f.reason for f in diagnose(docx, GIVEN).findings] == ["cut-tag"]

    printed = text(render(_mended_text(docx), VALUES, filters))

    assert printed.strip() == "Тема Безпека далі"


def test_a_field_that_does_not_change_the_meaning_is_mended_in_the_title_too(word):
    docx = word("{{ topic }}", title="Наказ {{ number }")

    (found,) = diagnose(docx, GIVEN).findings

    assert found.place.kind == "properties"
    assert diagnose(mended(docx, [found]), GIVEN).findings == ()
