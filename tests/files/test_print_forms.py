"""The inventory and the cover of a file on paper."""

from datetime import date

import pytest

from portal.audit import AccessEntry
from portal.converters import WkHtmlToPdf
from portal.extensions import db, writing
from portal.files.models import FileItem, Section
from portal.files.print_forms import Compiler, cover_html, inventory_html, sheet_numbers
from portal.files.service import Paper, put_into_file, take_out
from portal.permissions import Role
from tests.documents.papers import Pages
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in

SECRETARY = Compiler("Секретар навчальної частини", "Ірина ТКАЧ")
TITLES = (
    "Сертифікат про підвищення кваліфікації",
    "Наказ про направлення на довгострокове підвищення кваліфікації за програмою «Техніка»",
    "Довідка",
)


@pytest.fixture
def secretary(client, lyceum):
    """The browser of the lyceum's secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def fill_file(lyceum):
    """Puts so many papers into the teacher's file; their rows get one line or several."""

    def fill(count, sheets=1):
        teacher = lyceum.teachers[0]
        with writing():
            for n in range(count):
                paper = Paper(
                    section=Section.TRAINING,
                    title=TITLES[n % len(TITLES)],
                    dated_on=date(2026, 6, 5),
                    sha256="0" * 64,
                    media_type="application/pdf",
                    source=f"test:{n}",
                    paper_index=f"{n}-к/тр",
                    sheets=sheets,
                )
                put_into_file(teacher, paper, filed_by=lyceum.secretary.id)
            db.session.commit()
        return teacher

    return fill


def text_of(answer):
    pages = Pages(answer if isinstance(answer, bytes) else answer.data)
    return [pages.text(number) for number in range(len(pages))]


def items(*sheets):
    return [FileItem(sheets=number) for number in sheets]


def test_sheets_are_counted_on_from_paper_to_paper():
    assert list(sheet_numbers(items(2, 1, 3))) == ["1–2", "3", "4–6"]


def test_nobody_counts_on_after_a_paper_of_unknown_sheets():
    assert list(sheet_numbers(items(2, None, 3))) == ["1–2", "", ""]


def test_the_inventory_says_whose_file_it_is_and_how_many_papers_lie_in_it(secretary, fill_file):
    teacher = fill_file(2)
    page = "\n".join(text_of(secretary.get(f"/files/{teacher.id}/inventory.pdf")))

    for words in (
        "ВНУТРІШНІЙ ОПИС",
        "документів особової справи № ",
        "Ткача Андрія Петровича",
        "Індекс",
        "1-к/тр",
        "Разом 2 (два) документи.",
        "Кількість аркушів внутрішнього опису 1 (один).",
        "Олена КОВАЛЬ",
    ):
        assert words in page


def test_a_paper_taken_out_keeps_its_line_and_is_not_counted(secretary, lyceum, fill_file):
    teacher = fill_file(2)
    with writing():
        item = db.session.scalars(db.select(FileItem).order_by(FileItem.line)).first()
        take_out(item, reason="помилка", removed_by=lyceum.secretary.id)
        db.session.commit()
    page = " ".join(text_of(secretary.get(f"/files/{teacher.id}/inventory.pdf")))

    assert "помилка" in page
    assert "Разом 1 (один) документ." in page


def test_sheets_get_numbers_when_asked_or_when_the_file_is_closed(secretary, fill_file):
    teacher = fill_file(1, sheets=3)
    address = f"/files/{teacher.id}/inventory.pdf"

    assert "1–3" not in text_of(secretary.get(address))[0]
    assert "1–3" in text_of(secretary.get(f"{address}?numbered=1"))[0]
    teacher.ended_on = date(2026, 6, 1)
    db.session.commit()
    assert "1–3" in text_of(secretary.get(address))[0]


def test_the_cover_names_school_person_and_dates(secretary, fill_file):
    teacher = fill_file(1)
    teacher.file_number, teacher.started_on = "71", date(2012, 9, 1)
    db.session.commit()
    cover = text_of(secretary.get(f"/files/{teacher.id}/cover.pdf"))[0]

    for words in (
        "Державний навчальний заклад",
        "ОСОБОВА СПРАВА № 71",
        "Ткача Андрія Петровича",
        "01.09.2012",
        "На ______ аркушах",
        "Зберігати 75 років",
    ):
        assert words in cover


def test_a_closed_file_says_its_sheets_on_the_cover(secretary, fill_file):
    teacher = fill_file(2, sheets=2)
    teacher.ended_on = date(2026, 6, 1)
    db.session.commit()

    assert "На 4 аркушах" in text_of(secretary.get(f"/files/{teacher.id}/cover.pdf"))[0]


def test_a_russian_file_is_printed_in_russian(client):
    school = make_organisation("RUS1")
    make_head(school, "RU01")
    teacher = make_employment("RU03", school)
    sign_in(client, make_user(Role.HEAD, school))

    assert "ВНУТРЕННЯЯ ОПИСЬ" in text_of(client.get(f"/files/{teacher.id}/inventory.pdf"))[0]
    cover = text_of(client.get(f"/files/{teacher.id}/cover.pdf"))[0]
    assert "ЛИЧНОЕ ДЕЛО" in cover
    assert "Ткача Романа Игоревича" in cover


def test_printing_anothers_file_is_noted(secretary, fill_file):
    teacher = fill_file(1)
    secretary.get(f"/files/{teacher.id}/cover.pdf")
    secretary.get(f"/files/{teacher.id}/inventory.pdf")

    noted = db.session.scalars(db.select(AccessEntry.what)).all()
    assert {"cover, printed", "inventory, printed"} <= set(noted)


@pytest.mark.converter
def test_three_hundred_papers_have_head_and_number_on_every_page(app, fill_file):
    teacher = fill_file(300)
    with app.test_request_context():
        html = inventory_html(teacher, SECRETARY, is_numbered=True)
    pages = Pages(WkHtmlToPdf().from_html(html))
    count = len(pages)

    assert count > 10
    for number in range(count):
        text = pages.text(number)
        assert f"с. {number + 1} з {count}" in text
        assert "Заголовок" in text
        assert max(box.bottom for box in pages.letters(number)) <= 297 - 15
        assert min(box.left for box in pages.letters(number)) >= 20 - 1
        assert max(box.right for box in pages.letters(number)) <= 200 + 1
    whole = "".join(pages.text(number) for number in range(count))
    assert [n for n in range(300) if f"{n}-к/тр" not in whole] == []
    assert "Ірина ТКАЧ" in pages.text(count - 1)


@pytest.mark.converter
def test_the_cover_is_one_page_within_its_margins(app, fill_file):
    teacher = fill_file(1)
    teacher.organisation.founder = "Міністерство освіти і науки України"
    with app.test_request_context():
        html = cover_html(teacher)
    pages = Pages(WkHtmlToPdf().from_html(html))

    assert len(pages) == 1
    assert pages.find(0, "Фонд").left == pytest.approx(20, abs=1)
    assert pages.find(0, "Розпочато").left == pytest.approx(120, abs=1)
    assert pages.find(0, "Справа").bottom <= 297 - 15
