"""What Word files are made of, filled in: nested tables, notes, sections, boxes, controls."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_SECTION

from portal.paper import compile_template, render, text
from portal.paper.diagnosis.diagnose import diagnose
from tests.paper import odd
from tests.paper.made import saved

VALUES = {"rows": [{"name": "А", "parts": [{"n": 1}, {"n": 2}]}, {"name": "Б", "parts": []}]}


def package(body, footnotes=""):
    """A Word file of this body and these notes."""
    parts = {
        "word/document.xml": odd.part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/header1.xml": odd.part("hdr", paragraph("Шапка")),
        "word/footnotes.xml": odd.part("footnotes", footnotes),
    }
    return odd.packed(parts)


def paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def said(template, context, filters):
    return text(render(template, context, filters)).split("\n")[1:]


def table(*rows, columns=1):
    """Each row is a list of what stands in its cells."""
    grid = "<w:gridCol w:w='1000'/>" * columns
    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def cell(content):
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


def columns_of(docx):
    xml = ZipFile(BytesIO(docx)).read("word/document.xml").decode()
    return xml.count("<w:gridCol ")


def test_a_table_within_a_table_repeats_its_rows_for_each_row_of_the_outer(filters):
    inner = table(["{%tr for part in row.parts %}"], ["{{ part.n }}"], ["{%tr endfor %}"])
    outer = table(
        ["{%tr for row in rows %}"],
        [f"{paragraph('{{ row.name }}')}{inner}{paragraph('кінець')}"],
        ["{%tr endfor %}"],
    )

    assert said(package(outer), VALUES, filters) == ["А", "1", "2", "кінець", "Б", "кінець"]


def test_rows_of_a_table_may_be_left_out(filters):
    template = package(table(["Усього"], ["{%tr if rows %}"], ["{{ topic }}"], ["{%tr endif %}"]))

    assert said(template, {"rows": [], "topic": "x"}, filters) == ["Усього"]
    assert said(template, {"rows": [1], "topic": "x"}, filters) == ["Усього", "x"]


def test_paragraphs_may_be_left_out_and_repeated(filters):
    lines = ["{%p if topic %}", "{{ topic }}", "{%p else %}", "–", "{%p endif %}"]
    lines += ["{%p for row in rows %}", "{{ loop.index }}. {{ row.name }}", "{%p endfor %}"]
    template = package("".join(map(paragraph, lines)))

    assert said(template, {**VALUES, "topic": ""}, filters) == ["–", "1. А", "2. Б"]


def test_columns_may_be_repeated_and_the_grid_follows(filters):
    row = ["{%tc for row in rows %}", "{{ row.name }}", "{%tc endfor %}"]
    template = package(table(row))

    compiled = compile_template(template, filters)

    assert (compiled.engine, compiled.reasons) == ("docxtpl", ("columns-vary",))
    assert columns_of(compiled.render({"rows": [{"name": str(n)} for n in range(5)]})) == 5


def test_a_table_that_lost_all_its_rows_has_no_columns_left(filters):
    template = package(table(["{%tr for row in rows %}"], ["{{ row.name }}"], ["{%tr endfor %}"]))

    compiled = compile_template(template, filters)

    assert compiled.engine == "compiled"
    assert columns_of(compiled.render(VALUES)) == 1
    assert columns_of(compiled.render({"rows": []})) == 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["А", "Б"], ["{%tr if topic %}"], ["А"], ["{%tr endif %}"]], ()),
        ([["А"], ["{%tr if topic %}"], ["А", "Б"], ["{%tr endif %}"]], ("grid-of-other-rows",)),
        ([["{% if topic %}А", "{% endif %}Б"]], ("tags-across-cells",)),
    ],
)
def test_who_keeps_the_grid_in_order_is_told_with_the_reason(filters, rows, reason):
    compiled = compile_template(package(table(*rows, columns=2)), filters)

    assert compiled.reasons == reason
    assert compiled.engine == ("docxtpl" if reason else "compiled")


def test_notes_at_the_foot_are_filled_in(filters):
    notes = f'<w:footnote w:id="2">{paragraph("Див. {{ topic }}")}</w:footnote>'

    assert said(package(paragraph("Текст"), notes), {"topic": "№ 5"}, filters) == [
        "Текст",
        "Див. № 5",
    ]


def test_each_section_has_its_own_header(filters):
    document = Document()
    for number, kind in enumerate([None, WD_SECTION.NEW_PAGE, WD_SECTION.CONTINUOUS]):
        section = document.add_section(kind) if kind is not None else document.sections[0]
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = f"{number}: {{{{ topic }}}}"

    result = Document(BytesIO(render(saved(document), {"topic": "Наказ"}, filters)))

    headers = [section.header.paragraphs[0].text for section in result.sections]
    assert headers == ["0: Наказ", "1: Наказ", "2: Наказ"]


def test_text_boxes_are_filled_in_for_new_and_for_old_word(filters):
    content = f"<w:txbxContent>{paragraph('{{ topic }}')}</w:txbxContent>"

    result = render(package(odd.box(content, 7)), {"topic": "Печатка"}, filters)

    xml = ZipFile(BytesIO(result)).read("word/document.xml").decode()
    choice, fallback = xml.split("<mc:Fallback>")
    assert "Печатка" in choice
    assert "Печатка" in fallback
    assert '<wp:docPr id="1001"' in choice


def test_drawings_in_a_loop_have_ids_of_their_own(filters):
    content = f"<w:txbxContent>{paragraph('{{ row.name }}')}</w:txbxContent>"
    loop = [paragraph("{%p for row in rows %}"), paragraph("{%p endfor %}")]
    template = package(loop[0] + odd.box(content, 7) + loop[1])

    xml = ZipFile(BytesIO(render(template, VALUES, filters))).read("word/document.xml").decode()

    assert [n for n in range(1000, 1004) if f'<wp:docPr id="{n}"' in xml] == [1001, 1002]


def test_controls_keep_their_tags_around_what_is_filled_in(filters):
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="number"/></w:sdtPr><w:sdtContent>'
        f"{paragraph('№ {{ number }}')}</w:sdtContent></w:sdt>"
    )

    result = render(package(control), {"number": "12-к"}, filters)

    xml = ZipFile(BytesIO(result)).read("word/document.xml").decode()
    assert '<w:tag w:val="number"/>' in xml
    assert "№ 12-к" in xml


def test_a_tag_torn_by_word_is_read_whole(filters):
    torn = (
        '<w:p><w:r><w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>{ to</w:t></w:r>'
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:r><w:t>pic }</w:t></w:r>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>}</w:t></w:r></w:p>"
    )

    assert said(package(torn), {"topic": "разом"}, filters) == ["разом"]


def test_the_check_of_a_template_tells_who_sets_its_tables(filters):
    row = ["{%tc for row in rows %}", "{{ row.name }}", "{%tc endfor %}"]

    findings = diagnose(package(table(row))).findings

    assert [(one.reason, one.is_fault) for one in findings] == [("columns-vary", False)]
