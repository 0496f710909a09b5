"""What a secretary brings is looked at apart before the portal looks at it or fills it in."""

import pytest

from portal.studio.check.first_filling import Proved, TooHeavy, admit, filled
from tests.studio.conftest import word_file
from tests.studio.test_trial import EXPLODES, ROWS


def test_the_first_paper_and_the_next_are_the_same(app):
    template = word_file("№ {{ number }}")

    first = filled(template, {"number": "12-к"}, "uk")

    assert filled(template, {"number": "12-к"}, "uk") == first


def test_only_so_many_templates_are_remembered():
    proved = Proved()
    for number in range(600):
        proved.add(str(number).encode())

    assert b"599" in proved
    assert b"0" not in proved


@pytest.mark.slow
def test_an_exploding_template_is_filled_in_nowhere_else(app):
    admit(EXPLODES)  # the file itself is sound

    with pytest.raises(TooHeavy):
        filled(EXPLODES, ROWS, "uk")
