"""A compiled template: kept, shared by threads, packed by either program."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from portal.paper import DEFLATES, Picture, TemplateFault, compile_template
from portal.paper.archive import Archive
from portal.paper.deflate import by_zlib
from tests.paper.test_pictures import image


def lines(docx):
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs]


def test_a_template_is_compiled_once_for_each_set_of_filters(word, filters):
    template = word("{{ topic }}")

    again = bytes(bytearray(template))  # equal, not the same
    assert compile_template(template, filters) is compile_template(again, dict(filters))
    assert compile_template(template, {}) is not compile_template(template, filters)


def test_the_same_template_speaks_with_the_filters_it_is_given(word, filters):
    template = word("{{ topic|capitalised }}")

    usual = compile_template(template, filters)
    loud = compile_template(template, {**filters, "capitalised": lambda value: value.upper()})

    assert lines(usual.render({"topic": "наказ"})) == ["Наказ"]
    assert lines(loud.render({"topic": "наказ"})) == ["НАКАЗ"]


def test_one_template_serves_many_threads(word, filters):
    template = word("{{ topic }} {% for row in rows %}{{ row.name }} {% endfor %}{{ logo }}")
    compiled = compile_template(template, filters)

    def paper(number):
        rows = [{"name": f"{number}.{n}"} for n in range(number % 5)]
        logo = Picture(image(size=(number + 1, 10)))
        made = compiled.render({"topic": f"№ {number}", "rows": rows, "logo": logo})
        pictures = Document(BytesIO(made)).part.package.image_parts
        return lines(made), [part.image.px_width for part in pictures]

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(paper, range(200)))

    for number, (text, widths) in enumerate(made):
        names = "".join(f"{number}.{n} " for n in range(number % 5))
        assert (text, widths) == ([f"№ {number} {names}"], [number + 1])


def test_a_fault_in_one_paper_leaves_the_next_ones_whole(word, filters):
    compiled = compile_template(word("{{ topic }}"), filters)

    with pytest.raises(TemplateFault):
        compiled.render({"topic": []})

    assert lines(compiled.render({"topic": "x"})) == ["x"]


@pytest.mark.parametrize("name", DEFLATES)
def test_either_program_packs_the_same_parts(word, filters, name):
    template = word("{{ topic }}", header="Ліцей")
    usual = compile_template(template, filters, deflate=by_zlib).render({"topic": "Наказ"})

    made = compile_template(template, filters, deflate=DEFLATES[name]).render({"topic": "Наказ"})

    with ZipFile(BytesIO(made)) as ours, ZipFile(BytesIO(usual)) as expected:
        assert ours.testzip() is None
        assert ours.namelist() == expected.namelist()
        assert all(ours.read(one) == expected.read(one) for one in ours.namelist())


@pytest.mark.parametrize("deflate", DEFLATES.values())
@given(data=st.binary(max_size=2000))
def test_what_is_packed_is_unpacked(deflate, data):
    assert zlib.decompress(deflate(data), -zlib.MAX_WBITS) == data


@given(
    kept=st.dictionaries(st.sampled_from(["a.xml", "ї/є.xml", "b.png"]), st.binary(max_size=300)),
    changed=st.dictionaries(st.sampled_from(["a.xml", "c.xml"]), st.binary(max_size=300)),
)
def test_an_archive_holds_what_is_kept_and_what_has_changed(kept, changed):
    with ZipFile(BytesIO(Archive(kept).joined(changed, by_zlib))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {**kept, **changed}


def test_values_with_braces_of_docxtpl_stay_as_they_are(word, filters):
    """docxtpl prints `{_{` as `{{`, and reads it as a tag where it renders a part twice."""
    compiled = compile_template(word("{{ topic }}", header="{{ topic }}"), filters)

    made = Document(BytesIO(compiled.render({"topic": "{_{ 7*7 }_} {_% x %_}"})))

    assert made.paragraphs[0].text == "{_{ 7*7 }_} {_% x %_}"
    assert made.sections[0].header.paragraphs[0].text == "{_{ 7*7 }_} {_% x %_}"
