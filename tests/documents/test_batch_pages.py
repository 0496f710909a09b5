"""Many papers at once through the pages: from the list of people to the print job."""

import io
import re
import zipfile

import pytest
import sqlalchemy as sa
from flask import current_app

from portal.documents.issue import annul
from portal.documents.models import Batch, Document
from portal.extensions import db
from portal.jobs import jobs
from portal.paper import page_count, page_texts
from portal.permissions import Role
from tests.documents.batches import plan_referrals, register_order, start_referrals
from tests.documents.conftest import ANSWERS
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def secretary(client, lyceum):
    """The browser of the secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def order(lyceum):
    return register_order(lyceum, list(lyceum.teachers))


def answers_of(order, **changes):
    """What the form of the referral sends."""
    people = [row.employment_id for row in order.people]
    shared = {**ANSWERS, "dated_on": "2026-06-05", "order": order.id, "people": people}
    return {**shared, **changes}


def begin(client, order, kind="referral", **changes):
    """Send the form; the address of the dry run."""
    answer = client.post(f"/batches/new?kind={kind}", data=answers_of(order, **changes))
    assert answer.status_code == 303, answer.text
    return answer.location


def run_jobs():
    jobs(current_app).run_pending()
    db.session.rollback()


def referrals():
    query = sa.select(Document).where(Document.kind == "referral").order_by(Document.sequence)
    return db.session.scalars(query).all()


def test_people_and_answers_come_from_the_order(secretary, order):
    page = secretary.get(f"/batches/new?kind=referral&source={order.id}")

    assert page.status_code == 200
    assert len(re.findall(r'name="people"[^>]*checked|checked[^>]*name="people"', page.text)) == 3
    assert ANSWERS["programme"] in page.text


def test_a_batch_is_checked_issued_and_handed_out(secretary, order):
    address = begin(secretary, order)

    check = secretary.get(address)
    assert "3 referrals: check before they are issued" in check.text
    assert "Issue 3 referrals" in check.text

    assert secretary.post(f"{address}/start").status_code == 303
    assert "Registering: 0 of 3." in secretary.get(address).text
    run_jobs()

    result = secretary.get(address)
    assert "Issued: 3 referrals" in result.text
    assert "1–3" in result.text
    names = [paper.people[0].name.split()[0] for paper in referrals()]
    assert names == ["Гриць", "Сорока", "Ткач"]
    printed = page_texts(secretary.get(f"{address}/print.pdf").data)
    assert len(printed) == 7  # the list of them, and each on a fresh sheet
    assert re.findall(r"(\d)\s+(Гриць|Сорока|Ткач)[^\d]*(\d)", printed[0]) == [
        ("1", "Гриць", "2"),
        ("2", "Сорока", "3"),
        ("3", "Ткач", "4"),
    ]


def test_the_zip_has_word_and_pdf_of_everyone_under_human_names(secretary, order):
    address = begin(secretary, order)
    secretary.post(f"{address}/start")
    run_jobs()

    answer = secretary.get(f"{address}/papers.zip")

    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert len(names) == len(set(names)) == 6
    assert any(name.startswith("Направлення № 1 від 05.06.2026, Гриць") for name in names)


def test_a_second_click_on_the_button_issues_nothing_twice(secretary, order):
    address = begin(secretary, order)

    secretary.post(f"{address}/start")
    secretary.post(f"{address}/start")
    run_jobs()

    assert len(referrals()) == 3


def test_extracts_of_an_order_take_two_clicks(secretary, order):
    form = secretary.get(f"/batches/new?kind=extract_of_order&source={order.id}").text
    certifier = re.search(r'name="certified_by".*?<option selected value="(\d+)"', form, re.S)

    address = begin(secretary, order, "extract_of_order", certified_by=certifier[1])
    secretary.post(f"{address}/start")
    run_jobs()

    extracts = db.session.scalars(
        sa.select(Document).where(Document.kind == "extract_of_order")
    ).all()
    assert {extract.number for extract in extracts} == {order.number}
    assert len(extracts) == 3
    assert "kind=extract_of_order" not in secretary.get(f"/documents/{order.id}").text


def test_a_second_batch_of_extracts_says_who_has_one(secretary, order, lyceum):
    for _ in range(2):
        address = begin(secretary, order, "extract_of_order", certified_by=lyceum.teachers[0].id)
        page = secretary.get(address).text
        secretary.post(f"{address}/start")
        run_jobs()

    assert page.count("already has this extract.") == 3


def test_a_pasted_list_names_people_and_shows_the_rows_that_do_not(secretary, order):
    pasted = "ПІБ\tОбсяг, годин\nТкач Андрій Петрович\t90\nСорока Павел Дмитрович\t30\n"

    address = begin(secretary, order, people=[], pasted=pasted)

    page = secretary.get(address).text
    assert "A3: «Сорока Павел Дмитрович»" in page
    assert "Сорока Павло Дмитрович" in page
    assert "Hours: 90" in page
    assert "Go on without 1 person" in page


def test_a_row_that_was_not_clear_joins_with_its_own_answers(secretary, order, lyceum):
    pasted = "ПІБ\tОбсяг, годин\nТкач Андрій Петрович\t90\nСорока Павел Дмитрович\t30\n"
    address = begin(secretary, order, people=[], pasted=pasted)
    soroka = lyceum.teachers[2]

    secretary.post(f"{address}/rows/0", data={"employment": soroka.id})
    secretary.post(f"{address}/start")
    run_jobs()

    hours = {paper.people[0].employment_id: paper.data["hours"] for paper in referrals()}
    assert hours == {soroka.id: "30", lyceum.teachers[0].id: "90"}


def test_a_person_of_another_school_is_not_taken_for_a_row(secretary, order):
    stranger = make_employment("RU03", make_organisation("RUS1"))
    address = begin(secretary, order, people=[], pasted="ПІБ\nНіхто Такий Немає\n")

    answer = secretary.post(f"{address}/rows/0", data={"employment": stranger.id})

    assert answer.status_code == 404


def test_gender_and_post_are_mended_in_the_row_and_remembered_in_the_card(secretary, order, lyceum):
    person, employment = lyceum.teachers[1].person, lyceum.teachers[1]
    person.gender = ""
    employment.posts.clear()
    address = begin(secretary, order)
    assert "Go on without 1 person" in secretary.get(address).text
    item = re.search(rf"{address}/items/(\d+)\"", secretary.get(address).text)

    item = next(one for one in last_batch().items if one.employment_id == employment.id)
    secretary.post(f"{address}/items/{item.id}", data={"gender": "f", "post": "методист"})

    assert "Issue 3 referrals" in secretary.get(address).text
    db.session.rollback()
    assert (person.gender, employment.posts[0].text) == ("f", "методист")


def last_batch():
    db.session.rollback()
    return db.session.scalar(sa.select(Batch).order_by(Batch.id.desc()))


def test_others_go_on_without_those_who_are_not_ready(secretary, order, lyceum):
    lyceum.teachers[1].person.gender = ""
    address = begin(secretary, order)

    secretary.post(f"{address}/leave-out")
    assert "Issue 2 referrals" in secretary.get(address).text
    secretary.post(f"{address}/start")
    run_jobs()

    assert len(referrals()) == 2


def test_a_missing_answer_concerns_every_paper_and_is_said_once(secretary, order):
    address = begin(secretary, order, programme="")

    page = secretary.get(address).text
    assert page.count("This concerns every paper") == 1
    assert "Correct the data of all papers" in page


def test_nothing_starts_while_something_is_missing(secretary, order):
    address = begin(secretary, order, programme="")

    assert secretary.post(f"{address}/start").status_code == 422
    run_jobs()
    assert referrals() == []


def test_people_and_data_can_be_corrected_until_the_start(secretary, order, lyceum):
    address = begin(secretary, order, programme="")

    secretary.post(f"{address}/edit", data=answers_of(order, people=[lyceum.teachers[0].id]))

    assert "Issue 1 referral" in secretary.get(address).text
    secretary.post(f"{address}/start")
    assert secretary.get(f"{address}/edit").status_code == 409


def test_without_people_the_form_says_so(secretary, order):
    answer = secretary.post("/batches/new?kind=referral", data=answers_of(order, people=[]))

    assert answer.status_code == 422
    assert "Choose at least one person." in answer.text


def test_a_kind_that_others_approve_is_not_issued_in_a_batch(secretary, order, lyceum):
    lyceum.organisation.settings = {"approval": {"referral": ["head"]}}
    address = begin(secretary, order)

    answer = secretary.post(f"{address}/start")

    assert answer.status_code == 409
    assert "approved by others first" in answer.text


def test_whoever_has_all_the_steps_approves_each_paper_by_starting(client, order, lyceum):
    lyceum.organisation.settings = {"approval": {"referral": ["head"]}}
    sign_in(client, lyceum.director)
    address = begin(client, order)

    client.post(f"{address}/start")
    run_jobs()

    assert [decision.step for paper in referrals() for decision in paper.decisions] == ["head"] * 3


def test_papers_without_a_pdf_are_said_and_made_when_asked_again(app, secretary, order):
    pdf = app.extensions["papka"].pdf
    pdf.is_down = True
    address = begin(secretary, order)
    secretary.post(f"{address}/start")
    run_jobs()
    page = secretary.get(address).text
    assert "their PDFs could not be made yet" in page
    assert "The next try: " in page
    assert (
        len(zipfile.ZipFile(io.BytesIO(secretary.get(f"{address}/papers.zip").data)).namelist())
        == 3
    )

    pdf.is_down = False
    secretary.post(f"{address}/again")
    run_jobs()

    assert "Print 3 referrals" in secretary.get(address).text


def test_a_paper_that_failed_is_explained_and_made_when_tried_again(secretary, lyceum):
    batch = start_referrals(lyceum, list(lyceum.teachers))
    address = f"/batches/{batch.id}"
    lyceum.teachers[1].person.gender = ""  # after the check, before its turn came
    db.session.commit()
    jobs(current_app).run_sweeps()
    run_jobs()
    page = secretary.get(address).text
    assert "1 paper could not be made" in page
    assert "say whether a man or a woman" in page

    lyceum.teachers[1].person.gender = "f"
    secretary.post(f"{address}/again")
    run_jobs()

    assert "Issued: 3 referrals" in secretary.get(address).text
    assert [paper.sequence for paper in referrals()] == [1, 2, 3]


def test_all_are_marked_as_printed_at_once(secretary, order):
    address = begin(secretary, order)
    secretary.post(f"{address}/start")
    run_jobs()

    secretary.post(f"{address}/printed")

    db.session.rollback()
    assert all(paper.printed_at for paper in referrals())
    assert "Mark all as printed" not in secretary.get(address).text


def test_the_bar_asks_again_until_the_work_is_over(secretary, lyceum):
    batch_id = start_referrals(lyceum, list(lyceum.teachers)).id
    first = secretary.get(f"/batches/{batch_id}/progress")
    jobs(current_app).run_sweeps()
    run_jobs()
    last = secretary.get(f"/batches/{batch_id}/progress")

    assert "hx-get" in first.text
    assert "HX-Refresh" not in first.headers
    assert last.headers["HX-Refresh"] == "true"


def test_a_batch_begun_is_found_again_in_the_list(secretary, order):
    begin(secretary, order)

    page = secretary.get("/batches").text

    assert "0 of 3" in page
    assert "Not started" in page


def test_a_batch_of_another_school_is_not_there(client, lyceum):
    batch_id = plan_referrals(lyceum, list(lyceum.teachers)).id
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    assert client.get(f"/batches/{batch_id}").status_code == 404
    assert client.post(f"/batches/{batch_id}/start").status_code == 404


def test_whom_the_order_does_not_name_gets_a_referral_after_a_look_but_no_extract(
    secretary, order, lyceum
):
    newcomer = make_employment("UA11", lyceum.organisation)
    certifier = lyceum.teachers[0].id

    referral = begin(secretary, order, people=[newcomer.id])
    extract = begin(
        secretary, order, "extract_of_order", people=[newcomer.id], certified_by=certifier
    )

    said = "Саркісян Армен Гагікович is not named in № 1-к/тр."
    assert said in secretary.get(referral).text
    assert said in secretary.get(extract).text
    assert secretary.post(f"{referral}/start").status_code == 303
    assert secretary.post(f"{extract}/start").status_code == 422


def test_an_annulled_paper_is_not_printed_with_the_others(secretary, order, lyceum):
    address = begin(secretary, order)
    secretary.post(f"{address}/start")
    run_jobs()
    annul(referrals()[0], reason="Помилка", annulled_by=lyceum.director.id)

    assert page_count(secretary.get(f"{address}/print.pdf").data) == 2 + 3


def test_without_a_kind_the_list_offers_the_kinds(secretary):
    answer = secretary.get("/batches/new", follow_redirects=True)

    assert "Referral to professional development" in answer.text
    assert secretary.get("/batches/new?kind=order_of_sending").status_code == 404
