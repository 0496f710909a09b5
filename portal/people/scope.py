"""Which organisations and people the acting person may see or change.

A person belongs to no organisation, so the way to one leads over an employment, or over the right
to sign for an organisation; a card of the directory is reached through its owner.
"""

from collections.abc import Collection

import sqlalchemy as sa
from flask_login import current_user

from portal.errors import NotFound
from portal.extensions import db
from portal.people.models import Authority, Organisation, Person
from portal.permissions import Right, permitted


def lineage(organisation_ids: Collection[int]) -> set[int]:
    """Those organisations and all above them."""
    above = (
        sa.select(Organisation.id, Organisation.parent_id)
        .where(Organisation.id.in_(organisation_ids))
        .cte("above", recursive=True)
    )
    parents = sa.select(Organisation.id, Organisation.parent_id).join(
        above, Organisation.id == above.c.parent_id
    )
    above = above.union(parents)
    return set(db.session.scalars(sa.select(above.c.id)))


def directory(organisation_ids: Collection[int]) -> sa.Select[Organisation]:
    """The cards of hosts and providers these organisations see: their own and those from above."""
    return (
        sa.select(Organisation)
        .where(Organisation.owner_id.in_(lineage(organisation_ids)))
        .order_by(Organisation.sort_key, Organisation.id)
    )


def reach(right: Right) -> sa.Select[int]:
    """Ids of the organisations where the right holds, cards of their directories included."""
    own = permitted(right)
    return sa.select(Organisation.id).where(
        sa.or_(Organisation.id.in_(own), Organisation.owner_id.in_(own))
    )


def find_organisation(organisation_id: int, right: Right) -> Organisation:
    """An organisation in which, or in whose owner, the right holds."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or keeper_of(organisation) not in permitted(right):
        raise NotFound
    return organisation


def find_visible_organisation(organisation_id: int) -> Organisation:
    """An organisation the acting person may read of: their own, those above, the directory."""
    own = permitted(Right.READ_PEOPLE) | permitted(Right.MANAGE_ORGANISATION)
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or keeper_of(organisation) not in lineage(own):
        raise NotFound
    return organisation


def keeper_of(organisation: Organisation) -> int:
    """The organisation whose rights and whose audit chain count: for a card, its owner."""
    return organisation.owner_id or organisation.id


def find_person(person_id: int, right: Right) -> Person:
    """A person who works, or signs, where the right holds."""
    person = db.session.get(Person, person_id)
    if person is None or person.merged_into_id or not reaches(person, right):
        raise NotFound
    return person


def find_readable_person(person_id: int) -> Person:
    """Whoever the acting person may read of; everybody may read of oneself."""
    if person_id == current_user.person_id:
        return db.session.get_one(Person, person_id)
    return find_person(person_id, Right.READ_PEOPLE)


def reaches(person: Person, right: Right) -> bool:
    """Whether the right, held somewhere, leads to this person."""
    return bool(_ties(person, right))


def audit_chain_of(person: Person, right: Right) -> int:
    """The organisation through which the acting person may change this one."""
    return keeper_of(db.session.get_one(Organisation, min(_ties(person, right))))


def _ties(person: Person, right: Right) -> set[int]:
    signs = sa.select(Authority.organisation_id).where(Authority.person_id == person.id)
    tied = {e.organisation_id for e in person.employments} | set(db.session.scalars(signs))
    return tied & set(db.session.scalars(reach(right)))
