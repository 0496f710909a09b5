"""What a paper is filled with, and what still keeps it from being issued.

The context has the shape that `manifest` promises to templates. It is built from the cards as they
stand on the paper's date, or, for a paper derived from another, from the other's frozen values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal import paper
from portal.documents.cards import head_card, organisation_card, person_card
from portal.documents.catalogue import Kind
from portal.documents.force import is_in_force
from portal.documents.manifest import FormField
from portal.documents.models import Document
from portal.documents.snapshot import values_of
from portal.documents.typed import parse
from portal.documents.values import given_value, is_asked
from portal.documents.wording import filters_of
from portal.errors import Invalid
from portal.extensions import db
from portal.people.models import Employment, Organisation


@dataclass(frozen=True)
class Content:
    """Everything a paper says before it has a number; `people` in the order of their list."""

    kind: Kind
    organisation: Organisation
    language: str
    dated_on: date
    data: Mapping[str, Any]
    people: Sequence[Employment]
    document_id: int | None = None  # of the draft or the paper, when there is one already

    @property
    def title(self) -> str:
        """What lists and journals call it: the heading of its kind, or what the form says."""
        manifest = self.kind.manifest
        said = self.data.get(manifest.titled_by) if manifest.titled_by else ""
        return str(said or manifest.heading.in_language(self.language))

    def followed(self, name: str) -> Document | None:
        """The paper chosen under the name of a `follows` entry of the kind."""
        document_id = self.data.get(name)
        return db.session.get(Document, document_id) if document_id else None


@dataclass(frozen=True)
class Problem:
    """Something to mend before the paper can be issued, or, if it does not block, to look at."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    field: str = ""
    employment_id: int | None = None
    blocks: bool = True
    code: str = ""  # a refusal that is said like it may have one


def sorted_people(employments: Sequence[Employment], day: date) -> list[Employment]:
    """In the alphabetical order in which lists name them and numbers are given."""
    return sorted(employments, key=lambda e: (e.person.name_on(day).sort_key, e.id))


def build_context(content: Content, number: str) -> dict[str, Any]:
    """The values a template is given; `number` as printed."""
    manifest, day = content.kind.manifest, content.dated_on
    followed = {f.name: _frozen(content.followed(f.name)) for f in manifest.follows}
    people = [_named_person(content, employment, followed) for employment in content.people]
    context: dict[str, Any] = {
        "number": number,
        "date": day,
        "organisation": organisation_card(content.organisation),
        "head": head_card(content.organisation.authority_on(day, content.kind.name)),
        "people": people,
        "employee": people[0] if len(people) == 1 else None,
        **followed,
    }
    return {**context, **build_answers(content, {**followed, "people": people})}


def build_answers(content: Content, named: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values of the form's own questions; raises `Invalid` for what cannot be read.

    `named` are the people of the paper and the papers it follows, as templates are given them.
    """
    country = content.organisation.country
    known = {"people": content.people} if named is None else named
    values: dict[str, Any] = {}
    for question in content.kind.fields_in(country):
        plain = content.data.get(question.name) if _asks(content, question) else None
        values[question.name] = given_value(
            question, plain, content.language, content.dated_on, {**known, **values}
        )
    return values


def fill(content: Content, template: bytes, context: Mapping[str, Any]) -> bytes:
    """The finished Word file."""
    return paper.render(template, context, filters_of(content.language))


def problems(content: Content) -> list[Problem]:
    """All that is missing or doubtful, as far as it shows without filling the template."""
    return [
        *_missing_fields(content),
        *_nothing_said(content),
        *_not_among(content),
        *_unreadable_answers(content),
        *_missing_papers(content),
        *_missing_signatory(content),
        *_missing_people(content),
        *(p for employment in content.people for p in _person_problems(content, employment)),
        *_undeclined(content),
    ]


def _missing_fields(content: Content) -> Iterator[Problem]:
    for question in content.kind.manifest.fields:
        is_empty = content.data.get(question.name) in (None, "", [])
        if question.required and is_empty and _asks(content, question):
            yield Problem("This is still empty.", field=question.name)


def _nothing_said(content: Content) -> Iterator[Problem]:
    names = content.kind.manifest.at_least_one
    if names and all(content.data.get(name) in (None, "", []) for name in names):
        yield Problem("Nothing is said here yet: answer at least one of these.", field=names[0])


def _not_among(content: Content) -> Iterator[Problem]:
    """People chosen for a question who must be named by this paper or by one it follows."""
    for question in content.kind.fields_in(content.organisation.country):
        rows = content.data.get(question.name) or []
        cells = [(c, row.get(c.name)) for c in question.columns for row in rows]
        for asked, plain in [(question, content.data.get(question.name)), *cells]:
            if asked.among and plain and int(plain) not in _named_ids(content, asked.among):
                employment = db.session.get(Employment, int(plain))
                name = str(employment.person.name_on(content.dated_on)) if employment else ""
                yield _stranger(name, asked.among, question.name)


def _stranger(name: str, among: str, field: str) -> Problem:
    if among == "people":
        return Problem(
            "%(name)s must also be among the people of this paper.", {"name": name}, field
        )
    return Problem(
        "%(name)s is not named in the paper this question is about.", {"name": name}, field
    )


def _named_ids(content: Content, among: str) -> set[int]:
    if among == "people":
        return {employment.id for employment in content.people}
    followed = content.followed(among)
    return {row.employment_id for row in followed.people} if followed else set()


def _unreadable_answers(content: Content) -> Iterator[Problem]:
    """What a draft keeps as it was typed although it means nothing."""
    for question in content.kind.manifest.fields:
        plain = content.data.get(question.name)
        if plain in (None, "", []) or not _asks(content, question):
            continue
        try:
            if isinstance(plain, str) and question.type != "organisation":
                parse(question, plain, content.organisation)
            given_value(question, plain, content.language, content.dated_on, {})
        except Invalid as e:
            yield Problem(e.message, e.params, question.name)


def _asks(content: Content, question: FormField) -> bool:
    return is_asked(question, content.organisation.country, content.data)


def _missing_papers(content: Content) -> Iterator[Problem]:
    for follows in content.kind.manifest.follows:
        document = content.followed(follows.name)
        if document is None and follows.required:
            yield Problem("Choose the paper this one follows.", field=follows.name)
        elif document and not is_in_force(document, besides=content.document_id):
            yield Problem("The paper this one follows is not in force.", field=follows.name)


def _missing_signatory(content: Content) -> Iterator[Problem]:
    if content.organisation.authority_on(content.dated_on, content.kind.name) is None:
        yield Problem("Nobody has the right to sign on this date: name the head.", field="dated_on")


def _missing_people(content: Content) -> Iterator[Problem]:
    if content.kind.manifest.names_people and not content.people:
        yield Problem("Choose at least one person.", field="people")


def _person_problems(content: Content, employment: Employment) -> Iterator[Problem]:
    name = employment.person.name_on(content.dated_on)
    if content.kind.manifest.derived_from:
        return
    params = {"name": str(name)}
    if not employment.person.gender:
        yield Problem("%(name)s: say whether a man or a woman.", params, "people", employment.id)
    if employment.post_on(content.dated_on) is None:
        yield Problem("%(name)s has no post on this date.", params, "people", employment.id)
    if name.confirmed_at is None and name.declined().doubts:
        yield Problem(
            "%(name)s: check how the name is written in other cases.",
            params,
            "people",
            employment.id,
            blocks=False,
        )


def _undeclined(content: Content) -> Iterator[Problem]:
    """Whoever else the paper names, and the name does not tell whether a man or a woman."""
    named = [(q.name, e) for q, e in _answered_people(content) if e not in content.people]
    authority = content.organisation.authority_on(content.dated_on, content.kind.name)
    at_home = authority.person.employments if authority else ()
    named += [("dated_on", e) for e in at_home if e.organisation == content.organisation]
    for field_name, employment in named:
        name = employment.person.name_on(content.dated_on)
        if not name.declined().gender:
            params = {"name": str(name)}
            yield Problem(
                "%(name)s: say whether a man or a woman.", params, field_name, employment.id
            )


def _answered_people(content: Content) -> Iterator[tuple[FormField, Employment]]:
    for question in content.kind.fields_in(content.organisation.country):
        plain = content.data.get(question.name)
        if question.type not in ("person", "people") or not plain or not _asks(content, question):
            continue
        for employment_id in plain if question.type == "people" else [plain]:
            employment = db.session.get(Employment, int(employment_id))
            if employment:
                yield question, employment


def _frozen(document: Document | None) -> dict[str, Any] | None:
    return values_of(document.edition) if document and document.editions else None


def _named_person(
    content: Content, employment: Employment, followed: Mapping[str, Any]
) -> dict[str, Any]:
    """The person as the source paper named them, when this paper is derived from one."""
    source = content.kind.manifest.derived_from
    name = next((f.name for f in content.kind.manifest.follows if f.kind == source), None)
    if name and followed.get(name):
        for person in followed[name]["people"]:
            if person["id"] == employment.id:
                return dict(person)
    return person_on_paper(employment, content.dated_on)


def person_on_paper(employment: Employment, day: date) -> dict[str, Any]:
    """A person named by the paper, with all that a template may say of them."""
    return {
        **person_card(employment, day),
        "file_number": employment.file_number or "",
        "education": employment.person.education,
        "experience": employment.person.experience,
        "category": employment.person.category,
        "previous_training": employment.person.previous_training,
        "phone": employment.person.phone,
        "email": employment.person.email,
    }
