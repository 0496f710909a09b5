"""Two cards of one person become one: both names stay, everything else moves to the card kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal import audit
from portal.errors import Invalid
from portal.extensions import db
from portal.people.models import Employment, Person, PersonName, Post
from portal.people.references import point_elsewhere, referred

_FILLED = (
    *("gender", "birth_date", "tax_number", "phone", "email"),
    *("education", "experience", "category", "previous_training"),
)


def likely_doubles(person: Person, organisation_ids: sa.Select[int]) -> Sequence[Person]:
    """People there with a surname and given name, or the tax number, of this one."""
    own, other = aliased(PersonName), aliased(PersonName)
    same_name = sa.exists().where(
        own.person_id == person.id,
        other.person_id == Person.id,
        other.family == own.family,
        other.given == own.given,
    )
    same_number = sa.and_(Person.tax_number == person.tax_number, Person.tax_number != "")
    return db.session.scalars(
        sa.select(Person)
        .where(
            Person.id != person.id,
            Person.merged_into_id.is_(None),
            sa.or_(same_name, same_number),
            Person.employments.any(Employment.organisation_id.in_(organisation_ids)),
        )
        .order_by(Person.id)
    ).all()


def merge(kept: Person, double: Person, *, by_user_id: int | None, organisation_id: int) -> None:
    """Move employments, hours and all else to the card kept; the double leads to it from now on.

    The double's names stay with it: whoever looks for them finds the person kept.
    """
    if kept.id == double.id or double.merged_into_id or kept.merged_into_id:
        raise Invalid("These are one card already.", field="double")
    for field in _FILLED:
        if not getattr(kept, field):
            setattr(kept, field, getattr(double, field))
    _fold_employments(kept, double)
    db.session.flush()
    point_elsewhere(Person, double.id, kept.id, besides=[PersonName])
    double.merged_into_id = kept.id
    db.session.flush()
    audit.record(
        "people-merged",
        kept,
        by_user_id=by_user_id,
        organisation_id=organisation_id,
        details={"double": double.id},
    )


def _fold_employments(kept: Person, double: Person) -> None:
    """Work entered twice counts once, unless papers or files hang on both entries."""
    for entered in list(double.employments):
        same = [e for e in kept.employments if e.organisation_id == entered.organisation_id]
        if not same or referred(Employment, [entered.id], besides=[Post]):
            continue
        main = same[0]
        number, entered.file_number = entered.file_number, None
        db.session.flush()
        main.file_number = main.file_number or number
        main.started_on = main.started_on or entered.started_on
        if not main.posts:
            main.posts = list(entered.posts)
        db.session.flush()
        db.session.refresh(entered)
        db.session.delete(entered)
