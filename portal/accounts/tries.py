"""Slowing down those who guess: tries are counted for each account name and each address.

What is written here stays written whatever becomes of the request.
"""

import hashlib
from datetime import datetime, timedelta
from math import ceil

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.apart import apart
from portal.accounts.models import FailedTry
from portal.errors import Throttled
from portal.extensions import services, writing

FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)  # doubled by each further try
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def count_try(account: str, address: str) -> None:
    """Count a try before it is judged, so that many at once do not slip through.

    Raises `Throttled`, the same for accounts that do not exist, and then counts nothing.
    """
    now = services().clock.now()
    with writing(), apart() as session:
        rows = [_row(session, key, now) for key in _keys(account, address)]
        wait = max(_wait(row, now) for row in rows)
        if wait <= timedelta(0):
            for row in rows:
                row.count += 1
                row.last_at = now
    if wait > timedelta(0):
        seconds = ceil(wait.total_seconds())
        raise Throttled(
            "There were too many wrong tries. Try again in %(minutes)s min.",
            retry_after=seconds,
            minutes=ceil(seconds / 60),
        )


def forget_tries(account: str, address: str) -> None:
    """After a right password: the address is forgiven what this account was, and no more.

    So one's own account is no way to go on guessing the passwords of others.
    """
    now = services().clock.now()
    with writing(), apart() as session:
        of_account, of_address = (_row(session, key, now) for key in _keys(account, address))
        of_address.count = max(0, of_address.count - of_account.count)
        session.delete(of_account)


def _keys(account: str, address: str) -> tuple[str, str]:
    pairs = (f"account:{account}", f"address:{address}")
    first, second = (hashlib.sha256(pair.encode()).hexdigest() for pair in pairs)
    return first, second


def _row(session: Session, key: str, now: datetime) -> FailedTry:
    kept = sa.select(FailedTry).where(FailedTry.key == key).with_for_update()
    row = session.scalar(kept) or _new_row(session, key, now) or session.scalars(kept).one()
    if now - row.last_at > FORGOTTEN_AFTER:
        row.count = 0
    return row


def _new_row(session: Session, key: str, now: datetime) -> FailedTry | None:
    """The first try of all; None when another request was quicker."""
    row = FailedTry(key=key, count=0, last_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row


def _wait(row: FailedTry, now: datetime) -> timedelta:
    if row.count < FREE_TRIES:
        return timedelta(0)
    doubled: timedelta = FIRST_WAIT * 2 ** min(row.count - FREE_TRIES, 10)
    return row.last_at + min(doubled, LONGEST_WAIT) - now
