"""A journal as it is printed: a title, pages of a fixed form, and the mark that closes it.

The form is the usual one of an office (DOMAIN 1.8): pages are numbered, each has the head of the
table, annulled lines are struck out with their reason, what stands in a paper journal before the
first number is said, and at the end stand the number of lines and the mark of the sheets (МОН 676
of 25.06.2018: numbered, laced, signed by the head and sealed). Pages are cut by `paper.sheets`; the
measures of the style sheet static/print.css are those named here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from portal import grammar
from portal.documents.journals import Gaps, find_gaps
from portal.documents.models import Journal
from portal.documents.register import Book, Line, Period, read_book
from portal.extensions import services
from portal.paper.pdf.sheets import LINE, PADDING, SIDES, Form, Row, Sheet, paginate, wrap

UPRIGHT, ACROSS = (180, 255), (267, 171)  # of A4 within its margins, less what rounding takes
RUNNING = 7  # the line with the number of the page
BOLD = 1.12  # how much wider bold letters are
TITLE, NAME, SMALL = 14.0, 11.0, 9.0  # points
ENDING = 62  # the number of lines, and the mark of the sheets with its signature
SUMMARY = 12  # the number of lines alone


@dataclass(frozen=True)
class Printed:
    """All that the pages of a journal say."""

    journal: Journal
    book: Book
    period: Period
    sheets: Sequence[Sheet]
    head: Sequence[Sequence[str]]  # the heads of the columns, each as its lines
    name: Sequence[str]
    title: Sequence[str]
    gaps: Gaps
    signatory: tuple[str, str] | None  # post and name of the head
    annulled: int

    @property
    def is_whole(self) -> bool:
        """Whether all lines are there, so that the journal can be closed with this print."""
        return self.period == Period()

    @property
    def sheets_in_words(self) -> str:
        return grammar.number_in_words(len(self.sheets), self.journal.organisation.language)


def printed_journal(journal: Journal, period: Period) -> Printed:
    """The pages of the journal, or of a part of the year."""
    book = read_book(journal, page=None, period=period)
    width, height = ACROSS if book.register.is_across else UPRIGHT
    name = wrap(journal.organisation.full_name, width, NAME)
    title = wrap(journal.title, width, TITLE * BOLD)
    widths = book.register.widths
    head = [
        wrap(text, column - SIDES, SMALL * BOLD)
        for text, column in zip(book.heads.values(), widths, strict=True)
    ]
    room = height - RUNNING - max(map(len, head)) * LINE - 2 * (LINE + PADDING)
    cover = len(name) * 5 + len(title) * 7 + 24
    form = Form(
        widths=widths,
        height=room,
        first=room - cover,
        ending=ENDING if period == Period() else SUMMARY,
        summed=[n for n, column in enumerate(book.register.columns) if column.total],
    )
    return Printed(
        journal=journal,
        book=book,
        period=period,
        sheets=paginate(_rows(journal, book, period, form.summed), form),
        head=head,
        name=name,
        title=title,
        gaps=find_gaps(journal),
        signatory=_signatory(journal),
        annulled=sum(1 for line in book.lines if line.is_annulled),
    )


def journal_pdf(journal: Journal, period: Period) -> bytes:
    """The same pages as a PDF, made by wkhtmltopdf."""
    with force_locale(journal.organisation.language):
        printed = printed_journal(journal, period)
        html = journal_html(printed)
    return services().pdf.from_html(html, landscape=printed.book.register.is_across)


def journal_html(printed: Printed) -> str:
    """The pages with their style sheet inside, for a printer that fetches nothing."""
    html = render_template("journals/pdf.html", printed=printed)
    style = Path(current_app.static_folder or "", "print.css").read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def _rows(journal: Journal, book: Book, period: Period, summed: Sequence[int]) -> list[Row]:
    rows = [_row(line, summed) for line in book.lines]
    if journal.first_number > 1 and not period.since:
        said = _("№ 1–%(last)s stand in the paper journal.", last=journal.first_number - 1)
        rows.insert(0, Row((said,), "told"))
    return rows or [Row((_("No entries."),), "told")]


def _row(line: Line, summed: Sequence[int]) -> Row:
    cells = tuple(line.cells.values())
    amounts: Mapping[int, Decimal] = (
        {} if line.is_annulled else {place: _amount(cells[place]) for place in summed}
    )
    return Row(cells, "annulled" if line.is_annulled else "", amounts)


def _amount(text: str) -> Decimal:
    """A sum as it stands in a cell; words instead of one add nothing."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)


def _signatory(journal: Journal) -> tuple[str, str] | None:
    day: date = services().clock.today()
    head = journal.organisation.authority_on(day)
    if head is None:
        return None
    return head.title, head.person.name_on(day).declined().signature()
