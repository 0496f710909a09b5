"""Whom a template is tried on, and what it is given then: a paper that nobody issues.

The people are the organisation's own with the longest and the shortest names, a man and a woman,
and fictional ones whose names are hard to set or to decline (DOMAIN 4.1, 4.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.documents.cards import head_card, organisation_card
from portal.documents.catalogue import Catalogue, Kind
from portal.documents.context import person_on_paper
from portal.documents.samples import SPOKEN, sample_context
from portal.extensions import db
from portal.people.models import Employment, Organisation
from portal.people.search import search_people

_PARTS = ("family", "given", "patronymic", "gender", "post")
_FICTIONAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "uk": {
        "man": ("Ткач", "Андрій", "Петрович", "m", "викладач"),
        "woman": ("Чорна", "Надія", "Григорівна", "f", "методист"),
        "longest": ("Нечай-Левицька", "Ольга", "Юріївна", "f", "практичний психолог"),
        "shortest": ("Дюбуа", "Софі", "", "f", "вчитель французької мови"),
    },
    "ru": {
        "man": ("Ткач", "Роман", "Игоревич", "m", "преподаватель"),
        "woman": ("Белых", "Татьяна", "Сергеевна", "f", "методист"),
        "longest": ("Мельник-Зарецкий", "Пётр", "Фёдорович", "m", "заместитель директора"),
        "shortest": ("Грин", "Артур", "", "m", "учитель"),
    },
}


@dataclass(frozen=True, slots=True)
class Example:
    """One person to try a template on; `what` says why: man, woman, longest, shortest."""

    key: str
    name: str
    what: str
    employment: Employment | None = None
    written: Mapping[str, str] | None = None  # as a sample writes a person out


def examples(
    organisation: Organisation, language: str, day: date, *, with_staff: bool
) -> list[Example]:
    """The people on offer: one's own first, when the reader may see them."""
    staff = search_people([organisation.id], "", day) if with_staff else None
    own = list(db.session.scalars(staff)) if staff is not None else []
    return [*_of_staff(own, day), *_fictional(language)]


def example_context(
    catalogue: Catalogue,
    kind: Kind,
    organisation: Organisation,
    place: tuple[str, str],
    example: Example,
    day: date,
) -> dict[str, Any]:
    """What the template of that country and language is given for this person on that day."""
    changes: dict[str, Any] = {"date": day}
    if example.written:
        changes["people"] = [example.written]
    context = sample_context(catalogue, kind, *place, **changes)
    own = _own_values(kind, organisation, example, day)
    for papers in (context, *(context[f.name] for f in kind.manifest.follows)):
        papers.update(own)
    return context


def _own_values(
    kind: Kind, organisation: Organisation, example: Example, day: date
) -> dict[str, Any]:
    """What the portal knows already and need not invent."""
    own: dict[str, Any] = {"organisation": organisation_card(organisation)}
    if head := head_card(organisation.authority_on(day, kind.name)):
        own["head"] = head
    if example.employment:
        person = person_on_paper(example.employment, day)
        own |= {"people": [person], "employee": person}
    return own


def _of_staff(own: Sequence[Employment], day: date) -> list[Example]:
    with_posts = [one for one in own if one.person.gender and one.post_on(day)]
    by_length = sorted(with_posts, key=lambda e: len(str(e.person.name_on(day))))
    if not by_length:
        return []
    wanted = [
        ("longest", by_length[-1]),
        ("shortest", by_length[0]),
        *(("man", one) for one in by_length if one.person.gender == "m"),
        *(("woman", one) for one in by_length if one.person.gender == "f"),
    ]
    found: dict[int, Example] = {}
    told: set[str] = set()
    for what, one in wanted:
        if one.id not in found and what not in told:
            told.add(what)
            found[one.id] = Example(f"e{one.id}", str(one.person.name_on(day)), what, one)
    return list(found.values())


def _fictional(language: str) -> list[Example]:
    people = _FICTIONAL[SPOKEN.get(language, language)]
    return [
        Example(what, " ".join(filter(None, parts[:3])), what, None, _written(parts))
        for what, parts in people.items()
    ]


def _written(parts: Sequence[str]) -> dict[str, str]:
    return dict(zip(_PARTS, parts, strict=True))
