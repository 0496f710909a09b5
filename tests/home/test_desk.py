"""The desk shows each role what waits, and leads a newcomer from step to step."""

from datetime import UTC, datetime

import pytest

from portal.documents.drafts import start_draft
from portal.documents.issue import register
from portal.documents.journals import open_journals
from portal.extensions import db, services, writing
from portal.files.models import Section
from portal.files.service import Paper, put_into_file
from portal.permissions import Role
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in

ANSWERS = {
    "training_kind": "course",
    "provider": "Навчально-методичний центр професійно-технічної освіти",
    "programme": "Сучасні технології обслуговування техніки",
    "training_from": "2026-06-15",
    "training_to": "2026-06-26",
    "hours": "60",
}


@pytest.fixture
def school(app):
    return make_organisation("UAS1", settings={"approval": {"order_of_sending": []}})


@pytest.fixture
def secretary(school):
    return make_user(Role.SECRETARY, school)


def make_order(school, user, teacher, *, is_registered=False):
    with writing():
        draft = start_draft(
            CATALOGUE.kind("order_of_sending"),
            school,
            made_by=user.id,
            dated_on=services().clock.today(),
            people=[teacher],
            data=ANSWERS,
        )
        if is_registered:
            open_journals(school, services().clock.today())
            register(draft, issued_by=user.id, request_key=f"order {draft.id}")
        db.session.commit()
    return draft


def test_a_newcomer_is_led_from_people_over_the_head_to_the_first_paper(client, school, secretary):
    sign_in(client, secretary)
    assert 'href="/people/import"' in client.get("/").text

    make_employment("UA04", school)
    assert f'href="/organisations/{school.id}/authorities/new"' in client.get("/").text

    make_head(school)
    page = client.get("/").text
    assert "Write the first paper" in page
    assert 'class="pile"' not in page


def test_what_was_begun_lies_in_a_pile_and_is_the_next_thing_to_do(client, school, secretary):
    teacher = make_employment("UA04", school)
    make_head(school)
    draft = make_order(school, secretary, teacher)
    sign_in(client, secretary)
    page = client.get("/").text

    assert "To prepare" in page
    assert page.count(f'href="/documents/{draft.id}/draft"') == 2
    assert "Ткач" in page


def test_a_registered_order_waits_to_be_printed(client, school, secretary):
    teacher = make_employment("UA04", school)
    make_head(school)
    order = make_order(school, secretary, teacher, is_registered=True)
    sign_in(client, secretary)
    page = client.get("/").text

    assert f"№\u00a0{order.number}" in page.replace("&nbsp;", "\u00a0")
    assert "To print and sign" in page
    assert "To prepare" not in page


def test_papers_of_another_school_lie_on_no_desk_of_this_one(client, school, secretary):
    other = make_organisation("UAS2", settings={"approval": {"order_of_sending": []}})
    teacher = make_employment("UA01", other)
    make_head(other, "UA10")
    make_order(other, make_user(Role.SECRETARY, other), teacher)
    sign_in(client, secretary)

    assert "Петренко" not in client.get("/").text


def test_a_teacher_sees_the_newest_papers_of_their_own_file(client, school, secretary):
    employment = make_employment("UA04", school)
    with writing():
        put_into_file(
            employment,
            Paper(
                section=Section.TRAINING,
                title="Свідоцтво про підвищення кваліфікації",
                dated_on=services().clock.today(),
                sha256=services().store.put(b"%PDF-"),
                media_type="application/pdf",
                source="upload:1",
            ),
            filed_by=secretary.id,
        )
        db.session.commit()
    sign_in(client, make_user(Role.TEACHER, school, person=employment.person))
    page = client.get("/").text

    assert "Свідоцтво про підвищення кваліфікації" in page
    assert 'class="thumb' in page


@pytest.mark.parametrize("role", list(Role))
def test_an_empty_desk_says_so_and_leads_somewhere(client, school, role):
    sign_in(client, make_user(role, school))
    page = client.get("/").text

    assert 'class="next"' in page or 'class="empty"' in page


@pytest.mark.parametrize(
    ("language", "hour", "words"),
    [
        ("uk", 6, "Доброго ранку, Ірино Василівно"),
        ("uk", 12, "Доброго дня, Ірино Василівно"),
        ("uk", 20, "Доброго вечора, Ірино Василівно"),
        ("ru", 6, "Доброе утро, Ірино Василівно"),
        ("en", 6, "Good morning, Ірино Василівно"),
    ],
)
def test_the_greeting_is_in_the_vocative(client, school, clock, language, hour, words):
    clock.moment = datetime(2026, 6, 5).astimezone().replace(hour=hour).astimezone(UTC)
    person = make_employment("UA03", school).person
    sign_in(client, make_user(Role.SECRETARY, school, person=person, language=language))
    page = client.get("/").text

    assert words in page


def test_a_russian_name_is_called_in_the_nominative(client):
    school = make_organisation("RUS1")
    person = make_employment("RU02", school).person
    sign_in(client, make_user(Role.SECRETARY, school, person=person))

    assert "Вера Николаевна" in client.get("/").text
