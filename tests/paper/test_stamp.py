from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from portal.paper.pdf.pages import Box, page_count, page_image, page_texts
from portal.paper.pdf.routing import read_routing_code, routing_code
from portal.paper.pdf.stamp import stamp
from tests.paper.made import pdf

URL = "https://papka.example.org/v/7K3M9QX2ABCD"
MM_AT_200_DPI = 200 / 25.4


def code_of(page):
    return routing_code(4711, 2, page)


def read_codes(document, page):
    image = Image.open(BytesIO(page_image(document, page, 200)))
    return {found.text: found.position for found in zxingcpp.read_barcodes(image)}


def test_every_page_carries_its_own_code():
    stamped = stamp(pdf("one", "two", "three"), code_of)

    for page in (1, 2, 3):
        (code,) = read_codes(stamped, page)
        assert read_routing_code(code) == (4711, 2, page)


def test_the_code_stands_in_the_bottom_left_corner():
    (position,) = read_codes(stamp(pdf("one"), code_of), 1).values()

    height = 842 / 72 * 200
    assert position.top_left.x / MM_AT_200_DPI == pytest.approx(5, abs=0.5)
    assert position.top_right.x / MM_AT_200_DPI == pytest.approx(20, abs=0.5)
    assert (height - position.bottom_left.y) / MM_AT_200_DPI == pytest.approx(5, abs=0.5)


def test_the_verification_address_stands_on_the_first_page_only():
    stamped = stamp(pdf("one", "two"), code_of, URL)

    first = read_codes(stamped, 1)
    assert set(first) == {code_of(1), URL}
    assert first[URL].top_left.x > 1654 / 2
    assert set(read_codes(stamped, 2)) == {code_of(2)}


def test_the_verification_address_moves_above_a_text():
    low = stamp(pdf("one", at=(100, 700)), code_of, URL)
    high = stamp(pdf("signature of the head", at=(450, 60)), code_of, URL)

    assert read_codes(high, 1)[URL].bottom_left.y < read_codes(low, 1)[URL].bottom_left.y


def test_without_a_free_place_the_verification_address_is_left_out():
    crowded = pdf(*["x"])
    with pikepdf.open(BytesIO(crowded)) as document:
        lines = "\n".join(f"420 {y} 150 4 re f" for y in range(0, 300, 40))
        document.pages[0].contents_add(lines.encode())
        target = BytesIO()
        document.save(target)

    assert set(read_codes(stamp(target.getvalue(), code_of, URL), 1)) == {code_of(1)}


def test_the_page_keeps_its_text_and_its_size():
    stamped = stamp(pdf("one", size=(842, 595), at=(100, 400)), code_of, URL)

    assert page_count(stamped) == 1
    assert page_texts(stamped) == ["one"]
    assert set(read_codes(stamped, 1)) == {code_of(1), URL}


def test_a_page_that_does_not_begin_at_zero_is_stamped_in_its_corner():
    with pikepdf.open(BytesIO(pdf("one", size=(595, 842)))) as document:
        document.pages[0].mediabox = [-100, 50, 495, 892]
        target = BytesIO()
        document.save(target)

    found = read_codes(stamp(target.getvalue(), code_of, URL), 1)

    assert found[code_of(1)].top_left.x / MM_AT_200_DPI == pytest.approx(5, abs=0.5)
    assert URL in found


def test_boxes_touch_when_they_share_a_place():
    box = Box(0, 0, 10, 10)

    assert box.touches(Box(9, 9, 20, 20))
    assert not box.touches(Box(10, 0, 20, 10))
