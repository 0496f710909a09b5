"""Who has read an order: by a click or on paper, who has not, the sheet and the reminder."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.accounts.models import Letter
from portal.documents.filing import mark_signed
from portal.documents.models import DocumentPerson
from portal.extensions import db, services, writing
from portal.permissions import Role
from tests.documents.issued import issue
from tests.factories import make_user, sign_in


@pytest.fixture
def order(lyceum, make_draft):
    """A signed order that names two teachers."""
    order = issue(make_draft(people=lyceum.teachers[:2]))
    with writing():
        mark_signed(order, by=lyceum.director.id)
        db.session.commit()
    return order


@pytest.fixture
def teacher(lyceum):
    return make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person)


def read_on(order):
    db.session.expire_all()
    rows = sa.select(DocumentPerson).where(DocumentPerson.document_id == order.id)
    return {row.employment_id: row.acknowledged_on for row in db.session.scalars(rows)}


def test_a_teacher_reads_the_order_and_says_so_by_a_click(client, lyceum, order, teacher):
    sign_in(client, teacher)
    assert "1 paper is to be read by you" in client.get("/").text
    assert order.title in client.get("/my-papers").text
    assert client.get(f"/my-papers/{order.id}.pdf").data.startswith(b"%PDF")

    client.post(f"/my-papers/{order.id}/acknowledge")
    assert read_on(order) == {
        lyceum.teachers[0].id: services().clock.today(),
        lyceum.teachers[1].id: None,
    }
    assert order.title not in client.get("/my-papers").text


def test_the_secretary_notes_the_days_from_the_sheet(client, lyceum, order):
    sign_in(client, lyceum.secretary)
    sheet = client.get(f"/documents/{order.id}/acknowledgement").text
    assert "Аркуш ознайомлення" in sheet  # in the language of the order
    assert all(row.name in sheet for row in order.people)

    ticked = [row.id for row in order.people]
    client.post(f"/documents/{order.id}/acknowledge", data={"person": ticked, "day": "2026-06-05"})
    assert set(read_on(order).values()) == {date(2026, 6, 5)}
    page = client.get(f"/documents/{order.id}").text
    assert "Reading noted from the signed sheet" in page
    assert "Reading of the paper noted" not in page


def test_the_office_sees_who_has_not_read_and_reminds_by_letter(client, lyceum, order, teacher):
    teacher.email = "tkach@school.example"
    sign_in(client, lyceum.secretary)
    page = client.get("/documents/unread").text
    assert all(row.name in page for row in order.people)
    assert "Not read yet" in client.get("/").text

    answer = client.post(f"/documents/{order.id}/remind", follow_redirects=True)
    assert "1 reminder is on its way." in answer.text
    [letter] = db.session.scalars(sa.select(Letter))
    assert letter.user_id == teacher.id
    assert letter.path == "/my-papers"


def test_who_has_read_is_not_reminded(client, lyceum, order, teacher):
    teacher.email = "tkach@school.example"
    sign_in(client, teacher)
    client.post(f"/my-papers/{order.id}/acknowledge")
    sign_in(client, lyceum.secretary)
    answer = client.post(f"/documents/{order.id}/remind", follow_redirects=True)

    assert "Nobody of them has an e-mail address here." in answer.text
    assert db.session.scalars(sa.select(Letter)).all() == []


def test_an_order_all_have_read_waits_for_nobody(client, lyceum, order):
    sign_in(client, lyceum.secretary)
    data = {"person": [row.id for row in order.people], "day": "2026-06-05"}
    client.post(f"/documents/{order.id}/acknowledge", data=data)

    assert "Everybody has read everything" in client.get("/documents/unread").text


def test_an_unsigned_order_is_not_to_be_read_yet(client, lyceum, make_draft, teacher):
    paper = issue(make_draft())
    sign_in(client, teacher)

    assert "Read and acknowledge" not in client.get("/my-papers").text
    assert client.post(f"/my-papers/{paper.id}/acknowledge").status_code == 409


def test_nobody_acknowledges_for_another(client, lyceum, order):
    stranger = make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[2].person)
    sign_in(client, stranger)

    assert client.post(f"/my-papers/{order.id}/acknowledge").status_code == 404
    assert set(read_on(order).values()) == {None}
