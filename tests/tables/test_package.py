import struct
from zipfile import ZipInfo

import pytest

from portal.tables import TableFault, read_table
from tests.tables.books import SHEET, book, packed, parts_of, with_part

PERSON = ("Ткач", "Андрій")


def refusal_of(data, filename="list.xlsx"):
    with pytest.raises(TableFault) as refusal:
        read_table(data, filename)
    return refusal.value.code


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/evil.xml", "xl\\evil.xml", "C:/evil.xml", "xl/%2e%2e/evil.xml"]
)
def test_a_part_with_a_name_that_leads_out_is_refused(name):
    assert refusal_of(with_part(book(PERSON), name, b"<a/>")) == "ZIP-NAME"


def test_two_parts_which_differ_by_case_only_are_refused():
    assert refusal_of(with_part(book(PERSON), SHEET.upper(), b"<a/>")) == "ZIP-NAME"


def test_a_link_in_place_of_a_part_is_refused():
    link = ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16

    assert refusal_of(packed(parts_of(book(PERSON)) | {link: b"/etc/hostname"})) == "ZIP-NAME"


def test_too_many_parts_are_refused():
    extra = {f"xl/extra{number}.txt": b"" for number in range(500)}

    assert refusal_of(packed(parts_of(book(PERSON)) | extra)) == "ZIP-COUNT"


def test_a_part_that_swells_is_refused_before_it_is_unpacked():
    assert refusal_of(with_part(book(PERSON), "xl/big.xml", b"0" * 11_000_000)) == "ZIP-BOMB"


def test_a_part_which_lies_about_its_size_is_refused():
    data = bytearray(with_part(book(PERSON), "xl/lie.xml", b"<a>" + b"0" * 50_000 + b"</a>"))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)

    assert refusal_of(bytes(data)) == "ZIP-BAD"


def test_bytes_after_the_end_of_the_file_are_refused():
    assert refusal_of(book(PERSON) + b"more") == "ZIP-BAD"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(data):
    assert refusal_of(data) == "ZIP-BAD"


def test_a_workbook_is_known_by_its_bytes_whatever_its_name():
    assert read_table(book(PERSON), "list.csv").rows[0][0].text == "Ткач"
    assert refusal_of(b"\xd0\xcf\x11\xe0 and more", "list.csv") == "ZIP-BAD"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "XML-DTD"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "XML-BAD"),
        (b"<a><b></a>", "XML-BAD"),
        (b"<a>\xff</a>", "XML-BAD"),
        (b'<a xmlns:x="http://www.w3.org/2001/XInclude"/>', "XML-DENY"),
        (b"<a>" + b"<b></b>" * 1_000_001 + b"</a>", "XML-BAD"),
    ],
    ids=["entity", "utf-7", "unbalanced", "bytes", "xinclude", "elements"],
)
def test_a_part_nobody_needs_is_checked_all_the_same(part, code):
    assert refusal_of(with_part(book(PERSON), "customXml/item1.xml", part)) == code
