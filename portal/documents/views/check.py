"""The last look before a paper is issued: names in their cases, what is missing, the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from portal import paper
from portal.accounts.roles import ROLE_NAMES
from portal.documents.approval import pending_step, steps_of
from portal.documents.case_forms import NamedPerson, used_cases
from portal.documents.catalogue import kind_of
from portal.documents.context import Problem, problems
from portal.documents.drafts import content_of
from portal.documents.issue import expected_number, preview
from portal.documents.models import Document
from portal.documents.order_of_dates import later_papers
from portal.documents.previews import preview_page, preview_pdf
from portal.documents.questions import FOLLOWED
from portal.documents.views.blueprint import blueprint
from portal.documents.views.finish import FinishForm
from portal.documents.views.names import named_people, open_name
from portal.documents.views.rights import own_roles
from portal.documents.views.steps import (
    CHECK,
    asks_others,
    find_draft,
    page_language,
    steps,
)
from portal.documents.word import word_changes
from portal.downloads import picture
from portal.errors import Invalid, Unavailable
from portal.extensions import db, services
from portal.people.models import Employment
from portal.people.views.cases import CASES, DOUBTS, QUESTIONS, WAYS
from portal.permissions import Right, holds, requires
from portal.web import sentence


@dataclass(frozen=True)
class ToMend:
    """Something to mend on the page: where it stands, what it is, where it is mended."""

    place: str
    text: str
    href: str


@blueprint.get("/documents/<int:document_id>/check")
@requires(Right.PREPARE_PAPERS)
def check(document_id: int) -> str:
    document = find_draft(document_id)
    return check_page(document, FinishForm.of(document, named_people(document)))


@blueprint.get("/documents/<int:document_id>/preview")
@requires(Right.READ_PAPERS)
def preview_pages(document_id: int) -> str:
    """The pages as they will be printed: a piece of the other pages, or a page by itself."""
    document = find_draft(document_id, Right.READ_PAPERS)
    missing = fault = _what_is_missing(document)
    pages = 0
    try:
        docx = preview(document)
        db.session.rollback()  # nothing slow inside a transaction
        pages = paper.page_count(preview_pdf(docx))
    except (Unavailable, Invalid) as e:
        db.session.rollback()
        fault = fault or sentence(e)
    is_piece = "HX-Request" in request.headers
    return render_template(
        "documents/_preview.html" if is_piece else "documents/preview.html",
        document_id=document_id,
        page=max(1, min(request.args.get("page", 1, type=int), pages)),
        pages=pages,
        fault=fault if not pages else "",
        is_missing=bool(missing),
    )


@blueprint.get("/documents/<int:document_id>/preview/<int:page>.png")
@requires(Right.READ_PAPERS)
def preview_picture(document_id: int, page: int) -> Response:
    docx = preview(find_draft(document_id, Right.READ_PAPERS))
    db.session.rollback()
    return picture(preview_page(docx, page))


def check_page(document: Document, form: FinishForm) -> str:
    """The page as it stands, with the form that ends it."""
    people = sorted(named_people(document), key=lambda one: not one.is_doubtful)
    opened = open_name(people, request.args.get("name", type=int))
    return render_template(
        "documents/check.html",
        form=form,
        opened=opened,
        steps=steps(document, CHECK),
        asks_others=asks_others(document),
        asked_step=next((s for s in steps_of(document) if s not in _own(document)), None),
        role_names=ROLE_NAMES,
        case_words=CASES,
        way_words=WAYS,
        doubt_words=DOUBTS,
        **look(document, people),
    )


def look(document: Document, people: Sequence[NamedPerson]) -> dict[str, Any]:
    """What the writer and whoever approves look at."""
    content = content_of(document)
    found = [*problems(content), *later_papers(content)]
    return {
        "document": document,
        "kind": content.kind,
        "language": page_language(),
        "people": people,
        "cases": [(c, CASES[c], QUESTIONS[content.language][c]) for c in used_cases(people)],
        "doubtful": [one for one in people if one.is_doubtful],
        "to_mend": [_to_mend(document, problem) for problem in found if problem.blocks],
        "to_look_at": [
            _to_mend(document, one) for one in found if not one.blocks and one.employment_id is None
        ],
        "number": expected_number(content),
        "pending": pending_step(document),
        "changes": _changes(document, is_whole=not any(p.blocks for p in found)),
        "today": services().clock.today(),
    }


def _what_is_missing(document: Document) -> str:
    """Why there are no pages to see yet."""
    found = [_to_mend(document, p) for p in problems(content_of(document)) if p.blocks]
    if not found:
        return ""
    places = ", ".join(dict.fromkeys(one.place for one in found))
    return str(
        _("The pages are shown when nothing is missing. Look at: %(places)s.", places=places)
    )


def _own(document: Document) -> set[str]:
    return own_roles(document.organisation_id)


def _changes(document: Document, *, is_whole: bool) -> list[tuple[str, str]]:
    return word_changes(document) if is_whole else []


def _to_mend(document: Document, problem: Problem) -> ToMend:
    kind, language = kind_of(document), page_language()
    labels = {f.name: f.label.in_language(language) for f in kind.fields}
    labels |= {f.name: str(FOLLOWED[f.role]) for f in kind.manifest.follows}
    text = _(problem.message) % problem.params
    ids: dict[str, Any] = {"document_id": document.id}
    if problem.field == "people" and problem.employment_id is None:
        return ToMend(_("People"), text, url_for("documents.people", **ids))
    if problem.employment_id is not None:
        return ToMend(_("People"), text, _card(document, problem.employment_id))
    if problem.field == "dated_on":
        place = _("Date of the paper")
        return ToMend(place, text, url_for("documents.data", **ids, _anchor="dated_on"))
    place = labels.get(problem.field, _("Data"))
    return ToMend(place, text, url_for("documents.data", **ids, _anchor=problem.field or None))


def _card(document: Document, employment_id: int) -> str:
    """Where the card of the person is mended: here for the gender, else on the card itself."""
    person = db.session.get_one(Employment, employment_id).person
    if not person.gender or not holds(Right.READ_PEOPLE, document.organisation_id):
        return url_for("documents.check", document_id=document.id, name=person.id, _anchor="names")
    return url_for("people.card", person_id=person.id)
