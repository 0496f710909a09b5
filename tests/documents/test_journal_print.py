"""The printed form of every register: head and number on each page, no line lost or cut."""

import re
from datetime import date

import pytest
from flask_babel import force_locale

from portal.converters import WkHtmlToPdf
from portal.documents.journal_print import journal_html, printed_journal
from portal.documents.journals import open_journal, start_at
from portal.documents.register import Period
from portal.documents.registers import registers
from portal.extensions import db
from tests.documents.long_journals import ODD, SCHOOLS, long_journal, number_of
from tests.documents.papers import Pages
from tests.factories import make_organisation

LINES = 300
PAGE_OF = {"uk": "с. {} з {}", "ru": "с. {} из {}"}
EVERY = [(code, language) for code in registers() for language in ("uk", "ru")]


@pytest.fixture(autouse=True)
def request_context(app):
    """Pages are made within a request."""
    with app.test_request_context():
        yield


def _printed(journal, period=None):
    with force_locale(journal.organisation.language):
        return printed_journal(journal, period or Period())


def _pdf(journal):
    printed = _printed(journal)
    with force_locale(journal.organisation.language):
        html = journal_html(printed)
    return WkHtmlToPdf().from_html(html, landscape=printed.book.register.is_across)


def _plain(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.converter
@pytest.mark.parametrize(("register", "language"), EVERY)
def test_a_journal_of_300_lines_has_head_and_number_on_every_page(app, register, language):
    journal = long_journal(register, language, LINES)
    printed = _printed(journal)

    pages = Pages(_pdf(journal))
    texts = [pages.text(number) for number in range(len(pages))]
    edges = [box for number in (0, len(pages) - 1) for box in pages.letters(number)]
    width, height = (side * 25.4 / 72 for side in pages.pages[0].get_size())
    pages.close()

    assert len(texts) == len(printed.sheets)
    for number, text in enumerate(texts, 1):
        assert PAGE_OF[language].format(number, len(texts)) in " ".join(text.split())
        for head in printed.head:
            assert _plain("".join(head)) in _plain(text)
    starts = [line.split()[0] for text in texts for line in text.splitlines() if line.strip()]
    numbers = [number_of(journal, place) for place in range(1, LINES + 1)]
    assert [one for one in numbers if one not in starts] == []
    assert max(box.right for box in edges) < width - 9
    assert max(box.bottom for box in edges) < height - 14


@pytest.mark.parametrize(("register", "language"), EVERY)
def test_no_word_of_a_head_is_broken(app, register, language):
    school = make_organisation(SCHOOLS[language])
    journal = open_journal(school, register, date(2026, 1, 5))
    db.session.commit()

    printed = _printed(journal)

    assert [" ".join(lines) for lines in printed.head] == list(printed.book.heads.values())


@pytest.mark.parametrize("register", registers().values(), ids=registers())
def test_the_columns_fill_the_page_and_not_more(register):
    assert sum(register.widths) == (267 if register.is_across else 180)


def test_what_could_be_markup_is_printed_as_it_is_written(app):
    journal = long_journal("R01", "uk", 1)

    with force_locale("uk"):
        html = journal_html(_printed(journal))

    assert "&lt;" in html
    assert "<досвідом>" not in html
    assert ODD.split()[1] in html


@pytest.mark.parametrize(("register", "language"), EVERY)
def test_an_empty_journal_has_its_head_and_says_that_it_is_empty(app, register, language):
    school = make_organisation(SCHOOLS[language])
    journal = open_journal(school, register, date(2026, 1, 5))
    db.session.commit()

    (sheet,) = _printed(journal).sheets

    said = {"uk": "Записів немає.", "ru": "Записей нет."}
    assert [row.cells for row in sheet.rows] == [[[said[language]]]]


def test_numbers_of_the_paper_journal_are_said_before_the_first_line(app):
    journal = long_journal("R01", "uk", 0)
    start_at(journal, 213)

    first = _printed(journal).sheets[0].rows[0]

    assert first.cells[0] == ["№ 1–212 – у паперовому журналі."]


def test_an_annulled_line_is_struck_out_with_its_reason(app):
    journal = long_journal("R01", "uk", 10)

    rows = [row for sheet in _printed(journal).sheets for row in sheet.rows]
    annulled = [row for row in rows if row.mark == "annulled"]

    assert [row.cells[0] for row in annulled] == [["7-к/тр"]]
    assert "Помилка в датах" in " ".join(annulled[0].cells[-1])


def test_sums_are_carried_and_annulled_contracts_add_nothing(app):
    journal = long_journal("R04", "uk", 100)
    sheets = _printed(journal).sheets
    (total,) = sheets[-1].total.values()

    assert len(sheets) > 1
    assert sheets[1].carried == sheets[0].total
    assert total == 98 * 1250 + 98 // 2


def test_a_part_of_the_year_is_an_extract_without_the_closing_mark(app):
    journal = long_journal("R01", "uk", 60)
    period = Period(date(2026, 1, 10), date(2026, 1, 20))

    with force_locale("uk"):
        part = journal_html(_printed(journal, period))
        whole = journal_html(_printed(journal))

    assert "витяг, з 10.01.2026, до 20.01.2026" in part
    assert ">5-к/тр<" in part
    assert ">4-к/тр<" not in part
    assert "прошнуровано" in whole
    assert "прошнуровано" not in part


def test_a_missing_number_is_told_at_the_end(app):
    journal = long_journal("R01", "uk", 3)
    journal.last_number = 5

    with force_locale("uk"):
        assert "Номери без запису: 4, 5." in journal_html(_printed(journal))
