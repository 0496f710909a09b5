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
    return keepers_above(organisation).get(kind)


def keepers_above(organisation: Organisation) -> dict[str, Organisation]:
    """Who above keeps which kinds; of several the highest, whose template is used."""
    above: list[Organisation] = []
    one = organisation.parent
    while one is not None and one not in (organisation, *above):
        above.append(one)
        one = one.parent
    if not above:
        return {}
    by_id = {keeper.id: keeper for keeper in above}
    rows = db.session.scalars(sa.select(KindLock).where(KindLock.organisation_id.in_(by_id)))
    upward = sorted(rows, key=lambda row: above.index(by_id[row.organisation_id]))
    return {row.kind: by_id[row.organisation_id] for row in upward}


def is_locked(organisation: Organisation, kind: str) -> bool:
    """Whether the organisation itself keeps the kind for those below."""
    return _lock_at(organisation.id, kind) is not None


def _lock_at(organisation_id: int, kind: str) -> KindLock | None:
    return db.session.scalar(
        sa.select(KindLock).where(
            KindLock.organisation_id == organisation_id, KindLock.kind == kind
        )
    )
