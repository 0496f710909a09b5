"""The file on paper: its cover and the inventory of what lies in it, as forms of fixed pages.

The inventory has the columns of the archive rules (Правила 1000/5, додаток 16; Росархив 77 of
31.07.2023); its sheets are numbered on, each with the head of the table. Pages are cut by
`paper.sheets`; the measures of the style sheet in the templates are those named here. Both speak
the language of the organisation, whatever the language of the pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from portal import grammar
from portal.extensions import services
from portal.files.models import FileItem
from portal.files.service import inventory
from portal.grammar import Case
from portal.paper.pdf.sheets import LINE, PADDING, SIDES, Form, Row, Sheet, paginate, wrap
from portal.people.models import Employment

WIDTHS = (12, 30, 22, 72, 20, 24)  # of the columns, 180 mm in all
HEIGHT = 255  # of A4 within its margins, less what rounding takes
RUNNING = 7  # the line with the number of the page
COVER = 34  # the heading above the table of the first page
ENDING = 38  # the sums and the signature below the last row
LETTERS_OF_HEAD = 9 * 1.12  # points; bold letters are wider


@dataclass(frozen=True)
class Compiler:
    """Who draws the inventory up: the post and the name as it is signed."""

    post: str
    name: str


@dataclass(frozen=True)
class Inventory:
    """All that the pages of an inventory say."""

    employment: Employment
    sheets: Sequence[Sheet]
    head: Sequence[Sequence[str]]  # the heads of the columns, each as its lines
    papers: int  # those that lie in the file, without what was taken out
    compiler: Compiler
    day: date
    language: str
    widths: Sequence[int] = WIDTHS

    def in_words(self, number: int) -> str:
        return grammar.number_in_words(number, self.language)

    @property
    def owner(self) -> str:
        """Whose file it is, in the genitive."""
        return name_in_genitive(self.employment, self.day)


def inventory_html(employment: Employment, compiler: Compiler, *, is_numbered: bool) -> str:
    """The inventory for the printer.

    `is_numbered`: with the numbers of sheets, which a file gets when it is closed.
    """
    with force_locale(employment.organisation.language):
        printed = _printed(employment, compiler, is_numbered=is_numbered)
        return _styled(render_template("files/inventory_pdf.html", printed=printed))


def cover_html(employment: Employment) -> str:
    """The cover of the file (D39); what is not known yet is left to be written by hand."""
    items = [item for item in inventory(employment) if item.removed_at is None]
    known = [item.sheets for item in items if item.sheets is not None]
    is_closed = employment.ended_on is not None and len(known) == len(items)
    day = employment.ended_on or services().clock.today()
    with force_locale(employment.organisation.language):
        html = render_template(
            "files/cover_pdf.html",
            employment=employment,
            owner=name_in_genitive(employment, day),
            sheets=sum(known) if is_closed and items else None,
            language=employment.organisation.language,
        )
    return _styled(html)


def _styled(html: str) -> str:
    """The page with its style sheet inside, for a printer that fetches nothing."""
    style = Path(current_app.static_folder or "", "file-forms.css").read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def name_in_genitive(employment: Employment, day: date) -> str:
    """«Ткача Андрія Петровича»: how a file is named after its person."""
    return employment.person.name_on(day).declined().in_case(Case.GENITIVE)


def sheet_numbers(items: Sequence[FileItem]) -> Iterator[str]:
    """Which sheets of the file each paper is: «1–2», «3».

    What was taken out has none; after a paper of an unknown number of sheets nobody can count on.
    """
    numbers, is_known = count(1), True
    for item in items:
        is_known = is_known and (item.removed_at is not None or bool(item.sheets))
        if item.removed_at or not is_known or not item.sheets:
            yield ""
            continue
        own = [next(numbers) for _sheet in range(item.sheets)]
        yield str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}"


def note_of(item: FileItem) -> str:
    """The last column of an inventory: taken out, when and why."""
    if item.removed_at is None:
        return ""
    day = f"{item.removed_at.astimezone():%d.%m.%Y}"
    return str(_("taken out %(day)s: %(reason)s", day=day, reason=item.removal_reason))


def column_heads() -> list[str]:
    """The heads of the form, in the language now in force."""
    return [
        *(_("No. in order"), _("Index of the document"), _("Date of the document")),
        *(_("Title of the document"), _("Numbers of sheets"), _("Notes")),
    ]


def _printed(employment: Employment, compiler: Compiler, *, is_numbered: bool) -> Inventory:
    items = inventory(employment)
    numbers = list(sheet_numbers(items)) if is_numbered else [""] * len(items)
    head = [
        wrap(text, width - SIDES, LETTERS_OF_HEAD)
        for text, width in zip(column_heads(), WIDTHS, strict=True)
    ]
    room = HEIGHT - RUNNING - max(map(len, head)) * LINE - PADDING
    rows = [_row(item, number) for item, number in zip(items, numbers, strict=True)]
    form = Form(widths=WIDTHS, height=room, first=room - COVER, ending=ENDING)
    return Inventory(
        employment=employment,
        sheets=paginate(rows, form),
        head=head,
        papers=sum(1 for item in items if item.removed_at is None),
        compiler=compiler,
        day=services().clock.today(),
        language=employment.organisation.language,
    )


def _row(item: FileItem, numbers: str) -> Row:
    day = f"{item.dated_on:%d.%m.%Y}"
    return Row((str(item.line), item.paper_index, day, item.title, numbers, note_of(item)))
