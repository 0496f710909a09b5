"""What is done with registered papers: printed, signed, scanned, read, filed, annulled."""

from collections.abc import Iterable

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.documents import listing
from portal.documents.catalogue import kind_of
from portal.documents.filing import (
    acknowledge,
    attach_scan,
    file_document,
    mark_printed,
    mark_signed,
)
from portal.documents.issue import annul as annul_paper
from portal.documents.listing import Folder, Wanted
from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.many import do_each, picked
from portal.documents.views.rights import Act, acting_user_id, find_paper, may
from portal.documents.views.words import calling, file_name
from portal.documents.work import print_job
from portal.downloads import PDF, attachment
from portal.errors import Conflict, NotFound
from portal.extensions import db
from portal.files.intake import ACCEPT, take_in
from portal.forms import DateField, FilesField, Form, LongTextField, Required
from portal.permissions import Right, permitted, requires, scoped
from portal.web import form_page, own_address, told_on

MOST_AT_ONCE = 200  # papers of one print file
TAKE = "take"  # the key under which a file waits in the session for the next page


class ScanForm(Form):
    scan = FilesField(
        _l("The signed paper: PDF, or photos"),
        [Required(_l("Choose the file of the scan."))],
        accept=ACCEPT,
        description=_l("A PDF, photos of all pages in their order, or a zip of photos."),
    )


class AnnulForm(Form):
    reason = LongTextField(
        _l("Why it is annulled"),
        [Required()],
        limit=500,
        description=_l("One sentence; it stands in the journal for good."),
    )


class ReadForm(Form):
    day = DateField(_l("Read on"), [Required()])


@blueprint.post("/documents/<int:document_id>/print")
@requires(Right.PREPARE_PAPERS)
def print_one(document_id: int) -> WerkzeugResponse:
    document = find_paper(document_id, Act.PRINT)
    _print([document])
    copies = kind_of(document).manifest.sheet.copies
    printed = ngettext("Printed: %(num)d copy.", "Printed: %(num)d copies.", copies)
    what_next = _("The file is being taken; sign the paper and attach its scan.")
    flash(f"{printed} {what_next}", "ok")
    return _back(url_for("documents.show", document_id=document_id))


@blueprint.post("/documents/print")
@requires(Right.PREPARE_PAPERS)
def print_many() -> WerkzeugResponse:
    """One file for the printer with all that are ticked."""
    documents = [d for d in picked() if d.registered_at and may(Act.PRINT, d)]
    ready = [d for d in documents if d.edition.pdf_sha256 and not d.annulled_at][:MOST_AT_ONCE]
    if not ready:
        raise Conflict("None of these papers has its PDF yet. Wait a little, then print again.")
    _print(ready)
    flash(
        ngettext("%(num)d paper is printed.", "%(num)d papers are printed.", len(ready)),
        "ok",
    )
    if len(ready) < len(documents):
        flash(_("The PDF of the others is still being made."), "wait")
    return _back(url_for("documents.index"))


@blueprint.get("/documents/print.pdf")
@requires(Right.READ_PAPERS)
def print_file() -> Response:
    """The papers named in the address, as the printer takes them."""
    ids = request.args.getlist("id", type=int)[:MOST_AT_ONCE]
    query = scoped(Document, Right.READ_PAPERS).where(Document.id.in_(ids))
    documents = [d for d in db.session.scalars(query.order_by(Document.id)) if d.editions]
    if not documents:
        raise NotFound
    name = file_name(documents[0]) if len(documents) == 1 else _("Papers to print")
    return attachment(print_job(documents), name, PDF)


@blueprint.post("/documents/<int:document_id>/sign")
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def sign_one(document_id: int) -> WerkzeugResponse:
    mark_signed(find_paper(document_id, Act.SIGN), by=acting_user_id())
    db.session.commit()
    flash(_("Marked as signed. The scan is what is missing now."), "ok")
    return _back(url_for("documents.show", document_id=document_id))


@blueprint.post("/documents/sign")
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def sign_many() -> WerkzeugResponse:
    mine = [d for d in picked() if may(Act.SIGN, d)]
    done = do_each(mine, lambda d: mark_signed(d, by=acting_user_id()))
    db.session.commit()
    flash(ngettext("%(num)d paper is signed.", "%(num)d papers are signed.", done), "ok")
    return _back(url_for("documents.index", folder=Folder.TO_SIGN.value))


@blueprint.route("/documents/<int:document_id>/scan", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def scan(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    document = find_paper(document_id, Act.SCAN)
    form = ScanForm()
    if form.validate_on_submit():
        with told_on(form):
            received = take_in(form.scan.data, field="scan")
            document = find_paper(document_id, Act.SCAN)
            attach_scan(document, received, attached_by=acting_user_id())
            db.session.commit()
            flash(_("The scan is attached."), "ok")
            return redirect(url_for("documents.show", document_id=document_id), 303)
    return form_page("documents/scan.html", form, document=find_paper(document_id))


@blueprint.post("/documents/<int:document_id>/acknowledge")
@requires(Right.PREPARE_PAPERS)
def acknowledge_many(document_id: int) -> WerkzeugResponse:
    """The people ticked have read the paper on the day given."""
    document = find_paper(document_id, Act.ACKNOWLEDGE)
    form = ReadForm()
    ids = set(request.form.getlist("person", type=int))
    rows = [row for row in document.people if row.id in ids and not row.acknowledged_on]
    if not form.validate():
        flash(" ".join(map(str, form.day.errors)), "bad")
    elif not rows:
        flash(_("Tick those who have read the paper."), "bad")
    else:
        for row in rows:
            acknowledge(row, on=form.day.data, by=acting_user_id(), on_sheet=True)
        db.session.commit()
        flash(
            ngettext(
                "Noted: %(num)d person has read it.",
                "Noted: %(num)d people have read it.",
                len(rows),
            ),
            "ok",
        )
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/documents/<int:document_id>/file")
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def file_one(document_id: int) -> WerkzeugResponse:
    items = file_document(find_paper(document_id, Act.FILE), confirmed_by=acting_user_id())
    db.session.commit()
    flash(_filed_words(len(items)), "ok")
    return _back(url_for("documents.show", document_id=document_id))


@blueprint.post("/documents/file")
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def file_many() -> WerkzeugResponse:
    return _file_each(picked())


@blueprint.post("/documents/file-all")
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def file_all() -> WerkzeugResponse:
    """Everything whose scan is back, in all organisations where the reader confirms filing."""
    waiting = listing.papers(permitted(Right.READ_PAPERS), Wanted(folder=Folder.TO_FILE))
    mine = [d for d in listing.every(waiting) if may(Act.FILE, d)]
    return _file_each(sorted(mine, key=lambda d: d.id))  # an inventory goes by time


@blueprint.route("/documents/<int:document_id>/annul", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS, Right.APPROVE_PAPERS)
def annul(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    document = find_paper(document_id, Act.ANNUL)
    form = AnnulForm()
    if form.validate_on_submit():
        with told_on(form):
            annul_paper(document, reason=form.reason.data, annulled_by=acting_user_id())
            db.session.commit()
            flash(_("The paper is annulled. Its number stays in the journal."), "ok")
            return redirect(url_for("documents.show", document_id=document_id), 303)
    return form_page(
        "documents/annul.html",
        form,
        document=find_paper(document_id),
        derived=listing.derived_from(document_id),
        calling=calling,
    )


@blueprint.after_request
def take_the_file(response: Response) -> Response:
    """Let the page after a print order fetch the file: a form may answer with a page only."""
    if TAKE in session and request.method == "GET" and response.mimetype == "text/html":
        response.headers["Refresh"] = f"0; url={session.pop(TAKE)}"
    return response


def _print(documents: list[Document]) -> None:
    for document in documents:
        mark_printed(document, by=acting_user_id())
        if document.edition.pdf_sha256 is None:
            raise Conflict("The PDF is still being made. Take the Word file, or wait a little.")
    db.session.commit()
    session[TAKE] = url_for("documents.print_file", id=[document.id for document in documents])


def _file_each(documents: Iterable[Document]) -> WerkzeugResponse:
    copies: list[int] = []
    done = do_each(
        (d for d in documents if may(Act.FILE, d)),
        lambda d: copies.append(len(file_document(d, confirmed_by=acting_user_id()))),
    )
    db.session.commit()
    if done:
        papers = ngettext("%(num)d paper is confirmed.", "%(num)d papers are confirmed.", done)
        flash(f"{papers} {_filed_words(sum(copies))}", "ok")
    return _back(url_for("documents.index", folder=Folder.TO_FILE.value))


def _filed_words(number: int) -> str:
    words: str = ngettext(
        "%(num)d copy is in the personnel files.",
        "%(num)d copies are in the personnel files.",
        number,
    )
    return words


def _back(otherwise: str) -> WerkzeugResponse:
    """To the page the act was done on, when it is named and ours."""
    return redirect(own_address(request.form.get("next")) or otherwise, 303)
