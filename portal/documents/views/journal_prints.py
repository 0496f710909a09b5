"""What a journal gives out: its printed form, as pages of the browser and as PDF; Excel and CSV."""

from datetime import date

from flask import Response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from portal.documents.journal_print import journal_pdf, printed_journal
from portal.documents.models import Journal
from portal.documents.register import Period, read_book
from portal.documents.views.journal_rights import find_journal, in_its_language
from portal.documents.views.journals import blueprint
from portal.downloads import PDF, attachment, table
from portal.permissions import Right, requires


@blueprint.get("/journals/<int:journal_id>/print")
@requires(Right.READ_PAPERS)
def printed_form(journal_id: int) -> str:
    """The pages of the form as they will be printed, for the period asked for."""
    journal, period = find_journal(journal_id), _period()
    with in_its_language(journal):
        printed = printed_journal(journal, period)
        pages = Markup(render_template("journals/pages.html", printed=printed))  # escaped there
    return render_template("journals/print.html", journal=journal, period=period, pages=pages)


@blueprint.get("/journals/<int:journal_id>/journal.pdf")
@requires(Right.READ_PAPERS)
def pdf(journal_id: int) -> Response:
    journal, period = find_journal(journal_id), _period()
    return attachment(journal_pdf(journal, period), _name(journal, period), PDF)


@blueprint.get("/journals/<int:journal_id>/export.<any(xlsx, csv):ending>")
@requires(Right.READ_PAPERS)
def export(journal_id: int, ending: str) -> Response:
    journal, period = find_journal(journal_id), _period()
    with in_its_language(journal):
        book = read_book(journal, page=None, period=period)
        rows = [list(line.cells.values()) for line in book.lines]
    return table(ending, _name(journal, period), list(book.heads.values()), rows)


def _period() -> Period:
    """The days of the address; what is no day counts as none."""
    return Period(_day("since"), _day("until"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _name(journal: Journal, period: Period) -> str:
    """What the file is called: the journal, the year, and the days if it is a part of it."""
    days = [f"{day:%d.%m.%Y}" for day in (period.since, period.until) if day]
    words = [_("from %(day)s", day=days[0])] if days and period.since else []
    if period.until:
        words.append(_("to %(day)s", day=days[-1]))
    return ", ".join([journal.title, str(journal.year), " ".join(map(str, words))]).rstrip(", ")
