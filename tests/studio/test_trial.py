"""A new template is tried apart: whatever it does, the portal answers and goes on serving."""

from threading import Thread

import pytest

from portal.paper.given import Given
from portal.studio.check.trial import look_apart, try_template
from tests.paper.package_kit import docx, p

ROWS = {"rows": [{"cells": [{"text": "слово"}] * 300}] * 300}
LOOP = "{% for row in rows %}{% for cell in row.cells %}{{ cell.text }}{% endfor %}{% endfor %}"
EXPLODES = docx(*[p(LOOP)] * 1000)  # ninety million words, by nothing that is forbidden


def test_a_good_template_comes_back_with_its_first_paper():
    given = {"number": "12-к", "people": [{"name": "Ткач"}, {"name": "Гнатюк"}]}
    template = docx(p("№ {{ number }}: {% for one in people %}{{ one.name }}; {% endfor %}"))

    trial = try_template(template, given=Given.of(given), sample=given)

    assert trial.findings == ()
    assert trial.cleaned is not None
    assert trial.printed is not None
    assert set(trial.fields) >= {"number", "people.name"}


def test_findings_come_back_whole():
    (finding,) = try_template(
        docx(p("{{ employe.name }}")), given=Given.of({"employee": {"name": ""}})
    ).findings

    assert (finding.code, finding.reason) == ("TPL-FIELD", "unknown-field")
    assert finding.place.paragraph == 1
    assert finding.mend == "{{ employee.name }}"


def test_a_sample_that_lacks_something_is_nothing_against_the_template():
    trial = try_template(docx(p("{{ number }}")), sample={"number": None})

    assert trial.is_good
    assert trial.printed is None


@pytest.mark.parametrize("act", ["swell", "fill_the_disk", "crash", "give_up"])
def test_what_is_too_much_is_ended_and_the_next_file_is_looked_at(act):
    jobs = [(b"", {"act": "say"}), (b"", {"act": act}), (b"", {"act": "say"})]

    answers = look_apart("tests.studio.heavy", jobs)

    assert [one.is_whole for one in answers] == [True, False, True]
    assert answers[2].told["said"] == "say"
    assert all(one.memory < 700 * 1024 * 1024 for one in answers)


@pytest.mark.slow
@pytest.mark.parametrize("act", ["hang", "compute"])
def test_what_never_ends_is_ended(act):
    hung, said = look_apart("tests.studio.heavy", [(b"", {"act": act}), (b"", {"act": "say"})])

    assert not hung.is_whole
    assert said.is_whole


@pytest.mark.slow
def test_an_exploding_template_is_ended_while_others_are_served(client):
    trials = []
    explosion = Thread(target=lambda: trials.append(try_template(EXPLODES, sample=ROWS)))
    explosion.start()

    answered = 0
    while explosion.is_alive():
        assert client.get("/sign-in").status_code < 400
        answered += 1
        explosion.join(timeout=0.1)

    (trial,) = trials
    assert [one.code for one in trial.findings] == ["TPL-HEAVY"]
    assert not trial.is_good
    assert answered > 1
