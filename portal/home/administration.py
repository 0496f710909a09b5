"""What an administrator looks after, each with its worst fact: users, organisations, copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.service import managed_users
from portal.config import Config
from portal.documents.catalogue import Kind, kinds_among
from portal.documents.registers import register_name
from portal.extensions import db, services
from portal.machine import State, examine_machine
from portal.people.models import Organisation
from portal.permissions import Right, permitted

BACKUP_LASTS = timedelta(days=7)
STATES = {State.GOOD: "ok", State.WARNING: "wait", State.FAULT: "bad"}
COUNTRIES = {"ua": _l("Ukraine"), "ru": _l("Russia")}


@dataclass(frozen=True)
class Care:
    """One thing looked after: how it stands, and where it is mended."""

    title: str
    fact: str
    state: str = "ok"  # as marks of states are coloured: ok, wait, bad
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class Seen:
    """One thing the doctor sees around the portal, and what is to be done."""

    fact: str
    state: str
    advice: str
    command: str


@dataclass(frozen=True)
class Written:
    """A kind of paper and where it is written in which languages."""

    code: str
    title: str
    register: str
    languages: Sequence[str]


def cares() -> list[Care]:
    """Everything the administrator may have to do something about."""
    return [_users(), _organisations(), _backup()]


def machine() -> list[Seen]:
    """What is not in order around the portal comes first."""
    config: Config = current_app.extensions["config"]
    found = sorted(examine_machine(config), key=lambda one: one.state is State.GOOD)
    return [
        Seen(
            _(one.message) % one.params,
            STATES[one.state],
            str(_(one.advice.message)) if one.advice and one.advice.message else "",
            one.advice.command if one.advice else "",
        )
        for one in found
    ]


def kinds() -> list[Written]:
    """The catalogue of papers of the countries in the reader's care."""
    mine = sa.select(Organisation.country).where(Organisation.id.in_(permitted(Right.MANAGE_USERS)))
    countries = sorted(set(db.session.scalars(mine)))
    return [
        Written(kind.code, kind.title(str(get_locale())), _register(kind), written)
        for kind in kinds_among(permitted(Right.MANAGE_USERS))
        if (written := _written(kind, countries))
    ]


def _users() -> Care:
    users = [user for user in db.session.scalars(managed_users()) if user.is_active]
    new = sum(1 for user in users if user.must_change_password)
    fact = ngettext("%(num)d person may sign in", "%(num)d people may sign in", len(users))
    if new:
        waits = ngettext("%(num)d has not done so yet", "%(num)d have not done so yet", new)
        fact = f"{fact}, {waits}"
    return Care(
        _("Users"), fact, "wait" if new else "ok", url_for("users.index"), _("See the users")
    )


def _organisations() -> Care:
    today, mine = services().clock.today(), permitted(Right.MANAGE_USERS)
    found = db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(mine))).all()
    headless = [one.short_name for one in found if one.authority_on(today) is None]
    fact = _("Somebody signs for every organisation.")
    if headless:
        fact = _("Nobody signs for: %(names)s", names=", ".join(headless))
    return Care(
        _("Organisations"),
        fact,
        "bad" if headless else "ok",
        url_for("organisations.index"),
        _("See the organisations"),
    )


def _backup() -> Care:
    """When the last copy was made; the command says itself how it is made."""
    config: Config = current_app.extensions["config"]
    try:
        made_at = datetime.fromisoformat(config.last_backup.read_text(encoding="ascii"))
    except FileNotFoundError:
        return Care(_("Backup"), _("No backup was made yet: python3 -m portal backup"), "bad")
    day = f"{made_at.astimezone():%d.%m.%Y}"
    if services().clock.now() - made_at > BACKUP_LASTS:
        return Care(_("Backup"), _("The last one is old: of %(day)s", day=day), "wait")
    return Care(_("Backup"), _("The last one is of %(day)s", day=day))


def _register(kind: Kind) -> str:
    register = kind.manifest.journal
    return str(register_name(register)) if register else ""


def _written(kind: Kind, countries: Sequence[str]) -> list[str]:
    return [
        f"{COUNTRIES[country]}: {', '.join(kind.languages(country))}"
        for country in countries
        if kind.languages(country)
    ]
