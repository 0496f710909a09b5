"""Whose templates the acting person works on, and who they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import get_locale
from flask_login import current_user

from portal.errors import NotFound
from portal.extensions import db
from portal.people.models import Organisation
from portal.permissions import Right, find, permitted
from portal.studio.models import TemplateVersion


def find_version(version_id: int) -> TemplateVersion:
    """A version of an organisation whose templates the acting person edits."""
    return find(TemplateVersion, version_id, Right.EDIT_TEMPLATES)


def own_organisations() -> Sequence[Organisation]:
    """Where the acting person edits templates."""
    own = sa.select(Organisation).where(Organisation.id.in_(permitted(Right.EDIT_TEMPLATES)))
    return db.session.scalars(own.order_by(Organisation.sort_key)).all()


def own_organisation(organisation_id: int | None = None) -> Organisation:
    """The one asked for; unasked, the first."""
    asked = [one for one in own_organisations() if organisation_id in (None, one.id)]
    if not asked:
        raise NotFound
    return asked[0]


def acting_user_id() -> int:
    user_id: int = current_user.id
    return user_id


def page_language() -> str:
    """The language in which the page speaks, whatever that of the paper is."""
    return str(get_locale())
