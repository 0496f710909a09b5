"""Pictures as values: `{{ logo }}` in the body, in headers and footers."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from PIL import Image

from portal.paper import BadPicture, PaperFault, Picture, TemplateFault, render
from portal.paper.package import read_parts
from tests.paper.alike import canonical
from tests.paper.made import saved

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def image(kind="PNG", size=(40, 20), colour="navy"):
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, kind)
    return target.getvalue()


def shown(docx):
    """The pictures in the body: file, width and height in millimetres."""
    document = Document(BytesIO(docx))
    parts = document.part.related_parts
    return [
        (parts[s._inline.graphic.graphicData.pic.blipFill.blip.embed].blob, s.width.mm, s.height.mm)
        for s in document.inline_shapes
    ]


def test_a_picture_stands_where_it_is_named(word, filters):
    logo = image()

    result = render(word("Ліцей {{ logo }} тут"), {"logo": Picture(logo, width_mm=30)}, filters)

    assert shown(result) == [(logo, 30, 15)]
    assert [p.text for p in Document(BytesIO(result)).paragraphs] == ["Ліцей  тут"]


@pytest.mark.parametrize(
    ("measures", "size"),
    [
        ({"height_mm": 10}, (20, 10)),
        ({"width_mm": 30, "height_mm": 30}, (30, 30)),
        ({}, (40 / 72 * 25.4, 20 / 72 * 25.4)),
    ],
)
def test_the_other_measure_follows(word, filters, measures, size):
    result = render(word("{{ logo }}"), {"logo": Picture(image(), **measures)}, filters)

    assert shown(result)[0][1:] == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif")])
def test_each_kind_of_picture_has_its_content_type(word, filters, kind, ending):
    result = render(word("{{ logo }}"), {"logo": Picture(image(kind))}, filters)

    package = ZipFile(BytesIO(result))
    assert package.namelist()[0] == "[Content_Types].xml"
    assert f'Extension="{ending}"' in package.read("[Content_Types].xml").decode()
    assert shown(result)[0][0] == image(kind)


def test_headers_and_footers_show_pictures_by_their_own_relations(filters):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ logo }}"
    document.sections[0].footer.paragraphs[0].text = "{{ code }} {{ logo }}"
    logo, code = image(), image(colour="red")

    result = render(saved(document), {"logo": Picture(logo), "code": Picture(code)}, filters)

    section = Document(BytesIO(result)).sections[0]
    files = {part.blob for part in section.header.part.related_parts.values()}
    assert files == {logo}
    assert {part.blob for part in section.footer.part.related_parts.values()} == {logo, code}


def test_a_picture_shown_twice_is_kept_once_and_each_showing_has_its_id(word, filters):
    template = word("{% for row in rows %}{{ row.logo }}{% endfor %}")
    rows = [{"logo": Picture(image(), 10)}, {"logo": Picture(image(), 10)}]

    result = render(template, {"rows": rows}, filters)

    shapes = Document(BytesIO(result)).inline_shapes
    assert [shape._inline.docPr.get("id") for shape in shapes] == ["1001", "1002"]
    assert len([n for n in ZipFile(BytesIO(result)).namelist() if "/media/" in n]) == 1


def test_text_behind_a_picture_looks_like_the_text_before_it(filters):
    document = Document()
    document.add_paragraph().add_run("Директор {{ facsimile }} Ткач").bold = True

    result = render(saved(document), {"facsimile": Picture(image())}, filters)

    runs = Document(BytesIO(result)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("Директор ", True),
        (" Ткач", True),
    ]


def test_a_paper_with_pictures_can_be_a_template_again(word, filters):
    first = render(
        word("{{ logo }}", "{{{{ code }}}}".format()),
        {"logo": Picture(image()), "code": Picture(image(colour="red"))},
        filters,
    )
    document = Document(BytesIO(first))
    document.add_paragraph("{{ logo }}")
    other = image(colour="green")

    result = render(saved(document), {"logo": Picture(other)}, filters)

    assert [file for file, *_ in shown(result)] == [image(), image(colour="red"), other]


def test_a_picture_says_what_it_shows(word, filters):
    picture = Picture(image(), text='Герб "A" <& \x00')

    result = render(word("{{ logo }}"), {"logo": picture}, filters)

    shape = Document(BytesIO(result)).inline_shapes[0]
    assert shape._inline.docPr.get("descr") == 'Герб "A" <& '


def test_a_condition_asks_whether_there_is_a_picture(word, filters):
    template = word("{% if logo %}{{ logo }}{% else %}без герба{% endif %}")

    with_logo = render(template, {"logo": Picture(image())}, filters)
    without = render(template, {"logo": None}, filters)

    assert len(shown(with_logo)) == 1
    assert b"printed" not in b"".join(read_parts(without).values())
    assert "без герба" in canonical("word/document.xml", read_parts(without))


@pytest.mark.parametrize("asked", ["logo|genitive", "logo|capitalised", "logo.data"])
def test_a_picture_has_no_words_and_no_parts(word, filters, asked):
    with pytest.raises(PaperFault):
        render(word(f"{{{{ {asked} }}}}"), {"logo": Picture(image())}, filters)


def test_a_title_takes_no_picture(word, filters):
    with pytest.raises(TemplateFault):
        render(word("x", title="{{ logo }}"), {"logo": Picture(image())}, filters)


@pytest.mark.parametrize("data", [b"", b"<svg/>", image()[:20], image("BMP"), image("TIFF")])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(BadPicture):
        Picture(data)
