"""How papers lead to one another: one follows, amends, cancels another, or rests on it."""

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from portal.documents.context import Content
from portal.documents.force import in_force
from portal.documents.models import Document, DocumentPerson, Link
from portal.extensions import db
from portal.people.models import Organisation

LONGEST_LIST = 300  # papers offered, the newest
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


def changes_of(document: Document) -> Sequence[tuple[str, Document]]:
    """The papers in force that change or cancel it, with what they do."""
    found = db.session.execute(
        sa.select(Link.role, Document)
        .join(Document, Document.id == Link.from_id)
        .where(
            Link.to_id == document.id,
            Link.role.in_(("amends", "cancels")),
            Document.annulled_at.is_(None),
        )
        .order_by(Document.id)
    )
    return [(role, changing) for role, changing in found]


def papers_on_offer(
    organisation: Organisation, kinds: Collection[str], document: Document | None
) -> Sequence[Document]:
    """Papers in force that another may name, of these kinds if any is said: first those that name
    the same people as `document`, then the newest. What it has named already stays on offer."""
    named = [row.employment_id for row in document.people] if document else []
    same = Document.people.any(DocumentPerson.employment_id.in_(named))
    chosen = sa.select(Link.to_id).where(Link.from_id == (document.id if document else 0))
    return db.session.scalars(
        sa.select(Document)
        .where(
            Document.organisation_id == organisation.id,
            sa.or_(in_force(), Document.id.in_(chosen)),
            Document.derived_from_id.is_(None),
            Document.kind.in_(kinds) if kinds else sa.true(),
        )
        .order_by(same.desc(), Document.dated_on.desc(), Document.id.desc())
        .limit(LONGEST_LIST)
    ).all()


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
