"""Lists of papers that somebody looks at often, under own names: «не підписані цього тижня»."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.errors import Conflict, Invalid, NotFound
from portal.extensions import Base, Id, Json, Word, db

MOST = 20  # of one user; more would be a list to search in
LONGEST_NAME = 60


class SavedView(Base):
    """The folder and the filters of a list, as its address says them; seen by its maker only."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "name"),)
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    name: Mapped[Word]
    parameters: Mapped[Json]  # of the address, by name


def views_of(user_id: int) -> list[SavedView]:
    """In the order they were made."""
    mine = sa.select(SavedView).where(SavedView.user_id == user_id)
    return list(db.session.scalars(mine.order_by(SavedView.id)))


def find_view(view_id: int, user_id: int) -> SavedView:
    """A view of this user; another's is not there."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.user_id != user_id:
        raise NotFound
    return view


def save_view(user_id: int, name: str, parameters: Mapping[str, str]) -> SavedView:
    """Keep the list under the name; a name in use gets the new list."""
    mine = views_of(user_id)
    view = next((one for one in mine if one.name == _checked(name)), None)
    if view is None:
        if len(mine) >= MOST:
            raise Conflict("There are %(number)s views already; remove one first.", number=MOST)
        view = SavedView(user_id=user_id, name=name)
        db.session.add(view)
    view.parameters = dict(parameters)
    db.session.flush()
    return view


def rename_view(view: SavedView, name: str) -> None:
    others = (one.name for one in views_of(view.user_id) if one is not view)
    if _checked(name) in others:
        raise Conflict("Another of your views has this name.")
    view.name = name


def _checked(name: str) -> str:
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("Give the view a name of at most %(number)s letters.", number=LONGEST_NAME)
    return name
