"""One correction of a family name serves all who bear it, one of a post all who hold it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from portal import grammar
from portal.extensions import db
from portal.people.models import Employment, Person, PersonName, Post


def family_overrides(forms: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What of a card's corrections concerns the family name."""
    return {c: {"family": f["family"]} for c, f in forms.items() if "family" in f}


def namesakes(name: PersonName, organisation_ids: sa.Select[int]) -> Sequence[PersonName]:
    """Others there of this family name and gender whose name is declined in another way."""
    found = db.session.scalars(
        sa.select(PersonName)
        .join(Person)
        .where(
            PersonName.search_key.startswith(grammar.search_key(name.family), autoescape=True),
            PersonName.language == name.language,
            PersonName.person_id != name.person_id,
            Person.gender == name.person.gender,
            Person.merged_into_id.is_(None),
            Person.employments.any(Employment.organisation_id.in_(organisation_ids)),
        )
        .order_by(PersonName.sort_key)
    )
    wanted = family_overrides(name.forms)
    key = grammar.search_key(name.family)
    return [
        other
        for other in found
        if grammar.search_key(other.family) == key and family_overrides(other.forms) != wanted
    ]


def take_family_forms(name: PersonName, other: PersonName) -> None:
    """Decline the other's family name as this one's; the other parts keep their corrections."""
    forms = {
        case: {part: form for part, form in parts.items() if part != "family"}
        for case, parts in other.forms.items()
    }
    for case, parts in family_overrides(name.forms).items():
        forms.setdefault(case, {}).update(parts)
    other.forms = {case: parts for case, parts in forms.items() if parts}


def held_by_others(post: Post) -> Sequence[Post]:
    """The same post as other people of the organisation hold it now."""
    found = db.session.scalars(
        sa.select(Post)
        .join(Employment)
        .where(
            Post.title == post.title,
            Post.tail == post.tail,
            Post.id != post.id,
            Post.ended_on.is_(None),
            Employment.organisation_id == post.employment.organisation_id,
            Employment.ended_on.is_(None),
            Employment.person.has(Person.merged_into_id.is_(None)),
        )
    )
    return sorted(found, key=lambda other: other.employment.person.name.sort_key)
