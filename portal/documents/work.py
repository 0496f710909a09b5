"""Work on papers outside of requests: batches, PDFs, print jobs.

Each function reads, lets go of the database, does the slow thing, and writes in a short transaction
of its own; killed at any point, it can run again.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import current_app

from portal import paper, trash
from portal.documents.batch import (
    documents_of,
    has_pending,
    issue_chunk,
    unfinished_batches,
)
from portal.documents.contents import contents_of, copies_of
from portal.documents.drafts import remove_old_drafts
from portal.documents.models import Batch, Document
from portal.documents.pdfs import (
    GROUP,
    Unprinted,
    due_editions,
    keep_pdf,
    note_failure,
    postpone,
    take_group,
)
from portal.documents.verification import verify_token
from portal.errors import PapkaError
from portal.extensions import db, services, writing
from portal.files.models import Upload
from portal.files.uploads import remove_old_uploads
from portal.jobs import job, jobs, sweep
from portal.people.models import Person
from portal.people.removal import remove_old_cards

SIDE_BY_SIDE = 2  # groups
PATIENCE = 3  # papers refused one after another: then it is the converter, not the papers


@job
def run_batch(batch_id: int) -> None:
    """Register what is left of a batch, make the PDFs and the print job, note that it is done."""
    while issue_next_chunk(batch_id):
        pass
    make_pdfs(_editions_of(batch_id))
    _finish_batch(batch_id)


def issue_next_chunk(batch_id: int) -> bool:
    """One chunk in one transaction; whether more are left."""
    is_needed = has_pending(batch_id)
    db.session.rollback()
    if not is_needed:
        return False
    with writing():
        left = issue_chunk(batch_id)
        db.session.commit()
    return left > 0


@job
def make_pdfs(edition_ids: Sequence[int]) -> None:
    """PDFs of those editions that have none yet, with routing codes on every page.

    What the converter refuses is noted on the edition and tried again later; nothing is raised.
    Of many, two groups are made side by side: while the PDFs of one are stamped and stored, the
    other's are converted.
    """
    if len(edition_ids) <= GROUP:
        _make_groups(edition_ids)
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's own way

    def make() -> None:
        with app.app_context():
            _make_groups(edition_ids)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for made in [threads.submit(make) for _ in range(SIDE_BY_SIDE)]:
            made.result()


@sweep
def find_unfinished() -> None:
    """Begin again what a killed process left: batches and PDFs."""
    queue = jobs(current_app)
    batch_ids, edition_ids = unfinished_batches(), list(due_editions())
    db.session.rollback()
    for batch_id in batch_ids:
        queue.enqueue(run_batch, batch_id=batch_id)
    if edition_ids:
        queue.enqueue(make_pdfs, edition_ids=edition_ids)


@sweep
def empty_trash() -> None:
    """Remove for good what nobody has taken back in time: drafts first, they name people."""
    is_anything_over = any(map(trash.is_over, (Document, Upload, Person)))
    db.session.rollback()
    if not is_anything_over:
        return
    with writing():
        remove_old_drafts()
        remove_old_uploads()
        remove_old_cards()
        db.session.commit()


def print_job(documents: Sequence[Document]) -> bytes:
    """One PDF for the printer: right copies, each paper on a fresh sheet; PDFs must be there.

    In front of several lies a list of them, with the sheet of the pile each begins on.
    """
    printed = [document for document in documents if document.edition.pdf_sha256]
    parts = [
        (services().store.get(document.edition.pdf_sha256 or ""), copies_of(document))
        for document in printed
    ]
    if len(parts) > 1:
        parts.insert(0, (contents_of(printed, [paper.page_count(pdf) for pdf, _ in parts]), 1))
    return paper.print_job(parts)


def _make_groups(edition_ids: Sequence[int]) -> None:
    refused = 0
    while refused < PATIENCE:
        with writing():
            group = take_group(edition_ids)
            db.session.commit()
        if not group:
            return
        if _make_group(group):
            refused = 0
        elif len(group) == 1:
            refused += 1
    with writing():
        postpone(edition_ids)
        db.session.commit()


def _make_group(group: Sequence[Unprinted]) -> bool:
    """Whether the converter made them; nothing of the database is held meanwhile."""
    store, pdf = services().store, services().pdf
    try:
        papers = [store.get(one.docx_sha256) for one in group]
        is_merged = all(one.is_merged for one in group)
        made = pdf.convert_alike(papers) if is_merged else pdf.convert(papers)
        names = [store.put(_stamped(*both)) for both in zip(group, made, strict=True)]
    except (PapkaError, paper.PaperFault, OSError) as fault:  # also when the disk is full
        current_app.logger.warning("No PDF of %s papers: %s", len(group), fault)
        with writing():
            note_failure(group)
            db.session.commit()
        return False
    with writing():
        for one, sha256 in zip(group, names, strict=True):
            keep_pdf(one, sha256)
        db.session.commit()
    return True


def _editions_of(batch_id: int) -> list[int]:
    """The editions of its papers that have no PDF yet."""
    documents = documents_of(db.session.get_one(Batch, batch_id))
    editions = [document.edition for document in documents]
    ids = [edition.id for edition in editions if edition.pdf_sha256 is None]
    db.session.rollback()
    return ids


def _finish_batch(batch_id: int) -> None:
    """Put the print job together once every paper has its PDF; a missing one is waited for."""
    papers = documents_of(db.session.get_one(Batch, batch_id))
    is_ready = not has_pending(batch_id) and all(one.edition.pdf_sha256 for one in papers)
    sha256 = services().store.put(print_job(papers)) if is_ready and papers else None
    db.session.rollback()
    if not is_ready:
        return
    with writing():
        batch = db.session.get_one(Batch, batch_id, with_for_update=True)
        batch.print_sha256 = sha256
        batch.finished_at = batch.finished_at or services().clock.now()
        db.session.commit()


def _stamped(one: Unprinted, pdf: bytes) -> bytes:
    public_url = current_app.extensions["config"].public_url
    address = f"{public_url}/verify/{verify_token(one.document_id)}" if one.leaves_house else None
    return paper.stamp(
        pdf, lambda page: paper.routing_code(one.document_id, one.n, page), verify_url=address
    )
