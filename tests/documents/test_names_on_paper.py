"""Names, posts, dates and agreement as they stand on papers, and what stops a paper."""

import io
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from portal.documents.drafts import start_draft
from portal.extensions import db, services, writing
from portal.permissions import Role
from tests.documents.conftest import ANSWERS
from tests.documents.papers import CATALOGUE
from tests.factories import (
    make_employment,
    make_head,
    make_organisation,
    make_person,
    make_user,
    sign_in,
)

NO_BREAK = "\u00a0"


@pytest.fixture
def office(client, lyceum):
    """The browser of the lyceum's secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def russian_school(app):
    school = make_organisation(
        "RUS1", settings={"approval": {"order_of_sending": []}}, founder="Отдел образования"
    )
    make_head(school, "RU01")
    return school


def order(organisation, user, people, **answers):
    with writing():
        draft = start_draft(
            CATALOGUE.kind("order_of_sending"),
            organisation,
            made_by=user.id,
            dated_on=date(2026, 6, 5),
            people=people,
            data={**ANSWERS, **answers},
        )
        db.session.commit()
    return draft


def printed(browser, draft):
    """The text of the Word file after the browser registered the draft."""
    browser.post(f"/documents/{draft.id}/register", data={"request_key": f"key {draft.id}"})
    assert draft.number
    document = docx.Document(io.BytesIO(services().store.get(draft.edition.docx_sha256)))
    paragraphs = document.element.body.iter(qn("w:p"))
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)
    return "\n".join(lines).replace(NO_BREAK, " ")


def test_a_ukrainian_order_names_people_and_posts_in_their_cases(office, lyceum, make_draft):
    text = printed(office, make_draft(lyceum.teachers))

    assert "ТКАЧА Андрія Петровича, викладача професійно-теоретичної підготовки" in text
    assert "ГРИЦЬ Любов Степанівну, методиста" in text
    assert "СОРОКУ Павла Дмитровича, майстра виробничого навчання" in text


def test_dates_stand_as_orders_of_each_country_write_them(client, lyceum, russian_school):
    sign_in(client, lyceum.secretary)
    ukrainian = order(lyceum.organisation, lyceum.secretary, lyceum.teachers[:1])
    assert "05 червня 2026 року" in printed(client, ukrainian)

    user = make_user(Role.SECRETARY, russian_school)
    sign_in(client, user)
    russian = order(russian_school, user, [make_employment("RU03", russian_school)])
    assert "05.06.2026" in printed(client, russian)


def test_a_ukrainian_head_signs_with_the_family_name_in_capitals(office, make_draft):
    assert "Олена КОВАЛЬ" in printed(office, make_draft())


def test_a_russian_order_names_people_and_posts_in_their_cases(client, russian_school):
    user = make_user(Role.SECRETARY, russian_school)
    sign_in(client, user)
    people = [make_employment(code, russian_school) for code in ("RU03", "RU05", "RU13")]

    text = printed(client, order(russian_school, user, people))

    assert "Ткача Романа Игоревича, учителя физики" in text
    assert "Швеца Льва Андреевича, преподавателя-организатора ОБЗР" in text
    assert "Мельника-Зарецкого Петра Фёдоровича" in text
    assert "О.П. Шевченко" in text


def test_a_correction_of_the_card_is_what_the_paper_prints(office, lyceum, make_draft):
    shvets = make_employment("UA07", lyceum.organisation)
    draft = make_draft([shvets])
    forms = {"accusative_family": "Швеця", "accusative": "викладача фізкультури"}
    office.post(f"/documents/{draft.id}/names/{shvets.person_id}", data=forms)

    assert "ШВЕЦЯ Миколу Лук’яновича, викладача фізкультури" in printed(office, draft)


def test_a_person_of_unknown_gender_stops_the_paper_until_it_is_said(office, lyceum, make_draft):
    stranger = make_employment("UA12", lyceum.organisation)
    stranger.person.gender = ""
    draft = make_draft([stranger])

    page = office.get(f"/documents/{draft.id}/check").text
    office.post(f"/documents/{draft.id}/register", data={"request_key": "too early"})
    assert "Дюбуа Софі: say whether a man or a woman." in page
    assert draft.number is None

    office.post(f"/documents/{draft.id}/names/{stranger.person_id}", data={"gender": "f"})
    office.post(f"/documents/{draft.id}/names/{stranger.person_id}", data={})
    assert "ДЮБУА Софі" in printed(office, draft)


def test_somebody_an_answer_names_stops_the_paper_too(office, lyceum, make_draft):
    deputy = make_employment(make_person("UA12"), lyceum.organisation)
    deputy.person.gender = ""
    draft = make_draft(replacement_by=deputy.id, keep_pay=True)

    page = office.get(f"/documents/{draft.id}/check").text
    office.post(f"/documents/{draft.id}/register", data={"request_key": "too early"})

    assert "Дюбуа Софі: say whether a man or a woman." in page
    assert draft.number is None


def test_a_head_of_unknown_gender_stops_the_paper_too(office, lyceum, make_draft):
    head = make_head(lyceum.organisation, "UA12")
    head.person.gender = ""
    lyceum.head.ended_on = date(2026, 1, 1)
    head.started_on = date(2026, 1, 2)
    draft = make_draft()

    page = office.get(f"/documents/{draft.id}/check").text

    assert "Дюбуа Софі: say whether a man or a woman." in page
