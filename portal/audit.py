"""The tamper-evident history of changes, and who has read personal files.

`record` adds to the transaction of the change itself. Entries of one organisation form a chain:
each carries the hash of the one before, so an entry changed, removed or slipped in later is found
by `verify_chain`. Reading is written apart, after the answer has left.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, Response, after_this_request, current_app
from flask_login import current_user
from sqlalchemy.orm import Mapped
from werkzeug.local import LocalProxy

from portal.extensions import (
    Base,
    Id,
    Json,
    Line,
    Moment,
    Sha256,
    Word,
    canonical_json,
    db,
    services,
    writing,
)

NO_ORGANISATION = 0  # the chain of the installation itself: users, backups


class AuditChain(Base):
    """The head of one organisation's chain; locked while an entry is added."""

    __tablename__ = "audit_chain"
    organisation_id: Mapped[Id]
    last_sequence: Mapped[int]
    last_hash: Mapped[Sha256]


class AuditEntry(Base):
    """One change: when, who, what, on which record."""

    __tablename__ = "audit"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "sequence"),
        sa.Index("ix_audit_subject", "subject_kind", "subject_id"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int]
    sequence: Mapped[int]
    at: Mapped[Moment]
    by_user_id: Mapped[int | None]
    action: Mapped[Word]
    subject_kind: Mapped[Word]
    subject_id: Mapped[int]
    details: Mapped[Json]
    previous_hash: Mapped[Sha256]
    hash: Mapped[Sha256]


class AccessEntry(Base):
    """Somebody opened or downloaded something of a personnel file."""

    __tablename__ = "access_log"
    id: Mapped[Id]
    at: Mapped[Moment]
    by_user_id: Mapped[int]
    person_id: Mapped[int]
    what: Mapped[Line]


def record(
    action: str,
    subject: Base,
    *,
    by_user_id: int | None,
    organisation_id: int = NO_ORGANISATION,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry to the chain of the organisation, within the running transaction.

    `subject` must have been flushed, its id is written down. `details` must be plain JSON values.
    """
    chain = _lock_chain(organisation_id)
    entry = AuditEntry(
        organisation_id=organisation_id,
        sequence=chain.last_sequence + 1,
        at=services().clock.now(),
        by_user_id=by_user_id,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=_identity(subject),
        details=dict(details or {}),
        previous_hash=chain.last_hash,
    )
    entry.hash = chain.last_hash = _hash(entry)
    chain.last_sequence = entry.sequence
    db.session.add(entry)
    db.session.flush()
    return entry


def take_turn(organisation_id: int) -> None:
    """Wait until no other transaction changes this organisation; to be asked before other locks.

    Acts that lock further rows (a journal, a file) all queue here first, so that no two of them can
    each hold what the other waits for.
    """
    _lock_chain(organisation_id)


def note_access(person_id: int, what: str) -> None:
    """Write down that the signed-in user reads or takes something of a personal file.

    It is written once the answer has left, so that nobody waits for it; an answer that refuses
    leaves no entry.
    """
    app = cast("LocalProxy[Flask]", current_app)._get_current_object()
    entry = {
        "at": services().clock.now(),
        "by_user_id": current_user.id,
        "person_id": person_id,
        "what": what,
    }

    @after_this_request
    def write_when_sent(response: Response) -> Response:
        if response.status_code < 400:
            response.direct_passthrough = False  # a file handed through is never told closed
            response.call_on_close(lambda: _write_access(app, entry))
        return response


def verify_chain(organisation_id: int) -> int | None:
    """The sequence number of the first entry that does not fit, or None when the chain is whole."""
    previous, expected = "", 1
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.organisation_id == organisation_id)
        .order_by(AuditEntry.sequence)
    )
    for entry in entries:
        if (entry.sequence, entry.previous_hash, entry.hash) != (expected, previous, _hash(entry)):
            return expected
        previous, expected = entry.hash, expected + 1
    chain = db.session.get(AuditChain, organisation_id)
    head = (chain.last_sequence, chain.last_hash) if chain else (0, "")
    return None if head == (expected - 1, previous) else expected


def _write_access(app: Flask, entry: Mapping[str, Any]) -> None:
    with app.app_context(), writing(), db.engine.begin() as connection:
        connection.execute(sa.insert(AccessEntry).values(entry))


def _identity(subject: Base) -> int:
    identity = sa.inspect(subject).identity
    if identity is None:
        raise ValueError("what is written down must have been flushed")
    return int(identity[0])


def _lock_chain(organisation_id: int) -> AuditChain:
    chain = db.session.get(AuditChain, organisation_id, with_for_update=True)
    if chain is None:
        chain = AuditChain(organisation_id=organisation_id, last_sequence=0, last_hash="")
        db.session.add(chain)
        db.session.flush()
    return chain


def _hash(entry: AuditEntry) -> str:
    moment: datetime = entry.at
    values = [
        entry.organisation_id,
        entry.sequence,
        moment.isoformat(timespec="microseconds"),
        entry.by_user_id,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()
