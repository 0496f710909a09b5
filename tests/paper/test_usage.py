import pytest

from portal.paper.usage import usages


def used(template):
    return {usage.path: usage for usage in usages(template)}


def test_a_value_is_told_with_its_name_as_written_and_its_filters(word):
    found = used(word("{{ працівник.піб|родовий }} {{ employee.name|ініціали|з_великої }}"))

    assert list(found) == ["employee.name"]
    assert found["employee.name"].written == "працівник.піб"
    assert found["employee.name"].filters == {"genitive", "initials", "capitalised"}


def test_what_hangs_on_the_variable_of_a_loop_belongs_to_its_list(word):
    found = used(word("{%tr for урок in заміни %}", "{{ урок.день|словами }}", "{%tr endfor %}"))

    assert found["zaminy"].is_repeated
    assert found["zaminy.den"].written == "урок.день"
    assert not found["zaminy"].is_printed


def test_the_answers_a_condition_asks_for_are_told(word):
    found = used(
        word("{% if форма == “очна” or форма in ['заочна'] %}", "{% elif note %}", "{% endif %}")
    )

    assert found["form"].answers == ["очна", "заочна"]
    assert not found["note"].is_printed


@pytest.mark.parametrize("tag", ["{{ a b }}", "{% if %}", "{{ }}", "{{ a", "{% for x in %}"])
def test_a_tag_that_cannot_be_read_is_passed_by(word, tag):
    assert list(used(word(tag, "{{ topic }}"))) == ["topic"]
