"""A card made by mistake: thrown away, taken back; never that of somebody papers or files name.

Whoever leaves keeps their card and file: their work ends (`service.end_employment`).
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from portal import audit, trash
from portal.errors import Conflict
from portal.extensions import db, with_trashed
from portal.people.models import Employment, Person, PersonName, Post
from portal.people.references import referred


def throw_card_away(person: Person, organisation_ids: Collection[int], *, by: int) -> None:
    """The card and its work, by whoever may edit people in all organisations it belongs to."""
    employments = list(person.employments)
    if any(e.organisation_id not in organisation_ids for e in employments):
        raise Conflict("This person also works elsewhere. End the work here instead.")
    audit.take_turn(employments[0].organisation_id)
    if _is_named(person):
        raise Conflict(
            "Papers, drafts, a file or an account name this person, so the card stays. "
            "When somebody leaves, end their work instead."
        )
    for one in (*employments, person):
        trash.throw_away(one, by=by, organisation_id=employments[0].organisation_id)


def take_card_back(person: Person, *, by: int) -> None:
    """The card with its work, its names and posts."""
    employments = _trashed_work(person)
    for one in (person, *employments):
        trash.take_back(one, by=by, organisation_id=employments[0].organisation_id)


def trashed_people(organisation_ids: Collection[int]) -> Sequence[Person]:
    """Cards in the trash that belong to these organisations alone."""
    elsewhere = Person.employments.any(Employment.organisation_id.not_in(organisation_ids))
    here = Person.employments.any(Employment.organisation_id.in_(organisation_ids))
    return db.session.scalars(
        with_trashed(
            sa.select(Person)
            .where(Person.trashed_at.is_not(None), here, ~elsewhere)
            .order_by(Person.trashed_at.desc(), Person.id)
        )
    ).all()


def remove_old_cards() -> None:
    """Cards whose time in the trash is over; one that something has come to name stays there."""
    old = sa.select(Person).where(Person.trashed_at < trash.removal_due())
    for person in db.session.scalars(with_trashed(old)).all():
        if _is_named(person):
            continue
        employments = _trashed_work(person)
        organisation_id = employments[0].organisation_id
        for one in (*employments, person):
            trash.remove(one, organisation_id=organisation_id)


def _trashed_work(person: Person) -> Sequence[Employment]:
    query = sa.select(Employment).where(Employment.person_id == person.id).order_by(Employment.id)
    return db.session.scalars(with_trashed(query)).all()


def _is_named(person: Person) -> bool:
    """Whether rows of anything but the card itself point at the person or the work."""
    work = [employment.id for employment in _trashed_work(person)]
    return bool(
        referred(Person, [person.id], besides=[PersonName, Employment])
        or referred(Employment, work, besides=[Post])
    )
