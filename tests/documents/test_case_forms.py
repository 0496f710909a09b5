"""Which names and posts a paper prints, and in which cases."""

from portal.documents.case_forms import case_forms, used_cases
from portal.documents.drafts import content_of
from portal.extensions import db, services
from portal.grammar import Case
from tests.factories import make_employment


def people_of(draft):
    return {one.version.family: one for one in case_forms(content_of(draft))}


def test_only_the_cases_that_the_paper_prints_are_shown(lyceum, make_draft):
    draft = make_draft(lyceum.teachers)

    found = case_forms(content_of(draft))
    assert used_cases(found) == [Case.ACCUSATIVE]
    assert [one.version.family for one in found] == ["Гриць", "Сорока", "Ткач"]
    assert found[0].cases == found[0].post_cases == {Case.ACCUSATIVE}


def test_a_person_named_by_an_answer_is_shown_too(lyceum, make_draft):
    deputy = lyceum.teachers[1]
    draft = make_draft(replacement_by=deputy.id, keep_pay=True)

    assert people_of(draft)["Гриць"].cases == {Case.DATIVE}


def test_a_draft_with_empty_answers_shows_what_its_kind_prints(lyceum, make_draft):
    draft = make_draft(programme="", hours="багато")

    assert Case.ACCUSATIVE in people_of(draft)["Ткач"].cases


def test_a_doubt_is_there_until_somebody_confirms_the_forms(lyceum, make_draft):
    doubtful = make_employment("UA07", lyceum.organisation)
    draft = make_draft([doubtful])

    assert people_of(draft)["Швець"].is_doubtful
    doubtful.person.name.confirmed_at = services().clock.now()
    db.session.flush()
    assert not people_of(draft)["Швець"].is_doubtful
