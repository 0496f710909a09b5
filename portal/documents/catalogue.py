"""The catalogue of kinds of papers: frozen values that say what an organisation writes.

It has two sources of one shape: the shipped folders (`kind_folders`) and what organisations made
themselves. The second lies above this package, so the wiring registers it (`take_kinds_from`);
everybody asks `kinds_of`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol, cast

import sqlalchemy as sa
from flask import Flask, current_app

from portal.documents.manifest import FormField, Manifest, Retention
from portal.errors import NotFound
from portal.extensions import db
from portal.people.models import Organisation

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper; `name` is that of its folder.

    `owner_id`: the organisation that made it, or a template of it; none for a shipped one.
    `is_retired`: nothing new begins with it; what was begun goes on.
    """

    name: str
    manifest: Manifest
    templates: Mapping[tuple[str, str], bytes]
    sample: Mapping[str, Any]
    owner_id: int | None = None
    is_retired: bool = False

    @property
    def code(self) -> str:
        return self.manifest.code

    @property
    def fields(self) -> tuple[FormField, ...]:
        return self.manifest.fields

    def title(self, language: str) -> str:
        return self.manifest.title.in_language(language)

    def fields_in(self, country: str) -> tuple[FormField, ...]:
        """The questions of the form in that country."""
        return tuple(f for f in self.fields if country in f.countries)

    def languages(self, country: str) -> tuple[str, ...]:
        """In which languages it is written there; none when the country does not have it."""
        return tuple(sorted(lang for land, lang in self.templates if land == country))

    def language_of(self, country: str, data: Mapping[str, Any], usual: str) -> str:
        """In which language a paper with these answers is written.

        A question named `written_in` lets the clerk choose one of the kind's templates; unasked or
        unanswered, it is the usual one of the organisation.
        """
        chosen = str(data.get("written_in", ""))
        return chosen if (country, chosen) in self.templates else usual

    def template(self, country: str, language: str) -> bytes:
        """The Word template; raises `NotFound` when it is not written in that language."""
        try:
            return self.templates[country, language]
        except KeyError as e:
            raise NotFound("This paper is not written in that language.") from e

    def template_hash(self, country: str, language: str) -> str:
        return sha256(self.template(country, language)).hexdigest()

    def retention(self, country: str) -> Retention:
        return next(rule for land, rule in self.manifest.retention.items() if land == country)

    def file_name(self, language: str, *, number: str, date: str, people: str) -> str:
        """The name of a file that is handed out, without its ending, fit for every file system."""
        rule = self.manifest.file_name.in_language(language)
        name = rule.format(number=number, date=date, people=people)
        return " ".join(_NOT_IN_FILE_NAMES.sub("-", name).split()).rstrip(".")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All kinds, in the order of their codes; retired ones come after those in force.

    `shared` is what the samples of all kinds have in common, by country and language.
    """

    kinds: tuple[Kind, ...]
    shared: Mapping[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds)

    def kind(self, name_or_code: str) -> Kind:
        """By the name of its folder or by its code; raises `NotFound`."""
        for kind in self.kinds:
            if name_or_code in (kind.name, kind.code):
                return kind
        raise NotFound("There is no such kind of paper.")

    def of(self, country: str) -> tuple[Kind, ...]:
        """What is written in that country now."""
        return tuple(k for k in self.kinds if k.languages(country) and not k.is_retired)

    def extracts_of(self, kind: Kind, country: str, language: str) -> tuple[Kind, ...]:
        """What each person named gets together with the paper, where files take extracts of it."""
        filing = kind.manifest.filing
        if filing is None or filing.copy_as != "extract":
            return ()
        return self.derived_from(kind, country, language)

    def derived_from(self, kind: Kind, country: str, language: str) -> tuple[Kind, ...]:
        """The kinds that print the number of a paper of that kind."""
        derived = (k for k in self.kinds if k.manifest.derived_from == kind.name)
        return tuple(k for k in derived if (country, language) in k.templates and not k.is_retired)

    def following(self, name: str, *roles: str) -> tuple[Kind, ...]:
        """The kinds that may follow a paper of this kind, in these roles if any is said."""
        return tuple(
            kind
            for kind in self.kinds
            if not kind.is_retired
            and any(
                f.kind == name and f.role in (roles or (f.role,)) for f in kind.manifest.follows
            )
        )


class _OfKind(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def organisation(self) -> Organisation: ...


class KindSource(Protocol):
    """Knows the kinds of each organisation: its own, those from above, the shipped ones."""

    def __call__(self, organisation: Organisation) -> Catalogue: ...


def take_kinds_from(app: Flask, source: KindSource) -> None:
    """To be called by the wiring, once."""
    app.extensions["kinds"] = source


def kinds_of(organisation: Organisation) -> Catalogue:
    """What the organisation writes now, and what it wrote before."""
    return cast("KindSource", current_app.extensions["kinds"])(organisation)


def kinds_among(organisation_ids: Collection[int]) -> Catalogue:
    """The kinds of several organisations together, for lists over all of them; each name once."""
    rows = sa.select(Organisation).where(Organisation.id.in_(organisation_ids))
    kinds: dict[str, Kind] = {}
    for organisation in db.session.scalars(rows.order_by(Organisation.id)):
        for kind in kinds_of(organisation):
            kinds.setdefault(kind.name, kind)
    return Catalogue(tuple(sorted(kinds.values(), key=lambda k: (k.is_retired, k.code))))


def kind_of(record: _OfKind) -> Kind:
    """The kind of a paper, a batch or a request, as its organisation knows it now."""
    return kinds_of(record.organisation).kind(record.kind)
