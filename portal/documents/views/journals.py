"""Journals: which there are, their pages in the form of the office, gaps, settings, print."""

from collections.abc import Sequence
from itertools import groupby

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal import audit
from portal.documents.journals import (
    change_journal,
    close_journal,
    find_gaps,
    open_journals,
    reopen_journal,
    start_at,
)
from portal.documents.models import Journal
from portal.documents.register import SHOWN, read_book, tally
from portal.documents.registers import register_name, registers
from portal.documents.views.journal_rights import (
    address_of_line,
    find_journal,
    in_its_language,
)
from portal.documents.views.rights import acting_user_id
from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import Form, IntegerField, Required, TextField
from portal.people.models import Organisation
from portal.permissions import Right, find, holds, permitted, requires, scoped
from portal.web import form_page, told_on

blueprint = Blueprint("journals", __name__, template_folder="../templates")


class JournalForm(Form):
    title = TextField(_l("Title"), [Required()], description=_l("As on the cover of the journal."))
    pattern = TextField(
        _l("How a number is written"),
        [Required()],
        limit=60,
        description=_l("{n} is the number, {year} the year, {code} the registry code: 01-15/{n}."),
    )
    nomenclature_index = TextField(
        _l("File index"), limit=64, description=_l("From the nomenclature of cases: 02-03.")
    )
    retention = TextField(
        _l("How long the journal is kept"),
        limit=200,
        description=_l("With the article of the list: 75 years, article 121 b."),
    )
    first_number = IntegerField(
        _l("First number here"),
        [Required()],
        least=1,
        most=99_999,
        description=_l("Those before it stand in the paper journal of this year."),
    )


@blueprint.get("/journals")
@requires(Right.READ_PAPERS)
def index() -> str:
    journals = db.session.scalars(
        scoped(Journal, Right.READ_PAPERS)
        .join(Organisation)
        .order_by(Organisation.sort_key, Organisation.id, Journal.year.desc(), Journal.register)
    ).all()
    shelves = [
        (organisation, [(year, list(books)) for year, books in groupby(own, lambda j: j.year)])
        for organisation, own in groupby(journals, lambda j: j.organisation)
    ]
    return render_template(
        "journals/index.html",
        shelves=shelves,
        missing=_missing(journals),
        counts={journal.id: tally(journal) for journal in journals},
        register_name=register_name,
        this_year=services().clock.today().year,
    )


@blueprint.post("/journals/open")
@requires(Right.KEEP_JOURNALS)
def open_missing() -> WerkzeugResponse:
    """The usual journals of this year that are not there yet."""
    organisation_id = request.form.get("organisation", 0, type=int)
    query = sa.select(Organisation).where(
        Organisation.id == organisation_id, Organisation.id.in_(permitted(Right.KEEP_JOURNALS))
    )
    organisation = db.session.scalars(query).one_or_none()
    if organisation is None:
        raise NotFound
    open_journals(organisation, services().clock.today())
    audit.record(
        "open-journals",
        organisation,
        by_user_id=acting_user_id(),
        organisation_id=organisation.id,
    )
    db.session.commit()
    flash(_("The journals of this year are open."), "ok")
    return redirect(url_for("journals.index"), 303)


@blueprint.get("/journals/<int:journal_id>")
@requires(Right.READ_PAPERS)
def show(journal_id: int) -> str:
    journal = find_journal(journal_id)
    page = max(request.args.get("page", 1, type=int), 1)
    with in_its_language(journal):
        book = read_book(journal, page=page)
    return render_template(
        "journals/show.html",
        journal=journal,
        book=book,
        address_of_line=address_of_line,
        page=page,
        shown=SHOWN,
        years=_other_years(journal),
        tally=tally(journal),
        gaps=find_gaps(journal),
        keeps=holds(Right.KEEP_JOURNALS, journal.organisation_id),
    )


@blueprint.get("/journals/<int:journal_id>/inspection")
@requires(Right.READ_PAPERS)
def inspection(journal_id: int) -> str:
    """What an inspector asks: gaps, order of dates, annulled and late lines, the chain."""
    journal = find_journal(journal_id)
    lines = read_book(journal, page=None).lines
    return render_template(
        "journals/inspection.html",
        journal=journal,
        tally=tally(journal),
        gaps=find_gaps(journal),
        odd=[one for one in lines if one.is_annulled or one.is_late],
        address_of_line=address_of_line,
        broken_at=audit.verify_chain(journal.organisation_id),
        now=services().clock.now(),
    )


@blueprint.route("/journals/<int:journal_id>/settings", methods=["GET", "POST"])
@requires(Right.KEEP_JOURNALS)
def settings(journal_id: int) -> WerkzeugResponse | tuple[str, int]:
    journal = find(Journal, journal_id, Right.KEEP_JOURNALS)
    form = JournalForm(obj=journal)
    if form.validate_on_submit():
        with told_on(form):
            change_journal(
                journal,
                title=form.title.data,
                pattern=form.pattern.data,
                nomenclature_index=form.nomenclature_index.data,
                retention=form.retention.data,
                changed_by=acting_user_id(),
            )
            first: int = form.first_number.data or 0  # the form requires it
            if first != journal.first_number:
                start_at(journal, first)
            db.session.commit()
            flash(_("The journal is changed."), "ok")
            return redirect(url_for("journals.show", journal_id=journal_id), 303)
    return form_page(
        "journals/settings.html", form, journal=find(Journal, journal_id, Right.KEEP_JOURNALS)
    )


@blueprint.post("/journals/<int:journal_id>/close")
@requires(Right.KEEP_JOURNALS)
def close(journal_id: int) -> WerkzeugResponse:
    journal = find(Journal, journal_id, Right.KEEP_JOURNALS)
    close_journal(journal, services().clock.today(), closed_by=acting_user_id())
    db.session.commit()
    flash(_("The journal is closed: no number is taken from it any more."), "ok")
    return redirect(url_for("journals.show", journal_id=journal_id), 303)


@blueprint.post("/journals/<int:journal_id>/reopen")
@requires(Right.KEEP_JOURNALS)
def reopen(journal_id: int) -> WerkzeugResponse:
    journal = find(Journal, journal_id, Right.KEEP_JOURNALS)
    reopen_journal(journal, reopened_by=acting_user_id())
    db.session.commit()
    flash(_("The journal is open again."), "ok")
    return redirect(url_for("journals.show", journal_id=journal_id), 303)


def _other_years(journal: Journal) -> Sequence[Journal]:
    """The same register year by year, the newest first."""
    return db.session.scalars(
        sa.select(Journal)
        .where(
            Journal.organisation_id == journal.organisation_id,
            Journal.register == journal.register,
        )
        .order_by(Journal.year.desc())
    ).all()


def _missing(journals: Sequence[Journal]) -> list[tuple[Organisation, list[str]]]:
    """Registers that an organisation has not opened this year."""
    year = services().clock.today().year
    open_now = {(j.organisation_id, j.register) for j in journals if j.year == year}
    own = db.session.scalars(
        sa.select(Organisation)
        .where(Organisation.id.in_(permitted(Right.KEEP_JOURNALS)))
        .order_by(Organisation.sort_key)
    )
    found = [(one, [code for code in registers() if (one.id, code) not in open_now]) for one in own]
    return [(organisation, registers) for organisation, registers in found if registers]
