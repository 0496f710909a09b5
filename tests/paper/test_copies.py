"""The mark of a certified copy: where it stands, and that it hides nothing."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from portal import paper
from portal.paper.pdf.copies import letters
from portal.paper.pdf.pages import Words, page_of_words
from tests.documents.papers import Pages
from tests.fakes import one_page_pdf

A4 = (595, 842)
POST = "Заступник директора з навчально-виробничої роботи"
MARK = ["КОПІЯ", "Згідно з оригіналом", f"{POST}\tОльга НЕЧАЙ-ЛЕВИЦЬКА", "05 червня 2026 року"]


def _page(count):
    """A sheet with so many lines, 10 mm from each other."""
    lines = [Words(85, 780 - 28.35 * n, 12, f"Рядок {n}") for n in range(count)]
    return page_of_words(letters(), A4, lines)


def _photograph(brightness):
    target = BytesIO()
    spots = Image.effect_noise((60, 80), 90).resize((1200, 1600))
    Image.blend(spots, Image.new("L", spots.size, brightness), 0.5).save(target, "PDF")
    return target.getvalue()


def _scan():
    """A grey sheet with a dark picture on its upper half, as a scanner at 150 dpi gives it."""
    sheet = Image.new("L", (1240, 1754), 243)
    sheet.paste(Image.effect_noise((1000, 700), 60), (120, 120))
    target = BytesIO()
    sheet.save(target, "PDF", resolution=150)
    return target.getvalue()


def _marked(pdf):
    return Pages(paper.certified_copy(pdf, MARK))


def test_the_mark_stands_close_under_the_last_lines():
    pages = _marked(_page(12))
    last = pages.find(0, "Рядок 11")
    mark = pages.find(0, "Згідно з оригіналом")

    assert len(pages) == 1
    assert last.bottom + 4 < mark.top < last.bottom + 15
    assert mark.left == pytest.approx(30, abs=1)
    assert pages.find(0, "05 червня 2026 року").top > mark.bottom


def test_a_name_stands_on_the_last_line_of_a_long_post():
    pages = _marked(one_page_pdf(["Наказ"]))

    assert pages.line_of(0, "НЕЧАЙ") == pytest.approx(pages.line_of(0, "роботи"), abs=1)
    assert pages.find(0, "роботи").right <= 30 + 73
    assert pages.find(0, "ЛЕВИЦЬКА").right <= 200


def test_the_corner_of_the_first_page_says_that_it_is_a_copy():
    corner = _marked(one_page_pdf(["Наказ"])).find(0, "КОПІЯ")

    assert corner.right == pytest.approx(200, abs=1)
    assert corner.bottom < 16


def test_a_paper_of_several_pages_has_the_mark_on_its_last():
    pages = _marked(paper.print_job([(one_page_pdf(["Наказ"]), 3)], duplex=False))

    assert [("КОПІЯ" in pages.text(n), "Згідно" in pages.text(n)) for n in range(3)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_full_page_gets_the_mark_on_its_back():
    pages = _marked(_page(26))

    assert "Згідно" not in pages.text(0)
    assert "Згідно з оригіналом" in pages.text(1)


@pytest.mark.parametrize("brightness", [40, 200])
def test_nothing_is_written_over_a_photograph(brightness):
    pages = _marked(_photograph(brightness))

    assert pages.text(0).strip() == ""
    assert pages.text(1).split()[:2] == ["КОПІЯ", "Згідно"]


def test_a_scan_keeps_the_mark_where_its_sheet_is_empty():
    pages = _marked(_scan())

    assert len(pages) == 1
    assert 139 < pages.find(0, "Згідно").top < 155


def test_a_turned_page_is_marked_as_it_is_seen():
    with pikepdf.open(BytesIO(one_page_pdf(["Наказ"], size=(842, 595)))) as document:
        document.pages[0].rotate(90, relative=True)
        target = BytesIO()
        document.save(target)
    pages = _marked(target.getvalue())

    assert pages.pages[0].get_size() == pytest.approx((595, 842))
    assert pages.find(0, "КОПІЯ").right == pytest.approx(200, abs=1)


def test_the_words_of_a_copy_are_measured_by_its_sheet():
    """A photograph of 4000 dots is a sheet of 4000 points, printed as A4."""
    pages = _marked(one_page_pdf(["Наказ"], size=(595 * 4, 842 * 4)))

    assert pages.find(0, "Згідно з оригіналом").left == pytest.approx(30 * 4, abs=4)


def test_a_mark_brings_its_letters_with_it():
    marked = paper.certified_copy(one_page_pdf(["Наказ"]), MARK)
    with pikepdf.open(BytesIO(marked)) as document:
        (form,) = document.pages[0].form_xobjects.values()
        (font,) = form.Resources.Font.values()

        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert len(marked) < 40_000


def test_a_file_that_is_no_pdf_is_refused():
    with pytest.raises(paper.PaperFault):
        paper.certified_copy(b"not a PDF", MARK)
