from io import BytesIO

import pytest
from PIL import Image

from portal.paper import PaperFault
from portal.paper.pdf.pages import page_count, page_image, page_texts
from portal.paper.pdf.printing import print_job
from tests.paper.made import pdf


def test_each_copy_begins_on_a_fresh_sheet():
    job = print_job([(pdf("one", "two", "three"), 1), (pdf("order"), 2)])

    assert page_texts(job) == ["one", "two", "three", "", "order", "", "order"]


def test_on_one_side_no_page_is_left_empty():
    job = print_job([(pdf("one"), 2), (pdf("two"), 1)], duplex=False)

    assert page_texts(job) == ["one", "one", "two"]


def test_many_copies_of_a_document_are_kept_once():
    document = pdf(" ".join(str(number**5) for number in range(2000)))

    assert len(print_job([(document, 20)])) < 3 * len(document)


def test_equal_jobs_are_equal_bytes():
    parts = [(pdf("one"), 1)]

    assert print_job(parts) == print_job(parts)


def test_a_page_is_drawn_at_the_resolution_asked_for():
    image = Image.open(BytesIO(page_image(pdf("one", "two"), 2, 100)))

    assert (image.format, image.width) == ("PNG", pytest.approx(827, abs=2))


@pytest.mark.parametrize("act", [page_count, page_texts, lambda data: print_job([(data, 1)])])
def test_what_is_no_pdf_is_refused(act):
    with pytest.raises(PaperFault):
        act(b"not a pdf")
