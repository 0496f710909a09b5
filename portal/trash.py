"""The trash: what is thrown away may be taken back for thirty days, then a sweep removes it.

Only what never was a paper goes here: drafts, files sent in but not filed, cards of people whom no
paper names. What is registered or filed is annulled or taken out, never thrown away.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from portal import audit
from portal.extensions import Trashable, db, services, with_trashed

KEPT = timedelta(days=30)


def throw_away(thing: Trashable, *, by: int | None, organisation_id: int) -> None:
    """Out of sight from now on; again does no harm."""
    audit.take_turn(organisation_id)
    if thing.trashed_at is None:
        thing.trashed_at, thing.trashed_by_id = services().clock.now(), by
        audit.record("trash", thing, by_user_id=by, organisation_id=organisation_id)


def take_back(thing: Trashable, *, by: int, organisation_id: int) -> None:
    """Where it was, as it was."""
    audit.take_turn(organisation_id)
    if thing.trashed_at is not None:
        thing.trashed_at = thing.trashed_by_id = None
        audit.record("restore", thing, by_user_id=by, organisation_id=organisation_id)


def remove(thing: Trashable, *, organisation_id: int) -> None:
    """For good; the history keeps that it was there."""
    audit.record("remove", thing, by_user_id=None, organisation_id=organisation_id)
    db.session.delete(thing)
    db.session.flush()


def is_over(model: type[Trashable]) -> bool:
    """Whether anything of that sort has lain its time."""
    old = sa.select(model).where(model.trashed_at < removal_due()).limit(1)
    return db.session.scalar(with_trashed(old)) is not None


def removal_due() -> datetime:
    """What was thrown away before this moment is removed for good."""
    return services().clock.now() - KEPT
