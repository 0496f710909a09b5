"""Received papers and lines by hand, through the pages of the secretary and the head."""

from datetime import date
from io import BytesIO

import pytest

from portal import paper
from portal.documents.journals import find_gaps, open_journal
from portal.documents.line_models import Entry, Received
from portal.documents.models import Journal
from portal.documents.received_basis import received_on_offer
from portal.extensions import db, writing
from portal.files.models import FileItem
from portal.permissions import Role
from portal.tables import read_table
from tests.documents.issued import issue
from tests.factories import make_organisation, make_user, sign_in
from tests.fakes import one_page_pdf


@pytest.fixture
def desk(client, lyceum):
    """The browser of the secretary, who reads Ukrainian."""
    lyceum.secretary.language = "uk"
    sign_in(client, lyceum.secretary)
    return client


def _answers(**changes):
    return {
        "request_key": "key",
        "kind": "enrolment-order",
        "received_on": "2026-06-05",
        "sender": "Навчально-методичний центр ПТО",
        "sender_number": "38-с",
        "sender_dated_on": "2026-06-03",
        "subject": "Про зарахування слухачів",
        "answers": "",
        **changes,
    }


def _receive(desk, **changes):
    answer = desk.post("/received/new", data=_answers(**changes))
    assert answer.status_code == 303, answer.text
    return db.session.get(Received, int(answer.location.rpartition("/")[2]))


def _open(lyceum, register):
    with writing():
        journal = open_journal(lyceum.organisation, register, date(2026, 1, 5))
        db.session.commit()
    return journal


def test_a_paper_gets_our_number_beside_its_own(desk):
    received = _receive(desk)

    page = desk.get(f"/received/{received.id}").text

    assert received.number == "1"
    assert received.journal.register == "R06"
    assert "№\u00a038-с, 03.06.2026" in page
    assert "Про зарахування слухачів" in page


def test_the_same_form_sent_twice_takes_one_number(desk):
    first, second = _receive(desk), _receive(desk)

    assert first.id == second.id
    assert first.journal.last_number == 1


@pytest.mark.parametrize(
    ("kind", "register"), [("call-letter", "R06"), ("application", "R08"), ("contract", "R04")]
)
def test_a_paper_goes_into_the_journal_of_its_kind(desk, kind, register):
    assert _receive(desk, kind=kind).journal.register == register


def test_numbers_of_papers_made_here_and_received_follow_without_a_gap(desk, lyceum):
    received = [_receive(desk, kind="contract", request_key=str(n)) for n in range(3)]

    journal = received[0].journal
    assert [one.number for one in received] == ["1/2026-ПК", "2/2026-ПК", "3/2026-ПК"]
    assert find_gaps(journal).missing == []
    assert "Пропусків немає" in desk.get(f"/journals/{journal.id}").text


def test_an_application_is_from_the_person_it_names(desk, lyceum):
    received = _receive(
        desk, kind="application", sender="", people=[lyceum.teachers[0].id], sender_number=""
    )

    assert received.sender == "Ткач Андрій Петрович"
    assert "Ткач Андрій Петрович" in desk.get(f"/journals/{received.journal_id}").text


@pytest.mark.parametrize(
    "wrong", [{"subject": ""}, {"sender": ""}, {"received_on": "2026-06-06"}, {"kind": "letter"}]
)
def test_what_is_missing_or_cannot_be_is_told_and_takes_no_number(desk, wrong):
    answer = desk.post("/received/new", data=_answers(**wrong))

    assert answer.status_code == 422
    assert db.session.query(Received).count() == 0


def test_an_earlier_day_needs_a_reason(desk):
    _receive(desk)
    earlier = {"request_key": "other", "received_on": "2026-06-01"}

    refused = desk.post("/received/new", data=_answers(**earlier))
    taken = _receive(desk, **earlier, late_reason="Не було світла")

    assert refused.status_code == 422
    assert "Не було світла" in desk.get(f"/journals/{taken.journal_id}").text


def test_the_head_writes_the_resolution_and_the_secretary_that_it_is_done(desk, client, lyceum):
    received = _receive(desk)
    sign_in(client, lyceum.director)
    client.post(
        f"/received/{received.id}/resolution",
        data={"text": "Підготувати наказ", "for_whom": "Ткач І. В.", "until": "2026-06-12"},
    )
    sign_in(client, lyceum.secretary)
    assert "Підготувати наказ" in client.get("/received?tab=todo").text

    client.post(f"/received/{received.id}/done", data={"note": "наказ № 45-к/тр"})

    journal = client.get(f"/journals/{received.journal_id}").text
    assert "Ткач І. В.: Підготувати наказ, до 12.06.2026" in journal
    assert "05.06.2026, наказ № 45-к/тр" in journal
    assert "Про зарахування слухачів" in client.get("/received?tab=done").text


def test_the_list_finds_papers_by_kind_and_word(desk):
    _receive(desk)
    _receive(desk, request_key="2", kind="call-letter", subject="Про виклик на сесію")

    assert "Про виклик" not in desk.get("/received?kind=enrolment-order").text
    assert "Про зарахування" not in desk.get("/received?text=сесію").text
    assert "Про виклик" in desk.get("/received?text=сесію").text


@pytest.mark.parametrize("query", ["38-С", "зарахування СЛУХАЧА", "ткача", "методичний"])
def test_the_general_search_finds_received_papers_too(desk, lyceum, query):
    _receive(desk, people=[lyceum.teachers[0].id])

    page = desk.get("/documents/search", query_string={"q": query}).text

    assert "Про зарахування слухачів" in page
    assert "Про зарахування" not in desk.get("/documents/search?q=відрядження").text


def test_the_list_of_received_papers_goes_to_excel_and_csv_as_it_is_filtered(desk):
    _receive(desk)
    _receive(desk, request_key="2", kind="call-letter", subject="=Про виклик на сесію")

    book = read_table(desk.get("/received/export.xlsx?kind=call-letter").data, "received.xlsx")
    csv = desk.get("/received/export.csv?tab=all").data.decode("utf-8-sig")

    assert [[cell.text for cell in row[:2]] for row in book.rows] == [["2", "05.06.2026"]]
    assert "Про зарахування слухачів" in csv
    assert ";=Про" not in csv


def test_an_enrolment_order_answers_our_order_and_stands_in_its_chain(desk, make_draft):
    order = issue(make_draft(), pdf=False)
    received = _receive(desk, answers=order.id)

    assert f'href="/documents/{order.id}"' in desk.get(f"/received/{received.id}").text
    assert f'href="/received/{received.id}"' in desk.get(f"/documents/{order.id}").text


def test_an_order_rests_on_a_contract_that_the_partner_wrote(desk, make_draft, lyceum):
    contract = _receive(desk, kind="contract", subject="Договір про стажування")
    draft = make_draft()
    page = desk.get(f"/documents/{draft.id}/data").text
    assert f'<option value="r{contract.id}">№\u00a01/2026-ПК, 03.06.2026' in page

    (offered,) = received_on_offer(lyceum.organisation, ["contract"])
    order = issue(make_draft(contract=dict(offered.plain)), pdf=False)

    assert f'href="/received/{contract.id}"' in desk.get(f"/documents/{order.id}").text
    assert f'href="/documents/{order.id}"' in desk.get(f"/received/{contract.id}").text
    word = paper.text(desk.get(f"/documents/{order.id}/editions/1.docx").data)
    assert "договір від 03 червня 2026 року № 1/2026-ПК" in word.replace("\u00a0", " ")


def test_a_received_paper_chosen_in_a_form_stays_chosen(desk, make_draft):
    contract = _receive(desk, kind="contract", subject="Договір про стажування")
    draft = make_draft()
    chosen = {"contract-paper": f"r{contract.id}", "dated_on": "2026-06-05"}

    desk.post(f"/documents/{draft.id}/data", data=chosen)

    page = desk.get(f"/documents/{draft.id}/data").text
    assert f'<option selected value="r{contract.id}">' in page


def test_the_scan_comes_with_the_paper_and_copies_go_into_the_files(desk, client, lyceum):
    teacher = lyceum.teachers[0]
    scan = (BytesIO(one_page_pdf(["Наказ"])), "order.pdf")
    received = _receive(desk, people=[teacher.id], scan=scan)
    kept = received.scans[0]
    assert desk.get(f"/received/{received.id}/scans/{kept.id}").data.startswith(b"%PDF-")
    sign_in(client, lyceum.director)

    client.post(f"/received/{received.id}/file")

    (item,) = db.session.query(FileItem).filter_by(employment_id=teacher.id)
    assert (item.title, item.paper_index, item.sheets) == ("Про зарахування слухачів", "38-с", 1)
    assert item.certification["mark"] == "Згідно з оригіналом"


def test_an_annulled_paper_keeps_its_number_with_the_reason(desk, client, lyceum):
    received = _receive(desk)
    sign_in(client, lyceum.director)

    client.post(f"/received/{received.id}/annul", data={"reason": "Внесено двічі"})

    page = client.get(f"/journals/{received.journal_id}").text
    assert '<tr class="annulled">' in page
    assert "Внесено двічі" in page


def test_nobody_of_another_school_sees_a_received_paper(desk, client):
    received = _receive(desk)
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    assert client.get(f"/received/{received.id}").status_code == 404
    assert "Про зарахування" not in client.get("/received?tab=all").text
    assert "Про зарахування" not in client.get("/documents/search?q=зарахування").text


def test_a_copy_handed_out_is_entered_by_hand(desk, lyceum):
    journal = _open(lyceum, "R10")

    answer = desk.post(
        f"/journals/{journal.id}/entries/new",
        data={
            "request_key": "copy",
            "dated_on": "2026-06-05",
            "handed_to": "Ткач А. П.",
            "paper": "Наказ № 45-к/тр",
            "copies": "2",
        },
    )

    page = desk.get(answer.location).text
    assert "Ткач А. П." in page
    assert "З якого документа копія" in page
    line = desk.get(f"/journals/{journal.id}/entries/{db.session.query(Entry).one().id}").text
    assert "Наказ № 45-к/тр" in line


def test_a_line_by_hand_and_a_paper_made_here_share_one_row_of_numbers(desk, lyceum, make_draft):
    paper = issue(make_draft(), pdf=False)
    data = {"request_key": "hand", "dated_on": "2026-06-05", "title": "Про преміювання"}
    desk.post(f"/journals/{paper.journal_id}/entries/new", data=data)
    after = issue(make_draft(), pdf=False)

    assert db.session.query(Entry).one().number == "2-к/тр"
    assert after.number == "3-к/тр"


def test_a_line_by_hand_needs_what_its_register_asks(desk, lyceum):
    journal = _open(lyceum, "R12")

    answer = desk.post(
        f"/journals/{journal.id}/entries/new",
        data={"request_key": "x", "dated_on": "2026-06-05", "body": "Педагогічна рада"},
    )

    assert answer.status_code == 422
    assert db.session.get(Journal, journal.id).last_number == 0


@pytest.mark.parametrize("register", ["R05", "R06", "R08", "R11"])
def test_journals_that_are_filled_by_papers_take_no_line_by_hand(desk, lyceum, register):
    journal = _open(lyceum, register)

    assert desk.get(f"/journals/{journal.id}/entries/new").status_code == 409


def test_a_line_by_hand_is_annulled_with_a_reason(desk, client, lyceum):
    journal = _open(lyceum, "R02")
    data = {"request_key": "hand", "dated_on": "2026-06-05", "title": "Про режим роботи"}
    desk.post(f"/journals/{journal.id}/entries/new", data=data)
    entry = db.session.query(Entry).one()
    sign_in(client, lyceum.director)

    client.post(f"/journals/{journal.id}/entries/{entry.id}/annul", data={"reason": "Помилка"})

    assert "Помилка" in client.get(f"/journals/{journal.id}").text
