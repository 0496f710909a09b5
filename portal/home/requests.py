"""Requests on the desk: those that wait for the office, and what the reader is to read."""

import sqlalchemy as sa
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.documents.catalogue import kind_of
from portal.documents.models import Document
from portal.documents.requests import PaperRequest, open_requests
from portal.documents.views.acknowledgements import unread_papers
from portal.documents.views.own import to_read
from portal.documents.views.words import who
from portal.extensions import db
from portal.home.desk import SHOWN, Line, Next, Pile
from portal.permissions import Right, permitted


def piles() -> list[Pile]:
    """What people have asked the office for, and whom it has to remind; empty ones are left out."""
    return [*_asked_for(), *_not_read()]


def _asked_for() -> list[Pile]:
    waiting = open_requests(permitted(Right.PREPARE_PAPERS))
    counted = waiting.with_only_columns(PaperRequest.id).order_by(None).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    if not count:
        return []
    return [
        Pile(
            title=_l("Requests"),
            count=count,
            lines=[_line(one) for one in db.session.scalars(waiting.limit(SHOWN))],
            more=ngettext("All %(num)d", "All %(num)d", count),
            href=url_for("requests.index"),
        )
    ]


def _not_read() -> list[Pile]:
    """Signed papers that somebody named in them has not acknowledged."""
    unread = unread_papers(permitted(Right.PREPARE_EVERY_KIND))
    counted = unread.with_only_columns(Document.id).order_by(None).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    if not count:
        return []
    return [
        Pile(
            title=_l("Not read yet"),
            count=count,
            lines=[
                Line(
                    text=paper.title,
                    href=url_for("documents.show", document_id=paper.id),
                    number=paper.number or "",
                    detail=who(paper),
                )
                for paper in db.session.scalars(unread.limit(SHOWN))
            ],
            more=ngettext("All %(num)d", "All %(num)d", count),
            href=url_for("documents.unread"),
        )
    ]


def what_next() -> Next | None:
    """A paper that the reader is to acknowledge."""
    unread = to_read() if current_user.person_id else ()
    if not unread:
        return None
    number = len(unread)
    return Next(
        title=ngettext(
            "%(num)d paper is to be read by you", "%(num)d papers are to be read by you", number
        ),
        text=unread[0].document.title,
        label=_("Read and acknowledge"),
        href=url_for("own.index"),
    )


def _line(request: PaperRequest) -> Line:
    title = kind_of(request).title(str(get_locale()))
    name = str(request.employment.person.name)
    return Line(text=title, href=url_for("requests.index"), detail=name)
