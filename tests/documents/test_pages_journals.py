"""Journals on the screen: their form, gaps, settings, export, opening."""

from datetime import date

import pytest

from portal.documents.issue import LateEntry, annul, register
from portal.documents.journals import open_journal
from portal.documents.models import Journal
from portal.documents.register import SHOWN
from portal.extensions import db, writing
from portal.permissions import Role
from portal.tables import read_table
from tests.documents.issued import bring_back, issue
from tests.factories import make_organisation, make_user, sign_in


@pytest.fixture
def desk(client, lyceum):
    """The browser of the secretary, who reads Ukrainian."""
    lyceum.secretary.language = "uk"
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def journal(lyceum):
    """The journal of personnel orders of 2026."""
    with writing():
        journal = open_journal(lyceum.organisation, "R01", date(2026, 1, 5))
        db.session.commit()
    return journal


def test_journals_stand_by_year_with_their_numbers_and_what_is_missing(desk, make_draft):
    issue(make_draft(), pdf=False)

    page = desk.get("/journals").text

    assert "Журнал реєстрації наказів з кадрових питань тривалого зберігання" in page
    assert "2-к/тр" in page
    assert "11 журналів 2026 року ще не відкрито" in page


def test_missing_journals_are_opened_at_once(desk, lyceum):
    desk.post("/journals/open", data={"organisation": lyceum.organisation.id})

    assert db.session.query(Journal).count() == 12
    assert "ще не відкрито" not in desk.get("/journals").text


def test_nobody_opens_the_journals_of_another_school(desk):
    other = make_organisation("UAS2")

    answer = desk.post("/journals/open", data={"organisation": other.id})

    assert answer.status_code == 404
    assert db.session.query(Journal).count() == 0


def test_the_journal_has_the_columns_of_its_form_and_a_line_for_each_paper(
    desk, make_draft, lyceum
):
    paper = bring_back(issue(make_draft(people=lyceum.teachers)))

    page = desk.get(f"/journals/{paper.journal_id}").text

    for head in ("Короткий зміст", "Кого стосується", "Підписує", "Індекс справи", "Ознайомлено"):
        assert f'<th scope="col">{head}</th>' in page
    assert "Гриць Любов Степанівна, Сорока Павло Дмитрович, Ткач Андрій Петрович" in page
    assert "Директор Олена КОВАЛЬ" in page.replace("\u00a0", " ")
    assert "Пропусків немає" in page
    assert "2-к/тр" in page  # the next free number


def test_the_journal_speaks_the_language_of_the_school_whoever_reads_it(desk, make_draft, lyceum):
    paper = issue(make_draft(), pdf=False)
    lyceum.secretary.language = "en"

    page = desk.get(f"/journals/{paper.journal_id}").text

    assert "No gaps" in page
    assert "Короткий зміст" in page


def test_many_people_are_counted_not_named(desk, make_draft, lyceum):
    everybody = [*lyceum.teachers, lyceum.head.person.employments[0]]
    paper = issue(make_draft(people=everybody), pdf=False)

    assert "4 особи, за списком" in desk.get(f"/journals/{paper.journal_id}").text


def test_annulled_and_late_lines_stand_with_their_reasons(desk, make_draft):
    first, wrong = issue(make_draft(), pdf=False), issue(make_draft(), pdf=False)
    late = make_draft()
    with writing():
        annul(wrong, reason="Помилка в датах", annulled_by=wrong.created_by_id)
        entry = LateEntry(after=first.sequence, reason="Не було світла")
        register(late, issued_by=late.created_by_id, request_key="late", late=entry)
        db.session.commit()

    page = desk.get(f"/journals/{first.journal_id}").text
    report = desk.get(f"/journals/{first.journal_id}/inspection").text

    assert '<tr class="annulled">' in page
    assert "Помилка в датах" in page
    assert "1/1-к/тр" in page
    assert "Не було світла" in page
    assert "1 анульований" in page
    assert "Помилка в датах" in report
    assert "цілий: жодного запису не змінено" in report


def test_a_missing_number_is_said_in_red(desk, make_draft, lyceum):
    paper = issue(make_draft(), pdf=False)
    paper.journal.last_number = 3

    page = desk.get(f"/journals/{paper.journal_id}").text

    assert "Пропущено 2 номери" in page
    assert "2, 3" in desk.get(f"/journals/{paper.journal_id}/inspection").text


def test_referrals_have_the_columns_of_their_own_journal(desk, make_draft):
    order = issue(make_draft(), pdf=False)
    referral = issue(make_draft(kind="referral", order=order.id), pdf=False)

    page = desk.get(f"/journals/{referral.journal_id}").text

    assert "Отримано, підпис" in page
    assert "Навчально-методичний центр" in page
    assert "№\u00a01-к/тр, 05.06.2026" in page


def test_a_long_journal_shows_its_newest_lines_and_the_way_to_the_earlier(desk, make_draft):
    papers = [issue(make_draft(), pdf=False) for _number in range(SHOWN + 2)]
    journal = papers[0].journal_id

    newest = desk.get(f"/journals/{journal}").text
    earlier = desk.get(f"/journals/{journal}?page=2").text
    printed = desk.get(f"/journals/{journal}/print").text

    assert f'href="/documents/{papers[-1].id}"' in newest
    assert f'href="/documents/{papers[0].id}"' not in newest
    assert f'href="/documents/{papers[0].id}"' in earlier
    assert '<td class="c-number">1-к/тр</td>' in printed
    assert f'<td class="c-number">{SHOWN + 2}-к/тр</td>' in printed


def test_the_journal_goes_to_excel_and_csv(desk, make_draft):
    paper = issue(make_draft(), pdf=False)

    book = read_table(desk.get(f"/journals/{paper.journal_id}/export.xlsx").data, "journal.xlsx")
    csv = desk.get(f"/journals/{paper.journal_id}/export.csv").data.decode("utf-8-sig")

    assert book.rows[0][0].text == "1-к/тр"
    assert "Ткач Андрій Петрович" in csv


def test_a_part_of_the_journal_goes_to_excel_by_its_days(desk, make_draft):
    for day in (1, 2, 3):
        paper = issue(make_draft(dated_on=date(2026, 6, day)), pdf=False)

    address = f"/journals/{paper.journal_id}/export.csv?since=2026-06-02&until=2026-06-02"
    csv = desk.get(address).data.decode("utf-8-sig")

    assert "2-к/тр" in csv
    assert "1-к/тр" not in csv
    assert "3-к/тр" not in csv


def test_the_printed_journal_says_house_year_index_term_and_page(desk, journal, make_draft):
    desk.post(
        f"/journals/{journal.id}/settings",
        data=settings_of(journal, nomenclature_index="02-03", retention="75 років, ст. 121 б"),
    )
    issue(make_draft(), pdf=False)

    page = desk.get(f"/journals/{journal.id}/print").text

    for said in (
        *("за 2026 рік", "02-03", "75 років, ст. 121 б", "с. 1 з 1", "Розпочато 05.01.2026"),
        *("1-к/тр", "Записів: 1.", "Пропущених номерів немає.", "1 (один) аркуш."),
    ):
        assert said in page


def test_the_journal_is_taken_as_a_pdf(desk, make_draft):
    paper = issue(make_draft(), pdf=False)

    answer = desk.get(f"/journals/{paper.journal_id}/journal.pdf")

    assert answer.data.startswith(b"%PDF-")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_without_the_program_for_pdf_the_page_says_what_to_do(desk, app, make_draft):
    paper = issue(make_draft(), pdf=False)
    app.extensions["papka"].pdf.is_down = True

    answer = desk.get(f"/journals/{paper.journal_id}/journal.pdf")

    assert answer.status_code == 503
    assert desk.get(f"/journals/{paper.journal_id}/print").status_code == 200


def test_the_book_of_personnel_files_lists_them_by_number(desk, lyceum):
    with writing():
        book = open_journal(lyceum.organisation, "R11", date(2026, 1, 5))
        db.session.commit()

    page = desk.get(f"/journals/{book.id}").text

    assert "Ткач Андрій Петрович" in page
    assert "майстер виробничого навчання" in page
    assert f'href="/files/{lyceum.teachers[0].id}"' in page


def settings_of(journal, **changes):
    return {
        "title": journal.title,
        "pattern": journal.pattern,
        "nomenclature_index": journal.nomenclature_index,
        "retention": journal.retention,
        "first_number": journal.first_number,
        **changes,
    }


def test_a_school_begins_in_the_middle_of_the_year(desk, journal, make_draft):
    desk.post(
        f"/journals/{journal.id}/settings",
        data=settings_of(journal, first_number="213", nomenclature_index="02-03"),
    )
    paper = issue(make_draft(), pdf=False)

    assert paper.number == "213-к/тр"
    assert "02-03" in desk.get(f"/journals/{journal.id}").text
    assert "№ 1–212" in desk.get(f"/journals/{journal.id}").text


def test_the_first_number_stays_once_a_paper_has_it(desk, journal, make_draft):
    issue(make_draft(), pdf=False)

    answer = desk.post(
        f"/journals/{journal.id}/settings", data=settings_of(journal, first_number="5")
    )

    assert answer.status_code == 422
    assert db.session.get(Journal, journal.id).first_number == 1


@pytest.mark.parametrize("pattern", ["к/тр", "{n}-{n}", "{number}-к", "{n}-{", "{n.__class__}"])
def test_a_pattern_says_the_number_once_and_nothing_strange(desk, journal, pattern):
    answer = desk.post(
        f"/journals/{journal.id}/settings", data=settings_of(journal, pattern=pattern)
    )

    assert answer.status_code == 422
    assert db.session.get(Journal, journal.id).pattern == "{n}-к/тр"


def test_a_number_may_hold_the_registry_code_of_the_school(desk, journal, make_draft):
    settings = settings_of(journal, pattern="ПК {code}/{n}-{year}")
    journal.organisation.registry_code = ""
    db.session.commit()
    refused = desk.post(f"/journals/{journal.id}/settings", data=settings)
    journal.organisation.registry_code = "00000011"
    db.session.commit()
    desk.post(f"/journals/{journal.id}/settings", data=settings)

    assert refused.status_code == 422
    assert issue(make_draft(), pdf=False).number == "ПК 00000011/1-2026"


def test_numbers_already_taken_keep_their_writing_when_the_pattern_changes(
    desk, journal, make_draft
):
    old = issue(make_draft(), pdf=False)
    desk.post(f"/journals/{journal.id}/settings", data=settings_of(journal, pattern="{n}-К"))
    new = issue(make_draft(), pdf=False)

    assert (old.number, new.number) == ("1-к/тр", "2-К")


def test_a_journal_is_closed_and_opened_again(desk, journal):
    desk.post(f"/journals/{journal.id}/close")
    assert db.session.get(Journal, journal.id).closed_on == date(2026, 6, 5)

    desk.post(f"/journals/{journal.id}/reopen")

    assert db.session.get(Journal, journal.id).closed_on is None


@pytest.mark.parametrize("place", ["", "/print", "/inspection", "/export.xlsx", "/settings"])
def test_nobody_of_another_school_sees_the_journal(client, journal, place):
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    assert client.get(f"/journals/{journal.id}{place}").status_code == 404


def test_a_methodist_reads_journals_and_does_not_keep_them(client, journal, lyceum):
    sign_in(client, make_user(Role.METHODIST, lyceum.organisation))

    assert client.get(f"/journals/{journal.id}").status_code == 200
    assert client.get(f"/journals/{journal.id}/settings").status_code == 403
    assert client.post(f"/journals/{journal.id}/close").status_code == 403
