"""The pages of one kind: versions, comparison, copy, one file for others, locks, the letterhead."""

from io import BytesIO

import pytest

from portal.documents.catalogue import kinds_of
from portal.extensions import db
from portal.studio import service
from portal.studio.models import State, TemplateVersion
from portal.studio.second_person import ONE_PERSON
from tests.factories import sign_in
from tests.studio.conftest import ORDER, make_office, word_file

KIND = "/templates/kinds/order_of_sending"


@pytest.fixture
def school(app):
    return make_office("UAS1")


@pytest.fixture
def head(client, school):
    sign_in(client, school.director)
    return client


@pytest.fixture
def secretary(client, school):
    sign_in(client, school.secretary)
    return client


def _newest():
    return db.session.scalars(
        db.select(TemplateVersion).order_by(TemplateVersion.id.desc())
    ).first()


def _bring(browser, school, file, *, kind):
    facts = {"register": "R02", "whom": "several", "signed_by": "head", "section": ""}
    where = {"organisation": school.organisation.id, "language": "uk", "kind": kind}
    sent = {**facts, **where, "file": file, "prepared_by": ["secretary"]}
    assert browser.post("/templates/new", data=sent).status_code == 303


def test_the_page_of_a_kind_tells_its_versions(secretary, school, put_in_force, bring):
    put_in_force(school)
    put_in_force(school, *ORDER, "Друга редакція.")
    bring(school, *ORDER, "Третя редакція.")

    page = secretary.get(KIND).text

    for said in ("1 · Retired", "2 · In force", "3 · Draft", "Made by the template of ДНЗ «ВПЛМ»"):
        assert said in page


def test_an_old_version_is_compared_and_brought_back(secretary, school, put_in_force):
    first = put_in_force(school, *ORDER, "Стара підстава.")
    second = put_in_force(school, *ORDER, "Нова підстава: {{ other_basis }}.")

    page = secretary.get(f"/templates/versions/{second.id}/compare").text
    assert "Стара підстава." in page
    assert "other_basis" in page
    assert "version 1" in page

    secretary.post(f"/templates/versions/{first.id}/restore")
    draft = _newest()
    assert (draft.n, draft.state, draft.docx_sha256) == (3, State.DRAFT, first.docx_sha256)


def test_a_first_version_is_compared_with_the_template_as_it_is_given(secretary, school, bring):
    draft = bring(school)

    page = secretary.get(f"/templates/versions/{draft.id}/compare").text

    assert "the template as it is given" in page
    assert "НАПРАВИТИ" in page


def test_a_version_is_retired_by_hand(head, school, put_in_force):
    version = put_in_force(school)

    answer = head.post(f"/templates/versions/{version.id}/retire")

    assert answer.location.startswith(KIND)
    assert kinds_of(school.organisation).kind("order_of_sending").owner_id is None


def test_a_draft_is_thrown_away_and_taken_back(secretary, school, bring):
    draft = bring(school)

    secretary.post(f"/templates/versions/{draft.id}/discard")
    assert secretary.get(f"/templates/versions/{draft.id}").status_code == 404
    assert "Thrown away" in secretary.get(KIND).text

    secretary.post(f"/templates/trashed/{draft.id}/take-back")
    assert secretary.get(f"/templates/versions/{draft.id}").status_code == 200


def test_a_new_kind_begins_as_an_old_one(secretary, school):
    answer = secretary.post(f"{KIND}/copy", data={"title": "Наказ про практику"})

    draft = _newest()
    assert answer.location == f"/templates/versions/{draft.id}"
    assert (draft.kind, draft.title("uk")) == ("nakaz_pro_praktyku", "Наказ про практику")
    assert secretary.post(f"{KIND}/copy", data={"title": " "}).status_code == 422


def test_a_kind_goes_to_another_school_as_one_file(client, school, put_in_force):
    put_in_force(school, *ORDER, "Речення ліцею.")
    sign_in(client, school.secretary)
    parcel = client.get(f"{KIND}/export.zip").data

    other = make_office("UAS2")
    sign_in(client, other.secretary)
    client.post("/templates/import", data={"file": (BytesIO(parcel), "kind.zip")})
    draft = _newest()
    assert draft.organisation_id == other.organisation.id
    sign_in(client, other.director)
    client.post(f"/templates/versions/{draft.id}/publish")

    assert client.get(f"{KIND}/export.zip").data == parcel


def test_what_is_no_such_file_is_refused_in_words(secretary):
    answer = secretary.post("/templates/import", data={"file": (BytesIO(b"PK"), "kind.zip")})

    assert answer.status_code == 422
    assert "not a whole file of a kind" in answer.text


def test_a_district_keeps_a_kind_the_same_for_its_schools(client, app):
    district = make_office("UAS3")
    school = make_office("UAS1", parent=district.organisation)
    sign_in(client, district.director)
    assert "Schools below use this template" in client.get(KIND).text
    client.post(f"{KIND}/lock")
    assert "Let them use their own" in client.get(KIND).text

    sign_in(client, school.secretary)
    page = client.get(KIND).text
    assert "keeps this kind for all" in page
    assert "Bring a new version" not in page
    assert "the same for all: ЦТ «Веселка»" in client.get("/templates/").text

    sign_in(client, district.director)
    client.post(f"{KIND}/unlock")
    sign_in(client, school.secretary)
    assert "Bring a new version" in client.get(KIND).text


def test_a_new_file_keeps_what_was_set_in_the_form(secretary, school, put_in_force):
    form = put_in_force(school).manifest
    programme = next(f for f in form["fields"] if f["name"] == "programme")
    file = (BytesIO(word_file(*ORDER, "Інші слова.")), "Новий наказ.docx")

    _bring(secretary, school, file, kind="order_of_sending")

    draft = _newest()
    assert (draft.n, draft.file_name) == (2, "Новий наказ.docx")
    assert programme in draft.manifest["fields"]
    assert programme["label"]["en"] in secretary.get(f"/templates/versions/{draft.id}").text


def test_a_letterhead_is_brought_and_published_like_a_template(client, school):
    sign_in(client, school.director)
    file = (BytesIO(word_file("{{ organisation.short }}, своя шапка")), "Бланк.docx")
    _bring(client, school, file, kind="letterhead")
    draft = _newest()
    assert draft.kind == "letterhead"
    client.post(f"/templates/versions/{draft.id}/publish")

    assert _newest().state is State.PUBLISHED
    assert "Your letterhead stands on every paper" in client.get("/templates/").text
    assert client.get("/templates/kinds/letterhead").status_code == 200


def test_what_waits_for_a_second_person_stands_first(head, school, bring):
    draft = bring(school)
    service.send(draft, by=school.secretary.id)
    db.session.commit()

    assert "Waiting for a second person" in head.get("/templates/").text


def test_the_head_says_whether_one_person_may_publish(client, school, bring):
    draft = bring(school)
    sign_in(client, school.secretary)
    assert client.post(f"/templates/versions/{draft.id}/publish").status_code == 409
    assert client.post("/templates/second-person", data={"who": "one"}).status_code == 403

    sign_in(client, school.director)
    client.post("/templates/second-person", data={"who": "one"})
    assert school.organisation.settings[ONE_PERSON] is True

    sign_in(client, school.secretary)
    client.post(f"/templates/versions/{draft.id}/publish")
    assert db.session.get_one(TemplateVersion, draft.id).state is State.PUBLISHED


def test_a_kind_that_nobody_has_is_not_there(secretary):
    assert secretary.get("/templates/kinds/nothing").status_code == 404
