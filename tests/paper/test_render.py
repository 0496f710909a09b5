from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from markupsafe import Markup

from portal.paper import MissingValue, TemplateFault, render
from tests.paper.made import FakeName, saved


def lines(docx):
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs]


def test_a_name_is_put_into_its_case(word, filters, name):
    template = word("Направити {{ employee.name|genitive }} на курси")

    result = render(template, {"employee": {"name": name}}, filters)

    assert lines(result) == ["Направити Ткач/genitive на курси"]


def test_ukrainian_and_russian_words_say_the_same(word, filters, name):
    template = word(
        "{{ працівник.піб|родовий }} {{ працівник.піб|ініціали('давальний') }}",
        "{{ работник.фио|винительный }}",
    )

    result = render(template, {"employee": {"name": name}}, filters)

    assert lines(result) == ["Ткач/genitive Ткач/dative А.", "Ткач/accusative"]


def test_a_record_stands_for_its_name(word, filters, name):
    template = word("{{ head|signature }}, {{ head }}, {{ head|agree('який', 'яка') }}")

    result = render(template, {"head": {"name": name, "gender": "f"}}, filters)

    assert lines(result) == ["Андрій ТКАЧ/nominative, Ткач Андрій, яка"]


def test_dates_numbers_and_sums_are_printed_and_put_into_words(word, filters):
    template = word("{{ date }} {{ date|in_words }} {{ hours|in_words }} {{ amount|in_words }}")
    values = {"date": date(2026, 6, 5), "hours": 36, "amount": Decimal("1250.50")}

    result = render(template, values, filters)

    assert lines(result) == [
        "05.06.2026 05\u00a0день число 36 m nominative сума 1250.50 nominative"
    ]


def test_numbers_take_the_gender_and_the_case_they_are_asked_for(word, filters):
    template = word(
        "{{ hours|in_words('f', 'родовий') }} {{ amount|in_words('genitive') }} {{ date|spelt }}"
    )
    values = {"date": date(2026, 6, 5), "hours": 36, "amount": Decimal("1250.50")}

    result = render(template, values, filters)

    assert lines(result) == ["число 36 f genitive сума 1250.50 genitive 05 день словами"]


def test_data_is_printed_as_it_is(word, filters):
    value = "A & B <C> {{ 7*7 }} {% x %} {# y #} {_{7*7}_} {_%a%_}"

    result = render(word("{{ topic }}"), {"topic": value}, filters)

    assert lines(result) == [value]


def test_a_field_code_in_a_name_stays_text(word, filters):
    value = '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "file:///etc/hostname"</w:instrText>'

    result = render(word("{{ topic }}"), {"topic": value}, filters)

    assert lines(result) == [value]


def test_characters_xml_forbids_are_left_out(word, filters):
    result = render(word("{{ topic }}"), {"topic": "A\x00\x07\x0b\ufffeB\ud800C"}, filters)

    assert lines(result) == ["ABC"]


def test_lines_of_a_long_text_are_lines_or_paragraphs(word, filters):
    template = word("{{ content }}", "{{ content|paragraphs }}", "end")

    result = render(template, {"content": "one\r\ntwo"}, filters)

    assert lines(result) == ["one\ntwo", "one", "two", "end"]


def test_rows_repeat_a_table_row(filters, name):
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for рядок in працівники %}"
    table.cell(1, 0).text = "{{ loop.index }}"
    table.cell(1, 1).text = "{{ рядок.піб|знахідний }}{% if not loop.last %};{% endif %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    people = [{"name": name}, {"name": FakeName("Бондар")}]

    result = Document(BytesIO(render(saved(document), {"employees": people}, filters)))

    cells = [[cell.text for cell in row.cells] for row in result.tables[0].rows]
    assert cells == [["1", "Ткач/accusative;"], ["2", "Бондар/accusative"]]


def test_headers_and_the_title_are_rendered_and_the_author_is_left_out(word, filters):
    document = Document(BytesIO(word("x", header="№ {{ number }}", title="Наказ {{ number }}")))
    document.core_properties.author = "Хтось"
    document.core_properties.comments = "{{ number }}"

    result = Document(BytesIO(render(saved(document), {"number": "1-к & <2>"}, filters)))

    assert result.sections[0].header.paragraphs[0].text == "№ 1-к & <2>"
    assert result.core_properties.title == "Наказ 1-к & <2>"
    assert result.core_properties.author == ""
    assert result.core_properties.comments == ""


@pytest.mark.parametrize("context", [{}, {"employee": {}}, {"employee": {"post": None}}])
def test_a_missing_value_stops_the_paper_and_is_named_as_written(word, filters, context):
    template = word("Перший", "Посада: {{ працівник.посада|родовий }}")

    with pytest.raises(MissingValue) as caught:
        render(template, context, filters)

    assert caught.value.placeholder == "працівник.посада"
    assert (caught.value.place.part, caught.value.place.paragraph) == ("word/document.xml", 2)


def test_an_unknown_name_in_a_condition_stops_the_paper(word, filters):
    with pytest.raises(MissingValue):
        render(word("{% if noet %}x{% endif %}"), {"note": ""}, filters)


@pytest.mark.parametrize("empty", [None, ""])
def test_none_and_an_empty_text_are_false_in_a_condition(word, filters, empty):
    template = word("a{% if note %}, {{ note }}{% endif %}")

    assert lines(render(template, {"note": empty}, filters)) == ["a"]


def test_an_empty_text_prints_as_nothing(word, filters):
    template = word("[{{ note }}{{ note|genitive }}{{ note|in_words }}]")

    assert lines(render(template, {"note": ""}, filters)) == ["[]"]


def test_an_unknown_gender_stops_an_agreement(word, filters):
    template = word("{{ працівник|узгодити('який', 'яка') }}")

    with pytest.raises(MissingValue) as caught:
        render(template, {"employee": {"name": FakeName(gender="")}}, filters)

    assert caught.value.placeholder == "працівник.gender"


@pytest.mark.parametrize("value", [True, [], {"a": "b"}])
def test_what_is_no_text_is_not_printed(word, filters, value):
    with pytest.raises(TemplateFault) as caught:
        render(word("x", "{{ підстава }}"), {"basis": value}, filters)

    assert caught.value.params["placeholder"] == "підстава"
    assert caught.value.place.paragraph == 2


def test_a_text_cannot_be_declined(word, filters):
    with pytest.raises(TemplateFault) as caught:
        render(word("{{ post|genitive }}"), {"post": "учитель"}, filters)

    assert (caught.value.code, caught.value.place.paragraph) == ("wrong-value", 1)


@pytest.mark.parametrize("value", [1.5, object(), Markup("<b>"), {"a": [b"x"]}, {1: "x"}])
def test_only_plain_values_enter_a_template(word, filters, value):
    with pytest.raises(TypeError):
        render(word("{{ topic }}"), {"topic": value}, filters)


def test_equal_content_gives_equal_bytes(word, filters):
    template = word("{{ topic }}")

    assert render(template, {"topic": "x"}, filters) == render(template, {"topic": "x"}, filters)


def test_footnotes_are_rendered_once(filters):
    """Two sections made docxtpl render the footnotes twice: the data of the first became tags."""
    document = Document()
    document.add_section()

    result = render(saved_with_footnotes(document, "{{ topic }}"), {"topic": "{{ 7*7 }}"}, filters)

    assert "{{ 7*7 }}" in footnotes(result)


def saved_with_footnotes(document, text):
    xml = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


def footnotes(docx):
    return ZipFile(BytesIO(docx)).read("word/footnotes.xml").decode()


def test_words_with_cases_are_compared_as_they_read_in_the_first_one(word, filters, name):
    template = word("{% if form == “Ткач Андрій” %}так{% endif %}{% if not form %}ні{% endif %}")

    assert lines(render(template, {"form": name}, filters)) == ["так"]
