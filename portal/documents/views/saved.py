"""Keeping a list of papers under a name; renaming and removing it."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.documents import listing
from portal.documents.saved_views import SavedView, find_view, rename_view, save_view, views_of
from portal.documents.views.asked import asked, of_query
from portal.documents.views.blueprint import blueprint
from portal.extensions import db, services
from portal.forms import clean_line
from portal.permissions import Right, permitted, requires


@dataclass(frozen=True)
class Shown:
    """A view as a page shows it."""

    id: int
    name: str
    href: str
    count: str
    current: bool = False


@blueprint.post("/documents/views")
@requires(Right.READ_PAPERS)
def save_list() -> Response:
    view = save_view(current_user.id, _name(), of_query(request.form.get("query", "")))
    db.session.commit()
    flash(_("The view is kept; your desk shows it with its count."), "ok")
    return _shown(view)


@blueprint.post("/documents/views/<int:view_id>/rename")
@requires(Right.READ_PAPERS)
def rename_list(view_id: int) -> Response:
    view = find_view(view_id, current_user.id)
    rename_view(view, _name())
    db.session.commit()
    flash(_("The view has a new name."), "ok")
    return _shown(view)


@blueprint.post("/documents/views/<int:view_id>/remove")
@requires(Right.READ_PAPERS)
def remove_list(view_id: int) -> Response:
    view = find_view(view_id, current_user.id)
    answer = _shown(view)
    db.session.delete(view)
    db.session.commit()
    flash(_("The view is removed; the papers stay where they are."), "ok")
    return answer


def shown_views(current: dict[str, str] | None = None) -> list[Shown]:
    """The reader's views with how many papers each holds now; `current` is what is looked at."""
    organisations, today = permitted(Right.READ_PAPERS), services().clock.today()
    if not organisations:
        return []
    return [
        Shown(
            id=view.id,
            name=view.name,
            href=_address(view),
            count=listing.said_count(listing.count(organisations, asked(view.parameters, today))),
            current=view.parameters == current,
        )
        for view in views_of(current_user.id)
    ]


def _name() -> str:
    return clean_line(request.form.get("name"))


def _address(view: SavedView) -> str:
    return url_for("documents.index", **view.parameters)


def _shown(view: SavedView) -> Response:
    return redirect(_address(view), 303)
