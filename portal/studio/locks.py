"""Kinds that an organisation keeps the same for everybody below it: the district's own forms."""

import sqlalchemy as sa

from portal import audit
from portal.documents.catalogue import kinds_of
from portal.errors import NotFound
from portal.extensions import db, services
from portal.people.models import Organisation
from portal.studio.models import KindLock


def lock(organisation: Organisation, kind: str, *, by: int) -> None:
    """From now on everybody below uses the version in force here."""
    audit.take_turn(organisation.id)
    known = kinds_of(organisation).kind(kind)
    if _lock_at(organisation.id, known.name):
        return
    row = KindLock(
        organisation_id=organisation.id,
        kind=known.name,
        locked_at=services().clock.now(),
        locked_by_id=by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "lock-kind",
        row,
        by_user_id=by,
        organisation_id=organisation.id,
        details={"kind": known.name},
    )


def unlock(organisation: Organisation, kind: str, *, by: int) -> None:
    audit.take_turn(organisation.id)
    row = _lock_at(organisation.id, kind)
    if row is None:
        raise NotFound
    audit.record(
        "unlock-kind", row, by_user_id=by, organisation_id=organisation.id, details={"kind": kind}
    )
    db.session.delete(row)
    db.session.flush()


def keeper_of(organisation: Organisation, kind: str) -> Organisation | None:
    """The organisation above that has locked the kind."""
    one = organisation.parent
    seen = {organisation.id}
    while one is not None and one.id not in seen:
        if _lock_at(one.id, kind):
            return one
        seen.add(one.id)
        one = one.parent
    return None


def is_locked(organisation: Organisation, kind: str) -> bool:
    """Whether the organisation itself keeps the kind for those below."""
    return _lock_at(organisation.id, kind) is not None


def _lock_at(organisation_id: int, kind: str) -> KindLock | None:
    return db.session.scalar(
        sa.select(KindLock).where(
            KindLock.organisation_id == organisation_id, KindLock.kind == kind
        )
    )
