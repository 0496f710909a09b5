"""Many papers as one Word file: which may be, and what is made of lists, pages, pictures, names."""

import io
import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from portal import paper
from portal.paper.merging.split import split
from portal.paper.package import read_parts, write_parts
from tests.fakes import one_page_pdf

BODY, NUMBERING = "word/document.xml", "word/numbering.xml"


def plain(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs or ("Наказ",):
        document.add_paragraph(paragraph)
    return document


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_xml(xml, *, in_header=False):
    """A paper whose first paragraph holds this."""
    document = plain()
    where = document.sections[0].header if in_header else document
    where.paragraphs[0]._p.append(parse_xml(xml.replace(">", f" {nsdecls('w', 'r', 'wp')}>", 1)))
    return saved(document)


def field(words):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/>'
        + "".join(f'<w:instrText xml:space="preserve">{word}</w:instrText>' for word in words)
        + '<w:fldChar w:fldCharType="end"/></w:r>'
    )


def changed(file, part, pattern, replacement):
    parts = read_parts(file)
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1)
    assert count
    return write_parts({**parts, part: text.encode()})


def listed(*items):
    """A paper with a numbered list made as Word does, not by a style."""
    document = plain()
    for item in items:
        paragraph = document.add_paragraph(item)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, 1
    return saved(document)


def body(file):
    return read_parts(file)[BODY].decode()


@pytest.mark.parametrize(
    ("file", "reasons"),
    [
        (saved(plain()), ()),
        (with_xml(field([" PAGE "])), ()),
        (with_xml(field([" PAGE "]), in_header=True), ()),
        (with_xml(field([" NUMPAGES "])), ("page-count",)),
        (with_xml(field([" NUM", "PAGES "]), in_header=True), ("page-count",)),
        (with_xml('<w:fldSimple w:instr=" sectionpages "></w:fldSimple>'), ("page-count",)),
        (with_xml(field([" SEQ Table "])), ("fields",)),
        (with_xml(field([' HYPERLINK \\l "here" '])), ("links",)),
        (with_xml('<w:hyperlink w:anchor="here"></w:hyperlink>'), ("links",)),
        (with_xml('<w:r><w:footnoteReference w:id="1"/></w:r>'), ("notes",)),
        (with_xml('<w:r><w:commentReference w:id="1"/></w:r>'), ("comments",)),
        (with_xml('<w:ins w:id="1"></w:ins>'), ("changes",)),
        (with_xml("<w:r><w:object></w:object></w:r>"), ("embedded",)),
        (with_xml("<w:r><w:pict></w:pict></w:r>"), ("floating",)),
        (with_xml("<w:r><w:drawing><wp:anchor/></w:drawing></w:r>"), ("floating",)),
        (with_xml("<w:pict></w:pict>", in_header=True), ("floating",)),
        (with_xml("<w:pPr><w:pageBreakBefore/></w:pPr>"), ("page-break",)),
        (with_xml("<w:pPr><w:sectPr/></w:pPr>"), ("sections",)),
        (with_xml('<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'), ("headings",)),
        (with_xml('<w:pPr><w:pStyle w:val="ListNumber"/></w:pPr>'), ("numbered-styles",)),
        (listed("перше", "друге"), ()),
    ],
)
def test_a_paper_that_might_look_otherwise_is_told_by_the_reason(file, reasons):
    assert paper.merge_reasons(file) == reasons


def test_facing_pages_and_another_first_number_are_reasons():
    facing = plain()
    facing.settings.odd_and_even_pages_header_footer = True
    from_three = changed(saved(plain()), BODY, "(<w:pgMar[^>]*/>)", r'\1<w:pgNumType w:start="3"/>')

    assert paper.merge_reasons(saved(facing)) == ("facing-pages",)
    assert paper.merge_reasons(from_three) == ("page-start",)


def test_papers_of_different_looks_are_not_put_together():
    other = plain()
    other.styles["Normal"].font.name = "Arial"

    with pytest.raises(paper.PaperFault, match="not-mergeable"):
        paper.merge([saved(plain()), saved(other)])


def test_the_pages_of_each_paper_are_counted_from_one():
    whole = body(paper.merge([saved(plain())] * 3))

    assert len(re.findall("<w:sectPr", whole)) == 3
    assert len(re.findall('<w:pgNumType w:start="1"/>', whole)) == 3


def test_each_paper_has_lists_of_its_own():
    whole = paper.merge([listed("перше"), listed("друге"), listed("третє")])

    used = re.findall(r'<w:numId w:val="(\d+)"/>', body(whole))
    numbering = read_parts(whole)[NUMBERING].decode()
    points = dict(
        re.findall(r'<w:num w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>', numbering)
    )
    abstract = re.findall(r'<w:abstractNum [^>]*w:abstractNumId="(\d+)"', numbering)
    assert len({points[number] for number in used}) == len(used) == 3
    assert len(abstract) == len(set(abstract))
    assert numbering.rindex("<w:abstractNum ") < numbering.index("<w:num ")


def test_a_picture_all_papers_have_is_there_once_and_one_of_a_paper_by_itself():
    def with_pictures(colour):
        document = plain()
        for shade in ("white", colour):
            file = io.BytesIO()
            Image.new("RGB", (30, 30), shade).save(file, "PNG")
            document.add_picture(file)
        return saved(document)

    whole = paper.merge([with_pictures(colour) for colour in ("red", "green", "blue")])

    parts = read_parts(whole)
    pictures = [data for name, data in parts.items() if "/media/" in name]
    ids = re.findall(r'<wp:docPr id="(\d+)"', body(whole))
    assert len(pictures) == 2 + 3  # the first paper's own, and what the others brought
    assert len(set(ids)) == len(ids) == 6
    assert {*re.findall(r'r:embed="(\w+)"', body(whole))} <= {
        *re.findall(r'Id="(\w+)"', parts["word/_rels/document.xml.rels"].decode())
    }


def test_names_inside_the_papers_do_not_meet():
    mine = with_xml('<w:bookmarkStart w:id="0" w:name="_GoBack"></w:bookmarkStart>')

    whole = body(paper.merge([mine, mine], "mark"))

    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"/>', whole)
    assert names == ["markb0", "marke0", "markb1", "marke1"]


def test_each_header_stays_with_its_paper():
    def headed(words):
        document = plain()
        document.sections[0].header.paragraphs[0].text = words
        return saved(document)

    whole = read_parts(paper.merge([headed("Ліцей № 1"), headed("Ліцей № 2"), headed("Ліцей № 2")]))

    headers = [data.decode() for name, data in whole.items() if "header" in name]
    assert sorted(re.findall(r"Ліцей № \d", "".join(headers))) == ["Ліцей № 1", "Ліцей № 2"]


def test_a_pdf_that_does_not_say_where_its_papers_begin_is_not_cut():
    with pytest.raises(paper.PaperFault, match="uneven"):
        split(one_page_pdf(["Наказ"]), "mark", ["Наказ", "Наказ"])


def test_what_a_pdf_shows_is_told_by_its_words():
    file = saved(plain("Наказ № 45 про відря\u00adдження", "Ткача Андрія"))

    assert (
        paper.words_shown(file, one_page_pdf(["НАКАЗ № 45 про відря-", "дження Ткача Андрія"])) == 1
    )
    assert paper.words_shown(file, one_page_pdf(["Довідка"])) == 0
    assert 0.5 < paper.words_shown(file, one_page_pdf(["Наказ № 45 про відрядження Ткача"])) < 1
