"""Issuing: all or nothing, once, frozen for good."""

import pytest

from portal import paper
from portal.documents.drafts import frozen_context
from portal.documents.issue import annul, correct, preview, register
from portal.documents.models import Status
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from tests.documents.conftest import Lyceum
from tests.factories import make_employment, make_head


def _register(draft, lyceum, key=""):
    document = register(draft, issued_by=lyceum.secretary.id, request_key=key or f"key-{draft.id}")
    db.session.commit()
    return document


def _text(document):
    return paper.text(services().store.get(document.edition.docx_sha256))


def test_a_registered_order_says_who_goes_where_in_the_right_cases(make_draft, lyceum: Lyceum):
    text = _text(_register(make_draft(), lyceum))

    assert "1-к/тр" in text
    assert "ТКАЧА Андрія Петровича" in text
    assert "викладача професійно-теоретичної підготовки" in text
    assert "Олена КОВАЛЬ" in text


def test_the_same_request_again_takes_no_second_number(make_draft, lyceum):
    draft = make_draft()
    first = _register(draft, lyceum, key="one-click")
    again = _register(draft, lyceum, key="one-click")

    assert again.id == first.id
    assert first.journal.last_number == 1


def test_a_registered_paper_is_not_registered_again(make_draft, lyceum):
    document = _register(make_draft(), lyceum)

    with pytest.raises(Conflict):
        _register(document, lyceum, key="another-click")


def test_a_missing_answer_stops_the_paper_and_takes_no_number(make_draft, lyceum):
    with pytest.raises(Invalid) as caught:
        _register(make_draft(programme=""), lyceum)
    db.session.rollback()

    assert caught.value.field == "programme"
    assert _register(make_draft(), lyceum).number == "1-к/тр"


def test_a_person_of_unknown_gender_stops_the_paper(make_draft, lyceum):
    employment = make_employment("UA05", lyceum.organisation)
    employment.person.gender = ""
    db.session.commit()

    with pytest.raises(Invalid, match="Гриць Богдан Ілліч"):
        _register(make_draft(people=[employment]), lyceum)


def test_a_day_on_which_nobody_may_sign_stops_the_paper(make_draft, lyceum):
    lyceum.head.ended_on = lyceum.head.started_on
    db.session.commit()

    with pytest.raises(Invalid):
        _register(make_draft(), lyceum)


def test_hostile_text_is_printed_as_it_is(make_draft, lyceum):
    hostile = "A & B <C> {{ 7*7 }} {_{ 8 }_}"

    assert hostile in _text(_register(make_draft(programme=hostile), lyceum))


def test_what_was_issued_stays_when_cards_change_afterwards(make_draft, lyceum):
    document = _register(make_draft(), lyceum)
    before = services().store.get(document.edition.docx_sha256)
    lyceum.teachers[0].person.names[0].family = "Новенко"
    lyceum.head.ended_on = lyceum.head.started_on
    make_head(lyceum.organisation, "UA09", title="В. о. директора")
    db.session.commit()

    assert services().store.get(document.edition.docx_sha256) == before
    assert document.people[0].name == "Ткач Андрій Петрович"
    assert "КОВАЛЬ" in document.signatory


def test_an_extract_made_later_still_names_person_head_and_wording_of_the_order(make_draft, lyceum):
    order = _register(make_draft(people=lyceum.teachers), lyceum)
    lyceum.teachers[0].person.names[0].family = "Новенко"
    db.session.commit()

    draft = make_draft(
        people=lyceum.teachers[:1],
        kind="extract_of_order",
        order=order.id,
        certified_by=lyceum.teachers[1].id,
    )
    extract = _register(draft, lyceum)

    assert extract.number == order.number
    assert extract.journal is None
    assert "Новенк" not in _text(extract)
    assert "Андрія Петровича" in _text(extract)


def test_a_second_extract_for_the_same_person_is_refused(make_draft, lyceum):
    order = _register(make_draft(), lyceum)
    answers = {"order": order.id, "certified_by": lyceum.teachers[1].id}
    _register(make_draft(kind="extract_of_order", **answers), lyceum)

    with pytest.raises(Conflict):
        _register(make_draft(kind="extract_of_order", **answers), lyceum)


def test_a_correction_before_signature_keeps_number_and_date_and_both_editions(make_draft, lyceum):
    document = _register(make_draft(), lyceum)
    number, first = document.number, document.edition.docx_sha256
    correct(
        document,
        data={**document.data, "programme": "Інша програма"},
        reason="помилка в назві",
        made_by=lyceum.secretary.id,
    )
    db.session.commit()

    assert (document.number, len(document.editions)) == (number, 2)
    assert "Інша програма" in _text(document)
    assert document.editions[0].docx_sha256 == first
    assert document.journal.last_number == 1


def test_a_signed_paper_is_not_corrected(make_draft, lyceum):
    document = _register(make_draft(), lyceum)
    document.signed_at = services().clock.now()

    with pytest.raises(Conflict):
        correct(document, data=document.data, reason="пізно", made_by=lyceum.secretary.id)


def test_a_paper_is_annulled_once_and_with_a_reason(make_draft, lyceum):
    document = _register(make_draft(), lyceum)

    with pytest.raises(Invalid):
        annul(document, reason=" ", annulled_by=lyceum.director.id)
    annul(document, reason="курс скасовано", annulled_by=lyceum.director.id)

    assert document.status is Status.ANNULLED
    with pytest.raises(Conflict):
        annul(document, reason="ще раз", annulled_by=lyceum.director.id)


def test_a_preview_shows_the_number_it_would_get_and_takes_none(make_draft, lyceum):
    draft = make_draft()

    assert "1-к/тр" in paper.text(preview(draft))
    assert draft.number is None
    assert _register(draft, lyceum).number == "1-к/тр"


def test_values_asked_to_be_remembered_come_back_in_the_next_draft(make_draft, lyceum):
    _register(make_draft(plan="2026 рік"), lyceum)

    assert make_draft().data["plan"] == "2026 рік"


def test_the_frozen_context_is_what_the_template_was_given(make_draft, lyceum):
    context = frozen_context(_register(make_draft(), lyceum))

    assert context["credits"] == 2
    assert context["people"][0]["name"].in_case("dative") == "Ткачу Андрію Петровичу"
