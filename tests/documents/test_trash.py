"""The trash: drafts, papers sent in and cards go there, come back, and are removed in time."""

import pytest
import sqlalchemy as sa
from flask import current_app

from portal.audit import AuditEntry, verify_chain
from portal.documents.drafts import discard_draft
from portal.documents.issue import register
from portal.documents.models import Document
from portal.errors import Conflict
from portal.extensions import db, with_trashed, writing
from portal.files.models import Purpose, Section, Upload
from portal.files.uploads import keep, put_upload_into_file, throw_upload_away
from portal.jobs import jobs
from portal.people.models import Employment, Person
from portal.people.search import search_people
from portal.permissions import Role
from tests.factories import make_employment, make_organisation, make_user, sign_in
from tests.fakes import one_page_pdf
from tests.files.received import as_received


@pytest.fixture
def office(client, lyceum):
    """The secretary's browser."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def mistaken(lyceum):
    """A card that nothing names."""
    employment = make_employment("UA09", lyceum.organisation)
    employment.file_number = "99"
    db.session.commit()
    return employment


@pytest.fixture
def sent_in(lyceum):
    """A diploma sent in for the file of the first teacher."""

    def send(by=None):
        with writing():
            upload = keep(
                lyceum.teachers[0],
                as_received(one_page_pdf(["Диплом"])),
                file_name="diploma.pdf",
                purpose=Purpose.PERSONNEL_FILE,
                uploaded_by=(by or lyceum.secretary).id,
            )
            db.session.commit()
        return upload

    return send


def trashed(model, record_id):
    db.session.rollback()
    return db.session.scalar(with_trashed(sa.select(model).where(model.id == record_id)))


def said_of(record):
    entries = sa.select(AuditEntry.action).where(
        AuditEntry.subject_kind == record.__tablename__, AuditEntry.subject_id == record.id
    )
    return list(db.session.scalars(entries.order_by(AuditEntry.id)))


def test_a_draft_thrown_away_is_nowhere_but_in_the_trash_and_comes_back(office, make_draft):
    draft = make_draft()
    address = f"/documents/{draft.id}"

    office.post(f"{address}/discard")
    list_without, page_without = office.get("/documents?folder=drafts").text, office.get(address)
    in_trash = office.get("/trash").text
    answer = office.post(f"/trash/drafts/{draft.id}/restore")
    list_with = office.get("/documents?folder=drafts").text

    assert address not in list_without
    assert page_without.status_code == 404
    assert f"/trash/drafts/{draft.id}/restore" in in_trash
    assert answer.location == address
    assert address in list_with
    assert said_of(draft)[-2:] == ["trash", "restore"]
    assert verify_chain(draft.organisation_id) is None


def test_a_registered_paper_does_not_go_to_the_trash(office, make_draft):
    paper = make_draft()
    register(paper, issued_by=paper.created_by_id, request_key="key")
    db.session.commit()

    office.post(f"/documents/{paper.id}/discard")

    assert db.session.get(Document, paper.id).trashed_at is None


def test_a_card_thrown_away_leaves_every_list_and_comes_back_whole(office, lyceum, mistaken):
    person_id, name = mistaken.person_id, mistaken.person.name.family
    post = mistaken.posts[0].text

    answer = office.post(f"/people/{person_id}/throw-away")
    people, card = office.get("/people").text, office.get(f"/people/{person_id}")
    search = office.get(f"/documents/search?q={name}").text
    found = db.session.scalars(search_people([lyceum.organisation.id], name, _today()))
    in_list = [e.person_id for e in found]
    in_trash = office.get("/trash").text
    back = office.post(f"/trash/people/{person_id}/restore")

    assert answer.location == "/people"
    assert name not in people
    assert card.status_code == 404
    assert f"/people/{person_id}" not in search
    assert person_id not in in_list
    assert name in in_trash
    assert post in in_trash
    assert back.location == f"/people/{person_id}"
    card = office.get(f"/people/{person_id}").text
    assert post in card
    assert "99" in card


def test_the_file_number_of_a_card_in_the_trash_stays_taken(office, lyceum, mistaken):
    office.post(f"/people/{mistaken.person_id}/throw-away")
    other = lyceum.teachers[0]

    answer = office.post(f"/employments/{other.id}/edit", data={"file_number": "99"})

    assert answer.status_code == 422
    assert "Another file already has this number." in answer.text


def test_whoever_a_draft_or_an_account_names_stays(office, lyceum, make_draft, mistaken):
    in_draft = make_draft().people[0].employment.person
    make_user(Role.TEACHER, lyceum.organisation, person=mistaken.person)

    for person in (in_draft, mistaken.person):
        answer = office.post(f"/people/{person.id}/throw-away", follow_redirects=True)

        assert "end their work instead" in answer.text
        assert db.session.get(Person, person.id).trashed_at is None


def test_a_person_who_works_elsewhere_too_stays(office, mistaken):
    other = make_organisation("UAS2")
    db.session.add(Employment(organisation=other, person=mistaken.person))
    db.session.commit()

    answer = office.post(f"/people/{mistaken.person_id}/throw-away", follow_redirects=True)

    assert "works elsewhere" in answer.text
    assert db.session.get(Person, mistaken.person_id).trashed_at is None


def test_a_paper_sent_in_goes_to_the_trash_and_comes_back(office, lyceum, sent_in):
    upload = sent_in()
    with writing():
        throw_upload_away(upload, by=lyceum.secretary.id)
        db.session.commit()

    in_trash = office.get("/trash").text
    office.post(f"/trash/uploads/{upload.id}/restore")

    assert "diploma.pdf" in in_trash
    assert trashed(Upload, upload.id).trashed_at is None
    assert "The trash is empty" in office.get("/trash").text


def test_a_teacher_takes_back_only_what_belongs_to_the_own_file(client, lyceum, sent_in):
    lyceum.teachers.append(make_employment("UA02", lyceum.organisation))
    owner = make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person)
    other = make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[-1].person)
    upload = sent_in(owner)
    with writing():
        throw_upload_away(upload, by=owner.id)
        db.session.commit()
    sign_in(client, other)
    refused = client.post(f"/trash/uploads/{upload.id}/restore").status_code
    client.post("/sign-out")
    sign_in(client, owner)

    taken = client.post(f"/trash/uploads/{upload.id}/restore")

    assert refused == 404
    assert taken.status_code == 303


def test_a_paper_in_the_file_is_not_thrown_away(lyceum, sent_in):
    upload = sent_in()
    with writing():
        put_upload_into_file(
            upload,
            Section.EDUCATION,
            title="Диплом",
            dated_on=_today(),
            index="12",
            filed_by=lyceum.secretary.id,
        )
        db.session.commit()

    with pytest.raises(Conflict, match="Take it out there"):
        throw_upload_away(upload, by=lyceum.secretary.id)


def test_after_thirty_days_a_sweep_removes_what_nobody_took_back(
    office, lyceum, clock, make_draft, mistaken, sent_in
):
    draft, upload, card = make_draft(), sent_in(), mistaken
    ids = [(Document, draft.id), (Upload, upload.id), (Person, card.person_id)]
    with writing():
        discard_draft(draft, by=lyceum.secretary.id)
        throw_upload_away(upload, by=lyceum.secretary.id)
        db.session.commit()
    office.post(f"/people/{card.person_id}/throw-away")

    clock.advance(days=29)
    jobs(current_app).run_sweeps()
    still = [trashed(model, one) is not None for model, one in ids]
    clock.advance(days=2)
    jobs(current_app).run_sweeps()
    then = [trashed(model, one) is not None for model, one in ids]

    assert still == [True, True, True]
    assert then == [False, False, False]
    removed = sa.select(AuditEntry.subject_kind).where(AuditEntry.action == "remove")
    assert {"document", "upload", "person", "employment"} <= set(db.session.scalars(removed))
    assert verify_chain(lyceum.organisation.id) is None


def _today():
    return current_app.extensions["papka"].clock.today()
