"""The one-time code of the first start: who can read the server's terminal makes the first user."""

import hashlib
import secrets

import sqlalchemy as sa

from portal.accounts.apart import apart
from portal.accounts.models import FirstCode, User
from portal.accounts.passwords import make_first_password
from portal.errors import Invalid
from portal.extensions import db, services


def has_users() -> bool:
    """Whether the portal has been started; no write lock is held after it."""
    with apart() as session:
        return session.scalar(sa.select(sa.exists().select_from(User))) or False


def first_code() -> str | None:
    """A new code for the page of the first start, or None when there are users already.

    It replaces the codes made before; the caller commits and shows it.
    """
    if has_users():
        return None
    db.session.execute(sa.delete(FirstCode))
    code = make_first_password()
    db.session.add(FirstCode(code_hash=_hash(code), made_at=services().clock.now()))
    db.session.flush()
    return code


def spend_first_code(code: str) -> None:
    """Use the code up; raises `Invalid` when it is not the one, or was used before."""
    row = db.session.scalar(sa.select(FirstCode).where(FirstCode.used_at.is_(None)))
    if row is None or not secrets.compare_digest(row.code_hash, _hash(code)):
        raise Invalid("This is not the code that the start of the portal printed.", field="code")
    row.used_at = services().clock.now()


def _hash(code: str) -> str:
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
