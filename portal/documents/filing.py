"""The paper's way back: printed, signed, scanned, acknowledged, filed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal import audit, paper
from portal.documents.catalogue import kind_of
from portal.documents.models import Document, DocumentPerson, Scan
from portal.documents.news import tell_of_copies, tell_readers
from portal.documents.turns import take_paper
from portal.downloads import PDF
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.files.certification import certification, certifier_on, mark_lines
from portal.files.intake import Received
from portal.files.models import FileItem, Section
from portal.files.service import Paper, put_into_file


def mark_printed(document: Document, *, by: int) -> None:
    """Note that the paper went to the printer; again does no harm."""
    take_paper(document)
    _refuse_not_in_force(document)
    if document.printed_at is None:
        document.printed_at = services().clock.now()
        _record(document, "print", by)


def mark_signed(document: Document, *, by: int) -> None:
    """Note that the paper is signed by hand."""
    take_paper(document)
    _refuse_not_in_force(document)
    if document.signed_at is None:
        _note_signature(document, by)
        _record(document, "sign", by)


def attach_scan(document: Document, received: Received, *, attached_by: int) -> Scan:
    """Keep the signed paper that came back; the newest scan counts, the older ones stay.

    It is kept as it came too: a signature within a PDF holds for those bytes only.
    """
    take_paper(document)
    _refuse_not_in_force(document)
    if document.filed_at:
        raise Conflict("The paper is already in the personnel files.")
    now, store = services().clock.now(), services().store
    scan = Scan(
        document_id=document.id,
        sha256=store.put(received.data),
        original_sha256=store.put(received.original) if received.original else None,
        media_type=received.media_type,
        pages=received.pages,
        attached_at=now,
        attached_by_id=attached_by,
    )
    document.scans.append(scan)
    document.scanned_at = now
    if document.signed_at is None:
        _note_signature(document, attached_by)
    db.session.flush()
    _record(document, "scan", attached_by)
    return scan


def acknowledge(row: DocumentPerson, *, on: date, by: int, on_sheet: bool) -> None:
    """Note that a person named has read the paper: signed the sheet, or clicked here."""
    take_paper(row.document)
    _refuse_not_in_force(row.document)
    if row.document.dated_on and on < row.document.dated_on:
        raise Invalid("Nobody has read the paper before its date.", field="day")
    if on > services().clock.today():
        raise Invalid("This day has not come yet.", field="day")
    row.acknowledged_on = on
    _record(row.document, "acknowledge-sheet" if on_sheet else "acknowledge", by)


def file_document(document: Document, *, confirmed_by: int) -> list[FileItem]:
    """A certified copy into the file of each person named, with its line in the inventory (S0-25).

    Only once its scan is back, and under the authority of who signs on that day. A paper filed as
    an original (an extract, certified in its own text) gets no mark of a copy.
    """
    take_paper(document)
    _refuse_not_in_force(document)
    if document.filed_at:
        raise Conflict("The paper is already in the personnel files.")
    if not document.scans:
        raise Conflict("Attach the scan of the signed paper first.")
    filing = kind_of(document).manifest.filing
    if filing is None:
        raise Conflict("Papers of this kind do not go to personnel files.")
    copy = Paper(
        section=Section(filing.section),
        title=document.title,
        dated_on=document.dated_on or services().clock.today(),
        source=f"document:{document.id}",
        paper_index=document.number or "",
        **_copied(document, is_original=filing.copy_as == "original"),
    )
    items = [
        put_into_file(row.employment, copy, filed_by=confirmed_by) for row in receivers(document)
    ]
    document.filed_at = services().clock.now()
    _record(document, "file", confirmed_by)
    tell_of_copies(document, receivers(document), by=confirmed_by)
    return items


def waiting_for_filing(organisation_ids: frozenset[int]) -> Sequence[Document]:
    """Scanned papers that the head has not yet confirmed into the files."""
    return db.session.scalars(
        sa.select(Document)
        .where(
            Document.organisation_id.in_(organisation_ids),
            Document.scanned_at.is_not(None),
            Document.filed_at.is_(None),
            Document.annulled_at.is_(None),
        )
        .order_by(Document.id)
    ).all()


def goes_to_files(document: Document) -> bool:
    return kind_of(document).manifest.filing is not None


def receivers(document: Document) -> list[DocumentPerson]:
    """The people whose files get this paper itself.

    A paper that names several leaves out those who have an extract of it: that goes to their file.
    """
    filing = kind_of(document).manifest.filing
    if filing is None:
        return []
    if filing.copy_as != "extract" or len(document.people) == 1:
        return list(document.people)
    own = sa.select(DocumentPerson.employment_id).where(
        DocumentPerson.derived_from_id == document.id
    )
    with_extract = set(db.session.scalars(own))
    return [row for row in document.people if row.employment_id not in with_extract]


def _copied(document: Document, *, is_original: bool) -> dict[str, Any]:
    """The bytes that go to the file: an original as it is, of anything else a certified copy."""
    scan, day = document.scans[-1], services().clock.today()
    if is_original:
        return {"sha256": scan.sha256, "media_type": scan.media_type, "sheets": scan.pages}
    certifier = certifier_on(document.organisation, day)
    marked, sheets = scan.sha256, scan.pages
    if scan.media_type == PDF:
        lines = mark_lines(certifier, document.language, day)
        copy = paper.certified_copy(services().store.get(scan.sha256), lines)
        marked, sheets = services().store.put(copy), paper.page_count(copy)
    return {
        "sha256": marked,
        "media_type": scan.media_type,
        "sheets": sheets,
        "certification": certification(certifier, document.language, day),
    }


def _note_signature(document: Document, by: int) -> None:
    """It is in force for those it names: now they are to read it."""
    document.signed_at = services().clock.now()
    if kind_of(document).manifest.acknowledged:
        tell_readers(document, [row for row in document.people if not row.acknowledged_on], by=by)


def _refuse_not_in_force(document: Document) -> None:
    if not document.registered_at:
        raise Conflict("The paper is still a draft.")
    if document.annulled_at:
        raise Conflict("The paper is annulled.")


def _record(document: Document, action: str, by: int) -> None:
    audit.record(action, document, by_user_id=by, organisation_id=document.organisation_id)
