"""Papers on their way, for tests of pages: registered, with PDF, with the scan of a signed one."""

from flask import Flask

from portal.documents.filing import attach_scan
from portal.documents.issue import register
from portal.documents.models import Document
from portal.documents.work import make_pdfs
from portal.extensions import db, writing
from tests.fakes import one_page_pdf
from tests.files.received import as_received

SCAN = one_page_pdf(["Підписано"])


def issue(draft: Document, *, pdf: bool = True) -> Document:
    """Give the draft its number and, unless told not to, its PDF."""
    with writing():
        register(draft, issued_by=draft.created_by_id, request_key=f"test-{draft.id}")
        db.session.commit()
    if pdf:
        make_pdfs([draft.edition.id])
    return draft


def bring_back(document: Document) -> Document:
    """Attach the scan of the signed paper."""
    with writing():
        attach_scan(document, as_received(SCAN), attached_by=document.created_by_id)
        db.session.commit()
    return document


def text_of(app: Flask, sha256: str) -> bytes:
    """Bytes of the store."""
    return app.extensions["papka"].store.get(sha256)
