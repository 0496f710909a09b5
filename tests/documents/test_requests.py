"""A person asks for a paper; the office answers in two acts, or says why not."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.accounts.models import Letter
from portal.audit import AccessEntry
from portal.documents.models import Document
from portal.documents.requests import PaperRequest
from portal.extensions import db
from portal.permissions import Role
from tests.documents.issued import issue
from tests.factories import make_employment, make_user, sign_in


@pytest.fixture
def teacher(lyceum):
    """The first teacher of the lyceum, with a login and an address."""
    return make_user(
        Role.TEACHER,
        lyceum.organisation,
        person=lyceum.teachers[0].person,
        email="tkach@school.example",
    )


@pytest.fixture
def order(make_draft):
    return issue(make_draft())


def ask(client, lyceum, kind="referral", **form):
    return client.post(
        "/my-papers/requests", data={"paper": f"{lyceum.teachers[0].id}:{kind}", **form}
    )


def the_request():
    db.session.expire_all()
    return db.session.scalars(sa.select(PaperRequest)).one()


def letters():
    return [(one.news, one.about, one.reason) for one in db.session.scalars(sa.select(Letter))]


def asked(client, lyceum, teacher, **form):
    sign_in(client, teacher)
    answer = ask(client, lyceum, **form)
    assert answer.status_code == 303, answer.text
    return the_request()


def test_a_request_is_answered_in_two_acts_and_the_paper_is_there(client, lyceum, teacher, order):
    lyceum.secretary.email = "secretary@school.example"
    request = asked(client, lyceum, teacher, note="For the provider", wished_on="2026-06-12")

    sign_in(client, lyceum.secretary)
    page = client.get("/requests").text
    assert "For the provider" in page
    assert "12.06.2026" in page
    assert "Requests" in client.get("/").text

    first = client.post(f"/requests/{request.id}/prepare", follow_redirects=True)
    assert "Everything is in its place" in first.text
    second = client.post(
        f"/documents/{request.document_id}/register", data={"names_are_right": "y"}
    )
    assert second.status_code == 303

    paper = db.session.get_one(Document, the_request().document_id)
    assert paper.kind == "referral"
    assert [row.employment for row in paper.people] == [lyceum.teachers[0]]
    assert paper.data["programme"] == order.data["programme"]
    assert letters() == [
        ("needs-you", "A paper is asked for: Referral to professional development", ""),
        ("ready", f"{paper.title}, № {paper.number}", ""),
    ]


def test_the_person_sees_how_it_goes_and_opens_the_paper_when_it_is_ready(
    client, lyceum, teacher, order
):
    request = asked(client, lyceum, teacher)
    assert "Waits" in client.get("/my-papers").text

    sign_in(client, lyceum.secretary)
    client.post(f"/requests/{request.id}/prepare")
    sign_in(client, teacher)
    assert "In work" in client.get("/my-papers").text
    assert client.get(f"/my-papers/{request.document_id}.pdf").status_code == 404

    issue(the_request().document)
    page = client.get("/my-papers").text
    assert "Ready" in page
    assert f"/my-papers/{request.document_id}.pdf" in page
    answer = client.get(f"/my-papers/{request.document_id}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert db.session.scalars(sa.select(AccessEntry.person_id)).all() == [teacher.person_id]


def test_nobody_opens_the_paper_of_another(client, lyceum, teacher, order):
    request = asked(client, lyceum, teacher)
    sign_in(client, lyceum.secretary)
    client.post(f"/requests/{request.id}/prepare")
    paper = issue(the_request().document)

    colleague = make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[1].person)
    sign_in(client, colleague)
    assert client.get(f"/my-papers/{paper.id}.pdf").status_code == 404
    assert client.post(f"/my-papers/requests/{request.id}/withdraw").status_code == 404


def test_a_no_needs_its_reason_and_the_person_reads_it(client, lyceum, teacher, order):
    request = asked(client, lyceum, teacher)
    sign_in(client, lyceum.secretary)
    assert client.post(f"/requests/{request.id}/decline", data={}).status_code == 422
    reason = "The course is cancelled."
    client.post(f"/requests/{request.id}/decline", data={"reason": reason})

    sign_in(client, teacher)
    page = client.get("/my-papers").text
    assert "Declined" in page
    assert reason in page
    assert letters() == [("returned", "Referral to professional development", reason)]


def test_a_paper_that_was_made_already_answers_at_once(client, lyceum, teacher, order, make_draft):
    extract = issue(make_draft(kind="extract_of_order", order=order.id))
    request = asked(client, lyceum, teacher, kind="extract_of_order")

    sign_in(client, lyceum.secretary)
    answer = client.post(f"/requests/{request.id}/prepare")
    assert answer.location.endswith(f"/documents/{extract.id}")
    assert the_request().document_id == extract.id
    assert [news for news, *_rest in letters()] == ["ready"]


def test_pressing_twice_makes_one_draft(client, lyceum, teacher, order):
    request = asked(client, lyceum, teacher)
    sign_in(client, lyceum.secretary)
    for _press in range(2):
        client.post(f"/requests/{request.id}/prepare")

    drafts = sa.select(sa.func.count(Document.id)).where(Document.kind == "referral")
    assert db.session.scalar(drafts) == 1


def test_a_draft_thrown_away_leaves_the_request_waiting(client, lyceum, teacher, order):
    request = asked(client, lyceum, teacher)
    sign_in(client, lyceum.secretary)
    client.post(f"/requests/{request.id}/prepare")
    client.post(f"/documents/{the_request().document_id}/discard")

    assert the_request().state == "waiting"
    assert "Prepare" in client.get("/requests").text


def test_the_same_is_not_asked_for_twice(client, lyceum, teacher, order):
    asked(client, lyceum, teacher)
    answer = ask(client, lyceum)

    assert answer.status_code == 422
    assert "You have asked for this paper already." in answer.text


def test_a_request_that_waits_can_be_taken_back(client, lyceum, teacher, order):
    request = asked(client, lyceum, teacher)
    client.post(f"/my-papers/requests/{request.id}/withdraw")

    assert the_request().state == "withdrawn"
    sign_in(client, lyceum.secretary)
    assert "No requests" in client.get("/requests").text


def test_without_an_order_there_is_nothing_to_follow_and_nothing_to_ask_for(
    client, lyceum, teacher
):
    sign_in(client, teacher)
    assert "There is nothing to ask for now." in client.get("/my-papers").text
    assert ask(client, lyceum).status_code == 422


def test_somebody_without_the_role_may_ask_for_nothing(client, lyceum, order):
    guest = make_user(Role.LEADER, lyceum.organisation, person=lyceum.teachers[0].person)
    sign_in(client, guest)

    assert ask(client, lyceum).status_code == 422


def test_a_wish_for_yesterday_is_told_at_its_field(client, lyceum, teacher, order):
    sign_in(client, teacher)
    answer = ask(client, lyceum, wished_on=date(2026, 6, 1).isoformat())

    assert "This day is over already." in answer.text


def test_a_person_of_two_schools_asks_at_the_right_one(client, app, lyceum, teacher, order):
    other = make_employment(lyceum.teachers[0].person, lyceum.organisation, post="методист")
    sign_in(client, teacher)

    page = client.get("/my-papers").text
    assert f"{lyceum.teachers[0].id}:referral" in page
    assert f"{other.id}:referral" not in page  # no order names them there
