"""Finding people: by any part of any name they have had, blind to case and to ways of writing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal import grammar
from portal.extensions import db
from portal.people.models import Employment, Person, PersonName


def matches(column: sa.SQLColumnExpression[str], query: str) -> sa.ColumnElement[bool]:
    """Whether a search key holds every word of the query, in any order."""
    words = grammar.search_key(query).split()
    return sa.and_(sa.true(), *(column.contains(word, autoescape=True) for word in words))


def current_name(day: date) -> sa.ColumnElement[bool]:
    """That a `PersonName` is the one valid on the day, as `Person.name_on` says of one person."""
    later = aliased(PersonName)
    return sa.or_(PersonName.valid_from.is_(None), PersonName.valid_from <= day) & ~(
        sa.exists().where(
            later.person_id == PersonName.person_id,
            later.valid_from <= day,
            sa.or_(PersonName.valid_from.is_(None), later.valid_from > PersonName.valid_from),
        )
    )


def is_called(query: str) -> sa.ColumnElement[bool]:
    """That the person of an `Employment` has, or had, a name with all words of the query.

    A name of a double that was merged counts as a name of the person kept.
    """
    name = aliased(PersonName)
    kept = sa.func.coalesce(Person.merged_into_id, Person.id)
    called = sa.select(kept).join(name, name.person_id == Person.id).correlate(None)
    return Employment.person_id.in_(called.where(matches(name.search_key, query)))


def works_on(day: date) -> sa.ColumnElement[bool]:
    """That an `Employment` has not ended before the day."""
    return sa.or_(Employment.ended_on.is_(None), Employment.ended_on >= day)


def employments_by_name(organisation_ids: Collection[int], day: date) -> sa.Select[Employment]:
    """Employments of those organisations in the alphabetical order of the names of that day."""
    return (
        sa.select(Employment)
        .join(PersonName, (PersonName.person_id == Employment.person_id) & current_name(day))
        .where(Employment.organisation_id.in_(organisation_ids))
        .options(
            joinedload(Employment.person).selectinload(Person.names),
            selectinload(Employment.posts),
            joinedload(Employment.organisation),
        )
        .order_by(PersonName.sort_key, Employment.id)
    )


def names_at_work(
    organisation_ids: Collection[int], day: date, limit: int
) -> list[tuple[int, str]]:
    """Employments and whole names of that day, in alphabetical order: for a choice in a form."""
    name = PersonName
    rows = db.session.execute(
        sa.select(Employment.id, name.family, name.given, name.patronymic)
        .join(name, (name.person_id == Employment.person_id) & current_name(day))
        .where(Employment.organisation_id.in_(organisation_ids), works_on(day))
        .order_by(name.sort_key, Employment.id)
        .limit(limit)
    )
    return [(number, " ".join(filter(None, words))) for number, *words in rows]


def search_people(
    organisation_ids: Collection[int], query: str, day: date
) -> sa.Select[Employment]:
    """Who works in those organisations on the day and has a name with all words of the query."""
    found = employments_by_name(organisation_ids, day).where(works_on(day))
    return found.where(is_called(query)) if query.strip() else found


@dataclass(frozen=True)
class Found:
    """What a pasted name leads to: nobody, one employment, or several to choose from."""

    text: str
    employments: tuple[Employment, ...]

    @property
    def exact(self) -> Employment | None:
        """The one employment that is meant, if there is only one."""
        return self.employments[0] if len(self.employments) == 1 else None


def find_by_full_name(organisation_ids: Collection[int], text: str, day: date) -> Found:
    """Whom a full name, or a family name with initials, means among those who work on the day."""
    return find_all_by_full_name(organisation_ids, [text], day)[0]


def find_all_by_full_name(
    organisation_ids: Collection[int], texts: Sequence[str], day: date
) -> list[Found]:
    """The same for every line of a pasted list, with one walk through the people."""
    by_family = _by_family(organisation_ids, day)
    return [_found(text, by_family) for text in texts]


# Family name -> the words after it, and whose they are.
_ByFamily = Mapping[str, Sequence[tuple[Sequence[str], Employment]]]


def _by_family(organisation_ids: Collection[int], day: date) -> _ByFamily:
    families: dict[str, list[tuple[Sequence[str], Employment]]] = defaultdict(list)
    for employment in db.session.scalars(search_people(organisation_ids, "", day)):
        for name in employment.person.names:
            rest = grammar.search_key(f"{name.given} {name.patronymic}").split()
            families[grammar.search_key(name.family)].append((rest, employment))
    return families


def _found(text: str, by_family: _ByFamily) -> Found:
    """«Ткач Андрій Петрович», «Ткач А. П.», «Андрій Ткач» and «А. П. Ткач» mean the same man."""
    words = grammar.search_key(text.replace(".", " ")).split()
    hits: dict[int, Employment] = {}
    for cut in range(1, len(words) + 1):
        for family, rest in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            for own, employment in by_family.get(" ".join(family), ()):
                if len(rest) <= len(own) and all(map(_fits, rest, own)):
                    hits[employment.id] = employment
    return Found(text, tuple(hits.values()))


def _fits(word: str, own: str) -> bool:
    return word == own or (len(word) == 1 and own.startswith(word))
