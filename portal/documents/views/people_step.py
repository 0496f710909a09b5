"""The people of a draft: ticked in the list, or pasted as a list of names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.documents.catalogue import kind_of
from portal.documents.drafts import save_draft
from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.steps import PEOPLE, find_draft, page_language, steps
from portal.extensions import db, services
from portal.forms import Form, LongTextField, PeopleField, PersonField
from portal.people.models import Employment
from portal.people.search import find_all_by_full_name, search_people
from portal.permissions import Right, requires

MOST_LINES = 500
_NUMBERING = re.compile(r"^\W*\d+\W*\s")


@dataclass(frozen=True)
class Unclear:
    """A pasted line that names nobody, or several."""

    text: str
    candidates: Sequence[Employment]


class PastedForm(Form):
    """The list of one person or of many, made for each draft, and the pasted one."""

    staff: Sequence[Employment] = ()

    pasted = LongTextField(
        _l("List of names"),
        description=_l("A column from Excel or a list from a letter: a full name on each line."),
    )

    def chosen(self) -> list[Employment]:
        """Those ticked, as far as they were offered."""
        data: Any = self["people"].data
        ids = set(data if isinstance(data, list) else [data])
        return [employment for employment in self.staff if employment.id in ids]


@blueprint.route("/documents/<int:document_id>/people", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def people(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    document = find_draft(document_id)
    form = _people_form(document)
    if not form.is_submitted():
        return _people_page(document, form, []), 200
    # As it came: cleaning would take away the tabs that part Excel's cells.
    found, unclear = _read_pasted(document, request.form.get("pasted", ""))
    _keep_people(document, [*form.chosen(), *found])
    db.session.commit()
    if not document.people and not unclear:
        form["people"].errors = [_("Choose at least one person.")]
    if document.people and not unclear:
        return redirect(url_for("documents.data", document_id=document_id), 303)
    _show_what_is_left(document, form, unclear)
    return _people_page(document, form, unclear), 422


@blueprint.post("/documents/<int:document_id>/people/save")
@requires(Right.PREPARE_PAPERS)
def save_people(document_id: int) -> Response:
    """What the page sends by itself when somebody is ticked."""
    document = find_draft(document_id)
    found, _unclear = _read_pasted(document, request.form.get("pasted", ""))
    _keep_people(document, [*_people_form(document).chosen(), *found])
    db.session.commit()
    return Response(status=204)


def _people_form(document: Document) -> PastedForm:
    day = document.dated_on or services().clock.today()
    staff = db.session.scalars(search_people([document.organisation_id], "", day)).all()
    is_single = kind_of(document).manifest.per_person
    field = (PersonField if is_single else PeopleField)(
        _l("Whom it concerns"),
        choices=[(e.id, str(e.person.name_on(day))) for e in staff],
        details={e.id: _detail(e, document) for e in staff},
    )
    named = [row.employment_id for row in document.people]
    chosen = (named[0] if named else None) if is_single else named
    made = type("PeopleForm", (PastedForm,), {"people": field, "staff": staff})
    form: PastedForm = made(data={"people": chosen})
    return form


def _detail(employment: Employment, document: Document) -> str:
    day = document.dated_on or services().clock.today()
    post, number = employment.post_on(day), employment.file_number
    said = [post.text if post else "", _("file %(number)s", number=number) if number else ""]
    return ", ".join(part for part in said if part)


def _keep_people(document: Document, people: Sequence[Employment]) -> None:
    once = list({employment.id: employment for employment in people}.values())
    if kind_of(document).manifest.per_person:
        once = once[-1:]
    save_draft(document, document.data, document.dated_on, once)


def _read_pasted(document: Document, text: str) -> tuple[list[Employment], list[Unclear]]:
    """Whom the lines name, and the lines that have to be mended."""
    lines = [line for line in text.splitlines() if line.strip()][:MOST_LINES]
    readings = [_readings(line) for line in lines]
    day = document.dated_on or services().clock.today()
    flat = [reading for one in readings for reading in one]
    found = iter(find_all_by_full_name([document.organisation_id], flat, day))
    exact, unclear = [], []
    for line, one in zip(lines, readings, strict=True):
        answers = [next(found) for _reading in one]
        best = next((a for a in answers if a.exact), None)
        if best and best.exact:
            exact.append(best.exact)
        else:
            several = next((a.employments for a in answers if a.employments), ())
            unclear.append(Unclear(" ".join(_cells(line)), several))
    return exact, unclear


def _readings(line: str) -> list[str]:
    """What of a pasted row may be the name: all of it, one cell, or three cells in a row."""
    cells = _cells(line)
    before_comma = [cell.split(",")[0] for cell in cells]
    return list(dict.fromkeys([" ".join(cells[:3]), *cells, *before_comma])) or [line]


def _cells(line: str) -> list[str]:
    """The cells of a row without its number."""
    cells = [" ".join(cell.split()) for cell in _NUMBERING.sub("", line).split("\t")]
    return [cell for cell in cells if cell and not cell.rstrip(".").isdecimal()]


def _show_what_is_left(document: Document, form: PastedForm, unclear: Sequence[Unclear]) -> None:
    """Who was found is ticked from now on; only what is not clear stays in the box."""
    named = [row.employment_id for row in document.people]
    is_single = kind_of(document).manifest.per_person
    form["people"].data = (named[0] if named else None) if is_single else named
    form.pasted.data = "\n".join(one.text for one in unclear if not one.candidates)


def _people_page(document: Document, form: PastedForm, unclear: Sequence[Unclear]) -> str:
    return render_template(
        "documents/people.html",
        document=document,
        kind=kind_of(document),
        form=form,
        unclear=unclear,
        day=document.dated_on or services().clock.today(),
        steps=steps(document, PEOPLE),
        language=page_language(),
    )
