"""How the desk greets its owner: by the time of day, by name and patronymic, in the vocative."""

from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _

from portal.accounts.models import User


def greet(user: User, now: datetime) -> str:
    """«Доброго ранку, Ірино Василівно»."""
    hour = now.astimezone().hour
    if 4 <= hour < 11:
        return str(_("Good morning, %(name)s", name=_called(user)))
    if 11 <= hour < 17:
        return str(_("Good afternoon, %(name)s", name=_called(user)))
    return str(_("Good evening, %(name)s", name=_called(user)))


def day_in_words(now: datetime) -> str:
    """«П’ятниця, 5 червня 2026»."""
    words: str = format_date(now.astimezone().date(), "EEEE, d MMMM y", rebase=False)
    return words[:1].upper() + words[1:]


def _called(user: User) -> str:
    if user.person is None or not user.person.names:
        return user.name
    name = user.person.name
    declined = name.declined()
    if name.language == "uk":
        _family, given, patronymic = declined.forms["vocative"]
    else:
        given, patronymic = name.given, name.patronymic
    return f"{given} {patronymic}".strip()
