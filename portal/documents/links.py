"""How papers lead to one another: one follows, amends, cancels another, or rests on it."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from portal.documents.context import Content
from portal.documents.models import Document, Link
from portal.extensions import db

RESTS_ON = "rests-on"  # a paper of ours named in an answer: the contract an order rests on


def link_papers(document: Document, content: Content) -> None:
    """Keep which papers it names and what it does to them, in place of what was kept before."""
    db.session.execute(sa.delete(Link).where(Link.from_id == document.id))
    links = dict.fromkeys(_named_papers(content))
    db.session.add_all(Link(from_id=document.id, to_id=to, role=role) for to, role in links)
    db.session.flush()


def linked_papers(document: Document, *roles: str) -> Sequence[Document]:
    """The papers it leads to in these roles."""
    return _others(Link.to_id, Link.from_id, document, roles)


def papers_linking(document: Document, *roles: str) -> Sequence[Document]:
    """The registered papers that lead to it in these roles."""
    return _others(Link.from_id, Link.to_id, document, roles)


def _named_papers(content: Content) -> Iterator[tuple[int, str]]:
    for follows in content.kind.manifest.follows:
        if followed := content.followed(follows.name):
            yield followed.id, follows.role
    for question in content.kind.fields_in(content.organisation.country):
        plain = content.data.get(question.name)
        if question.type == "document" and isinstance(plain, int):
            yield plain, RESTS_ON


def _others(
    wanted: InstrumentedAttribute[int],
    given: InstrumentedAttribute[int],
    document: Document,
    roles: Sequence[str],
) -> Sequence[Document]:
    return db.session.scalars(
        sa.select(Document)
        .join(Link, wanted == Document.id)
        .where(given == document.id, Link.role.in_(roles))
        .order_by(Document.id)
    ).all()
