"""The page of one registered paper, its pictures and its files."""

from typing import Any

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from portal import paper
from portal.documents import listing
from portal.documents.catalogue import kind_of
from portal.documents.cells import page_count
from portal.documents.filing import receivers
from portal.documents.models import Document, Edition, Scan
from portal.documents.pdfs import ask_again
from portal.documents.registers import register_name
from portal.documents.views import story
from portal.documents.views.asked import LAST_LIST, asked, of_query
from portal.documents.views.blueprint import blueprint
from portal.documents.views.chain import chain, changes_of, offers
from portal.documents.views.next_step import address_of, next_step
from portal.documents.views.rights import Act, find_paper, may
from portal.documents.views.words import STATES, file_name, fingerprint, moment, next_try
from portal.documents.work import make_pdfs
from portal.downloads import DOCX, PDF, attachment, picture, table
from portal.errors import Conflict, NotFound
from portal.extensions import db, services
from portal.files.intake import media_type_of
from portal.jobs import jobs
from portal.permissions import Right, holds, permitted, requires

MOMENT = 1.0  # seconds a page waits for its PDF, which takes a tenth of one when nothing hinders
DPI = 110  # of a page on the screen: about 910 by 1290 pixels


@blueprint.get("/documents/<int:document_id>")
@requires(Right.READ_PAPERS)
def show(document_id: int) -> WerkzeugResponse | str:
    document = find_paper(document_id)
    if document.registered_at is None:
        return _draft_page(document)
    if _lacks_pdf(document.edition):
        document = _after_a_moment(document)
    events = story.events_of(document)
    language = str(get_locale())
    return render_template(
        "documents/show.html",
        document=document,
        kind=kind_of(document),
        language=language,
        state=STATES[document.status],
        steps=story.route(document, events),
        chain=chain(document, language),
        changes=changes_of(document),
        trail=story.trail(document, events),
        decisions=story.decisions(document),
        next_step=next_step(document),
        receivers=receivers(document),
        viewer=_viewer(document, request.args.get("page", 1, type=int)),
        offers=offers(document, language),
        may={act.value: may(act, document) for act in Act},
        opens_files=holds(Right.READ_TRAINING_FILES, document.organisation_id),
        register_name=register_name,
        fingerprint=fingerprint,
        moment=moment,
        today=services().clock.today(),
        turning=_turning(document),
        next_try=next_try([document.edition]),
    )


@blueprint.get("/documents/<int:document_id>/history.<any(xlsx, csv):ending>")
@requires(Right.READ_PAPERS)
def history(document_id: int, ending: str) -> Response:
    """Who did what with the paper, as its page tells it."""
    document = find_paper(document_id)
    lines = story.trail(document, story.events_of(document))
    rows = [[line["moment"], line["text"], line["who"]] for line in lines]
    name = _("%(paper)s, history", paper=file_name(document))
    return table(ending, name, [_("When"), _("What happened"), _("Who")], rows)


@blueprint.get("/documents/<int:document_id>/pdf-state")
@requires(Right.READ_PAPERS)
def pdf_state(document_id: int) -> Response | str:
    """The progress of the PDF, asked again and again; when it is there the page is shown anew."""
    document = find_paper(document_id)
    if _edition(document).pdf_sha256:
        return Response("", headers={"HX-Refresh": "true"})
    said = next_try([_edition(document)])
    return render_template("documents/_pdf.html", document=document, next_try=said)


@blueprint.post("/documents/<int:document_id>/pdf-again")
@requires(Right.READ_PAPERS)
def pdf_again(document_id: int) -> WerkzeugResponse:
    """Ask the converter once more."""
    document = find_paper(document_id)
    _edition(document).pdf_failed_at = None
    ask_again([document])
    db.session.commit()
    flash(_("The PDF is asked for again."), "wait")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/editions/<int:n>.docx")
@requires(Right.READ_PAPERS)
def edition_docx(document_id: int, n: int) -> Response:
    document = find_paper(document_id)
    edition = _edition(document, n)
    return attachment(services().store.get(edition.docx_sha256), file_name(document, edition), DOCX)


@blueprint.get("/documents/<int:document_id>/editions/<int:n>.pdf")
@requires(Right.READ_PAPERS)
def edition_pdf(document_id: int, n: int) -> Response:
    document = find_paper(document_id)
    edition = _edition(document, n)
    return attachment(_pdf(edition), file_name(document, edition), PDF)


@blueprint.get("/documents/<int:document_id>/pages/<int:page>.png")
@requires(Right.READ_PAPERS)
def page_picture(document_id: int, page: int) -> Response:
    """A page of the edition in force."""
    return _page(_pdf(_edition(find_paper(document_id))), page)


@blueprint.get("/documents/<int:document_id>/scans/<int:scan_id>")
@requires(Right.READ_PAPERS)
def scan_file(document_id: int, scan_id: int) -> Response:
    """The signed paper as it came, byte for byte, or the pages of several photos."""
    document = find_paper(document_id)
    scan = _scan(document, scan_id)
    name = _("%(paper)s, scan", paper=file_name(document))
    if scan.original_sha256 is None:
        return attachment(services().store.get(scan.sha256), name, scan.media_type)
    original = services().store.get(scan.original_sha256)
    return attachment(original, name, media_type_of(original))


@blueprint.get("/documents/<int:document_id>/scans/<int:scan_id>/pages/<int:page>.png")
@requires(Right.READ_PAPERS)
def scan_picture(document_id: int, scan_id: int, page: int) -> Response:
    """A page of a scan; one that came as a picture is its own only page."""
    scan = _scan(find_paper(document_id), scan_id)
    data = services().store.get(scan.sha256)
    return _page(data, page) if scan.media_type == PDF else picture(data, scan.media_type)


def _turning(document: Document) -> dict[str, str | None]:
    """The papers before and behind this one, and the list both stand in: the one seen last."""
    asked_for = of_query(session.get(LAST_LIST, "folder=all"))
    wanted = asked(asked_for, services().clock.today())
    found = listing.papers(permitted(Right.READ_PAPERS), wanted)
    ways = zip(("newer", "older"), listing.neighbours(found, document.id), strict=True)
    turns = {way: url_for("documents.show", document_id=one) if one else None for way, one in ways}
    parameters: dict[str, Any] = dict(asked_for)
    return {**turns, "list": url_for("documents.index", **parameters)}


def _draft_page(document: Document) -> WerkzeugResponse:
    address = address_of(document)
    if address == request.path:
        raise NotFound
    return redirect(address)


def _lacks_pdf(edition: Edition) -> bool:
    return edition.pdf_sha256 is None and edition.pdf_failed_at is None


def _after_a_moment(document: Document) -> Document:
    """The paper as it is when its PDF has been asked for; mostly it is there then."""
    document_id, edition_id = document.id, document.edition.id
    db.session.rollback()  # else what is written meanwhile would not be seen
    jobs(current_app).hurry(make_pdfs, seconds=MOMENT, edition_ids=[edition_id])
    return find_paper(document_id)


def _edition(document: Document, n: int = 0) -> Edition:
    """The edition of that number, or the one in force."""
    wanted = n or len(document.editions)
    found = next((one for one in document.editions if one.n == wanted), None)
    if found is None:
        raise NotFound
    return found


def _scan(document: Document, scan_id: int) -> Scan:
    found = next((one for one in document.scans if one.id == scan_id), None)
    if found is None:
        raise NotFound
    return found


def _pdf(edition: Edition) -> bytes:
    if edition.pdf_sha256 is None:
        raise Conflict("The PDF is still being made. Take the Word file, or wait a little.")
    return services().store.get(edition.pdf_sha256)


def _page(pdf: bytes, page: int) -> Response:
    if not 1 <= page <= paper.page_count(pdf):
        raise NotFound
    return picture(paper.page_image(pdf, page, DPI))


def _viewer(document: Document, page: int) -> dict[str, Any] | None:
    """What the preview shows: the newest scan, else the PDF, else nothing yet."""
    edition, scan = document.edition, document.scans[-1] if document.scans else None
    ids: dict[str, Any] = {"document_id": document.id}
    if scan:
        title, pages, endpoint = _("Scan with the signature"), scan.pages, "documents.scan_picture"
        ids["scan_id"] = scan.id
    elif edition.pdf_sha256:
        title, pages = _("As printed"), page_count(edition.pdf_sha256)
        endpoint = "documents.page_picture"
    else:
        return None
    page = min(max(page, 1), pages)
    image = url_for(endpoint, page=page, **ids)
    here = [url_for("documents.show", document_id=document.id, page=n) for n in range(pages + 2)]
    return {
        "title": title,
        "image": image,
        "page": page,
        "pages": pages,
        "previous": here[page - 1] if page > 1 else None,
        "next": here[page + 1] if page < pages else None,
        "open": image,
    }
