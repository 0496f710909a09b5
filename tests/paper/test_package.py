from io import BytesIO
from zipfile import ZipFile

import pytest

from portal.paper import TemplateFault, fields, text
from portal.paper.package import CONTENT_TYPES, read_parts, write_parts


def fault_of(docx):
    with pytest.raises(TemplateFault) as caught:
        fields(docx)
    return caught.value


@pytest.mark.parametrize("data", [b"", b"PK", b"<html></html>"])
def test_what_is_no_package_is_refused(data):
    assert fault_of(data).code == "not-docx"


def test_a_truncated_file_is_refused(word):
    assert fault_of(word("x")[:-50]).code == "not-docx"


def test_a_document_with_macros_is_no_docx(word):
    parts = read_parts(word("x"))
    macro_type = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain_type = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(plain_type, macro_type)

    assert fault_of(write_parts(parts)).code == "not-docx"


def test_two_parts_of_one_name_are_refused(word):
    source = BytesIO(word("x"))
    with ZipFile(source, "a") as package:
        package.writestr("WORD/document.xml", "<x/>")

    assert fault_of(source.getvalue()).code == "not-docx"


def test_too_many_parts_are_refused(word):
    parts = {**read_parts(word("x")), **{f"word/media/{n}.png": b"" for n in range(500)}}

    assert fault_of(write_parts(parts)).code == "too-big"


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        b"<x><y></x>",
        b'<?xml version="1.0" encoding="utf-7"?><x/>',
    ],
)
def test_entities_and_broken_xml_are_refused_in_every_part(word, xml):
    fault = fault_of(write_parts({**read_parts(word("x")), "customXml/item1.xml": xml}))

    assert (fault.code, fault.params["part"]) == ("broken-xml", "customXml/item1.xml")


def test_a_tag_where_nothing_is_rendered_is_refused(word):
    comments = b"<c><t>{</t><t>{ topic }}</t></c>"

    fault = fault_of(write_parts({**read_parts(word("x")), "word/comments.xml": comments}))

    assert (fault.code, fault.place.part) == ("tag-out-of-place", "word/comments.xml")


def test_utf_16_and_character_references_do_not_hide_a_tag(word):
    parts = read_parts(word("x{ topic }y"))
    hidden = parts["word/document.xml"].decode().replace("x{ topic }y", "&#123;{ topic }&#x7d;")
    hidden = hidden.replace("UTF-8", "UTF-16").replace("utf-8", "utf-16")

    docx = write_parts({**parts, "word/document.xml": hidden.encode("utf-16")})

    assert fields(docx) == {"topic"}


def test_a_package_written_again_is_the_same(word):
    docx = word("Наказ")

    assert text(write_parts(read_parts(docx))) == "Наказ"
    assert write_parts(read_parts(docx)) == write_parts(read_parts(docx))
