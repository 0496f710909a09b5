"""Writing a paper: its kind, its people, its data; everything typed is kept on the server."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal import grammar
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.context import build_answers, problems
from portal.documents.drafts import (
    content_of,
    discard_draft,
    following,
    same_again,
    save_draft,
    start_draft,
)
from portal.documents.manifest import FormField
from portal.documents.models import Document
from portal.documents.questions import QuestionForm, conditions, question_form, source_marks
from portal.documents.registers import register_name
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import acting_user_id, find_own, kinds_written, writes
from portal.documents.views.steps import (
    DATA,
    find_draft,
    page_language,
    steps,
)
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.extensions import db, services
from portal.forms import DateField, Required
from portal.people.models import Employment, Organisation
from portal.permissions import Right, find, permitted, requires

MOST_USED = 3
# Questions short enough to stand two in a row.
SHORT = frozenset({"date", "number", "money", "computed", "tax_id", "phone"})


@blueprint.get("/documents/new")
@requires(Right.PREPARE_PAPERS)
def new() -> str:
    """The kinds to choose from; or, from another paper, what is about to be begun."""
    if source_id := request.args.get("from", type=int):
        source = find_own(Document, source_id)
        return _ask(kind_of(source), source, hidden={"from": source.id})
    if source_id := request.args.get("source", type=int):
        source = find(Document, source_id, Right.READ_PAPERS)
        kind = _kind_of_one_to_follow(source, request.args.get("kind", ""))
        return _ask(kind, source, hidden={"source": source.id, "kind": kind.name})
    organisation = _organisation(request.args.get("organisation", type=int))
    query = request.args.get("q", "")
    return render_template(
        "documents/new.html",
        groups=_groups(organisation, query),
        most_used=[] if query else _most_used(organisation),
        query=query,
        organisation=organisation,
        organisations=_organisations(),
        language=page_language(),
    )


@blueprint.post("/documents/new")
@requires(Right.PREPARE_PAPERS)
def start() -> WerkzeugResponse:
    draft = _begun()
    db.session.commit()
    return redirect(url_for("documents.draft", document_id=draft.id), 303)


@blueprint.get("/documents/<int:document_id>/draft")
@requires(Right.READ_PAPERS)
def draft(document_id: int) -> WerkzeugResponse:
    """The step at which the draft waits for this reader."""
    document = find_draft(document_id, Right.READ_PAPERS)
    return redirect(url_for(_place_of(document), document_id=document_id))


@blueprint.route("/documents/<int:document_id>/data", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def data(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    document = find_draft(document_id)
    form = _data_form(document)
    if form.grown():
        return _data_page(document, form), 200
    if form.is_submitted():
        is_right = form.validate()
        keep_answers(document, form)
        db.session.commit()
        if is_right:
            return redirect(url_for("documents.check", document_id=document_id), 303)
    return _data_page(document, form), 422 if form.is_submitted() else 200


@blueprint.post("/documents/<int:document_id>/save")
@requires(Right.PREPARE_PAPERS)
def save(document_id: int) -> Response:
    """What the page sends by itself while somebody writes; faults are kept as they are."""
    document = find_draft(document_id)
    keep_answers(document, _data_form(document))
    db.session.commit()
    return Response(status=204)


@blueprint.post("/documents/<int:document_id>/discard")
@requires(Right.PREPARE_PAPERS)
def discard(document_id: int) -> WerkzeugResponse:
    discard_draft(find_draft(document_id), by=acting_user_id())
    db.session.commit()
    flash(_("The draft is in the trash. No number was taken."), "ok")
    return redirect(url_for("documents.index"), 303)


def keep_answers(document: Document, form: QuestionForm) -> None:
    """Keep the answers of the form in the draft, read or not."""
    answers = {**document.data, **form.plain_answers()}
    people = [row.employment for row in document.people]
    save_draft(document, answers, form["dated_on"].data or document.dated_on, people)


def _data_form(document: Document) -> QuestionForm:
    kind, day = kind_of(document), document.dated_on or services().clock.today()
    questions = question_form(kind, document.organisation, page_language(), day, document=document)
    dated = {"dated_on": DateField(_l("Date of the paper"), [Required()])}
    form: QuestionForm = type("DataForm", (questions,), dated)(
        data={**document.data, "dated_on": document.dated_on},
        sources=source_marks(kind, document.organisation, document.data),
    )
    return form


def _data_page(document: Document, form: QuestionForm) -> str:
    kind = kind_of(document)
    return render_template(
        "documents/data.html",
        document=document,
        kind=kind,
        form=form,
        rows=_rows(kind, document.country, form),
        conditions=conditions(kind),
        computed=_computed(document),
        language=page_language(),
        steps=steps(document, DATA),
    )


def _rows(kind: Kind, country: str, form: QuestionForm) -> list[list[Any]]:
    """The questions as the page sets them: two short ones share a row."""
    rows: list[list[Any]] = []
    for question in kind.fields_in(country):
        if question.type != "computed" and question.name not in form:
            continue
        if _is_short(question) and rows and len(rows[-1]) == 1 and _is_short(rows[-1][0]):
            rows[-1].append(question)
        else:
            rows.append([question])
    return rows


def _is_short(question: FormField) -> bool:
    """Whether it may share a row: one that comes and goes with another answer stands alone."""
    return question.type in SHORT and not question.when


def _computed(document: Document) -> dict[str, Any]:
    """The values that the answers so far give; none while something cannot be read."""
    try:
        return build_answers(content_of(document))
    except Invalid:
        return {}


def _begun() -> Document:
    today, made_by = services().clock.today(), acting_user_id()
    if source_id := request.form.get("from", type=int):
        source = find_own(Document, source_id)
        return same_again(source, made_by=made_by, dated_on=today)
    if source_id := request.form.get("source", type=int):
        source = find(Document, source_id, Right.READ_PAPERS)
        kind = _kind_of_one_to_follow(source, request.form.get("kind", ""))
        people = _people_for(kind, source)
        values = following(kind, source)
        return start_draft(
            kind, source.organisation, made_by=made_by, dated_on=today, people=people, data=values
        )
    organisation = _organisation(request.form.get("organisation", type=int))
    kind = kinds_of(organisation).kind(request.form.get("kind", ""))
    if kind not in _kinds(organisation):
        raise NotFound
    return start_draft(kind, organisation, made_by=made_by, dated_on=today)


def _kind_of_one_to_follow(source: Document, name: str) -> Kind:
    """A kind that follows the paper's and that this reader writes."""
    kind = kinds_of(source.organisation).kind(name)
    if source.kind not in {follows.kind for follows in kind.manifest.follows}:
        raise NotFound
    if not writes(kind, source.organisation_id):
        raise Forbidden
    return kind


def _people_for(kind: Kind, source: Document) -> Sequence[Employment]:
    """Whom a paper names that follows another: the same people, if it can name as many."""
    if not source.registered_at:
        raise Conflict("Register the paper first: another one can only follow it then.")
    people = [row.employment for row in source.people]
    return people if len(people) == 1 or not kind.manifest.per_person else ()


def _ask(kind: Kind, source: Document, *, hidden: dict[str, Any]) -> str:
    return render_template(
        "documents/new_from.html",
        kind=kind,
        source=source,
        hidden=hidden,
        language=page_language(),
        people=[row.name for row in source.people] if "from" in hidden else [],
    )


def _place_of(document: Document) -> str:
    """Endpoint of the first step with something to do."""
    if not writes(kind_of(document), document.organisation_id):
        return "documents.approval"
    if document.submitted_at and not document.approved_at:
        return "documents.approval"
    manifest = kind_of(document).manifest
    if manifest.names_people and not document.people:
        return "documents.people"
    asked = {f.name for f in manifest.follows} | {f.name for f in manifest.fields}
    if any(p.blocks and p.field in asked for p in problems(content_of(document))):
        return "documents.data"
    return "documents.check"


def _organisations() -> Sequence[Organisation]:
    own = sa.select(Organisation).where(Organisation.id.in_(permitted(Right.PREPARE_PAPERS)))
    return db.session.scalars(own.order_by(Organisation.sort_key)).all()


def _organisation(organisation_id: int | None) -> Organisation:
    """The one asked for; unasked, the first in which the reader writes papers."""
    asked = [one for one in _organisations() if organisation_id in (None, one.id)]
    if not asked:
        raise NotFound
    return asked[0]


def _kinds(organisation: Organisation) -> list[Kind]:
    """What this reader may begin there; papers derived from another are begun from that one."""
    return [kind for kind in kinds_written(organisation) if not kind.manifest.derived_from]


def _groups(organisation: Organisation, query: str) -> list[tuple[str, list[Kind]]]:
    """The kinds by register, those with all words of the query in a title or code."""
    words = grammar.search_key(query).split()
    groups: dict[str, list[Kind]] = {}
    for kind in _kinds(organisation):
        titles = " ".join(kind.title(code) for code in ("uk", "ru", "en"))
        key = f"{grammar.search_key(titles)} {kind.code.casefold()}"
        if all(word in key for word in words):
            groups.setdefault(kind.manifest.journal or "", []).append(kind)
    unnumbered = groups.pop("", [])
    numbered = [(register_name(register), kinds) for register, kinds in sorted(groups.items())]
    return [*numbered, *([(_("Papers without a number"), unnumbered)] if unnumbered else [])]


def _most_used(organisation: Organisation) -> list[Kind]:
    counts = db.session.execute(
        sa.select(Document.kind, sa.func.count())
        .where(Document.organisation_id == organisation.id, Document.registered_at.is_not(None))
        .group_by(Document.kind)
        .order_by(sa.func.count().desc(), Document.kind)
    )
    offered = {kind.name: kind for kind in _kinds(organisation)}
    return [offered[name] for name, _count in counts if name in offered][:MOST_USED]
