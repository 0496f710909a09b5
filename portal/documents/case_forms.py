"""Which case forms of which people a paper prints: what is to be looked at before it is issued.

The template is filled with names and posts that remember in which cases they were asked for. While
answers are still missing, the kind's sample stands in for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from portal.documents.catalogue import kinds_of
from portal.documents.context import Content, build_context, fill
from portal.documents.issue import template_of
from portal.documents.samples import sample_context
from portal.documents.values import is_asked
from portal.errors import Invalid
from portal.extensions import db, services
from portal.grammar import Case, Name, Phrase
from portal.paper import PaperFault
from portal.people.models import Employment, Person, PersonName, Post
from portal.people.service import record_change


@dataclass(frozen=True)
class _WatchedName(Name):
    """A name that remembers its cases."""

    seen: set[str] = field(default_factory=set, hash=False, compare=False)

    def in_case(self, case: str) -> str:
        self.seen.add(case)
        return super().in_case(case)

    def given_and_patronymic(self, case: str = Case.VOCATIVE) -> str:
        self.seen.add(case)
        return super().given_and_patronymic(case)

    def initials(self, case: str = Case.NOMINATIVE) -> str:
        self.seen.add(case)
        return super().initials(case)

    def initials_first(self, case: str = Case.NOMINATIVE) -> str:
        self.seen.add(case)
        return super().initials_first(case)

    def signature(self, case: str = Case.NOMINATIVE) -> str:
        self.seen.add(case)
        return super().signature(case)

    def family_upper(self, case: str = Case.NOMINATIVE) -> str:
        self.seen.add(case)
        return super().family_upper(case)


@dataclass(frozen=True)
class _WatchedPhrase(Phrase):
    """A post that remembers its cases."""

    seen: set[str] = field(default_factory=set, hash=False, compare=False)

    def in_case(self, case: str) -> str:
        self.seen.add(case)
        return super().in_case(case)


@dataclass(frozen=True)
class NamedPerson:
    """A person of the paper, and the cases in which it prints the name and the post."""

    version: PersonName
    name: Name
    post: Post | None
    post_forms: Phrase
    cases: frozenset[str]
    post_cases: frozenset[str]

    @property
    def person(self) -> Person:
        return self.version.person

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at it before it is printed."""
        return self.doubts_name or bool(self.post_cases and self.post_forms.doubts)

    @property
    def doubts_name(self) -> bool:
        return self.version.confirmed_at is None and bool(self.name.doubts)


def case_forms(content: Content) -> list[NamedPerson]:
    """Everybody whose name changes in the paper, in the order in which it names them.

    A paper derived from another prints what that one froze: there is nothing to choose.
    """
    if content.kind.manifest.derived_from:
        return []
    watched = _watch(content)
    found: dict[int, NamedPerson] = {}
    for person, employment, record in watched:
        before = found.get(person.id) or _unseen(person, employment, record, content.dated_on)
        found[person.id] = replace(
            before,
            cases=before.cases | _changed(record["name"].seen),
            post_cases=before.post_cases | _changed(record["post"].seen),
        )
    return [one for one in found.values() if one.cases or one.post_cases or not one.person.gender]


def _unseen(
    person: Person, employment: Employment | None, record: Mapping[str, Any], day: date
) -> NamedPerson:
    version = person.name_on(day)
    post = employment.post_on(day) if employment else None
    return NamedPerson(
        version=version,
        name=version.declined(),
        post=post,
        post_forms=post.declined(version.language, person.gender) if post else record["post"],
        cases=frozenset(),
        post_cases=frozenset(),
    )


def used_cases(people: Sequence[NamedPerson]) -> list[Case]:
    """The cases of all those people, in the order of grammar."""
    used = {case for one in people for case in one.cases | one.post_cases}
    return [case for case in Case if case in used]


def _changed(seen: set[str]) -> frozenset[str]:
    return frozenset(seen - {Case.NOMINATIVE})


_Watched = tuple[Person, Employment | None, Mapping[str, Any]]


def _watch(content: Content) -> list[_Watched]:
    try:
        context = build_context(content, "")
        watched = list(_replace(content, context))
        fill(content, template_of(content), context)
    except (PaperFault, Invalid):
        context = _sample_with_people(content)
        watched = list(_replace(content, context))
        with suppress(PaperFault):  # of somebody without gender nothing more can be known
            fill(content, template_of(content), context)
    return watched


def _sample_with_people(content: Content) -> dict[str, Any]:
    """The sample of the kind, with the people of this paper in place of its own."""
    country, kind = content.organisation.country, content.kind
    sample = sample_context(kinds_of(content.organisation), kind, country, content.language)
    real = build_context(
        Content(kind, content.organisation, content.language, content.dated_on, {}, content.people),
        "",
    )
    people = {name: real[name] for name in ("people", "employee") if real["people"]}
    return {**sample, **people, **({"head": real["head"]} if real["head"] else {})}


def _replace(content: Content, context: dict[str, Any]) -> Iterator[_Watched]:
    """Put watched values into the context for everybody who has a card."""
    people = [(e.person, e, _watched(r)) for e, r in _paired(content.people, context["people"])]
    yield from people
    if people:
        context["people"] = [record for _person, _employment, record in people]
        context["employee"] = context["people"][0] if len(people) == 1 else None
    for question in content.kind.fields_in(content.organisation.country):
        plain = content.data.get(question.name)
        if not plain or not is_asked(question, content.organisation.country, content.data):
            continue
        if question.type == "person" and context[question.name]:
            employment = db.session.get_one(Employment, int(plain))
            context[question.name] = record = _watched(context[question.name])
            yield employment.person, employment, record
        if question.type == "people":
            named = [db.session.get_one(Employment, int(one)) for one in plain]
            records = [(e, _watched(r)) for e, r in _paired(named, context[question.name])]
            context[question.name] = [record for _employment, record in records]
            yield from ((e.person, e, record) for e, record in records)
    authority = content.organisation.authority_on(content.dated_on, content.kind.name)
    if authority and context["head"]:
        context["head"] = record = _watched(context["head"])
        yield authority.person, None, record


def _paired(
    employments: Sequence[Employment], records: Sequence[Mapping[str, Any]]
) -> list[tuple[Employment, Mapping[str, Any]]]:
    return list(zip(employments, records, strict=False))


def _watched(record: Mapping[str, Any]) -> dict[str, Any]:
    name, post = record["name"], record["post"]
    return {
        **record,
        "name": _WatchedName(**{f.name: getattr(name, f.name) for f in fields(Name)}),
        "post": _WatchedPhrase(**{f.name: getattr(post, f.name) for f in fields(Phrase)}),
    }


def confirm(
    named: NamedPerson,
    *,
    by: int,
    organisation_id: int,
    forms: Mapping[str, Any] | None = None,
    post_forms: Mapping[str, str] | None = None,
) -> None:
    """Keep on the card that name and post are written so; without `forms`, as they stand.

    A doubtful post that is right as the rules give it keeps all its forms, to be doubted no more.
    """
    version, post = named.version, named.post
    if forms is not None:
        version.forms = dict(forms)
    version.confirmed_at, version.confirmed_by_id = services().clock.now(), by
    record_change("name-forms-confirmed", version, organisation_id, by_user_id=by)
    if post is None:
        return
    if post_forms is not None:
        post.forms = dict(post_forms)
    if named.post_forms.doubts and not post.forms:
        post.forms = {c: f for c, f in named.post_forms.forms.items() if c != Case.NOMINATIVE}
    record_change("post-forms-confirmed", post, organisation_id, by_user_id=by)
