"""Work on papers outside of requests: batches, PDFs, print jobs.

Each function reads, lets go of the database, does the slow thing, and writes in a short transaction
of its own; killed at any point, it can run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from portal import paper
from portal.documents.batch import documents_of, issue_chunk, pending_items, unfinished_batches
from portal.documents.context import current_catalogue
from portal.documents.models import Batch, Document, Edition
from portal.documents.verification import verify_token
from portal.extensions import db, services, writing
from portal.jobs import job, jobs, sweep

PDF_CHUNK = 50


@dataclass(frozen=True)
class _Unprinted:
    """An edition without PDF, read out of the database before the converter starts."""

    edition_id: int
    document_id: int
    n: int
    docx: bytes
    leaves_house: bool


@job
def run_batch(batch_id: int) -> None:
    """Register what is left of a batch, make the PDFs and the print job, note that it is done."""
    while issue_next_chunk(batch_id):
        pass
    batch = _batch(batch_id)
    editions = [document.edition.id for document in documents_of(batch)]
    db.session.rollback()
    make_pdfs(editions)
    _finish_batch(batch_id)


def issue_next_chunk(batch_id: int) -> bool:
    """One chunk in one transaction; whether more are left."""
    with writing():
        left = issue_chunk(batch_id)
        db.session.commit()
    return left > 0


@job
def make_pdfs(edition_ids: Sequence[int]) -> None:
    """PDFs of those editions that have none yet, with routing codes on every page."""
    for start in range(0, len(edition_ids), PDF_CHUNK):
        unprinted = _unprinted(edition_ids[start : start + PDF_CHUNK])
        db.session.rollback()
        if not unprinted:
            continue
        plain = services().pdf.convert([one.docx for one in unprinted])
        stamped = [_stamped(one, pdf) for one, pdf in zip(unprinted, plain, strict=True)]
        with writing():
            for one, pdf in zip(unprinted, stamped, strict=True):
                edition = db.session.get_one(Edition, one.edition_id)
                edition.pdf_sha256 = edition.pdf_sha256 or services().store.put(pdf)
            db.session.commit()


@sweep
def find_unfinished() -> None:
    """Begin again what a killed process left: batches and PDFs."""
    queue = jobs(current_app)
    for batch_id in unfinished_batches():
        queue.enqueue(run_batch, batch_id=batch_id)
    without = sa.select(Edition.id).where(Edition.pdf_sha256.is_(None)).limit(PDF_CHUNK)
    edition_ids = list(db.session.scalars(without))
    if edition_ids:
        queue.enqueue(make_pdfs, edition_ids=edition_ids)
    db.session.rollback()


def print_job(documents: Sequence[Document]) -> bytes:
    """One PDF for the printer: right copies, each paper on a fresh sheet; PDFs must be there."""
    catalogue = current_catalogue()
    return paper.print_job(
        [
            (
                services().store.get(document.edition.pdf_sha256),
                catalogue.kind(document.kind).manifest.sheet.copies,
            )
            for document in documents
            if document.edition.pdf_sha256
        ]
    )


def _finish_batch(batch_id: int) -> None:
    batch = _batch(batch_id)
    if pending_items(batch):
        return
    papers = documents_of(batch)
    sha256 = services().store.put(print_job(papers)) if papers else None
    db.session.rollback()
    with writing():
        batch = _batch(batch_id)
        batch.print_sha256 = sha256
        batch.finished_at = batch.finished_at or services().clock.now()
        db.session.commit()


def _batch(batch_id: int) -> Batch:
    return db.session.get_one(Batch, batch_id)


def _unprinted(edition_ids: Sequence[int]) -> list[_Unprinted]:
    editions = db.session.scalars(
        sa.select(Edition).where(Edition.id.in_(edition_ids), Edition.pdf_sha256.is_(None))
    )
    return [
        _Unprinted(
            edition_id=edition.id,
            document_id=edition.document_id,
            n=edition.n,
            docx=services().store.get(edition.docx_sha256),
            leaves_house=current_catalogue()
            .kind(edition.document.kind)
            .manifest.sheet.leaves_house,
        )
        for edition in editions
    ]


def _stamped(one: _Unprinted, pdf: bytes) -> bytes:
    public_url = current_app.extensions["config"].public_url
    address = f"{public_url}/verify/{verify_token(one.document_id)}" if one.leaves_house else None
    return paper.stamp(
        pdf, lambda page: paper.routing_code(one.document_id, one.n, page), verify_url=address
    )
