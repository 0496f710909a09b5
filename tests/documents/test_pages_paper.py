"""The page of one paper and what is done with it, as a secretary and a head do it."""

from datetime import timedelta
from io import BytesIO

import pytest

from portal.audit import AuditEntry
from portal.documents.models import Document
from portal.extensions import db, services
from portal.files.service import inventory
from portal.jobs import jobs
from portal.permissions import Role
from tests.documents.issued import SCAN, bring_back, issue
from tests.factories import make_organisation, make_user, sign_in

# What a browser sends for lists from which nothing is chosen.
UNCHOSEN = {"study_form": "", "release": "", "control": "", "replacement_by": ""}


@pytest.fixture
def desk(client, lyceum):
    """The browser of the secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def head_office(app, lyceum):
    """The browser of the head."""
    browser = app.test_client()
    sign_in(browser, lyceum.director)
    return browser


def afresh(document):
    """The paper as it is in the database now."""
    db.session.expire_all()
    return db.session.get(Document, document.id)


def scan_file():
    return {"scan": (BytesIO(SCAN), "scan.pdf")}


def test_the_page_shows_number_date_way_people_files_and_history(desk, make_draft):
    paper = issue(make_draft())

    page = desk.get(f"/documents/{paper.id}").text

    assert "№ 1-к/тр" in page
    assert "of 05.06.2026" in page
    assert "Ткач Андрій Петрович" in page
    assert f"SHA-256 {paper.edition.docx_sha256[:4]}" in page
    assert "Number taken, file frozen" in page
    assert 'class="now"' in page


def test_the_history_of_a_paper_without_a_number_tells_of_none(desk, make_draft):
    order = issue(make_draft())
    extract = issue(make_draft(kind="extract_of_order", order=order.id))

    page = desk.get(f"/documents/{extract.id}").text

    assert "File frozen" in page
    assert "Number taken" not in page


def test_a_draft_has_its_page_where_it_is_written(desk, make_draft):
    draft = make_draft()

    answer = desk.get(f"/documents/{draft.id}")

    assert answer.status_code == 302
    assert answer.location == f"/documents/{draft.id}/draft"


def test_the_next_step_leads_from_print_over_the_scan_to_the_files(desk, head_office, make_draft):
    paper = issue(make_draft())
    address = f"/documents/{paper.id}"

    assert f'action="{address}/print"' in desk.get(address).text
    desk.post(f"{address}/print")
    assert f'href="{address}/scan"' in desk.get(address).text
    desk.post(f"{address}/scan", data=scan_file())
    assert f'action="{address}/file"' not in desk.get(address).text
    assert "The head confirms it" in desk.get(address).text
    assert f'action="{address}/file"' in head_office.get(address).text
    head_office.post(f"{address}/file")

    assert afresh(paper).filed_at
    assert f'action="{address}/file"' not in head_office.get(address).text


def test_printing_gives_the_file_with_all_copies(desk, make_draft):
    paper = issue(make_draft())

    answer = desk.post(f"/documents/{paper.id}/print")
    page = desk.get(answer.location)
    file = desk.get(page.headers["Refresh"].partition("url=")[2])

    assert file.mimetype == "application/pdf"
    assert "Printed: 2 copies." in page.text
    assert afresh(paper).printed_at


def test_while_the_pdf_is_made_the_page_asks_for_it_again_and_again(app, desk, make_draft):
    paper = issue(make_draft(), pdf=False)
    state = f"/documents/{paper.id}/pdf-state"

    page = desk.get(f"/documents/{paper.id}").text
    assert f'hx-get="{state}"' in page
    assert "The PDF is being made" in desk.get(state).text
    jobs(app).run_pending()
    ready = desk.get(state)

    assert ready.headers["HX-Refresh"] == "true"
    assert "As printed" in desk.get(f"/documents/{paper.id}").text


def test_a_converter_that_fails_leaves_the_paper_registered_and_may_be_asked_again(
    app, desk, make_draft
):
    paper = issue(make_draft(), pdf=False)
    address, converter = f"/documents/{paper.id}", app.extensions["papka"].pdf

    converter.is_down = True
    desk.get(address)
    jobs(app).run_pending()
    failed = desk.get(address).text
    converter.is_down = False
    desk.post(f"{address}/pdf-again")
    desk.get(address)
    jobs(app).run_pending()

    assert "The PDF could not be made" in failed
    due = (services().clock.now() + timedelta(minutes=1)).astimezone()
    assert f"The next try: {due:%d.%m.%Y, %H:%M}." in failed
    assert "Try now" in failed
    assert afresh(paper).registered_at
    assert afresh(paper).edition.pdf_sha256


def test_files_come_under_names_people_understand_and_cannot_run(desk, make_draft):
    paper = issue(make_draft())

    for ending in ("docx", "pdf"):
        answer = desk.get(f"/documents/{paper.id}/editions/1.{ending}")
        disposition = answer.headers["Content-Disposition"]

        assert disposition.startswith("attachment;")
        assert "filename*=UTF-8''" in disposition
        assert "%D0%9D%D0%B0%D0%BA%D0%B0%D0%B7" in disposition  # Наказ
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_pages_are_shown_as_pictures_of_the_pdf_and_of_the_scan(desk, make_draft):
    paper = bring_back(issue(make_draft()))
    scan = paper.scans[0].id

    assert desk.get(f"/documents/{paper.id}/pages/1.png").data.startswith(b"\x89PNG")
    assert desk.get(f"/documents/{paper.id}/scans/{scan}/pages/1.png").mimetype == "image/png"
    assert desk.get(f"/documents/{paper.id}/scans/{scan}").data == SCAN
    assert desk.get(f"/documents/{paper.id}/pages/9.png").status_code == 404


def test_what_is_no_scan_is_refused_on_the_form(desk, make_draft):
    paper = issue(make_draft())
    bad = {"scan": (BytesIO(b"MZ not a scan"), "scan.exe")}

    answer = desk.post(f"/documents/{paper.id}/scan", data=bad)

    assert answer.status_code == 422
    assert "Papers are taken as PDF, JPEG or PNG" in answer.text
    assert afresh(paper).scans == []


def test_a_better_scan_counts_and_the_first_one_is_kept(desk, make_draft):
    paper = bring_back(issue(make_draft()))

    desk.post(f"/documents/{paper.id}/scan", data=scan_file())

    assert len(afresh(paper).scans) == 2


def test_who_has_read_the_paper_is_noted_with_the_day(desk, make_draft, lyceum):
    paper = issue(make_draft(people=lyceum.teachers))
    two = [row.id for row in paper.people[:2]]

    answer = desk.post(
        f"/documents/{paper.id}/acknowledge", data={"person": two, "day": "2026-06-05"}
    )
    page = desk.get(answer.location).text

    assert "Noted: 2 people have read it." in page
    assert "2 of 3 have read it" in page


@pytest.mark.parametrize("day", ["2026-06-04", "2026-06-06", "never"])
def test_nobody_has_read_it_before_its_date_or_tomorrow(desk, make_draft, day):
    paper = issue(make_draft())

    desk.post(f"/documents/{paper.id}/acknowledge", data={"person": paper.people[0].id, "day": day})

    assert afresh(paper).people[0].acknowledged_on is None


def test_the_secretary_files_when_the_head_has_laid_it_on_her(desk, make_draft, lyceum):
    paper = bring_back(issue(make_draft()))
    address = f"/documents/{paper.id}/file"

    refused = desk.post(address)
    lyceum.organisation.settings = {**lyceum.organisation.settings, "delegated": ["filing"]}
    answer = desk.post(address)

    assert refused.status_code == 403
    assert answer.status_code == 303
    assert afresh(paper).filed_at


def test_a_school_of_one_secretary_is_not_asked_to_confirm_to_herself(
    desk, make_draft, lyceum, clock
):
    paper = bring_back(issue(make_draft()))
    lyceum.director.disabled_at = clock.now()

    desk.post(f"/documents/{paper.id}/file")

    assert len(inventory(lyceum.teachers[0])) == 1


def test_a_paper_is_filed_once(head_office, make_draft):
    paper = bring_back(issue(make_draft()))

    head_office.post(f"/documents/{paper.id}/file")
    again = head_office.post(f"/documents/{paper.id}/file")

    assert again.status_code == 409
    assert len(inventory(paper.people[0].employment)) == 1


@pytest.mark.parametrize("act", ["print", "sign", "file", "pdf-again", "correct"])
def test_nothing_of_a_registered_paper_is_done_with_a_draft(head_office, make_draft, act):
    draft = make_draft()

    answer = head_office.post(f"/documents/{draft.id}/{act}")

    assert answer.status_code in (404, 409)
    assert head_office.get(f"/documents/{draft.id}/pdf-state").status_code == 404


def test_annulling_needs_a_reason_and_crosses_the_number_out_for_good(head_office, make_draft):
    paper = issue(make_draft())
    address = f"/documents/{paper.id}"

    silent = head_office.post(f"{address}/annul", data={"reason": " "})
    head_office.post(f"{address}/annul", data={"reason": "Помилка в датах"})
    page = head_office.get(address).text

    assert silent.status_code == 422
    assert "Помилка в датах" in page
    assert f'action="{address}/print"' not in page
    assert afresh(paper).number == "1-к/тр"


def test_the_secretary_alone_does_not_annul(desk, make_draft):
    paper = issue(make_draft())

    answer = desk.post(f"/documents/{paper.id}/annul", data={"reason": "Помилка"})

    assert answer.status_code == 403
    assert afresh(paper).annulled_at is None


def test_a_correction_makes_a_second_edition_under_the_same_number(desk, make_draft):
    paper = issue(make_draft())
    form = desk.get(f"/documents/{paper.id}/correct").text
    first = paper.edition.docx_sha256

    answer = desk.post(
        f"/documents/{paper.id}/correct",
        data={**paper.data, **UNCHOSEN, "hours": "72", "why_corrected": "Не ті години"},
    )
    paper = afresh(paper)

    assert 'value="60"' in form
    assert answer.status_code == 303, answer.text
    assert [edition.n for edition in paper.editions] == [1, 2]
    assert paper.editions[0].docx_sha256 == first
    assert paper.number == "1-к/тр"
    assert "Не ті години" in desk.get(f"/documents/{paper.id}").text


def test_a_correction_is_seen_before_it_is_made(desk, make_draft):
    paper = issue(make_draft())
    answers = {**paper.data, **UNCHOSEN, "hours": "72", "why_corrected": ""}
    address = f"/documents/{paper.id}/correct"
    page = desk.get(address).text
    seen = desk.post(f"{address}/preview", data=answers).text
    lacking = desk.post(f"{address}/preview", data={**answers, "hours": ""}).text

    assert f'hx-post="{address}/preview"' in page
    assert 'src="data:image/png;base64,' in seen
    assert "This is still empty" in lacking
    assert db.session.get(Document, paper.id).data["hours"] == paper.data["hours"]
    assert len(paper.editions) == 1


def test_a_correction_says_why(desk, make_draft):
    paper = issue(make_draft())

    answer = desk.post(
        f"/documents/{paper.id}/correct", data={**paper.data, **UNCHOSEN, "why_corrected": ""}
    )

    assert answer.status_code == 422
    assert len(afresh(paper).editions) == 1


def test_a_signed_paper_is_not_corrected_any_more(desk, head_office, make_draft):
    paper = issue(make_draft())
    head_office.post(f"/documents/{paper.id}/sign")

    answer = desk.get(f"/documents/{paper.id}/correct")

    assert answer.status_code == 409
    assert f"/documents/{paper.id}/correct" not in desk.get(f"/documents/{paper.id}").text


def test_the_chain_leads_to_what_the_paper_follows_and_to_what_follows_it(desk, make_draft):
    order = issue(make_draft())
    referral = issue(make_draft(kind="referral", order=order.id))

    assert f'href="/documents/{referral.id}"' in desk.get(f"/documents/{order.id}").text
    assert f'href="/documents/{order.id}"' in desk.get(f"/documents/{referral.id}").text


def test_from_a_paper_the_same_again_and_what_follows_are_begun(desk, make_draft):
    paper = issue(make_draft())

    page = desk.get(f"/documents/{paper.id}").text

    assert f"/documents/new?from={paper.id}" in page
    assert f"kind=referral&amp;source={paper.id}" in page


def test_each_act_leaves_its_line_in_the_history(desk, head_office, make_draft):
    paper = issue(make_draft())
    address = f"/documents/{paper.id}"

    desk.post(f"{address}/print")
    head_office.post(f"{address}/sign")
    desk.post(f"{address}/scan", data=scan_file())
    head_office.post(f"{address}/file")

    actions = db.session.query(AuditEntry.action).filter_by(subject_id=paper.id)
    said = {action for (action,) in actions}
    assert {"register", "print", "sign", "scan", "file"} <= said
    assert "Copies put into the personnel files" in desk.get(address).text


ACTS = ["print", "sign", "scan", "acknowledge", "file", "annul", "correct", "pdf-again"]
PAGES = ["", "/pdf-state", "/editions/1.docx", "/editions/1.pdf", "/pages/1.png", "/scan"]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_of_another_school_does_anything_with_the_paper(client, make_draft, act):
    paper = issue(make_draft())
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    assert client.post(f"/documents/{paper.id}/{act}").status_code == 404


@pytest.mark.parametrize("place", PAGES)
def test_nobody_of_another_school_sees_anything_of_the_paper(client, make_draft, place):
    paper = issue(make_draft())
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    assert client.get(f"/documents/{paper.id}{place}").status_code == 404


@pytest.mark.parametrize("place", PAGES)
def test_a_teacher_sees_no_papers_here(client, make_draft, lyceum, place):
    paper = issue(make_draft())
    teacher = make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person)
    sign_in(client, teacher)

    assert client.get(f"/documents/{paper.id}{place}").status_code == 403


def test_who_does_not_write_this_kind_reads_and_changes_nothing(client, make_draft, lyceum):
    paper = issue(make_draft())
    sign_in(client, make_user(Role.ATTESTATION_OFFICER, lyceum.organisation))

    page = client.get(f"/documents/{paper.id}")

    assert page.status_code == 200
    assert f"/documents/{paper.id}/print" not in page.text
    assert client.post(f"/documents/{paper.id}/print").status_code == 403
    assert client.post(f"/documents/{paper.id}/annul").status_code == 403


@pytest.mark.parametrize("role", [Role.ATTESTATION_OFFICER, Role.DEPARTMENT_HEAD])
def test_a_reader_is_not_offered_papers_that_only_others_write(desk, make_draft, lyceum, role):
    order = issue(make_draft())
    sign_in(desk, make_user(role, lyceum.organisation))

    page = desk.get(f"/documents/{order.id}").text

    assert "kind=referral" not in page
    assert "kind=extract_of_order" not in page
