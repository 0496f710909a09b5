"""Papers as schools make them, odd ones too: together they look as each does by itself."""

import io

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from portal.converters import LibreOffice, OfficePool

DPI = 60
LONG = "Довге речення, яке переходить з рядка на рядок. " * 12


def lines(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def close_lines(count):
    """So many lines that the page is just not full, just full, or just over."""
    document = lines(*(f"рядок {number}" for number in range(count)))
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
    return document


def room_above():
    document = lines("Наказ", "Текст")
    document.paragraphs[0].paragraph_format.space_before = Pt(48)
    return document


def kept_together():
    document = close_lines(45)
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    return document


def table_first():
    document = docx.Document()
    document.add_table(2, 2).cell(1, 1).text = "клітинка"
    document.add_paragraph("кінець")
    return document


def broken_page():
    document = lines("Перша сторінка")
    document.add_page_break()
    document.add_paragraph("Друга сторінка")
    return document


def break_at_the_end():
    document = lines("Одна сторінка")
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)
    return document


def lying():
    document = lines("Лежачий аркуш")
    page = document.sections[0]
    page.page_width, page.page_height = page.page_height, page.page_width
    return document


def headed(words):
    document = lines(*[LONG] * 14)
    page = document.sections[0]
    page.different_first_page_header_footer = True
    page.header.paragraphs[0].text = words
    return document


def columns():
    document = lines(*[LONG] * 4)
    document.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    return document


def listed():
    document = lines("Список")
    for number in range(4):
        paragraph = document.add_paragraph(f"пункт {number}")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, 1
    return document


def pictured(shade):
    file = io.BytesIO()
    Image.new("RGB", (60, 60), shade).save(file, "PNG")
    document = lines("Емблема")
    document.add_picture(file)
    document.sections[0].header.paragraphs[0].add_run().add_picture(file)
    return document


PAPERS = [
    lines("Наказ", "Текст"),
    *(close_lines(count) for count in range(43, 51)),
    room_above(),
    kept_together(),
    table_first(),
    broken_page(),
    break_at_the_end(),
    lines("Текст", "", "", ""),
    listed(),
    lying(),
    headed("Ліцей № 1"),
    headed("Ліцей № 2"),
    columns(),
    listed(),
    pictured("red"),
    pictured("green"),
]


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pictures(pdf):
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB").tobytes() for page in document]


@pytest.mark.converter
def test_papers_converted_together_look_as_each_does_by_itself():
    papers = [saved(document) for document in PAPERS]
    pool = OfficePool(LibreOffice(), size=1, seconds=60)
    try:
        singly = [pictures(pdf) for pdf in pool.convert(papers)]
        together = [pictures(pdf) for pdf in pool.convert_alike([*papers, *papers[::-1]])]
    finally:
        pool.close()

    assert [
        n
        for n, both in enumerate(zip(together, singly + singly[::-1], strict=True))
        if both[0] != both[1]
    ] == []
