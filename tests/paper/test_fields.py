from io import BytesIO

import pytest
from docx import Document

from portal.paper import TemplateFault, fields, text
from tests.paper.made import saved


def test_paths_of_loops_headers_conditions_and_title_are_found(word):
    template = word(
        "{{ працівник.піб|родовий }} {% if note %}{{ date|in_words }}{% endif %}",
        "{% for особа in people %}{{ особа.post }}{% for c in особа.courses if c.hours %}"
        "{{ c.name }}{{ loop.index }}{% endfor %}{% endfor %}",
        header="{{ organisation.name }}",
        title="{{ number }}",
    )

    assert fields(template) == {
        *("employee", "employee.name", "note", "date", "people", "people.post"),
        *("people.courses", "people.courses.hours", "people.courses.name"),
        *("organisation", "organisation.name", "number"),
    }


def test_a_template_that_could_not_be_rendered_has_no_fields(word):
    with pytest.raises(TemplateFault):
        fields(word("{{ employee.name|upper }}"))


def test_the_text_is_read_from_headers_tables_and_controls(word):
    document = Document(BytesIO(word("Наказ\tпро", header="Ліцей")))
    document.add_table(rows=1, cols=1).cell(0, 0).text = "клітинка"

    assert text(saved(document)).split("\n") == ["Ліцей", "Наказ\tпро", "клітинка"]
