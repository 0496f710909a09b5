"""What must hold after any fault, whatever was killed and when (SECURITY, section 4: I1–I10)."""

import io
from collections import Counter

import pikepdf
import sqlalchemy as sa
from flask import Flask

from portal.audit import AuditChain, AuditEntry, verify_chain
from portal.doctor import named_files
from portal.documents.models import Batch, BatchItem, Document, DocumentPerson, Edition, Journal
from portal.extensions import db, services
from portal.people.models import Employment
from portal.storage import FileStore


def assert_invariants(app: Flask, *, orphans: int = 0) -> None:
    """Everything at once; `orphans` files may lie there that no row names."""
    with app.app_context():
        try:
            assert_numbers_are_unbroken()
            assert_every_file_is_whole()
            assert_nothing_is_doubled()
            assert_the_history_is_whole()
            assert_the_database_is_sound()
            assert_work_is_at_its_end()
            assert_nothing_crosses_organisations()
            assert_few_orphans(orphans)
        finally:
            db.session.rollback()


def assert_numbers_are_unbroken() -> None:
    """I1: the numbers of each journal are first … last, no gap, no double; the counter knows."""
    for journal in db.session.scalars(sa.select(Journal)):
        taken = db.session.scalars(
            sa.select(Document.sequence)
            .where(Document.journal_id == journal.id, Document.fraction == "")
            .order_by(Document.sequence)
        ).all()
        assert taken == list(range(journal.first_number, journal.last_number + 1))


def assert_every_file_is_whole() -> None:
    """I2, I10: every row has its file with its hash; every PDF opens and has pages."""
    store = services().store
    for edition in db.session.scalars(sa.select(Edition)):
        assert store.get(edition.docx_sha256).startswith(b"PK")
        for sha256 in edition.templates.values():
            store.get(sha256)
        if edition.pdf_sha256:
            assert_whole_pdf(store.get(edition.pdf_sha256))
    for sha256 in db.session.scalars(sa.select(Batch.print_sha256)):
        if sha256:
            assert_whole_pdf(store.get(sha256))


def assert_whole_pdf(data: bytes) -> None:
    assert data.rstrip().endswith(b"%%EOF")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 1


def assert_nothing_is_doubled() -> None:
    """I4: one request key, one paper; one item of a batch, one paper; no half-registered one."""
    keys = Counter(db.session.scalars(sa.select(Document.request_key)))
    del keys[None]
    assert not [key for key, count in keys.items() if count > 1]
    for item in db.session.scalars(sa.select(BatchItem)):
        if item.document_id:
            assert item.document.request_key == f"batch:{item.batch_id}:{item.id}"
            assert item.document.registered_at
            assert [person.employment_id for person in item.document.people] == [item.employment_id]
    made = sum(1 for key in keys if key.startswith("batch:"))
    wanted = sa.select(sa.func.count()).where(BatchItem.document_id.is_not(None))
    assert made == db.session.scalar(wanted)
    for document in db.session.scalars(sa.select(Document)):
        assert bool(document.registered_at) == bool(document.editions)


def assert_the_history_is_whole() -> None:
    """I5: no chain is broken, and each registered paper has its one entry."""
    for organisation_id in db.session.scalars(sa.select(AuditChain.organisation_id)):
        assert verify_chain(organisation_id) is None
    registered = sa.select(Document.id).where(Document.registered_at.is_not(None))
    entries = sa.select(AuditEntry.subject_id).where(AuditEntry.action == "register")
    assert sorted(db.session.scalars(entries)) == sorted(db.session.scalars(registered))


def assert_the_database_is_sound() -> None:
    """I6: SQLite proves itself; PostgreSQL keeps its own promises."""
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(sa.text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def assert_work_is_at_its_end() -> None:
    """I7: a batch that was finished has all its papers, with their PDFs."""
    for batch in db.session.scalars(sa.select(Batch).where(Batch.finished_at.is_not(None))):
        for item in batch.items:
            assert bool(item.document_id) != bool(item.fault or item.left_out)
            assert item.document is None or item.document.edition.pdf_sha256


def assert_nothing_crosses_organisations() -> None:
    """I9: no row of one organisation leans on another's."""
    own = Document.organisation_id
    for crossing in (
        sa.select(Document.id).join(Journal).where(Journal.organisation_id != own),
        sa.select(DocumentPerson.id)
        .join(Document, Document.id == DocumentPerson.document_id)
        .join(Employment)
        .where(Employment.organisation_id != own),
        sa.select(BatchItem.id)
        .join(Batch)
        .join(Employment)
        .where(Employment.organisation_id != Batch.organisation_id),
    ):
        assert db.session.scalars(crossing).all() == []


def assert_few_orphans(allowed: int) -> None:
    """I8: files without a row, whole and half ones, are no more than the kills explain."""
    store = services().store
    if isinstance(store, FileStore):
        named = named_files()
        for templates in db.session.scalars(sa.select(Edition.templates)):
            named.update(templates.values())
        found = {path.name for folder in store.folder.iterdir() for path in folder.iterdir()}
        assert len(found - named) <= allowed
