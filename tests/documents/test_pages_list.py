"""The list of papers: folders, filters, acts on many, finding, export."""

import pytest

from portal.documents.listing import PAGE
from portal.documents.models import Document
from portal.extensions import db
from portal.files.service import inventory
from portal.permissions import Role
from portal.tables import read_table
from tests.documents.issued import bring_back, issue
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in


@pytest.fixture
def desk(client, lyceum):
    """The browser of the secretary."""
    sign_in(client, lyceum.secretary)
    return client


def test_a_new_portal_leads_from_the_empty_list_to_the_first_paper(desk):
    page = desk.get("/documents")

    assert page.status_code == 200
    assert "No papers here" in page.text


def test_each_paper_lies_in_the_folder_of_its_state(desk, make_draft):
    make_draft()
    printed = issue(make_draft())
    scanned = bring_back(issue(make_draft()))

    to_sign = desk.get("/documents?folder=to-sign").text
    to_file = desk.get("/documents?folder=to-file").text
    everything = desk.get("/documents?folder=all").text

    assert printed.number in to_sign
    assert scanned.number not in to_sign
    assert scanned.number in to_file
    assert printed.number in everything
    assert scanned.number in everything


def test_filters_stand_in_the_address_and_narrow_the_counts(desk, make_draft, lyceum):
    one = issue(make_draft(people=lyceum.teachers[:1]))
    two = issue(make_draft(people=lyceum.teachers[1:2]))

    page = desk.get(f"/documents?folder=all&person={lyceum.teachers[1].id}").text

    assert f'href="/documents/{two.id}"' in page
    assert f'href="/documents/{one.id}"' not in page
    assert "Shown 1 of 1" in page


def test_other_filters_narrow_it_too(desk, make_draft):
    paper = issue(make_draft())
    link = f'href="/documents/{paper.id}"'
    journal = paper.journal_id

    assert link in desk.get(f"/documents?folder=all&journal={journal}&when=2026&text=ткач").text
    assert link not in desk.get("/documents?folder=all&when=2025").text
    assert link not in desk.get("/documents?folder=all&kind=referral").text
    assert "No such papers here" in desk.get("/documents?folder=all&text=Чорна").text


def test_a_long_list_is_turned_page_by_page_without_losing_a_line(desk, make_draft):
    drafts = [make_draft() for _number in range(PAGE + 3)]

    first = desk.get("/documents?folder=drafts").text
    older = desk.get(f"/documents?folder=drafts&before={drafts[3].id}").text
    newer = desk.get(f"/documents?folder=drafts&after={drafts[2].id}").text

    assert f"before={drafts[3].id}" in first
    assert older.count("<tr>") == 1 + 3
    assert f"after={drafts[2].id}" in older
    assert newer.count("<tr>") == 1 + PAGE


def test_one_file_is_printed_of_all_that_are_ticked(desk, make_draft):
    papers = [issue(make_draft()), issue(make_draft())]

    answer = desk.post("/documents/print", data={"picked": [paper.id for paper in papers]})
    page = desk.get(answer.location)
    file = desk.get(page.headers["Refresh"].partition("url=")[2])

    assert answer.status_code == 303
    assert file.mimetype == "application/pdf"
    assert "attachment" in file.headers["Content-Disposition"]
    assert all(db.session.get(Document, paper.id).printed_at for paper in papers)
    assert "Refresh" not in desk.get("/documents").headers


def test_printing_many_leaves_out_what_has_no_pdf_yet(desk, make_draft):
    ready, waiting = issue(make_draft()), issue(make_draft(), pdf=False)

    answer = desk.post("/documents/print", data={"picked": [ready.id, waiting.id]})

    assert "still being made" in desk.get(answer.location).text
    assert db.session.get(Document, ready.id).printed_at
    assert db.session.get(Document, waiting.id).printed_at is None


def test_the_head_signs_and_files_all_that_are_ticked(desk, make_draft, lyceum):
    papers = [issue(make_draft()), issue(make_draft())]
    sign_in(desk, lyceum.director)

    desk.post("/documents/sign", data={"picked": [paper.id for paper in papers]})
    for paper in papers:
        bring_back(paper)
    desk.post("/documents/file", data={"picked": [paper.id for paper in papers]})

    assert all(db.session.get(Document, paper.id).filed_at for paper in papers)


def test_one_button_files_everything_that_waits(desk, make_draft, lyceum):
    papers = [bring_back(issue(make_draft())), bring_back(issue(make_draft()))]
    sign_in(desk, lyceum.director)

    answer = desk.post("/documents/file-all")

    assert "2 papers are confirmed" in desk.get(answer.location).text
    lines = inventory(lyceum.teachers[0])
    assert [line.source for line in lines] == [f"document:{paper.id}" for paper in papers]


def test_what_cannot_be_filed_is_told_and_does_not_stop_the_others(desk, make_draft, lyceum):
    bare, scanned = issue(make_draft()), bring_back(issue(make_draft()))
    sign_in(desk, lyceum.director)

    answer = desk.post("/documents/file", data={"picked": [bare.id, scanned.id]})
    page = desk.get(answer.location).text

    assert "Attach the scan of the signed paper first." in page
    assert db.session.get(Document, scanned.id).filed_at


def test_nothing_ticked_is_said_plainly(desk):
    answer = desk.post("/documents/print", data={})

    assert answer.status_code == 409
    assert "Tick at least one paper." in answer.text


@pytest.mark.parametrize("query", ["1-к/тр", "№ 1", "Ткач", "ткача", "Ткачем", "направлення"])
def test_a_paper_is_found_by_number_by_surname_in_any_case_and_by_a_word(desk, make_draft, query):
    paper = issue(make_draft())

    page = desk.get("/documents/search", query_string={"q": query}).text

    assert f'href="/documents/{paper.id}"' in page


def test_people_stand_among_the_results(desk, lyceum):
    page = desk.get("/documents/search?q=гриць").text

    assert f"/people/{lyceum.teachers[1].person_id}" in page


def test_a_search_that_finds_nothing_says_what_can_be_sought(desk):
    page = desk.get("/documents/search?q=нема-такого").text

    assert "Nothing found" in page


def test_the_list_goes_to_excel_and_to_csv(desk, make_draft):
    paper = issue(make_draft())

    book = read_table(desk.get("/documents/export.xlsx?folder=all").data, "papers.xlsx")
    csv = desk.get("/documents/export.csv?folder=all")

    assert [cell.text for cell in book.rows[0][:2]] == [paper.number, "05.06.2026"]
    assert "Ткач Андрій Петрович" in csv.data.decode("utf-8-sig")


def test_papers_of_another_school_are_neither_listed_nor_found(desk, make_draft, client):
    issue(make_draft())
    other = make_organisation("UAS2")
    make_head(other, "UA10")
    make_employment("UA07", other)
    sign_in(client, make_user(Role.SECRETARY, other))

    assert "Shown 0 of 0" in client.get("/documents?folder=all").text
    assert "Nothing found" in client.get("/documents/search?q=Ткач").text


def test_a_teacher_has_no_list_of_papers(client, lyceum):
    sign_in(client, make_user(Role.TEACHER, lyceum.organisation))

    assert client.get("/documents").status_code == 403
    assert client.get("/documents/search?q=1").status_code == 403
