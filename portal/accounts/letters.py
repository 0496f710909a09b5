"""The three letters: something needs you, is ready, was returned. Written here, sent by `work`.

How to write one
================
Beside the fact, in its transaction, before the commit:

    tell(
        holders(organisation.id, {Role.HEAD}),      # or accounts_of([person.id]), or [user.id]
        News.NEEDS_YOU,
        document.title,                             # or _l("Certificate № %(number)s", number=…)
        organisation_id=organisation.id,
        endpoint="documents.approval",              # the page where it is looked at
        ids={"document_id": document.id},
        reason="",                                  # why it was returned or declined
        by_user_id=current_user.id,                 # nobody is told of their own act
    )

Nothing is sent here and nothing fails here: who has no address, or wants no letters, gets none.
`about` says what it is and no more (a title, a number; no birth dates, no names of others).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
from flask_babel import LazyString, force_locale, ngettext
from flask_babel import gettext as _

from portal.accounts.models import Grant, Letter, User
from portal.extensions import db, services
from portal.forms import clean_line

ABOUT_LIMIT = 150  # characters: more is cut off by mail programs anyway


class News(StrEnum):
    """What a letter says."""

    NEEDS_YOU = "needs-you"
    READY = "ready"
    RETURNED = "returned"


def tell(
    user_ids: Iterable[int],
    news: News,
    about: str | LazyString,
    *,
    organisation_id: int,
    endpoint: str,
    ids: Mapping[str, int] | None = None,
    reason: str = "",
    by_user_id: int | None = None,
) -> int:
    """Put a letter for each of these users into the outbox, within the running transaction.

    How many were written: not everybody has an address.
    """
    now, path = services().clock.now(), _path(endpoint, ids or {})
    readers = _readers(set(user_ids) - {by_user_id})
    for user in readers:
        with force_locale(user.language):
            text = clean_line(str(about))[:ABOUT_LIMIT]
        db.session.add(
            Letter(
                user=user,
                organisation_id=organisation_id,
                news=str(news),
                about=text,
                reason=clean_line(reason)[:500],
                path=path,
                written_at=now,
                due_at=now,
            )
        )
    return len(readers)


def holders(organisation_id: int, roles: Collection[str]) -> list[int]:
    """The users who have one of these roles there today."""
    today = services().clock.today()
    grants = db.session.scalars(
        sa.select(Grant).where(
            Grant.organisation_id == organisation_id, Grant.role.in_([str(role) for role in roles])
        )
    )
    return sorted({grant.user_id for grant in grants if grant.covers(today)})


def accounts_of(person_ids: Collection[int]) -> list[int]:
    """The users who are one of these people."""
    return list(db.session.scalars(sa.select(User.id).where(User.person_id.in_(person_ids))))


def subject_of(news: News, letters: Sequence[Letter]) -> str:
    """The subject of one message with these pieces of news, in the language of the moment."""
    number = len(letters)
    if number == 1:
        about = letters[0].about
        match news:
            case News.NEEDS_YOU:
                return str(_("Waits for you: %(about)s", about=about))
            case News.READY:
                return str(_("Ready: %(about)s", about=about))
            case News.RETURNED:
                return str(_("Returned: %(about)s", about=about))
    match news:
        case News.NEEDS_YOU:
            words = ngettext("%(num)d thing waits for you", "%(num)d things wait for you", number)
        case News.READY:
            words = ngettext("%(num)d thing is ready", "%(num)d things are ready", number)
        case News.RETURNED:
            words = ngettext("%(num)d thing is returned", "%(num)d things are returned", number)
    return str(words)


def text_of(news: News, letters: Sequence[Letter], public_url: str) -> str:
    """What the message says: each piece with its page, and how to have no more letters."""
    firsts = {
        News.NEEDS_YOU: _("This waits for you in Papka:"),
        News.READY: _("This is ready in Papka:"),
        News.RETURNED: _("This was returned to you in Papka:"),
    }
    parts = [firsts[news], *(_piece(letter, public_url) for letter in letters)]
    account = f"{public_url}{_path('account.show', {})}"
    parts.append(_("Papka wrote this letter by itself. To have none: %(address)s", address=account))
    return "\n\n".join(parts) + "\n"


def _piece(letter: Letter, public_url: str) -> str:
    lines = [f"{letter.about} ({letter.organisation.short_name})"]
    if letter.reason:
        lines.append(_("Why: %(reason)s", reason=letter.reason))
    return "\n".join([*lines, f"{public_url}{letter.path}"])


def _readers(user_ids: Collection[int]) -> Sequence[User]:
    return db.session.scalars(
        sa.select(User)
        .where(
            User.id.in_(user_ids),
            User.email != "",
            User.wants_letters,
            User.disabled_at.is_(None),
        )
        .order_by(User.id)
    ).all()


def _path(endpoint: str, ids: Mapping[str, int]) -> str:
    """The address of a page here, also where no request is being answered."""
    return current_app.url_map.bind("papka").build(endpoint, dict(ids))
