"""Whatever the template and whatever it is filled with: docxtpl would make the same paper."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.paper import PaperFault, compile_template
from tests.paper import by_docxtpl, odd
from tests.paper.alike import differences
from tests.paper.made import FakeName

# What docxtpl would take for its own escapes is left out: see the tests of `render`.
TEXTS = st.text(
    st.sampled_from("аЇ’ \u00a0\t\n\r\x0b\u2028&<>\"'{}%") | st.characters(exclude_characters="_"),
    max_size=8,
)
CONTEXTS = st.fixed_dictionaries(
    {
        "topic": TEXTS,
        "note": TEXTS | st.just("рядок\nще один\n\tі третій"),
        "number": TEXTS | st.integers(-5, 5),
        "hours": st.integers(0, 10),
        "flag": st.booleans(),
        "employee": st.just({"name": FakeName()}),
        "rows": st.lists(st.fixed_dictionaries({"name": TEXTS}), max_size=3),
    }
)
EQUALITY = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)


def compare(filters, template, context):
    try:
        ours = compile_template(template, filters).render(context)
    except PaperFault:
        return  # what is refused is refused: the tests of the language tell what
    theirs = by_docxtpl.render(template, context, filters)

    assert differences(ours, theirs) == []


@pytest.mark.slow
@settings(EQUALITY, max_examples=1000, derandomize=False)
@given(template=odd.templates(), context=CONTEXTS)
def test_a_thousand_odd_templates_come_out_as_docxtpl_makes_them(filters, template, context):
    compare(filters, template, context)


@settings(EQUALITY, max_examples=25)
@given(template=odd.templates(), context=CONTEXTS)
def test_odd_templates_come_out_as_docxtpl_makes_them(filters, template, context):
    compare(filters, template, context)
