"""The last steps of a draft: the check, the number, the extracts, approval, Finish in Word."""

import io
import re
from datetime import date

import pytest

from portal.documents.models import Batch, Document, Edition
from portal.extensions import db, services
from portal.jobs import jobs
from portal.permissions import Role
from tests.documents.desk import registered
from tests.documents.test_word import edited
from tests.factories import make_employment, make_organisation, make_user, sign_in

CLICK = {"request_key": "one click"}


@pytest.fixture
def office(client, lyceum):
    """The browser of the lyceum's secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def strict(lyceum):
    """Here the head approves orders before they are registered."""
    lyceum.organisation.settings = {"approval": {"order_of_sending": ["head"]}}
    db.session.commit()


def test_the_check_shows_the_number_to_come_and_the_names_as_printed(office, lyceum, make_draft):
    page = office.get(f"/documents/{make_draft(lyceum.teachers).id}/check").text

    assert re.search(r'<span class="will">№\s1-к/тр</span>', page)
    assert "Ткача Андрія Петровича" in page
    assert "методиста" in page
    assert "and 3 extracts" in page


def test_an_order_older_than_its_contract_is_warned_of_and_may_be_issued(office, make_draft):
    day_before = {"title": "договір", "number": "7", "date": "2026-06-06"}
    draft = make_draft(contract=day_before)
    page = office.get(f"/documents/{draft.id}/check").text
    same_day = make_draft(contract={**day_before, "date": "2026-06-05"})

    assert "This paper is of 06.06.2026: later than the one that rests on it." in page
    assert "later than" not in office.get(f"/documents/{same_day.id}/check").text
    assert office.post(f"/documents/{draft.id}/register", data=CLICK).status_code == 303


def test_registering_gives_the_number_and_makes_the_pdf_later(app, office, make_draft):
    draft = make_draft()
    answer = office.post(f"/documents/{draft.id}/register", data=CLICK)

    assert answer.location == f"/documents/{draft.id}"
    assert draft.number == "1-к/тр"
    assert draft.edition.pdf_sha256 is None
    jobs(app).run_pending()
    db.session.rollback()
    assert draft.edition.pdf_sha256


def test_a_second_click_takes_no_second_number(office, make_draft):
    draft = make_draft()
    for _click in range(2):
        answer = office.post(f"/documents/{draft.id}/register", data=CLICK)
        assert answer.location == f"/documents/{draft.id}"

    assert draft.number == "1-к/тр"
    assert len(db.session.scalars(db.select(Edition)).all()) == 1


def test_extracts_are_made_with_the_order_when_they_are_ticked(app, office, lyceum, make_draft):
    draft = make_draft(lyceum.teachers)
    office.post(f"/documents/{draft.id}/register", data={**CLICK, "extracts": "y"})

    jobs(app).run_pending()
    db.session.rollback()
    batch = db.session.scalars(db.select(Batch)).one()
    assert batch.finished_at
    extracts = [item.document for item in batch.items]
    assert [extract.number for extract in extracts] == ["1-к/тр"] * 3
    assert "'Коваль'" in str(extracts[0].edition.data["certified_by"])


def test_extracts_that_are_not_ticked_are_not_made(office, lyceum, make_draft):
    office.post(f"/documents/{make_draft(lyceum.teachers).id}/register", data=CLICK)

    assert not db.session.scalars(db.select(Batch)).all()


def test_what_is_missing_is_listed_with_the_way_to_mend_it(office, make_draft):
    draft = make_draft([], programme="", hours="багато")
    page = office.get(f"/documents/{draft.id}/check").text

    assert "3 things to mend" in page
    for address in ("people", "data#programme", "data#hours"):
        assert f'href="/documents/{draft.id}/{address}"' in page
    answer = office.post(f"/documents/{draft.id}/register", data=CLICK)
    assert answer.status_code == 422
    assert "The paper is not registered. The number is free." in answer.text
    assert draft.number is None


def test_a_doubtful_name_is_shown_with_its_ways(office, lyceum, make_draft):
    draft = make_draft([make_employment("UA07", lyceum.organisation)])
    page = office.get(f"/documents/{draft.id}/check").text

    assert "How does the family Швець decline its name?" in page
    assert "by family custom, the vowel stays" in page
    assert "Look at 1 name first" in page


def test_the_chosen_way_is_remembered_on_the_card(office, lyceum, make_draft):
    employment = make_employment("UA07", lyceum.organisation)
    draft = make_draft([employment])
    address = f"/documents/{draft.id}/names/{employment.person_id}"

    answer = office.post(address, data={"way": "vowel-stays"})
    assert answer.location == f"/documents/{draft.id}/check#names"
    name = employment.person.name
    assert name.declined().in_case("accusative") == "Швеця Миколу Лук’яновича"
    assert name.confirmed_by_id == lyceum.secretary.id
    assert "Швеця" in office.get(f"/documents/{draft.id}/check").text


def test_own_forms_of_name_and_post_are_remembered(office, lyceum, make_draft):
    employment = lyceum.teachers[0]
    draft = make_draft([employment])
    forms = {"accusative_family": "Ткач", "accusative": "викладача техніки"}

    office.post(f"/documents/{draft.id}/names/{employment.person_id}", data=forms)
    assert employment.person.name.forms == {"accusative": {"family": "Ткач"}}
    assert employment.posts[0].forms == {"accusative": "викладача техніки"}


def test_man_or_woman_is_asked_where_it_is_not_known(office, lyceum, make_draft):
    employment = make_employment("UA12", lyceum.organisation)
    employment.person.gender = ""
    draft = make_draft([employment])
    assert "a man or a woman?" in office.get(f"/documents/{draft.id}/check").text

    address = f"/documents/{draft.id}/names/{employment.person_id}"
    answer = office.post(address, data={"gender": "f"})
    assert f"name={employment.person_id}" in answer.location
    assert employment.person.gender == "f"
    assert employment.person.name.confirmed_at is None


def test_a_name_of_nobody_in_the_paper_cannot_be_confirmed(office, lyceum, make_draft):
    other = lyceum.teachers[1]

    answer = office.post(f"/documents/{make_draft().id}/names/{other.person_id}")
    assert answer.status_code == 404


def test_all_doubtful_names_can_be_said_right_at_once(office, lyceum, make_draft):
    doubtful = [make_employment(code, lyceum.organisation) for code in ("UA07", "UA12")]
    draft = make_draft(doubtful)
    office.post(f"/documents/{draft.id}/register", data={**CLICK, "names_are_right": "y"})

    assert draft.number
    assert all(employment.person.name.confirmed_at for employment in doubtful)


def test_doubtful_names_hold_the_number_back(office, lyceum, make_draft):
    draft = make_draft([make_employment("UA07", lyceum.organisation)])
    answer = office.post(f"/documents/{draft.id}/register", data=CLICK)

    assert answer.status_code == 422
    assert "Look at the names first, or tick that they are right." in answer.text
    assert draft.number is None


def test_an_earlier_date_asks_for_a_reason(office, make_draft):
    registered(make_draft(dated_on=date(2026, 6, 5)))
    late = make_draft(dated_on=date(2026, 6, 1))
    page = office.get(f"/documents/{late.id}/check").text
    assert "already has a later date" in page
    assert "late entry" not in page  # there is no number it could stand behind

    without = office.post(f"/documents/{late.id}/register", data={**CLICK, "entry": "next"})
    assert without.status_code == 422
    assert "say in one sentence why" in without.text
    reason = {"entry": "next", "late_reason": "Лист прийшов пізно."}
    office.post(f"/documents/{late.id}/register", data={**CLICK, **reason})
    assert (late.number, late.late_reason) == ("2-к/тр", "Лист прийшов пізно.")


def test_a_late_entry_stands_behind_an_earlier_number(office, make_draft):
    registered(make_draft(dated_on=date(2026, 5, 29)))
    registered(make_draft(dated_on=date(2026, 6, 5)))
    late = make_draft(dated_on=date(2026, 6, 1))
    assert 'name="late_number" type="text" value="1"' in (
        office.get(f"/documents/{late.id}/check").text
    )

    entry = {"entry": "late", "late_number": "1", "late_reason": "Забули."}
    office.post(f"/documents/{late.id}/register", data={**CLICK, **entry})
    assert late.number == "1/1-к/тр"


def test_the_preview_is_fetched_as_pictures(app, office, make_draft):
    draft = make_draft()
    piece = office.get(f"/documents/{draft.id}/preview", headers={"HX-Request": "true"}).text

    assert f'src="/documents/{draft.id}/preview/1.png"' in piece
    assert "<html" not in piece
    picture = office.get(f"/documents/{draft.id}/preview/1.png")
    assert picture.data.startswith(b"\x89PNG")
    assert services().pdf.converted == 1
    assert office.get(f"/documents/{draft.id}/preview/2.png").status_code == 404


def test_a_converter_that_is_down_says_so_and_offers_word(office, make_draft):
    services().pdf.is_down = True
    draft = make_draft()
    page = office.get(f"/documents/{draft.id}/preview").text

    assert "The PDF cannot be made now. Take the Word file." in page
    assert f'href="/documents/{draft.id}/word"' in page


def test_where_others_approve_the_draft_is_sent(office, make_draft, strict):
    draft = make_draft()
    assert "Send for approval: head" in office.get(f"/documents/{draft.id}/check").text
    assert office.post(f"/documents/{draft.id}/register", data=CLICK).status_code == 422

    assert office.post(f"/documents/{draft.id}/submit").location == "/documents"
    assert draft.status == "to-approve"
    assert "waits for approval: head" in office.get(f"/documents/{draft.id}/check").text
    office.post(f"/documents/{draft.id}/recall")
    assert draft.status == "draft"


def test_a_draft_with_faults_is_not_sent(office, make_draft, strict):
    draft = make_draft(programme="")

    assert office.post(f"/documents/{draft.id}/submit").status_code == 422
    assert draft.submitted_at is None


def test_the_head_approves_and_the_secretary_registers(office, client, lyceum, make_draft, strict):
    draft = make_draft()
    office.post(f"/documents/{draft.id}/submit")
    sign_in(client, lyceum.director)
    assert client.get(f"/documents/{draft.id}/draft").location.endswith("/approval")
    page = client.get(f"/documents/{draft.id}/approval").text
    assert "Approve the paper" in page
    assert "Ткача Андрія Петровича" in page
    client.post(f"/documents/{draft.id}/approve")
    assert draft.approved_at

    sign_in(client, lyceum.secretary)
    office.post(f"/documents/{draft.id}/register", data=CLICK)
    assert draft.number


def test_a_returned_draft_says_why(office, client, lyceum, make_draft, strict):
    draft = make_draft()
    office.post(f"/documents/{draft.id}/submit")
    sign_in(client, lyceum.director)
    assert client.post(f"/documents/{draft.id}/return", data={"reason": ""}).status_code == 422

    client.post(f"/documents/{draft.id}/return", data={"reason": "Не та програма."})
    sign_in(client, lyceum.secretary)
    for step in ("check", "data", "people"):
        assert "Не та програма." in office.get(f"/documents/{draft.id}/{step}").text


def test_whoever_prepares_and_approves_is_not_asked(client, lyceum, make_draft, strict):
    sign_in(client, lyceum.director)
    draft = make_draft()
    assert "Register № 1-к/тр" in client.get(f"/documents/{draft.id}/check").text

    client.post(f"/documents/{draft.id}/register", data=CLICK)
    assert draft.number == "1-к/тр"
    assert draft.approved_at


def test_a_secretary_approves_nothing(office, make_draft, strict):
    draft = make_draft()
    office.post(f"/documents/{draft.id}/submit")

    assert office.post(f"/documents/{draft.id}/approve").status_code == 403
    assert office.post(f"/documents/{draft.id}/return").status_code == 403
    assert "Approve the paper" not in office.get(f"/documents/{draft.id}/approval").text


def test_a_head_of_another_school_approves_nothing(client, make_draft, strict):
    draft = make_draft()
    sign_in(client, make_user(Role.HEAD, make_organisation("UAS2")))

    assert client.post(f"/documents/{draft.id}/approve").status_code == 404


def test_a_draft_goes_to_word_and_back(office, client, lyceum, make_draft, strict):
    draft = make_draft()
    file = office.get(f"/documents/{draft.id}/word/draft.docx").data
    back = edited(file, "НАКАЗУЮ", "НАКАЗУЮ НЕГАЙНО")
    office.post(f"/documents/{draft.id}/word", data={"file": (io.BytesIO(back), "draft.docx")})
    for step in ("word", "check", "approval"):
        assert "НАКАЗУЮ НЕГАЙНО:</ins>" in office.get(f"/documents/{draft.id}/{step}").text

    office.post(f"/documents/{draft.id}/word/drop")
    assert draft.word_sha256 is None


def test_another_file_than_word_is_refused(office, make_draft):
    draft = make_draft()
    file = {"file": (io.BytesIO(b"%PDF-1.7"), "draft.pdf")}
    answer = office.post(f"/documents/{draft.id}/word", data=file)

    assert answer.status_code == 422
    assert "This is not a Word file" in answer.text
    assert office.post(f"/documents/{draft.id}/word", data={}).status_code == 422


def test_a_draft_with_unreadable_answers_cannot_go_to_word(office, make_draft):
    draft = make_draft(hours="багато")

    assert office.get(f"/documents/{draft.id}/word/draft.docx").status_code == 422
    assert db.session.get(Document, draft.id)


def test_the_head_approves_all_that_are_ticked(office, client, lyceum, make_draft, strict):
    drafts = [make_draft([teacher]) for teacher in lyceum.teachers]
    for draft in drafts[:2]:
        office.post(f"/documents/{draft.id}/submit")
    sign_in(client, lyceum.director)
    assert "Approve the selected" in client.get("/documents?folder=to-approve").text

    ticked = {"picked": [draft.id for draft in drafts]}  # the last one was never sent
    page = client.post("/documents/approve", data=ticked, follow_redirects=True).text
    assert [bool(draft.approved_at) for draft in drafts] == [True, True, False]
    assert "2 papers are approved." in page
    assert "This paper does not wait for your decision." in page
