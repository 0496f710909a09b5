"""The list of received papers, by what is to be done with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from portal.documents.cells import number_and_date
from portal.documents.line_models import Received
from portal.documents.received_list import says
from portal.downloads import table
from portal.extensions import db, services
from portal.forms import clean_line
from portal.permissions import Right, permitted, requires

blueprint = Blueprint("received", __name__, template_folder="../templates")

SHOWN = 50  # lines of the list on a page
KINDS: Mapping[str, LazyString] = {
    "enrolment-order": _l("Enrolment order of the host"),
    "call-letter": _l("Call letter"),
    "contract": _l("Contract"),
    "application": _l("Application of an employee"),
    "other": _l("Other paper"),
}
TABS: Mapping[str, LazyString] = {
    "new": _l("Without a resolution"),
    "todo": _l("To be done"),
    "done": _l("Done"),
    "annulled": _l("Crossed out"),
    "all": _l("Everything"),
}


@blueprint.get("/received")
@requires(Right.READ_PAPERS)
def index() -> str:
    tab, wanted = _tab(), _wanted()
    counts = {name: _count([*wanted, condition]) for name, condition in _conditions().items()}
    found = db.paginate(
        sa.select(Received)
        .where(*wanted, _conditions()[tab])
        .order_by(Received.id.desc())
        .options(selectinload(Received.people)),
        per_page=SHOWN,
        error_out=False,
    )
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("kind", "text", "year")
    }
    return render_template(
        "received/index.html",
        page=found,
        tab=tab,
        tabs=[
            {
                "label": label,
                "href": url_for("received.index", tab=name, **kept),
                "count": counts[name],
                "current": name == tab,
            }
            for name, label in TABS.items()
        ],
        kept={"tab": tab, **kept},
        kinds=KINDS,
        years=[("", _("any")), *((year, str(year)) for year in _years())],
        number_and_date=number_and_date,
        today=services().clock.today(),
        writes=bool(permitted(Right.PREPARE_EVERY_KIND)),
    )


@blueprint.get("/received/export.<any(xlsx, csv):ending>")
@requires(Right.READ_PAPERS)
def export(ending: str) -> Response:
    """The list as it is filtered, all of it."""
    found = db.session.scalars(
        sa.select(Received)
        .where(*_wanted(), _conditions()[_tab()])
        .order_by(Received.id.desc())
        .options(selectinload(Received.people))
    )
    head = [
        *(_("Number"), _("Received"), _("Kind"), _("From whom"), _("Their number")),
        *(_("Their date"), _("Short content"), _("People"), _("What is to be done")),
        *(_("By whom"), _("Until which day"), _("Done"), _("Annulled")),
    ]
    return table(ending, _("Received papers"), head, [_row(one) for one in found])


def _row(one: Received) -> list[object]:
    return [
        *(one.number, one.dated_on, KINDS[one.kind], one.sender, one.sender_number),
        *(one.sender_dated_on, one.subject, ", ".join(person.name for person in one.people)),
        *(one.resolution, one.resolution_for, one.resolution_until),
        one.done_at.astimezone().date() if one.done_at else None,
        one.annulment_reason,
    ]


def _tab() -> str:
    tab = request.args.get("tab", "new")
    return tab if tab in TABS else "new"


def _conditions() -> Mapping[str, sa.ColumnElement[bool]]:
    live = Received.annulled_at.is_(None)
    return {
        "new": live & Received.resolved_at.is_(None) & Received.done_at.is_(None),
        "todo": live & Received.resolved_at.is_not(None) & Received.done_at.is_(None),
        "done": live & Received.done_at.is_not(None),
        "annulled": Received.annulled_at.is_not(None),
        "all": sa.true(),
    }


def _wanted() -> list[sa.ColumnElement[bool]]:
    """What the filters of the address ask for, within the reader's organisations."""
    wanted: list[sa.ColumnElement[bool]] = [
        Received.organisation_id.in_(permitted(Right.READ_PAPERS))
    ]
    if kind := request.args.get("kind", ""):
        wanted.append(Received.kind == kind)
    if year := request.args.get("year", type=int):
        wanted.append(sa.extract("year", Received.dated_on) == year)
    if text := clean_line(request.args.get("text"))[:100]:
        wanted.append(says(text, permitted(Right.READ_PAPERS)))
    return wanted


def _count(wanted: Sequence[sa.ColumnElement[bool]]) -> int:
    return db.session.scalar(sa.select(sa.func.count(Received.id)).where(*wanted)) or 0


def _years() -> list[int]:
    own = permitted(Right.READ_PAPERS)
    found = db.session.scalars(
        sa.select(sa.extract("year", Received.dated_on))
        .where(Received.organisation_id.in_(own))
        .distinct()
    )
    return sorted({int(year) for year in found}, reverse=True)
