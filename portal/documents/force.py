"""Which papers are in force: registered, not annulled, not cancelled by another one in force.

A cancelled paper stays in its journal, signed and valid until then; annulment is another thing: it
crosses out a paper that was registered by mistake.
"""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.documents.models import Document, Link
from portal.extensions import db


def in_force() -> sa.ColumnElement[bool]:
    """The condition on a query of documents."""
    return sa.and_(
        Document.registered_at.is_not(None),
        Document.annulled_at.is_(None),
        ~sa.exists().where(Link.to_id == Document.id, *_cancels()),
    )


def cancelled_by(document: Document, *, besides: int | None = None) -> Document | None:
    """The paper that ended this one, if one did; `besides` is a paper that does not count."""
    return db.session.scalar(
        sa.select(Document)
        .join(Link, Link.from_id == Document.id)
        .where(
            Link.to_id == document.id,
            Link.role == "cancels",
            Document.annulled_at.is_(None),
            Document.id != (besides or 0),
        )
    )


def is_in_force(document: Document, *, besides: int | None = None) -> bool:
    if not document.registered_at or document.annulled_at:
        return False
    return cancelled_by(document, besides=besides) is None


def _cancels() -> tuple[sa.ColumnElement[bool], ...]:
    """A link that ends a paper, from one that is not annulled itself."""
    ending = aliased(Document)
    valid = sa.exists().where(ending.id == Link.from_id, ending.annulled_at.is_(None))
    return Link.role == "cancels", valid
