"""The gate of a package: what is refused, what is only cut away, what stays as it is."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from PIL import Image

from portal.paper.gate import check_package, check_printed, check_template
from portal.paper.given import Given
from portal.paper.package import read_parts
from tests.paper.package_kit import (
    DOCUMENTS,
    OFFICE,
    PACKAGE,
    SPACES,
    WORD,
    docx,
    field,
    mark,
    p,
    relation,
    run,
    zipped,
)

EXTERNAL = 'TargetMode="External"'
MAIN = "word/document.xml"


def codes(data):
    checked = check_package(data)
    assert (checked.cleaned is None) == bool(checked.codes)
    return checked.codes


def reasons(data):
    return [one.reason for one in check_package(data).findings]


def body(data):
    return read_parts(check_package(data).cleaned)[MAIN].decode()


def patched(data, member, at, value, *, local=False):
    """The package with bytes of one entry's header changed: the central one or the local one."""
    with ZipFile(BytesIO(data)) as package:
        start = package.getinfo(member).header_offset if local else package.start_dir
    while not local and data[start + 46 : start + 46 + len(member)] != member.encode():
        name, extra, comment = struct.unpack_from("<3H", data, start + 28)
        start += 46 + name + extra + comment
    return data[: start + at] + value + data[start + at + len(value) :]


def test_a_plain_file_goes_through_as_it_is():
    data = docx(p("Довідка"))

    checked = check_package(data)

    assert not checked.findings
    assert read_parts(checked.cleaned) == read_parts(data)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (24, struct.pack("<L", 10)),  # the size is a lie
        (16, b"\0\0\0\0"),  # the sum is
        (8, struct.pack("<H", 1)),  # it claims to be locked
        (10, struct.pack("<H", 14)),  # packed in a way no Word packs
        (42, struct.pack("<L", 5)),  # begins where nothing begins
    ],
)
def test_an_entry_that_is_not_what_its_line_says_is_refused(at, value):
    assert "ZIP-BAD" in codes(patched(docx(p("x")), MAIN, at, value))


def test_an_entry_called_otherwise_in_its_own_header_is_refused():
    other = MAIN.replace("document", "dokument").encode()

    assert codes(patched(docx(p("x")), MAIN, 30, other, local=True)) == ("ZIP-BAD",)


def test_entries_over_one_another_are_refused():
    offset = struct.pack("<L", 0)

    found = codes(patched(docx(p("x")), MAIN, 42, offset))

    assert "ZIP-BOMB" in found


def test_bytes_after_the_end_or_before_the_beginning_are_refused():
    assert codes(docx(p("x")) + b"tail") == ("ZIP-BAD",)
    assert codes(b"%PDF-" + docx(p("x"))) == ("ZIP-BAD",)


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused_before_it_is_unpacked():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(50_000_000)) + packer.flush()
    data = docx(p("x"), parts={"word/extra.xml": "<x/>"})
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, bomb if name == "word/extra.xml" else part)
    lying = target.getvalue()
    for local, at in ((False, 10), (True, 8)):
        lying = patched(lying, "word/extra.xml", at, struct.pack("<H", 8), local=local)

    assert codes(lying) == ("ZIP-BOMB", "ZIP-BAD")


def test_too_many_parts_are_refused():
    assert codes(docx(parts={f"word/x{n}.xml": "<x/>" for n in range(500)})) == ("ZIP-COUNT",)


@pytest.mark.parametrize(
    "name",
    ["../x.xml", "/x.xml", "word/./x.xml", "word//x.xml", "word/x.xml.", "WORD/Document.xml"],
)
def test_names_that_lead_elsewhere_or_twice_to_one_place_are_refused(name):
    assert codes(docx(p("x"), parts={name: "<x/>"})) == ("ZIP-NAME",)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<!DOCTYPE x><x/>", "XML-DTD"),
        ("<?xml-stylesheet href='http://127.0.0.1/'?><x/>", "XML-DENY"),
        ("<?xml version='1.0' encoding='windows-1251'?><x/>", "XML-BAD"),
        ("<x" + "".join(f" a{n}='1'" for n in range(201)) + "/>", "XML-BAD"),
        ("<x>" * 300 + "</x>" * 300, "XML-BAD"),
        ("<y:x/>", "XML-BAD"),
    ],
)
def test_xml_that_is_more_than_a_document_is_refused_wherever_it_stands(part, code):
    assert codes(docx(p("x"), parts={"customXml/item1.xml": part})) == (code,)


def test_a_mark_of_sharepoint_does_no_harm():
    assert codes(docx(p("x"), parts={"customXml/item1.xml": "<?mso-contentType?><x/>"})) == ()


def test_text_in_another_encoding_goes_on_in_utf_8():
    text = f'<?xml version="1.0" encoding="UTF-16"?><w:document {SPACES}><w:body>{p("їжак")}'
    data = docx(parts={MAIN: f"{text}</w:body></w:document>".encode("utf-16")})

    assert "їжак" in body(data)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (relation(9, "image", "http://127.0.0.1:9/i.png", EXTERNAL), "REL-DENY"),
        (relation(9, "image", "http://127.0.0.1:9/i.png", 'TargetMode="eXternal"'), "REL-DENY"),
        (relation(9, "image", "//127.0.0.1/i.png"), "REL-DENY"),
        (relation(9, "image", "\\\\127.0.0.1\\i.png"), "REL-DENY"),
        (relation(9, "image", "../../../etc/hostname"), "REL-DENY"),
        (relation(9, "image", "%2e%2e/%2e%2e/%2e%2e/etc/hostname"), "REL-DENY"),
        (relation(9, "aFChunk", "chunk.html"), "REL-DENY"),
        (relation(9, "oleObject", "embeddings/o.bin"), "REL-DENY"),
        (relation(9, "frame", "http://127.0.0.1:9/", EXTERNAL), "REL-DENY"),
        (relation(9, "image", "x.png", family="http://127.0.0.1/relationships"), "REL-DENY"),
        (relation(9, "image", "x.png") * 2, "OPC-BAD"),
        ('<Relationship Id="rId9"/>', "OPC-BAD"),
    ],
)
def test_what_leads_out_of_the_package_is_refused(line, code):
    assert codes(docx(p("x"), relations=line)) == (code,)


def test_a_link_to_a_page_stays_and_a_link_to_a_file_goes_with_its_words_left():
    def link(number):
        return f'<w:hyperlink r:id="rId{number}">{run("Положення")}</w:hyperlink>'

    data = docx(
        p(link(8), link(9)),
        relations=relation(8, "hyperlink", "https://mon.gov.ua/ua", EXTERNAL)
        + relation(9, "hyperlink", "file:///C:/a.docx", EXTERNAL),
    )

    assert reasons(data) == ["link"]
    assert 'r:id="rId8"' in body(data)
    assert "rId9" not in body(data)
    assert body(data).count("Положення") == 2


def test_the_template_of_the_authors_machine_is_forgotten():
    settings = f'<w:settings {SPACES}><w:attachedTemplate r:id="rId1"/><w:zoom/></w:settings>'
    lines = relation(1, "attachedTemplate", "file:///C:/Users/x/Normal.dotm", EXTERNAL)
    data = docx(
        p("x"),
        relations=relation(3, "settings", "settings.xml"),
        types={"word/settings.xml": f"{WORD}.settings+xml"},
        parts={
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{lines}</Relationships>",
        },
    )

    parts = read_parts(check_package(data).cleaned)

    assert reasons(data) == ["attached-template"]
    assert b"attachedTemplate" not in b"".join(parts.values())
    assert b"zoom" in parts["word/settings.xml"]


@pytest.mark.parametrize(
    "drawing",
    [
        '<v:imagedata src="http://127.0.0.1:9/i.png"/>',
        '<v:imagedata o:href="file:///etc/hostname"/>',
        '<v:fill src="x.png"/>',
        '<v:shape href="file:///etc/hostname"/>',
    ],
)
def test_a_drawing_of_old_word_fetches_nothing(drawing):
    assert codes(docx(p(f"<w:r><w:pict>{drawing}</w:pict></w:r>"))) == ("REL-DENY",)


def png(size=(20, 20)):
    target = BytesIO()
    Image.new("L", size).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "of_type"),
    [
        ("word/media/image1.png", png()[:45], "image/png"),
        ("word/media/image1.png", b"<html>", "image/png"),
        ("word/media/image1.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("word/media/image1.emf", b"\x01\0\0\0", "image/x-emf"),
        ("word/media/image1.png", png((7000, 7000)), "image/png"),
        ("word/fonts/font1.odttf", b"x", f"{DOCUMENTS}.obfuscatedFont"),
        ("word/x.bin", b"x", "application/vnd.ms-office.vbaProject"),
        ("word/x.bin", b"x", "application/octet-stream"),
        ("word/x.unknown", b"x", ""),
    ],
)
def test_a_part_that_is_not_on_the_list_is_refused_even_if_nothing_leads_to_it(name, data, of_type):
    types = {name: of_type} if of_type and name != "word/media/image1.png" else {}

    assert codes(docx(p("x"), types=types, parts={name: data})) == ("PART-DENY",)


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        (f"{WORD}.template.main+xml", "word-template"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "macros"),
        ("text/plain", "not-word"),
    ],
)
def test_what_is_not_a_document_is_told_what_it_is(main, reason):
    data = docx(p("x"), parts={"[Content_Types].xml": docx_types(main)})

    checked = check_package(data)

    assert [(one.code, one.reason) for one in checked.findings] == [("OPC-BAD", reason)]


def docx_types(main):
    with ZipFile(BytesIO(docx())) as package:
        types = package.read("[Content_Types].xml").decode()
    return types.replace(f"{WORD}.document.main+xml", main)


def test_a_package_that_leads_to_another_document_is_refused():
    data = docx(
        p("x"),
        parts={
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            + relation(1, "officeDocument", "word/other.xml")
            + "</Relationships>",
            "word/other.xml": f"<w:document {SPACES}/>",
        },
    )

    assert codes(data) == ("OPC-BAD",)


@pytest.mark.parametrize(
    "words",
    [
        field(' INCLUDETEXT "file:///etc/hostname" '),
        field(" INCL", "UDE", 'PICTURE "http://127.0.0.1:9/i.png"'),
        field(" HYPERLINK file:///etc/hostname "),
        field(' HYPERLINK "{{ person.page }}" '),
        field(" REF{{ person.page }} "),
        field(r' HYPERLINK \o "words" "file:///etc/hostname" '),
        '<w:fldSimple w:instr=" MACROBUTTON x y "/>',
        mark("begin") + field(' QUOTE "DDE" ') + mark("separate") + mark("end"),
        mark("begin") + "<w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r>",
        '<w:r><w:instrText>DATABASE \\d "x"</w:instrText></w:r>',
        field("IF 1 = 1 ", "</w:instrText></w:r>" + field("RD x") + "<w:r><w:instrText>"),
    ],
)
def test_a_field_code_that_loads_or_runs_something_is_refused(words):
    assert codes(docx(p(words))) == ("FLD-DENY",)


@pytest.mark.parametrize(
    "words",
    [
        field(r" PAGE \* MERGEFORMAT "),
        field(" = SUM(ABOVE) "),
        field(r' HYPERLINK "https://mon.gov.ua" \t "_blank" '),
        field(r" HYPERLINK \l \"_Toc1\" ".replace('\\"', '"')),
        field(r' TOC \o "1-3" \h \z \u ', result="Зміст"),
        '<w:fldSimple w:instr=" NUMPAGES "/>',
        mark("begin") + mark("end"),
    ],
)
def test_page_numbers_dates_and_references_stay(words):
    assert codes(docx(p(words))) == ()


def commented():
    note = p("{{ person.name }} сюди")
    return docx(
        p(
            '<w:commentRangeStart w:id="0"/>',
            "Наказ",
            '<w:commentRangeEnd w:id="0"/>',
            '<w:r><w:rPr><w:b/></w:rPr><w:commentReference w:id="0"/></w:r>',
        ),
        relations=relation(4, "comments", "comments.xml"),
        types={"word/comments.xml": f"{WORD}.comments+xml"},
        parts={
            "word/comments.xml": f'<w:comments {SPACES}><w:comment w:id="0" w:author="Петренко">'
            f"{note}</w:comment></w:comments>"
        },
    )


def test_comments_are_left_behind():
    checked = check_package(commented())

    parts = read_parts(checked.cleaned)

    assert [one.reason for one in checked.findings] == ["comments"]
    assert "word/comments.xml" not in parts
    assert not any("omment" in data.decode() for data in parts.values())
    assert parts[MAIN].decode().count("<w:r>") == 1


def test_tracked_changes_are_taken_as_accepted():
    author = 'w:id="1" w:author="Петренко Оксана" w:date="2026-06-05T10:00:00Z"'
    deleted = "<w:r><w:delText>старе {{ x }}</w:delText></w:r>"
    ended = f"<w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr>"
    row = f"<w:tr><w:trPr><w:del {author}/></w:trPr><w:tc>{p('рядок')}</w:tc></w:tr>"
    data = docx(
        p(
            f"<w:pPr><w:pPrChange {author}><w:pPr/></w:pPrChange></w:pPr>",
            f"<w:ins {author}>{run('нове')}</w:ins>",
            f"<w:del {author}>{deleted}</w:del>",
        ),
        p(ended, "перша "),
        p("друга"),
        f"<w:tbl>{row}<w:tr><w:tc>{p('лишився')}</w:tc></w:tr></w:tbl>",
    )

    text = body(data)

    assert reasons(data) == ["tracked-changes"]
    assert "Петренко" not in text
    assert "старе" not in text
    assert "рядок" not in text
    assert "лишився" in text
    assert f"<w:p>{run('перша ')}{run('друга')}</w:p>" in text


def test_names_of_the_author_and_the_company_are_blank_and_the_title_stays():
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Наказ</dc:title>'
        "<dc:creator>Петренко</dc:creator></cp:coreProperties>"
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Pages>1</Pages><Company>Ліцей</Company></Properties>'
    )
    data = docx(
        p("x"),
        root_relations=relation(2, "core-properties", "docProps/core.xml", family=METADATA)
        + relation(3, "extended-properties", "docProps/app.xml"),
        types={
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "docProps/app.xml": f"{DOCUMENTS}.extended-properties+xml",
        },
        parts={"docProps/core.xml": core, "docProps/app.xml": app},
    )

    whole = b"".join(read_parts(check_package(data).cleaned).values()).decode()

    assert reasons(data) == ["metadata"]
    assert "Петренко" not in whole
    assert "Ліцей" not in whole
    assert "<dc:title>Наказ</dc:title>" in whole
    assert "<Pages>1</Pages>" in whole


METADATA = f"{PACKAGE}/relationships/metadata"


def test_hidden_text_is_told_of_and_stays():
    data = docx(p(run("таємне", "<w:vanish/>"), run("явне", '<w:vanish w:val="0"/>')))

    checked = check_package(data)

    assert [(one.reason, one.around) for one in checked.findings] == [("hidden-text", "таємне")]
    assert not checked.is_cleaned
    assert "таємне" in body(data)


def test_the_picture_of_the_first_page_goes_whatever_its_format():
    data = docx(
        p("x"),
        root_relations=relation(2, "thumbnail", "docProps/thumbnail.emf", family=METADATA),
        types={".emf": "image/x-emf"},
        parts={"docProps/thumbnail.emf": b"anything"},
    )

    checked = check_package(data)

    assert [one.reason for one in checked.findings] == ["thumbnail"]
    assert "docProps/thumbnail.emf" not in read_parts(checked.cleaned)


def test_what_leads_nowhere_does_not_go_on():
    cleaned = check_package(docx(p("x"), parts={"word/stray.xml": "<x/>"})).cleaned

    assert "word/stray.xml" not in read_parts(cleaned)


def test_a_finished_paper_is_looked_at_again():
    bad = docx(p(field(' INCLUDETEXT "file:///etc/hostname" ')), p("{{ x }}"))

    assert [one.reason for one in check_printed(bad)] == ["field", "left-over"]
    assert check_printed(docx(p(field(" PAGE ")), p("Готово"))) == []


def test_the_main_relation_may_be_of_no_other_kind():
    data = docx(
        p("x"),
        parts={"_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>'},
    )

    assert codes(data) == ("OPC-BAD",)
    assert codes(zipped({"mimetype": "application/vnd.oasis.opendocument.text"})) == ("OPC-BAD",)
    assert OFFICE.endswith("relationships")


def test_all_that_a_package_may_not_hold_is_told_at_once():
    data = docx(
        p(field(" DDEAUTO x ")),
        relations=relation(8, "oleObject", "embeddings/o.bin"),
        types={".bin": f"{DOCUMENTS}.oleObject"},
        parts={"word/embeddings/o.bin": b"x"},
    )

    assert codes(data) == ("REL-DENY", "PART-DENY", "FLD-DENY")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{{ config }}", "TPL-EXPR"),
        ("{{ person full_name }}", "TPL-SYNTAX"),
        ("{{ person.full_name | }}", "TPL-SYNTAX"),
        ('{{ {"a": person} }}', "TPL-EXPR"),
        ("{% if person %}" * 21 + "{% endif %}" * 21, "TPL-EXPR"),
        ("{{{{{{{{ x", "TPL-EXPR"),
    ],
)
def test_code_is_called_code_even_where_it_looks_like_a_slip(tag, code):
    given = Given.of({"person": {"full_name": ""}})

    assert check_template(docx(p(tag)), given).codes[0] == code
