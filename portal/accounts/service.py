"""Rules of users and their grants: who may be made, changed and stopped, and by whom.

How passwords are judged stands in passwords.py, how sign-ins live in sign_ins.py.
"""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from portal import audit
from portal.accounts import sign_ins
from portal.accounts.models import Grant, User
from portal.accounts.passwords import (
    check_new_password,
    hash_password,
    is_right_password,
    make_first_password,
)
from portal.errors import Conflict, Forbidden, Invalid, NotFound
from portal.extensions import db, services
from portal.mail import is_address
from portal.people.models import Organisation, Person
from portal.permissions import Right, Role, permitted, require

FIRST_PASSWORD_LASTS = timedelta(hours=72)


def change_own_password(user: User, current: str, new: str) -> None:
    """Give oneself another password; every sign-in ends, also this browser's."""
    if not is_right_password(current, user.password_hash):
        raise Invalid("This is not the present password.", field="current")
    if is_right_password(new, user.password_hash):
        raise Invalid("The new password must differ from the present one.", field="password")
    check_new_password(new, known=_known_words(user))
    user.password_hash = hash_password(new)
    user.first_password_until = None
    sign_ins.end_all(user)
    audit.record("password-changed", user, by_user_id=user.id)


def add_user(login: str, name: str, person: Person | None, *, by_user_id: int | None) -> User:
    """A new user, without any grant and without a password that opens anything yet."""
    login = login.strip().casefold()
    if not re.fullmatch(r"[\w.@-]{2,64}", login):
        raise Invalid("Letters, digits and . _ - @ only, without spaces.", field="login")
    if db.session.scalar(sa.select(User.id).where(User.login == login)):
        raise Invalid("Somebody already signs in with this login.", field="login")
    known = (login, person.email if person else "")
    user = User(
        login=login,
        password_hash="",
        display_name=name,
        person=person,
        email=next((address for address in known if is_address(address)), ""),
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user-added", user, by_user_id=by_user_id)
    return user


def give_first_password(user: User, *, by_user_id: int | None) -> str:
    """A random password for one first sign-in, to be shown once and handed over on paper."""
    password = make_first_password()
    user.password_hash = hash_password(password)
    user.first_password_until = services().clock.now() + FIRST_PASSWORD_LASTS
    sign_ins.end_all(user)
    audit.record("first-password-given", user, by_user_id=by_user_id)
    return password


def set_password(user: User, password: str) -> None:
    """The password somebody chose when the user was made."""
    check_new_password(password, known=_known_words(user))
    user.password_hash = hash_password(password)


def choose_letters(user: User, email: str, *, wants_letters: bool, by_user_id: int) -> None:
    """Where letters go, and whether any are written at all."""
    email = email.strip()
    if email and not is_address(email):
        raise Invalid("This is not an e-mail address.", field="email")
    user.email, user.wants_letters = email, wants_letters
    audit.record("letters-chosen", user, by_user_id=by_user_id)


def grant_role(
    user: User,
    organisation: Organisation,
    role: Role,
    *,
    by_user_id: int | None,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> Grant:
    """A role in an organisation from–to; given again, it has the new days."""
    if started_on and ended_on and ended_on < started_on:
        raise Invalid("The last day cannot be before the first.", field="ended_on")
    grant = next(
        (g for g in user.all_grants if (g.organisation, g.role) == (organisation, role)), None
    )
    if grant is None:
        grant = Grant(organisation=organisation, role=role)
        user.all_grants.append(grant)
    grant.started_on, grant.ended_on = started_on, ended_on
    _note_change_of_rights("role-granted", grant, by_user_id)
    return grant


def end_grant(grant: Grant, *, by_user_id: int) -> None:
    """The role ends now: yesterday was its last day."""
    if grant.user_id == by_user_id and grant.role == Role.ADMIN:
        raise Conflict("Nobody takes the administrator's role from themselves. Ask another one.")
    grant.ended_on = services().clock.today() - timedelta(days=1)
    _note_change_of_rights("role-ended", grant, by_user_id)


def disable(user: User, *, by_user_id: int) -> None:
    """The user cannot sign in any more and is out at once; what they did stays theirs."""
    if user.id == by_user_id:
        raise Conflict("Nobody can shut themselves out. Ask another administrator.")
    user.disabled_at = services().clock.now()
    sign_ins.end_all(user)
    audit.record("user-disabled", user, by_user_id=by_user_id)


def enable(user: User, *, by_user_id: int) -> None:
    """The user may sign in again, with the password they had."""
    user.disabled_at = None
    audit.record("user-enabled", user, by_user_id=by_user_id)


def roles_held(organisation: Organisation, day: date) -> frozenset[str]:
    """The roles that somebody who may sign in has there on the day."""
    grants = db.session.scalars(
        sa.select(Grant)
        .join(User)
        .where(Grant.organisation_id == organisation.id, User.disabled_at.is_(None))
    )
    return frozenset(grant.role for grant in grants if grant.covers(day))


def managed_users() -> sa.Select[User]:
    """Users with a role, past or present, where the acting person manages users."""
    organisations = permitted(Right.MANAGE_USERS)
    return sa.select(User).where(User.all_grants.any(Grant.organisation_id.in_(organisations)))


def find_managed_user(user_id: int) -> User:
    """One of them; `NotFound` for all others."""
    user = db.session.scalar(managed_users().where(User.id == user_id))
    if user is None:
        raise NotFound
    return user


def find_wholly_managed_user(user_id: int) -> User:
    """One whose every present role is in the acting person's care: only then is the user theirs.

    Else the administrator of one school could become the head of another by a new password.
    """
    user = find_managed_user(user_id)
    if any(g.organisation_id not in permitted(Right.MANAGE_USERS) for g in user.grants):
        raise Forbidden("This user also works elsewhere. Ask the administrator there as well.")
    return user


def find_managed_grant(user_id: int, grant_id: int) -> Grant:
    """A grant of such a user in an organisation whose users the acting person manages."""
    grant = db.session.get(Grant, grant_id)
    if grant is None or grant.user_id != find_managed_user(user_id).id:
        raise NotFound
    require(Right.MANAGE_USERS, grant.organisation_id)
    return grant


def _note_change_of_rights(action: str, grant: Grant, by_user_id: int | None) -> None:
    """Other rights begin with a new sign-in, but nobody is thrown out by an act of their own."""
    db.session.flush()
    if grant.user_id != by_user_id:
        sign_ins.end_all(grant.user)
    audit.record(
        action,
        grant,
        by_user_id=by_user_id,
        organisation_id=grant.organisation_id,
        details={"user": grant.user_id, "role": grant.role},
    )


def _known_words(user: User) -> list[str]:
    organisations = [grant.organisation for grant in user.all_grants]
    names = [text for o in organisations for text in (o.full_name, o.short_name)]
    return [user.login, user.name, "papka", "папка", *names]
