"""Writing a paper from its kind to the check, as whoever writes it does."""

import io
from datetime import date

import docx
import pytest

from portal.documents.drafts import start_draft
from portal.documents.models import Document
from portal.extensions import db
from portal.permissions import Role
from tests.documents.conftest import ANSWERS
from tests.documents.desk import registered
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def office(client, lyceum):
    """The browser of the lyceum's secretary."""
    sign_in(client, lyceum.secretary)
    return client


def only_draft():
    return db.session.scalars(db.select(Document)).one()


def typed(**changes):
    return {**ANSWERS, "dated_on": "2026-06-05", **changes}


def test_kinds_of_the_country_are_offered(office):
    page = office.get("/documents/new").text

    assert "Order of sending to professional development" in page
    assert "Extract of the order" not in page
    assert "Most used here" not in page


def test_a_kind_is_found_by_a_word_in_any_language(office):
    page = office.get("/documents/new?q=направлення+наказ").text

    assert "Order of sending" in page
    assert "Referral to" not in page
    assert "No such kind" in office.get("/documents/new?q=zzz").text


def test_a_new_draft_begins_with_its_people(office):
    answer = office.post("/documents/new", data={"kind": "order_of_sending"})

    draft = only_draft()
    assert answer.location == f"/documents/{draft.id}/draft"
    assert office.get(answer.location).location == f"/documents/{draft.id}/people"
    assert "Whom does it concern?" in office.get(f"/documents/{draft.id}/people").text


def test_ticked_people_are_kept_and_lead_on_to_the_data(office, lyceum, make_draft):
    draft = make_draft([])
    ids = [employment.id for employment in lyceum.teachers[:2]]

    answer = office.post(f"/documents/{draft.id}/people", data={"people": ids})
    assert answer.location == f"/documents/{draft.id}/data"
    assert {row.employment_id for row in draft.people} == set(ids)


def test_nobody_chosen_is_said(office, make_draft):
    answer = office.post(f"/documents/{make_draft().id}/people", data={"pasted": ""})

    assert answer.status_code == 422
    assert "Choose at least one person." in answer.text


def test_a_pasted_list_is_matched_line_by_line(office, lyceum, make_draft):
    make_employment("UA03", lyceum.organisation)
    draft = make_draft([])
    pasted = "1\tТкач Андрій Петрович\tвикладач\n2. Гриць Л. С., методист\nТкач\nНевідомий Хтось"

    answer = office.post(f"/documents/{draft.id}/people", data={"pasted": pasted})
    assert answer.status_code == 422
    assert "2 lines name nobody for certain" in answer.text
    assert [row.name for row in draft.people] == ["Гриць Любов Степанівна", "Ткач Андрій Петрович"]
    assert "Several people may be meant" in answer.text
    assert ">\r\nНевідомий Хтось</textarea>" in answer.text


def test_a_column_of_surname_name_and_patronymic_is_matched(office, lyceum, make_draft):
    draft = make_draft([])
    pasted = "Сорока\tПавло\tДмитрович\tмайстер\nГриць\tЛюбов\tСтепанівна\tметодист"

    office.post(f"/documents/{draft.id}/people", data={"pasted": pasted})
    assert len(draft.people) == 2


def test_people_of_another_organisation_cannot_be_chosen(office, make_draft):
    stranger = make_employment("UA05", make_organisation("UAS2"))
    draft = make_draft([])

    office.post(f"/documents/{draft.id}/people", data={"people": stranger.id})
    assert not draft.people


def test_a_paper_of_one_person_takes_one(office, lyceum, make_draft):
    draft = make_draft([], kind="referral")
    page = office.get(f"/documents/{draft.id}/people").text

    assert f'type="radio" value="{lyceum.teachers[0].id}"' in page
    office.post(f"/documents/{draft.id}/people", data={"people": lyceum.teachers[0].id})
    assert [row.employment_id for row in draft.people] == [lyceum.teachers[0].id]


def test_answers_are_saved_while_they_are_typed(office, make_draft):
    draft = make_draft()
    answer = office.post(f"/documents/{draft.id}/save", data={"hours": "шіст", "plan": "2026 рік"})

    assert answer.status_code == 204
    assert draft.data["hours"] == "шіст"
    page = office.get(f"/documents/{draft.id}/data").text
    assert 'value="шіст"' in page
    assert 'value="2026 рік"' in page


def test_a_draft_waits_for_whoever_signs_in_again(office, client, lyceum, make_draft):
    draft = make_draft()
    office.post("/sign-out")
    lost = office.post(f"/documents/{draft.id}/save", data={"plan": "2027 рік"})
    assert lost.status_code == 302

    sign_in(client, lyceum.secretary)
    office.post(f"/documents/{draft.id}/save", data={"plan": "2027 рік"})
    assert draft.data["plan"] == "2027 рік"


def test_right_answers_lead_to_the_check(office, make_draft):
    draft = make_draft()
    answer = office.post(f"/documents/{draft.id}/data", data=typed(dated_on="08.06.2026"))

    assert answer.location == f"/documents/{draft.id}/check"
    assert draft.dated_on == date(2026, 6, 8)


def test_wrong_answers_are_said_and_kept(office, make_draft):
    draft = make_draft()
    answer = office.post(f"/documents/{draft.id}/data", data=typed(hours="0", programme=""))

    assert answer.status_code == 422
    assert "1 is the least here." in answer.text
    assert draft.data["hours"] == "0"
    assert office.get(f"/documents/{draft.id}/draft").location == f"/documents/{draft.id}/data"


def test_computed_values_are_shown(office, make_draft):
    page = office.get(f"/documents/{make_draft().id}/data").text

    assert "ECTS credits" in page
    assert '<output class="d-block strong">2</output>' in page


def test_the_same_again_takes_answers_and_people(office, lyceum, make_draft):
    source = registered(make_draft(lyceum.teachers))
    assert "The same again" in office.get(f"/documents/new?from={source.id}").text

    answer = office.post("/documents/new", data={"from": source.id})
    again = db.session.get(Document, int(answer.location.split("/")[2]))
    assert again.data["programme"] == ANSWERS["programme"]
    assert len(again.people) == 3


def test_a_referral_follows_its_order(office, make_draft):
    order = registered(make_draft())
    address = f"/documents/new?kind=referral&source={order.id}"
    assert "It follows the paper below" in office.get(address).text

    answer = office.post("/documents/new", data={"kind": "referral", "source": order.id})
    referral = db.session.get(Document, int(answer.location.split("/")[2]))
    assert referral.data["order"] == order.id
    assert referral.data["programme"] == ANSWERS["programme"]
    assert len(referral.people) == 1


def test_a_paper_cannot_follow_a_draft(office, make_draft):
    data = {"kind": "referral", "source": make_draft().id}

    assert office.post("/documents/new", data=data).status_code == 409


def test_a_draft_can_be_thrown_away(office, make_draft):
    draft_id = make_draft().id
    answer = office.post(f"/documents/{draft_id}/discard")

    assert answer.location == "/documents"
    assert db.session.get(Document, draft_id) is None


def test_a_registered_paper_is_not_written_any_more(office, make_draft):
    paper = registered(make_draft())
    for step in ("people", "data", "check", "word", "draft"):
        assert office.get(f"/documents/{paper.id}/{step}").location == f"/documents/{paper.id}"

    assert office.post(f"/documents/{paper.id}/discard").status_code == 303
    assert db.session.get(Document, paper.id)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ADMIN, Role.DEPARTMENT_HEAD])
def test_who_prepares_no_papers_is_refused(client, lyceum, make_draft, role):
    draft = make_draft()
    sign_in(client, make_user(role, lyceum.organisation))

    assert client.get("/documents/new").status_code == 403
    assert client.get(f"/documents/{draft.id}/data").status_code == 403


def test_a_draft_of_another_school_does_not_exist(client, make_draft):
    draft = make_draft()
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    for step in ("people", "data", "check", "word", "approval", "preview", "draft"):
        assert client.get(f"/documents/{draft.id}/{step}").status_code == 404
    assert client.post("/documents/new", data={"from": draft.id}).status_code == 404


def test_whoever_makes_an_extract_certifies_it(lyceum):
    kind = CATALOGUE.kind("extract_of_order")
    secretary = make_employment("UA03", lyceum.organisation)
    lyceum.secretary.person = secretary.person
    db.session.commit()

    def certifier(user):
        draft = start_draft(kind, lyceum.organisation, made_by=user.id, dated_on=date(2026, 6, 5))
        return draft.data["certified_by"]

    head = lyceum.head.person.employments[0]
    assert certifier(lyceum.secretary) == secretary.id
    assert certifier(lyceum.director) == head.id


def test_what_is_pasted_is_kept_too_when_the_page_saves_itself(office, lyceum, make_draft):
    draft = make_draft([])
    data = {"people": lyceum.teachers[0].id, "pasted": "Гриць Л. С.\nТка"}

    assert office.post(f"/documents/{draft.id}/people/save", data=data).status_code == 204
    assert [row.name for row in draft.people] == ["Гриць Любов Степанівна", "Ткач Андрій Петрович"]


def test_only_what_is_offered_can_be_begun(office, lyceum, make_draft):
    order = registered(make_draft())
    foreign = make_organisation("UAS2")

    def refused(**data):
        return office.post("/documents/new", data=data).status_code == 404

    assert refused(kind="extract_of_order")
    assert refused(kind="order_of_sending", source=order.id)
    assert refused(kind="order_of_sending", organisation=foreign.id)
    assert refused(kind="nothing")


def test_the_next_paper_begins_with_what_was_said_last_time(office, make_draft):
    registered(make_draft(provider="Вишнегорський інститут"))
    answer = office.post("/documents/new", data={"kind": "order_of_sending"})
    page = office.get(answer.location.replace("/draft", "/data")).text

    assert 'value="Вишнегорський інститут"' in page
    assert "as last time" in page


def test_the_paper_speaks_the_language_of_its_school_whatever_the_page_speaks(
    office, lyceum, make_draft
):
    lyceum.secretary.language = "en"
    paper = registered(make_draft())
    page = office.get(f"/documents/{paper.id}").text
    file = office.get(f"/documents/{paper.id}/editions/1.docx").data

    words = " ".join(one.text for one in docx.Document(io.BytesIO(file)).paragraphs)

    assert "What happened" in page
    assert "НАКАЗ" in words
