"""All faults of a template at once, each with its place, its cause and its mend."""

from datetime import date

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.paper import TemplateFault, fields
from portal.paper.diagnosis.diagnose import diagnose
from portal.paper.given import Given
from tests.paper.made import FakeName, saved

GIVEN = Given.of(
    {
        "employee": {"name": FakeName(), "post": "учитель", "given": ""},
        "head": {"name": FakeName()},
        "date": date(2026, 6, 5),
        "number": "1",
        "topic": "t",
        "note": "",
        "people": [{"name": FakeName(), "courses": [{"title": "x"}]}],
        "given": "",
    }
)

# One tag, what is wrong with it, what should stand there, whether one click may put it there.
TAGS = [
    ("{{ employee.fio }}", "unknown-field", "{{ employee.name }}", False),
    ("{{ employee.nane }}", "unknown-field", "{{ employee.name }}", False),
    ("{{ emploeye.name|genitive }}", "unknown-field", "{{ employee.name|genitive }}", False),
    ("{{ піб|родовий }}", "unknown-field", "{{ працівник.піб|родовий }}", False),
    ("{{ Працівник.піб }}", "unknown-field", "{{ працівник.піб }}", True),
    ("{{ Employee.name }}", "unknown-field", "{{ employee.name }}", True),
    ("{{ еmployee.name }}", "mixed-scripts", "{{ employee.name }}", True),
    ("{{ прaцівник.піб }}", "mixed-scripts", "{{ працівник.піб }}", True),
    ("{{ employee.name|родовй }}", "unknown-filter", "{{ employee.name|родовий }}", False),
    (
        "{{ employee.name|родовий відмінок }}",
        "unknown-filter",
        "{{ employee.name|родовий }}",
        False,
    ),
    ("{{ head|initials('родовй') }}", "unknown-case", '{{ head|initials("родовий") }}', False),
    ("{{ employee|agree('який') }}", "filter-arguments", "", False),
    (
        "{{ employee|agree(„який“, «яка») }}",
        "curly-quotes",
        '{{ employee|agree("який", "яка") }}',
        True,
    ),
    ("{{ працівник.ім'я }}", "name-characters", "{{ працівник.імя }}", True),
    ("{{ номер документа }}", "name-characters", "{{ номер_документа }}", True),
    ("{{ topic. }}", "name-characters", "{{ topic }}", True),
    ("{{ topic.upper() }}", "forbidden", "", False),
    ("{{ 7*7 }}", "forbidden", "", False),
    ("{{ }}", "empty-tag", "", False),
    ("{{ topic }", "missing-brace", "{{ topic }}", True),
    ("{ topic }}", "missing-brace", "{{ topic }}", True),
    ("{{{ topic }}}", "extra-brace", "{{ topic }}", True),
    ("{ { topic } }", "split-tag", "{{ topic }}", True),
    ("{{ topic %}", "wrong-brackets", "{{ topic }}", True),
    ("{{ topic", "unclosed-tag", "{{ topic }}", True),
    ("topic }}", "stray-end", "", False),
    ("{{p topic }}", "raw-tag", "{{ topic }}", True),
    ("{% if topic = 'a' %}{% endif %}", "single-equals", "{% if topic == 'a' %}", True),
    ("{% якщо topic %}{% endif %}", "unknown-statement", "{% if topic %}", True),
    ("{% if topic %}{% end if %}", "unknown-statement", "{% endif %}", True),
    ("{% if topic %}{% endfi %}", "unknown-statement", "{% endif %}", False),
    ("{% if topic %}{% endif topic %}", "words-after-end", "{% endif %}", True),
    ("{% if topic %}", "unclosed", "", False),
    ("{% endif %}", "no-beginning", "", False),
    ("{% else %}", "else-outside", "", False),
    ("{% for p in people %}{% if p %}{% endfor %}{% endif %}", "wrong-nesting", "", False),
    ("{% for p in head %}{% endfor %}", "not-a-list", "", False),
    ("{% for p у people %}{% endfor %}", "own-words", "{% for p in people %}", False),
    ("{% set x = 1 %}", "forbidden", "", False),
    ("{% do topic %}", "unknown-statement", "", False),
    ("{%tr if topic %}{% endif %}", "outside-table", "{% if topic %}", False),
    ("{%p if topic %} так {%p endif %}", "not-alone", "{% if topic %}", True),
]


def _document(texts):
    document = Document()
    for line in texts:
        document.add_paragraph(line)
    return saved(document)


# The engine reads these, but would print or lose what nobody meant.
PRINTED_WRONG = {"split-tag", "not-alone", "different-places", "cut-tag", "too-long"}


@pytest.mark.parametrize(("tag", "reason", "mend", "is_safe"), TAGS, ids=[row[0] for row in TAGS])
def test_a_fault_is_told_with_its_cause_and_its_mend(word, tag, reason, mend, is_safe):
    findings = diagnose(word("один", tag, "{{ note }}"), GIVEN).findings

    found = [finding for finding in findings if finding.is_fault]
    assert {finding.reason for finding in found} == {reason}
    assert (found[0].mend, found[0].is_safe) == (mend, is_safe)
    assert found[0].place.paragraph == 2
    assert found[0].code.startswith("TPL-")


def test_every_fault_is_told_and_none_breeds_another(word):
    alone = [row for row in TAGS if row[0].count("{%") != 1]  # half a block would find a partner
    paragraphs = [text for tag, *_ in alone for text in (tag, "–")]

    findings = diagnose(word(*paragraphs), GIVEN).findings

    told = {(f.place.paragraph, f.reason) for f in findings if f.is_fault}
    assert told == {(2 * number + 1, row[1]) for number, row in enumerate(alone)}


def test_two_faults_of_one_tag_are_both_told_and_mended_together(word):
    findings = diagnose(word("{{ еmployee.name|agree(„який“, „яка“) }}"), GIVEN).findings

    assert {finding.reason for finding in findings} == {"mixed-scripts", "curly-quotes"}
    assert {finding.mend for finding in findings} == {'{{ employee.name|agree("який", "яка") }}'}


def test_names_are_only_gathered_when_nothing_is_given(word):
    found = diagnose(
        word("{{ а.б }}{% for p in people %}{{ p.name }}{% endfor %}", header="{{ n }}")
    )

    assert found.findings == ()
    assert found.fields == ("a", "a.b", "n", "people", "people.name")


def test_a_name_of_the_authors_own_is_a_notice_where_the_tree_is_open(word):
    given = Given.of({"employee": {"name": ""}}, is_open=True)

    found = diagnose(word("{{ мета_поїздки }}", "{{ employee.nane }}"), given)

    assert [(f.reason, f.is_fault) for f in found.findings] == [
        ("new-field", False),
        ("unknown-field", True),
    ]


def test_a_place_says_table_row_and_part():
    document = Document()
    document.add_paragraph("перший")
    document.add_table(1, 1)
    table = document.add_table(3, 2)
    table.cell(1, 1).text = "Освіта: {{ employee.edu }} за дипломом"
    document.sections[0].footer.paragraphs[0].text = "{{ numbre }}"

    body, footer = diagnose(saved(document), GIVEN).findings

    assert (body.place.kind, body.place.table, body.place.row) == ("body", 2, 2)
    assert body.around == "Освіта: {{ employee.edu }} за дипломом"
    assert (footer.place.kind, footer.place.paragraph, footer.mend) == ("footer", 1, "{{ number }}")


def test_a_loop_from_cell_to_cell_is_given_rows_of_its_own():
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "{% for p in people %}{{ p.name }}"
    table.cell(0, 1).text = "{{ p.name|initials }}{% endfor %}"

    begin, end = diagnose(saved(document), GIVEN).findings

    assert (begin.reason, begin.mend) == ("different-places", "{%tr for p in people %}")
    assert (end.mend, end.params["move"]) == ("{%tr endfor %}", "row-after")


def test_a_row_tag_beside_other_text_is_told_with_what_would_be_lost():
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text = "{%tr for p in people %}{{ p.name }}"
    table.cell(1, 0).text = "{%tr endfor %}"

    (found,) = diagnose(saved(document), GIVEN).findings

    assert (found.reason, found.params["lost"]) == ("not-alone", "{{ p.name }}")
    assert (found.mend, found.params["move"]) == ("{%tr for p in people %}", "row-before")


def test_an_unclosed_loop_tells_what_is_to_be_typed_and_where():
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text = "{%tr for p in people %}"
    table.cell(1, 0).text = "{{ p.name }}"

    (found,) = diagnose(saved(document), GIVEN).findings

    assert (found.reason, found.params["end"], found.params["where"]) == (
        "unclosed",
        "{%tr endfor %}",
        "row",
    )


def test_placeholders_of_other_programs_are_notices(word):
    found = diagnose(word("<<піб>>, {topic}, ${employee.name}", "{{ topic }}"), GIVEN)

    assert {(f.reason, f.mend, f.is_fault) for f in found.findings} == {
        ("angle-brackets", "{{ працівник.піб }}", False),
        ("single-braces", "{{ topic }}", False),
        ("dollar-braces", "{{ employee.name }}", False),
    }


def test_a_file_that_is_no_document_is_one_finding():
    (found,) = diagnose(b"not a zip").findings

    assert (found.code, found.reason) == ("OPC-BAD", "not-docx")


PIECES = [
    *("{{ ", " }}", "{% ", " %}", "{", "}", "%}", "{#", "#}", "{{ topic }}", "{{ head.name }}"),
    *("if topic", "endif", "for p in people", "endfor", "else", "elif note", "p.name", "topic"),
    *("{% if topic %}", "{% endif %}", "{% for p in people %}", "{% endfor %}", "{% else %}"),
    *("|genitive", '|agree("а", "б")', "|agree(„а“)", "|родовй", "..", "7*7", "'", "«", "ім'я"),
    *("{%p if topic %}", "{%p endif %}", "{%tr ", "{{p topic }}", "{{ р.name }}", " ", "слова"),
]
_lines = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=5)


@settings(max_examples=60, deadline=None)
@given(_lines)
@example([row[0] for row in TAGS])
def test_what_is_let_through_compiles_and_what_compiles_is_let_through(texts):
    template = _document(texts)
    found = diagnose(template)

    try:
        paths = fields(template)
    except TemplateFault:
        assert not found.is_good
    else:
        assert {f.reason for f in found.findings if f.is_fault} <= PRINTED_WRONG
        assert set(found.fields) == paths or not found.is_good


@pytest.mark.parametrize("tag", [row[0] for row in TAGS])
def test_a_tag_alone_is_let_through_when_it_compiles(tag):
    test_what_is_let_through_compiles_and_what_compiles_is_let_through.hypothesis.inner_test([tag])
