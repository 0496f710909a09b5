"""Signing in and out: the password is judged here, and who is signed in is kept on the server.

The cookie holds a random token, the row only its hash, so neither a copy of the database nor an
old cookie opens the portal. Ending the row ends the sign-in, at the very next request.
"""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from portal import audit
from portal.accounts.apart import apart
from portal.accounts.models import SignIn, User
from portal.accounts.passwords import is_right_password
from portal.accounts.tries import count_try, forget_tries
from portal.errors import Invalid
from portal.extensions import db, services, writing

SEEN_EVERY = timedelta(minutes=1)  # no more writing than that for each who only reads

log = logging.getLogger(__name__)


def judge(login: str, password: str, address: str) -> User:
    """The user with this login and password; raises `Invalid`, or `Throttled` after too many tries.

    The answer, and the work done for it, are the same whether the login exists or not. The
    password is hashed outside of any transaction, because that takes as long as fifty writes.
    """
    account = login.strip().casefold()
    count_try(account, address)
    with apart() as session:
        known = session.execute(
            sa.select(User.id, User.password_hash, User.disabled_at).where(User.login == account)
        ).first()
    is_right = is_right_password(password, known.password_hash if known else None)
    if known is None or not is_right or known.disabled_at is not None:
        log.warning("Sign-in refused")
        raise Invalid("The login or the password is not right.")
    forget_tries(account, address)
    user = db.session.get_one(User, known.id)
    if user.first_password_until and user.first_password_until < services().clock.now():
        raise Invalid(
            "The first password was good for three days. Ask the administrator for a new one."
        )
    return user


def begin(user: User) -> None:
    """Sign the user in: a new token for this browser, and an end to what has run out long ago."""
    now = services().clock.now()
    _remove_old(user, now)
    user.token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(token_hash=_hash(user.token), user_id=user.id, started_at=now, seen_at=now)
    )
    audit.record("signed-in", user, by_user_id=user.id)


def recognise(token: str) -> User | None:
    """The user of a live sign-in; to be called before the request's own session is used."""
    now = services().clock.now()
    with apart() as session:
        found = session.scalar(sa.select(SignIn).where(SignIn.token_hash == _hash(token)))
        if found is None or not found.is_live(now, idle=_idle(), absolute=_absolute()):
            return None
        user_id, is_due = found.user_id, now - found.seen_at >= SEEN_EVERY
    if is_due:
        with writing(), apart() as session:
            this = SignIn.token_hash == _hash(token)
            session.execute(sa.update(SignIn).where(this).values(seen_at=now))
    user = db.session.get_one(User, user_id)
    user.token = token
    return user


def end(user: User) -> None:
    """Sign this browser out."""
    _end(SignIn.token_hash == _hash(user.token))
    audit.record("signed-out", user, by_user_id=user.id)


def end_all(user: User) -> None:
    """Sign the user out everywhere, this browser included."""
    _end(SignIn.user_id == user.id)


def _end(condition: sa.ColumnElement[bool]) -> None:
    now = services().clock.now()
    db.session.execute(
        sa.update(SignIn).where(condition, SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def _remove_old(user: User, now: datetime) -> None:
    is_over = SignIn.started_at < now - _absolute()
    db.session.execute(sa.delete(SignIn).where(SignIn.user_id == user.id, is_over))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _idle() -> timedelta:
    idle: timedelta = current_app.config["IDLE_TIMEOUT"]
    return idle


def _absolute() -> timedelta:
    return current_app.permanent_session_lifetime
