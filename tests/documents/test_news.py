"""Who gets a letter at which step of a paper's way, through a real mail server."""

from dataclasses import replace

import pytest

from portal.accounts.work import send_letters
from portal.documents.filing import mark_signed
from portal.extensions import db, services, writing
from portal.mail import SmtpMailer
from portal.permissions import Role
from tests.documents.issued import bring_back, issue
from tests.factories import make_user, sign_in
from tests.mail_server import mail_server

SECRETARY, HEAD, TEACHER = "s@school.example", "h@school.example", "t@school.example"


@pytest.fixture
def server(app, lyceum):
    """A mail server; the secretary, the head and the first teacher have addresses."""
    lyceum.secretary.email, lyceum.director.email = SECRETARY, HEAD
    make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person, email=TEACHER)
    with mail_server() as server:
        mailer = SmtpMailer(server.url, "papka@school.example")
        app.extensions["papka"] = replace(services(), mailer=mailer)
        yield server


@pytest.fixture
def draft(lyceum, make_draft):
    """An order that the head approves first."""
    lyceum.organisation.settings = {}
    return make_draft()


def arrived(server):
    send_letters()
    return [(letter["To"], letter["Subject"]) for letter in server.taken]


def send(client, lyceum, draft):
    sign_in(client, lyceum.secretary)
    answer = client.post(f"/documents/{draft.id}/submit", data={"names_are_right": "y"})
    assert answer.status_code == 303, answer.text


def test_what_is_sent_for_approval_needs_the_approver_once(client, server, lyceum, draft):
    send(client, lyceum, draft)

    assert arrived(server) == [(HEAD, f"Waits for you: {draft.title}")]
    assert arrived(server) == [(HEAD, f"Waits for you: {draft.title}")]
    assert f"/documents/{draft.id}/approval" in server.taken[0].get_content()


def test_what_is_returned_reaches_its_writer_with_the_reason(client, server, lyceum, draft):
    send(client, lyceum, draft)
    sign_in(client, lyceum.director)
    client.post(f"/documents/{draft.id}/return", data={"reason": "Не та дата початку"})

    assert arrived(server)[1:] == [(SECRETARY, f"Returned: {draft.title}")]
    assert "Не та дата початку" in server.taken[1].get_content()


def test_what_is_approved_waits_for_its_writer_to_register_it(client, server, lyceum, draft):
    send(client, lyceum, draft)
    sign_in(client, lyceum.director)
    client.post(f"/documents/{draft.id}/approve")

    assert arrived(server)[1:] == [
        (SECRETARY, f"Waits for you: {draft.title}: approved, to be registered")
    ]


def test_a_school_of_one_secretary_writes_no_letters_to_herself(client, server, lyceum, make_draft):
    sign_in(client, lyceum.secretary)
    draft = make_draft()
    client.post(f"/documents/{draft.id}/register", data={"names_are_right": "y"})

    assert [to for to, _subject in arrived(server)] == []


def test_a_signed_order_is_to_be_read_and_a_filed_one_lies_in_the_file(
    client, server, lyceum, make_draft
):
    paper = issue(make_draft())
    with writing():
        mark_signed(paper, by=lyceum.director.id)
        db.session.commit()
    called = f"{paper.title}, № {paper.number}"
    assert arrived(server) == [(TEACHER, f"Waits for you: {called}: read it and say that you have")]

    bring_back(paper)
    sign_in(client, lyceum.director)
    client.post(f"/documents/{paper.id}/file")
    assert arrived(server)[1:] == [(TEACHER, f"Ready: {called}: in your file")]
