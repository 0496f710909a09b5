"""Whether somebody else has to look at a template before it is in force (design 4, Rights).

The head and the administrator publish what they made themselves; whoever else made it needs a
second person, unless the organisation lets one person do it or has nobody else to ask.
"""

import sqlalchemy as sa

from portal.accounts.models import Grant, User
from portal.extensions import db, services
from portal.permissions import RIGHTS, Right, Role
from portal.studio.models import TemplateVersion

# The key of the organisation's setting that lets one person publish.
ONE_PERSON = "one_person_publishes"

_ALONE = frozenset({Role.ADMIN, Role.HEAD})


def needs_second_person(version: TemplateVersion, by: int) -> bool:
    """Whether this person may not publish the version because they made it themselves."""
    if version.made_by_id != by or version.organisation.settings.get(ONE_PERSON):
        return False
    grants = _publishers(version.organisation_id)
    is_trusted = any(g.user_id == by and g.role in _ALONE for g in grants)
    return not is_trusted and any(g.user_id != by for g in grants)


def _publishers(organisation_id: int) -> list[Grant]:
    today = services().clock.today()
    grants = db.session.scalars(
        sa.select(Grant)
        .join(User)
        .where(
            Grant.organisation_id == organisation_id,
            Grant.role.in_(RIGHTS[Right.PUBLISH_TEMPLATES]),
            User.disabled_at.is_(None),
        )
    )
    return [grant for grant in grants if grant.covers(today)]
