"""Which editions still need their PDF, and when it may be tried: the truth behind the queue.

A converter is slow and may fail. Whoever converts first takes the editions on a lease, so that two
workers do not convert the same ones, and a killed worker's come free when the lease is over. A
refused edition waits longer after each refusal; the paper itself stands all the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from portal.documents.catalogue import kind_of
from portal.documents.models import Document, Edition
from portal.extensions import db, services

GROUP = 50  # editions converted in one go
AT_ONCE = 1000  # editions looked up for one call
LEASE = timedelta(seconds=90)  # longer than the converter is given for one paper
LEASE_EACH = timedelta(seconds=4)  # and for each one more
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class Unprinted:
    """An edition without PDF, read out of the database before the converter starts."""

    edition_id: int
    document_id: int
    n: int
    docx_sha256: str
    leaves_house: bool
    is_merged: bool  # its kind allows that a batch is converted as one document


def due_editions() -> Sequence[int]:
    """Those without PDF that may be tried now."""
    found = sa.select(Edition.id).where(_is_due()).order_by(Edition.id)
    return db.session.scalars(found.limit(AT_ONCE)).all()


def take_group(edition_ids: Sequence[int]) -> list[Unprinted]:
    """Some of those that are due, taken on a lease; the caller commits before it converts.

    All of them may be converted as one document, or none. An edition that failed before is taken
    alone: one bad paper must not spoil the others again.
    """
    wanted = _is_due() & Edition.id.in_(edition_ids)
    editions = db.session.scalars(
        sa.select(Edition)
        .where(wanted)
        .order_by(Edition.pdf_tries, Edition.id)
        .limit(GROUP)
        .with_for_update()
    ).all()
    fresh = [edition for edition in editions if not edition.pdf_tries]
    found = [(edition, _unprinted(edition)) for edition in fresh or editions[:1]]
    group = [(edition, one) for edition, one in found if one.is_merged == found[0][1].is_merged]
    until = services().clock.now() + LEASE + LEASE_EACH * len(group)
    for edition, _ in group:
        edition.pdf_due_at = until
    return [one for _, one in group]


def keep_pdf(one: Unprinted, sha256: str) -> None:
    """The first PDF of an edition stays; a later one of a worker that was slow is let go."""
    edition = db.session.get_one(Edition, one.edition_id)
    edition.pdf_sha256 = edition.pdf_sha256 or sha256
    edition.pdf_failed_at = edition.pdf_due_at = None


def note_failure(group: Sequence[Unprinted]) -> None:
    """The converter refused them: of several each is tried by itself at once, one has to wait."""
    now = services().clock.now()
    for one in group:
        edition = db.session.get_one(Edition, one.edition_id)
        edition.pdf_failed_at = now
        edition.pdf_due_at = now if len(group) > 1 else now + _pause(edition.pdf_tries)
        edition.pdf_tries += 1


def postpone(edition_ids: Sequence[int]) -> None:
    """The converter itself does not work: those that are due wait as if each had been refused."""
    for edition in db.session.scalars(
        sa.select(Edition).where(_is_due() & Edition.id.in_(edition_ids))
    ):
        edition.pdf_due_at = services().clock.now() + _pause(edition.pdf_tries)


def ask_again(documents: Sequence[Document]) -> None:
    """Somebody wants the PDFs now: forget the pauses."""
    for document in documents:
        if document.edition.pdf_sha256 is None:
            document.edition.pdf_due_at = None


def _is_due() -> sa.ColumnElement[bool]:
    now = services().clock.now()
    is_free = Edition.pdf_due_at.is_(None) | (Edition.pdf_due_at <= now)
    return Edition.pdf_sha256.is_(None) & is_free


def _pause(tries: int) -> timedelta:
    doubled = FIRST_PAUSE * (1 << min(tries, 16))
    return min(doubled, LONGEST_PAUSE)


def _unprinted(edition: Edition) -> Unprinted:
    sheet = kind_of(edition.document).manifest.sheet
    return Unprinted(
        edition_id=edition.id,
        document_id=edition.document_id,
        n=edition.n,
        docx_sha256=edition.docx_sha256,
        leaves_house=sheet.leaves_house,
        is_merged=sheet.merge,
    )
