import pytest

from portal.paper import PaperFault, TemplateFault, render

HOSTILE = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ employee.name.in_case('genitive') }}",
    "{{ employee['name'] }}",
    "{{ employee._secret }}",
    "{{ employee|attr('name') }}",
    "{{ employee|tojson }}",
    "{{ range(10) }}",
    "{{ 7*7 }}",
    "{{ 'a' ~ topic }}",
    "{{ -hours }}",
    "{{ self }}{{ loop.__class__ }}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% macro m() %}{% endmacro %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x = 1 %}{% endwith %}",
    "{% autoescape false %}{{ topic }}{% endautoescape %}",
    "{% for a in people %}{% for b in people %}{% endfor %}{% endfor %}",
    "{% for a in people recursive %}{% endfor %}",
    "{% for a, b in people %}{% endfor %}",
    "{% for a in people %}{{ loop.cycle('x') }}{% endfor %}",
    "{% if topic is string %}{% endif %}",
    "{{ 'x' if (1).__class__ else 'y' }}",
    "{{r topic }}",
    "{_{ topic }_}",
    f"{{{{ '{'x' * 501}' }}}}",
]


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_hostile_template_is_refused(word, filters, name, tag):
    values = {
        "employee": {"name": name, "_secret": "s"},
        "topic": "t",
        "hours": 1,
        "people": [{"name": name}],
    }

    with pytest.raises(TemplateFault) as caught:
        render(word(tag), values, filters)

    assert caught.value.place.part == "word/document.xml"


@pytest.mark.parametrize("path", ["topic.format", "people.clear", "employee.items", "date.today"])
def test_methods_of_values_are_out_of_reach(word, filters, path):
    values = {"topic": "t", "people": [], "employee": {}, "date": None}

    with pytest.raises(PaperFault):
        render(word(f"{{{{ {path} }}}}"), values, filters)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{{ employee.name", "unbalanced-tag"),
        ("{{ employee.name }", "unbalanced-tag"),
        ("}} x", "unbalanced-tag"),
        ("{{ }}", "syntax"),
        ("{{ ім'я }}", "syntax"),
        ("{{ employee.name|родовй }}", "unknown-filter"),
        ("{{ employee.name|genitive('x') }}", "filter-arguments"),
        ("{{ employee|agree('який') }}", "filter-arguments"),
        ("{{ Employee.name }}", "unknown-name"),
    ],
)
def test_a_broken_tag_is_told_with_its_paragraph(word, filters, tag, code):
    with pytest.raises(TemplateFault) as caught:
        render(word("one", "two", tag, "{{ fine }}"), {}, filters)

    assert (caught.value.code, caught.value.place.paragraph) == (code, 3)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("еmployee", "employee"), ("прaцівник", "працівник"), ("emploуee", "employee")],
)
def test_a_name_mixing_scripts_is_refused_with_the_nearest_one(word, filters, written, nearest):
    with pytest.raises(TemplateFault) as caught:
        render(word(f"{{{{ {written}.name }}}}"), {}, filters)

    assert caught.value.code == "mixed-scripts"
    assert caught.value.params["nearest"] == nearest


def test_an_unknown_filter_is_told_with_the_nearest_one(word, filters):
    with pytest.raises(TemplateFault) as caught:
        render(word("{{ head|родовй }}"), {}, filters)

    assert caught.value.params["nearest"] == "родовий"


def test_a_condition_without_its_end_is_refused(word, filters):
    with pytest.raises(TemplateFault) as caught:
        render(word("{% if note %}", "x"), {"note": ""}, filters)

    assert caught.value.code == "syntax"
