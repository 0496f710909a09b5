"""The outbox: what waits, what is taken to be sent, what came of it.

A message is taken for a while and marked once the server has it; one taken by a process that died
is taken again when its time is over, under the same id. What is refused for now is tried again
after growing pauses, for three days; what is refused for good stays here with the reason.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from portal import audit
from portal.accounts.letters import News
from portal.accounts.models import Letter
from portal.errors import NotFound
from portal.extensions import db, services
from portal.permissions import Right, permitted

TAKEN_FOR = timedelta(minutes=5)  # longer than any talk with a server
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
KEPT_FOR = timedelta(days=90)
MOST_IN_ONE = 50  # pieces of news in one message


@dataclass(frozen=True)
class Parcel:
    """Letters that leave in one message, taken by this process."""

    id: str
    news: News
    user_id: int
    letter_ids: Sequence[int]


def has_due() -> bool:
    """Whether something is to be sent now."""
    return db.session.scalar(sa.select(Letter.id).where(_is_due()).limit(1)) is not None


def take_parcel() -> Parcel | None:
    """Take the message that has waited longest; None when nothing is due. The caller commits."""
    now = services().clock.now()
    first = db.session.scalar(_due().order_by(Letter.due_at, Letter.id).limit(1))
    if first is None:
        return None
    together = _due().where(_goes_with(first)).order_by(Letter.due_at, Letter.id)
    letters = db.session.scalars(together.limit(MOST_IN_ONE)).all()
    parcel = first.parcel or secrets.token_hex(16)
    for letter in letters:
        letter.parcel = parcel
        letter.tries += 1
        letter.due_at = now + TAKEN_FOR
    return Parcel(parcel, News(first.news), first.user_id, [letter.id for letter in letters])


def mark_sent(parcel: Parcel) -> None:
    """The mail server has it."""
    now = services().clock.now()
    for letter in _inside(parcel):
        letter.sent_at, letter.fault = now, ""


def mark_failed(parcel: Parcel, fault: str) -> None:
    """It will never be sent; kept for the administrator with the reason."""
    now = services().clock.now()
    for letter in _inside(parcel):
        letter.failed_at, letter.fault = now, fault[:500]


def postpone(parcel: Parcel, fault: str) -> None:
    """To be tried again later, each time after twice the pause; given up after three days."""
    now = services().clock.now()
    for letter in _inside(parcel):
        letter.fault = fault[:500]
        if now - letter.written_at > GIVE_UP_AFTER:
            letter.failed_at = now
        else:
            letter.due_at = now + min(FIRST_PAUSE * 2 ** (letter.tries - 1), LONGEST_PAUSE)


def has_old() -> bool:
    """Whether letters lie here that nobody needs any more."""
    return db.session.scalar(sa.select(Letter.id).where(_is_old()).limit(1)) is not None


def forget_old() -> None:
    """Throw away letters that left, or failed, three months ago."""
    db.session.execute(sa.delete(Letter).where(_is_old()))


def visible_letters() -> sa.Select[Letter]:
    """Letters of the organisations whose users the acting person manages, newest first."""
    return (
        sa.select(Letter)
        .where(Letter.organisation_id.in_(permitted(Right.MANAGE_USERS)))
        .order_by(Letter.id.desc())
    )


def try_again(letter_id: int, *, by_user_id: int) -> None:
    """Send a failed letter once more, as a new message."""
    letter = db.session.scalar(visible_letters().where(Letter.id == letter_id))
    if letter is None:
        raise NotFound
    if letter.sent_at is None:
        now = services().clock.now()
        letter.parcel, letter.failed_at, letter.tries = None, None, 0
        letter.written_at = letter.due_at = now
        audit.record(
            "letter-again", letter, by_user_id=by_user_id, organisation_id=letter.organisation_id
        )


def _due() -> sa.Select[Letter]:
    """Those to be sent now; what another process has in its hands is passed by."""
    return sa.select(Letter).where(_is_due()).with_for_update(skip_locked=True)


def _is_due() -> sa.ColumnElement[bool]:
    return sa.and_(
        Letter.sent_at.is_(None),
        Letter.failed_at.is_(None),
        Letter.due_at <= services().clock.now(),
    )


def _goes_with(first: Letter) -> sa.ColumnElement[bool]:
    """Whatever left in the same message before; else the same news for the same reader."""
    if first.parcel:
        return Letter.parcel == first.parcel
    return sa.and_(
        Letter.parcel.is_(None), Letter.user_id == first.user_id, Letter.news == first.news
    )


def _inside(parcel: Parcel) -> Sequence[Letter]:
    inside = Letter.id.in_(parcel.letter_ids)
    return db.session.scalars(sa.select(Letter).where(inside).with_for_update()).all()


def _is_old() -> sa.ColumnElement[bool]:
    is_done = Letter.sent_at.is_not(None) | Letter.failed_at.is_not(None)
    return is_done & (Letter.written_at < services().clock.now() - KEPT_FOR)
