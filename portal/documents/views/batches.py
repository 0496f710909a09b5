"""Many papers at once: whom and what, the dry run, the work going on, what came out of it."""

import io
import zipfile
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.documents.batch import (
    documents_of,
    refuse_started,
    start_batch,
    try_again,
)
from portal.documents.batch_check import dry_run
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.filing import mark_printed
from portal.documents.models import Batch, BatchItem, Document
from portal.documents.pdfs import ask_again
from portal.documents.questions import conditions
from portal.documents.views.batch_forms import added, batch_form, keep
from portal.documents.views.batch_mending import apply_mending
from portal.documents.views.batch_pages import dry_run_page, work_facts
from portal.documents.views.batch_words import batch_name, file_stems
from portal.documents.views.rights import (
    acting_user_id,
    find_own,
    own_roles,
    writes,
)
from portal.documents.views.steps import page_language
from portal.documents.work import print_job, run_batch
from portal.downloads import PDF, ZIP, attachment
from portal.errors import Forbidden, NotFound
from portal.extensions import db, services
from portal.jobs import jobs
from portal.people.models import Employment, Organisation
from portal.permissions import Right, find, permitted, requires
from portal.web import told_on

blueprint = Blueprint("batches", __name__, template_folder="../templates")


@blueprint.route("/batches/new", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def new() -> WerkzeugResponse | tuple[str, int]:
    source_id = request.args.get("source", type=int)
    source = find(Document, source_id, Right.READ_PAPERS) if source_id else None
    if "kind" not in request.args:
        return redirect(url_for(".index"))
    organisation = (
        source.organisation
        if source
        else organisation_of(request.args.get("organisation", type=int))
    )
    kind = kinds_of(organisation).kind(request.args["kind"])
    if not kind.manifest.per_person:
        raise NotFound
    if not writes(kind, organisation.id):
        raise Forbidden
    return _edited(kind, organisation, None, source)


@blueprint.route("/batches/<int:batch_id>/edit", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def edit(batch_id: int) -> WerkzeugResponse | tuple[str, int]:
    """The people and the shared answers once more, as long as nothing has been issued."""
    batch = find_own(Batch, batch_id)
    refuse_started(batch)
    return _edited(kind_of(batch), batch.organisation, batch, None)


@blueprint.get("/batches/<int:batch_id>")
@requires(Right.PREPARE_PAPERS)
def show(batch_id: int) -> str:
    """What is to be done with it now: check it, wait for it, or take what came out."""
    batch = find_own(Batch, batch_id)
    if not batch.started_at:
        return dry_run_page(batch)
    return render_template("documents/batch_work.html", **work_facts(batch))


@blueprint.get("/batches/<int:batch_id>/progress")
@requires(Right.PREPARE_PAPERS)
def work_done(batch_id: int) -> Response:
    """The bar alone; when the work is over the page is asked to load itself anew."""
    facts = work_facts(find_own(Batch, batch_id))
    response = Response(render_template("documents/_batch_progress.html", **facts))
    if not facts["is_working"]:
        response.headers["HX-Refresh"] = "true"
    return response


@blueprint.post("/batches/<int:batch_id>/items/<int:batch_item_id>")
@requires(Right.PREPARE_PAPERS)
def mend(batch_id: int, batch_item_id: int) -> WerkzeugResponse:
    """What the row of one person says: values of theirs, facts of the card, or to be left out."""
    item = _item(batch_id, batch_item_id)
    apply_mending(item, request.form)
    db.session.commit()
    return redirect(url_for(".show", batch_id=batch_id, _anchor=f"item-{batch_item_id}"), 303)


@blueprint.post("/batches/<int:batch_id>/rows/<int:row>")
@requires(Right.PREPARE_PAPERS)
def choose(batch_id: int, row: int) -> WerkzeugResponse:
    """Who is meant by a row of the list that named nobody for certain; nobody takes it out."""
    batch = find_own(Batch, batch_id)
    refuse_started(batch)
    rows = list(batch.unresolved.get("rows", []))
    if row >= len(rows):
        raise NotFound
    employment_id = request.form.get("employment", type=int)
    if employment_id is None:
        flash(_("Choose who is meant by this row."), "wait")
        return _back(batch_id)
    chosen = rows.pop(row)
    if employment_id:
        employment = db.session.get(Employment, employment_id)
        if employment is None or employment.organisation_id != batch.organisation_id:
            raise NotFound
        added(batch, chosen, employment)
    batch.unresolved = {"rows": rows}
    db.session.commit()
    return _back(batch_id)


@blueprint.post("/batches/<int:batch_id>/leave-out")
@requires(Right.PREPARE_PAPERS)
def leave_out(batch_id: int) -> WerkzeugResponse:
    """Go on without those whose papers cannot be issued yet."""
    batch = find_own(Batch, batch_id)
    refuse_started(batch)
    found = dry_run(batch)
    for item in batch.items:
        if any(problem.blocks for problem in found.get(item.id, ())):
            item.left_out = True
    batch.unresolved = {}
    db.session.commit()
    return _back(batch_id)


@blueprint.post("/batches/<int:batch_id>/start")
@requires(Right.PREPARE_PAPERS)
def start(batch_id: int) -> WerkzeugResponse:
    """The numbers are taken from now on; a second click only looks at the work."""
    batch = find_own(Batch, batch_id)
    if batch.started_at is None:
        start_batch(batch, started_by=acting_user_id(), own_roles=own_roles(batch.organisation_id))
        db.session.commit()
        jobs(current_app).enqueue(run_batch, batch_id=batch_id)
    return _back(batch_id)


@blueprint.post("/batches/<int:batch_id>/again")
@requires(Right.PREPARE_PAPERS)
def again(batch_id: int) -> WerkzeugResponse:
    """Another try for papers that failed and for PDFs that could not be made."""
    batch = find_own(Batch, batch_id)
    if batch.started_at:
        try_again(batch, by=acting_user_id())
        ask_again(documents_of(batch))
        db.session.commit()
        jobs(current_app).enqueue(run_batch, batch_id=batch_id)
    return _back(batch_id)


@blueprint.post("/batches/<int:batch_id>/printed")
@requires(Right.PREPARE_PAPERS)
def printed(batch_id: int) -> WerkzeugResponse:
    """All of them went to the printer."""
    batch = find_own(Batch, batch_id)
    papers = [paper for paper in documents_of(batch) if not paper.annulled_at]
    for paper in papers:
        mark_printed(paper, by=acting_user_id())
    db.session.commit()
    flash(ngettext("%(num)d paper is printed.", "%(num)d papers are printed.", len(papers)), "ok")
    return _back(batch_id)


@blueprint.get("/batches/<int:batch_id>/print.pdf")
@requires(Right.PREPARE_PAPERS)
def print_file(batch_id: int) -> Response:
    """All papers as the printer takes them: right copies, each on a fresh sheet.

    What was corrected since is printed as it is now, and what was annulled not at all.
    """
    batch = find_own(Batch, batch_id)
    if batch.print_sha256 is None:
        raise NotFound
    papers = documents_of(batch)
    if any(paper.annulled_at or len(paper.editions) > 1 for paper in papers):
        job = print_job([paper for paper in papers if not paper.annulled_at])
    else:
        job = services().store.get(batch.print_sha256)
    return attachment(job, batch_name(batch), PDF)


@blueprint.get("/batches/<int:batch_id>/papers.zip")
@requires(Right.PREPARE_PAPERS)
def zip_file(batch_id: int) -> Response:
    """Word file and PDF of every paper, under names people understand."""
    batch = find_own(Batch, batch_id)
    papers = documents_of(batch)
    if not papers:
        raise NotFound
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for paper, stem in zip(papers, file_stems(papers), strict=True):
            edition = paper.edition
            package.writestr(f"{stem}.docx", services().store.get(edition.docx_sha256))
            if edition.pdf_sha256:
                package.writestr(f"{stem}.pdf", services().store.get(edition.pdf_sha256))
    return attachment(target.getvalue(), batch_name(batch), ZIP)


def _edited(
    kind: Kind, organisation: Organisation, batch: Batch | None, source: Document | None
) -> WerkzeugResponse | tuple[str, int]:
    form: Any = batch_form(kind, organisation, batch, source)
    if form.grown():
        return _form_page(form, kind, batch), 200
    kept = None
    if form.is_submitted():
        with told_on(form):
            kept = keep(form, kind, organisation, batch)
        if kept:
            db.session.commit()
            return _back(kept.id)
    return _form_page(form, kind, batch), 422 if form.is_submitted() else 200


def _form_page(form: Any, kind: Kind, batch: Batch | None) -> str:
    return render_template(
        "documents/batch_form.html",
        form=form,
        kind=kind,
        batch=batch,
        conditions=conditions(kind),
        language=page_language(),
    )


def _item(batch_id: int, item_id: int) -> BatchItem:
    batch = find_own(Batch, batch_id)
    refuse_started(batch)
    item = next((one for one in batch.items if one.id == item_id), None)
    if item is None:
        raise NotFound
    return item


def organisation_of(organisation_id: int | None) -> Organisation:
    """The one asked for, else the first in which the reader writes papers."""
    wanted = organisation_id or min(permitted(Right.PREPARE_PAPERS))
    if wanted not in permitted(Right.PREPARE_PAPERS):
        raise NotFound
    return db.session.get_one(Organisation, wanted)


def _back(batch_id: int) -> WerkzeugResponse:
    return redirect(url_for(".show", batch_id=batch_id), 303)
