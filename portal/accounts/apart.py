"""Short transactions apart from the request's: what they write stays whatever becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.extensions import db


@contextmanager
def apart() -> Iterator[Session]:
    """A session of its own, committed at the end; to be used before the request's.

    In a POST request each transaction takes the one write lock, so a second transaction inside of
    the first would wait for itself for ever. That is refused here, loudly.
    """
    if db.session().in_transaction():
        raise RuntimeError("the request's own transaction has begun and may hold the write lock")
    with Session(db.engine) as session, session.begin():
        yield session
