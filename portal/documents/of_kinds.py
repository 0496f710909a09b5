"""Papers chosen by what their kinds are, for lists over several organisations."""

from collections.abc import Callable, Collection

import sqlalchemy as sa

from portal.documents.catalogue import Kind, kinds_of
from portal.documents.models import Document
from portal.extensions import db
from portal.people.models import Organisation


def of_kinds(
    organisation_ids: Collection[int], fits: Callable[[Kind], bool]
) -> sa.ColumnElement[bool]:
    """Papers of those organisations whose kind is such, as their own organisation knows it."""
    owners: dict[frozenset[str], list[int]] = {}
    rows = sa.select(Organisation).where(Organisation.id.in_(organisation_ids))
    for organisation in db.session.scalars(rows.order_by(Organisation.id)):
        names = frozenset(kind.name for kind in kinds_of(organisation) if fits(kind))
        owners.setdefault(names, []).append(organisation.id)
    return sa.or_(
        sa.false(),
        *(
            Document.organisation_id.in_(ids) & Document.kind.in_(sorted(names))
            for names, ids in owners.items()
        ),
    )
