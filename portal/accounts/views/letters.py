"""The outbox on the screen: what waits, what was sent, what failed and why."""

from enum import StrEnum

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import outbox, work
from portal.accounts.letters import News
from portal.accounts.models import Letter
from portal.extensions import db, services
from portal.mail import NoMailer
from portal.permissions import Right, requires

blueprint = Blueprint("letters", __name__, template_folder="../templates")

SHOWN = 100  # of each state, the newest
NEWS: dict[str, LazyString] = {
    News.NEEDS_YOU: _l("Needs you"),
    News.READY: _l("Ready"),
    News.RETURNED: _l("Returned"),
}


class Tray(StrEnum):
    """Where a letter lies."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        match self:
            case Tray.SENT:
                return Letter.sent_at.is_not(None)
            case Tray.FAILED:
                return Letter.failed_at.is_not(None)
            case _:
                return Letter.sent_at.is_(None) & Letter.failed_at.is_(None)


TRAYS: dict[Tray, LazyString] = {
    Tray.WAITING: _l("Wait"),
    Tray.SENT: _l("Sent"),
    Tray.FAILED: _l("Not sent"),
}


@blueprint.get("/letters")
@requires(Right.MANAGE_USERS)
def index() -> str:
    asked = request.args.get("tray", "")
    tray = Tray(asked) if asked in set(Tray) else Tray.WAITING
    counts = {one: _count(one) for one in Tray}
    return render_template(
        "accounts/letters.html",
        letters=db.session.scalars(
            outbox.visible_letters().where(tray.condition).limit(SHOWN)
        ).all(),
        tray=tray.value,
        tabs=[
            {
                "label": label,
                "href": url_for("letters.index", tray=one.value),
                "count": counts[one],
                "current": one is tray,
            }
            for one, label in TRAYS.items()
        ],
        shown=min(SHOWN, counts[tray]),
        total=counts[tray],
        news=NEWS,
        is_mail_set=not isinstance(services().mailer, NoMailer),
    )


@blueprint.post("/letters/<int:letter_id>/again")
@requires(Right.MANAGE_USERS)
def send_again(letter_id: int) -> Response:
    outbox.try_again(letter_id, by_user_id=current_user.id)
    db.session.commit()
    work.look_into_outbox()
    flash(_("The letter will be tried again within a minute."), "ok")
    return redirect(url_for("letters.index"), 303)


def _count(tray: Tray) -> int:
    found = outbox.visible_letters().where(tray.condition).with_only_columns(Letter.id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
