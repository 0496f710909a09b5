"""Rules of users and their grants: who may be made, changed and stopped, and by whom.

How passwords are judged stands in passwords.py, how sign-ins live in sign_ins.py.
"""

from datetime import timedelta

import sqlalchemy as sa

from portal import audit
from portal.accounts import sign_ins
from portal.accounts.models import User
from portal.accounts.passwords import (
    check_new_password,
    hash_password,
    is_right_password,
    make_first_password,
)
from portal.errors import Invalid
from portal.extensions import db, services

FIRST_PASSWORD_LASTS = timedelta(hours=72)


def has_users() -> bool:
    """Whether the portal has been started: the first administrator exists."""
    return db.session.scalar(sa.select(sa.exists().select_from(User))) or False


def change_own_password(user: User, current: str, new: str) -> None:
    """Give oneself another password; every sign-in ends, also this browser's."""
    if not is_right_password(current, user.password_hash):
        raise Invalid("This is not the present password.", field="current")
    if is_right_password(new, user.password_hash):
        raise Invalid("The new password must differ from the present one.", field="new")
    check_new_password(new, known=_known_words(user))
    user.password_hash = hash_password(new)
    user.first_password_until = None
    sign_ins.end_all(user)
    audit.record("password-changed", user, by_user_id=user.id)


def give_first_password(user: User) -> str:
    """A random password for one first sign-in, to be shown once and handed over on paper."""
    password = make_first_password()
    user.password_hash = hash_password(password)
    user.first_password_until = services().clock.now() + FIRST_PASSWORD_LASTS
    return password


def _known_words(user: User) -> list[str]:
    organisations = [grant.organisation for grant in user.all_grants]
    names = [text for o in organisations for text in (o.full_name, o.short_name)]
    return [user.login, user.name, "papka", "папка", *names]
