"""A list from Excel, CSV or the clipboard: brought, shown as it was read, confirmed, undone.

Until it is confirmed only the file and the choices made on the way are kept.
"""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, ValidationError

from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import ChoiceField, FileField, Form, RadiosField
from portal.people.import_run import PARTNERS, PEOPLE, SCHOOLS, ImportRun
from portal.people.models import Organisation
from portal.people.reading import Reading, read_list, read_run, take_list_in, undo_list
from portal.people.views.blueprints import organisations, people
from portal.people.views.fields import choices
from portal.permissions import Right, holds, permitted, requires
from portal.tables import TableFault
from portal.web import form_page, told_on

PASTED = "pasted.txt"
MOST = 2_000_000  # characters of a pasted list
NOT_USED = -1
RIGHTS = {
    PEOPLE: Right.EDIT_PEOPLE,
    SCHOOLS: Right.MANAGE_USERS,
    PARTNERS: Right.MANAGE_ORGANISATION,
}
FILL, LEAVE = "fill", "leave"


class BringForm(Form):
    kind = ChoiceField(_l("What is in the list"))
    organisation = ChoiceField(_l("Where they belong"), coerce=int)
    file = FileField(_l("Excel or CSV file"), accept=".xlsx,.csv,.txt,.tsv")
    # Not a cleaned text: its tabs tell the columns apart, and the reader of tables cleans it.
    pasted = TextAreaField(
        _l("or the table pasted from Excel"),
        [Length(max=MOST)],
        description=_l("With the row of headings."),
        render_kw={"rows": 6},
    )

    def validate_file(self, field: FileField) -> None:
        if not field.data and not self.pasted.data:
            raise ValidationError(_("Choose a file or paste a table."))

    def brought(self) -> tuple[bytes, str]:
        """The bytes and the name that says what they are."""
        if self.file.data:
            return self.file.data.read(), self.file.data.filename or PASTED
        return (self.pasted.data or "").encode(), PASTED


class ConfirmForm(Form):
    known = RadiosField(
        _l("Those who are here already"),
        choices=[
            (FILL, _l("fill in what their cards leave empty")),
            (LEAVE, _l("leave as they are")),
        ],
        default=FILL,
    )
    takes_proposals = BooleanField(_l("Take the proposed corrections"), default=True)
    letters_checked = BooleanField(_l("The letters are read right"))


@people.route("/people/import", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def bring_people() -> Response | tuple[str, int]:
    return _bring([(PEOPLE, _("people"))])


@organisations.route("/organisations/import", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def bring_organisations() -> Response | tuple[str, int]:
    kinds = [(PARTNERS, _("hosts and providers, for the directory"))]
    if permitted(Right.MANAGE_USERS):
        kinds.append((SCHOOLS, _("schools below this organisation")))
    return _bring(kinds)


def _bring(kinds: list[tuple[str, str]]) -> Response | tuple[str, int]:
    form = BringForm()
    form.kind.choices = choices(kinds)
    own = frozenset[int]().union(*(permitted(RIGHTS[kind]) for kind, _label in kinds))
    found = sa.select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.sort_key)
    owners = db.session.scalars(found).all()
    form.organisation.choices = choices((one.id, one.short_name) for one in owners)
    if form.validate_on_submit():
        try:
            run = _keep(form)
        except TableFault as fault:
            form.file.errors = [_said(fault)]
        else:
            db.session.commit()
            return redirect(url_for("people.import_run", run_id=run.id))
    return form_page("people/bring.html", form, kind=kinds[0][0], owners=owners)


def _keep(form: BringForm) -> ImportRun:
    """Keep the file once it proved to be a table."""
    if not holds(RIGHTS[form.kind.data], form.organisation.data):
        raise NotFound
    data, name = form.brought()
    read_list(form.kind.data, data, name)
    run = ImportRun(
        organisation_id=form.organisation.data,
        kind=form.kind.data,
        file_name=name[-200:],
        sha256=services().store.put(data),
        at=services().clock.now(),
        by_user_id=current_user.id,
        choices={},
        made={},
    )
    db.session.add(run)
    db.session.flush()
    return run


@people.route("/people/import/<int:run_id>", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE, Right.MANAGE_ORGANISATION)
def import_run(run_id: int) -> Response | tuple[str, int]:
    """What was read, what is wrong with it by cell, who is here already; then the confirmation."""
    run, organisation = _find(run_id)
    if run.done_at:
        return _result(run, organisation), 200
    reading = read_run(run, organisation)
    form = ConfirmForm()
    if form.validate_on_submit() and _may_be_taken(form, reading):
        with told_on(form):
            take_list_in(
                run,
                organisation,
                fills_cards=form.known.data == FILL,
                takes_proposals=form.takes_proposals.data,
                namesakes=request.form.getlist("namesake"),
                take_charge=current_user.take_charge_of,
            )
            db.session.commit()
            return redirect(url_for("people.import_run", run_id=run_id))
    return form_page(
        "people/import.html",
        form,
        run=run,
        organisation=organisation,
        reading=reading,
        not_used=NOT_USED,
        said=_said,
    )


@people.post("/people/import/<int:run_id>/columns")
@requires(Right.EDIT_PEOPLE, Right.MANAGE_ORGANISATION)
def choose_columns(run_id: int) -> Response:
    """Which column is which, and which sheet of the workbook, as the person says."""
    run, _organisation = _find(run_id)
    chosen: dict[str, int] = {}
    for key, name in request.form.items():
        if key.startswith("column-") and key[7:].isdecimal() and name:
            chosen[name] = int(key[7:])
    sheet = request.form.get("sheet", "")
    is_other_sheet = sheet != request.form.get("sheet_shown", "")
    run.choices = {"sheet": sheet} if is_other_sheet else {"sheet": sheet, "columns": chosen}
    db.session.commit()
    return redirect(url_for("people.import_run", run_id=run_id))


@people.post("/people/import/<int:run_id>/undo")
@requires(Right.EDIT_PEOPLE, Right.MANAGE_ORGANISATION)
def undo_import(run_id: int) -> Response:
    """Take the whole list back."""
    run, _organisation = _find(run_id)
    if run.kind == SCHOOLS:
        current_user.give_up_charge_of(run.made.get("organisation", ()))
    undo_list(run, by_user_id=current_user.id)
    db.session.commit()
    flash(_("The import is undone: the lists are as they were before."), "ok")
    return redirect(url_for("people.import_run", run_id=run_id))


def _result(run: ImportRun, organisation: Organisation) -> str:
    added = run.made.get("employment") or run.made.get("organisation") or []
    return render_template(
        "people/imported.html",
        run=run,
        organisation=organisation,
        added=len(added),
        filled=len(run.made.get("filled", {})),
    )


def _find(run_id: int) -> tuple[ImportRun, Organisation]:
    """An import of the acting person's own, where they still hold the right."""
    run = db.session.get(ImportRun, run_id)
    if run is None or run.by_user_id != current_user.id:
        raise NotFound
    if not holds(RIGHTS[run.kind], run.organisation_id):
        raise NotFound
    return run, db.session.get_one(Organisation, run.organisation_id)


def _may_be_taken(form: ConfirmForm, reading: Reading) -> bool:
    if reading.table.needs_encoding_check and not form.letters_checked.data:
        form.letters_checked.errors = [_("Look at the names below first, then tick here.")]
    elif not (reading.plan and (reading.plan.new or reading.plan.doubles)):
        form.form_errors.append(_("There is nobody to take in: see what is wrong by cell."))
    return not form.errors


def _said(fault: Any) -> str:
    """A fault, a doubt or a note of a table in the language of the page."""
    text: str = _(fault.message)
    return text % fault.params if fault.params else text
