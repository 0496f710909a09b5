"""Sending what lies in the outbox: once a minute, outside of any transaction."""

from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale

from portal.accounts import outbox
from portal.accounts.letters import subject_of, text_of
from portal.accounts.models import Letter, User
from portal.accounts.outbox import Parcel
from portal.errors import Unavailable
from portal.extensions import db, services, writing
from portal.jobs import job, jobs, sweep
from portal.mail import NoMailer, Refused, compose

PATIENCE = 3  # refusals one after another: then it is the server, not the letters


@sweep
def look_into_outbox() -> None:
    """Have the letters sent that are due, and throw away those nobody needs any more.

    Looking each minute and not at once puts together what happens in that minute.
    """
    has_due, has_old = outbox.has_due(), outbox.has_old()
    db.session.rollback()
    if has_due and not isinstance(services().mailer, NoMailer):
        jobs(current_app).enqueue(send_letters)
    if has_old:
        _write(outbox.forget_old)


@job
def send_letters() -> None:
    """Empty the outbox as far as the mail server takes it."""
    refusals = 0
    while refusals < PATIENCE and (parcel := _taken()):
        refusals = 0 if _send(parcel) else refusals + 1


def _taken() -> Parcel | None:
    with writing():
        parcel = outbox.take_parcel()
        db.session.commit()
    return parcel


def _send(parcel: Parcel) -> bool:
    """Whether the server has decided; a process that dies in here sends it again."""
    try:
        services().mailer.send(_message(parcel))
    except Refused as e:
        fault = _words(e)
        _write(lambda: outbox.mark_failed(parcel, fault))
    except Unavailable as e:
        fault = _words(e)
        _write(lambda: outbox.postpone(parcel, fault))
        return False
    else:
        _write(lambda: outbox.mark_sent(parcel))
    return True


def _message(parcel: Parcel) -> EmailMessage:
    inside = sa.select(Letter).where(Letter.id.in_(parcel.letter_ids)).order_by(Letter.id)
    letters = db.session.scalars(inside).all()
    user = db.session.get_one(User, parcel.user_id)
    public_url = current_app.extensions["config"].public_url
    try:
        with force_locale(user.language):
            return compose(
                user.email,
                subject_of(parcel.news, letters),
                text_of(parcel.news, letters, public_url),
                message_id=f"<{parcel.id}@{urlsplit(public_url).hostname}>",
                written_at=services().clock.now(),
            )
    finally:
        db.session.rollback()


def _write(change: Callable[[], None]) -> None:
    with writing():
        change()
        db.session.commit()


def _words(refusal: Refused | Unavailable) -> str:
    """What the server said, else what we say."""
    return str(refusal.params.get("reason") or refusal)
