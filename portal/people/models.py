"""Organisations as a tree; persons with versions of their names; employments, posts, authorities.

A person belongs to no organisation: an employment ties them together, and the personnel file hangs
on it. What a paper prints is the name, post and head valid on the paper's date.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import grammar
from portal.extensions import Base, Id, Json, Line, Moment, Trashable, Word
from portal.grammar.letters import tidy
from portal.grammar.values import PARTS

# Sort keys are compared letter by letter; PostgreSQL must not apply the rules of a language.
SortKey = Annotated[
    str,
    mapped_column(sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), index=True),
]
SearchKey = Annotated[str, mapped_column(sa.Text)]


class OrganisationKind(StrEnum):
    """What an organisation is in the portal's eyes."""

    SCHOOL = "school"
    DEPARTMENT = "department"  # of education: a district, a community
    CENTRE = "centre"  # methodical centre, association
    PROVIDER = "provider"  # teaches by licence
    HOST = "host"  # takes people for training at work
    OTHER = "other"


class Organisation(Base):
    """A school, host, centre or department; without grants in it, it is only a directory card."""

    __tablename__ = "organisation"
    __table_args__ = (sa.CheckConstraint("country IN ('ua', 'ru')", name="country"),)
    id: Mapped[Id]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    code: Mapped[Word] = mapped_column(unique=True)
    kind: Mapped[Word]
    country: Mapped[Word]
    language: Mapped[Word]  # of its papers: "uk" or "ru"
    full_name: Mapped[Line]
    short_name: Mapped[Line]
    founder: Mapped[Line] = mapped_column(default="")
    settlement: Mapped[Line] = mapped_column(default="")  # as printed: «м. Вишнегорськ»
    address: Mapped[Line] = mapped_column(default="")
    phone: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line] = mapped_column(default="")
    registry_code: Mapped[Word] = mapped_column(default="")  # код ЄДРПОУ / ИНН
    requisites: Mapped[Json] = mapped_column(default=dict)  # КПП, ОГРН, IBAN, licence …
    forms: Mapped[Json] = mapped_column(default=dict)  # case -> full name, corrected by hand
    settings: Mapped[Json] = mapped_column(default=dict)
    sort_key: Mapped[SortKey]
    search_key: Mapped[SearchKey]

    parent: Mapped["Organisation | None"] = relationship(
        remote_side="Organisation.id", foreign_keys=parent_id
    )
    authorities: Mapped[list["Authority"]] = relationship(back_populates="organisation")

    @property
    def is_card(self) -> bool:
        """Whether it only stands in the directory of the organisation that owns it."""
        return self.owner_id is not None

    def rename(self, full_name: str, short_name: str) -> None:
        """Give the names, and the keys it is sorted and found by."""
        self.full_name, self.short_name = full_name, short_name
        self.sort_key = grammar.sort_key(short_name, self.language)
        self.search_key = grammar.search_key(f"{full_name} {short_name}")

    def name(self) -> grammar.Phrase:
        """The full name in all cases, corrections applied."""
        return grammar.decline_organisation(self.full_name, self.language, self.forms)

    def authority_on(self, day: date, document_kind: str = "") -> "Authority | None":
        """Who signs on that day: an acting head before the head, a deputy within their scope."""
        valid = [a for a in self.authorities if a.covers(day, document_kind)]
        order = {"acting": 0, "deputy": 1, "head": 2}
        return min(
            valid, key=lambda a: (order[a.capacity], -a.started_on.toordinal()), default=None
        )


class Person(Trashable):
    """One human being; `gender` "" means it has not been said yet."""

    __tablename__ = "person"
    __table_args__ = (sa.CheckConstraint("gender IN ('m', 'f', '')", name="gender"),)
    id: Mapped[Id]
    gender: Mapped[Word] = mapped_column(default="")
    birth_date: Mapped[date | None]
    tax_number: Mapped[Word] = mapped_column(default="")
    phone: Mapped[Word] = mapped_column(default="")
    email: Mapped[Line] = mapped_column(default="")
    education: Mapped[Line] = mapped_column(default="")  # this and the next three as papers say it
    experience: Mapped[Line] = mapped_column(default="")
    category: Mapped[Line] = mapped_column(default="")
    previous_training: Mapped[Line] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    names: Mapped[list["PersonName"]] = relationship(
        back_populates="person",
        order_by=lambda: PersonName.valid_from.asc().nulls_first(),
        cascade="all, delete-orphan",
    )
    employments: Mapped[list["Employment"]] = relationship(back_populates="person")

    def name_on(self, day: date) -> "PersonName":
        """The name valid on that day; before the first version, the first."""
        valid = [n for n in self.names if n.valid_from is None or n.valid_from <= day]
        return valid[-1] if valid else self.names[0]

    @property
    def name(self) -> "PersonName":
        """The newest name."""
        return self.names[-1]


class PersonName(Base):
    """A name from a date on; a new surname is a new version, the old one stays for old papers."""

    __tablename__ = "person_name"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "valid_from"),
        sa.CheckConstraint("language IN ('uk', 'ru')", name="language"),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    family: Mapped[Line]
    given: Mapped[Line]
    patronymic: Mapped[Line] = mapped_column(default="")
    language: Mapped[Word]
    valid_from: Mapped[date | None]  # empty: from birth
    document: Mapped[Line] = mapped_column(default="")  # what proves the change
    forms: Mapped[Json] = mapped_column(default=dict)  # case -> part -> form, corrected by hand
    confirmed_at: Mapped[Moment | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    sort_key: Mapped[SortKey]
    search_key: Mapped[SearchKey]

    person: Mapped[Person] = relationship(back_populates="names")

    @classmethod
    def of(cls, family: str, given: str, patronymic: str, *, language: str) -> Self:
        """A new version, tidily spelt, with the keys it is sorted and found by."""
        return cls(**cls.columns_of(family, given, patronymic, language=language))

    @staticmethod
    def columns_of(family: str, given: str, patronymic: str, *, language: str) -> dict[str, str]:
        """The same as values of columns, for many names at once."""
        parts = dict(zip(PARTS, map(tidy, (family, given, patronymic)), strict=True))
        full = " ".join(part for part in parts.values() if part)
        return {
            **parts,
            "language": language,
            "sort_key": grammar.sort_key(full, language),
            "search_key": grammar.search_key(full),
        }

    def respell(self, family: str, given: str, patronymic: str) -> None:
        """Correct the spelling; corrected forms of the parts that change no longer fit them."""
        fresh = PersonName.of(family, given, patronymic, language=self.language)
        changed = [part for part in PARTS if getattr(self, part) != getattr(fresh, part)]
        if not changed:
            return
        forms = {
            case: {part: form for part, form in parts.items() if part not in changed}
            for case, parts in self.forms.items()
        }
        self.forms = {case: parts for case, parts in forms.items() if parts}
        self.confirmed_at = self.confirmed_by_id = None
        for field in (*PARTS, "sort_key", "search_key"):
            setattr(self, field, getattr(fresh, field))

    def declined(self) -> grammar.Name:
        """The name in all cases, corrections applied."""
        return self._declined(self.forms)

    def by_rule(self) -> grammar.Name:
        """The name in all cases as the rules give them, without the card's corrections."""
        return self._declined({})

    def _declined(self, overrides: Mapping[str, Mapping[str, str]]) -> grammar.Name:
        return grammar.decline_name(
            self.family, self.given, self.patronymic, self.person.gender, self.language, overrides
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)


class Employment(Trashable):
    """A person's work in an organisation; the personnel file is its file."""

    __tablename__ = "employment"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "file_number"),)
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    file_number: Mapped[Word | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship(back_populates="employments")
    posts: Mapped[list["Post"]] = relationship(
        back_populates="employment",
        order_by=lambda: Post.started_on.asc().nulls_first(),
        cascade="all, delete-orphan",
    )

    def post_on(self, day: date) -> "Post | None":
        """The main post on that day, else any, else none."""
        valid = [p for p in self.posts if p.covers(day)]
        return next((p for p in valid if p.is_main), valid[0] if valid else None)


class Post(Base):
    """What somebody works as, from–to: a title of the catalogue and a free tail («математики»)."""

    __tablename__ = "post"
    id: Mapped[Id]
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    title: Mapped[Line]
    tail: Mapped[Line] = mapped_column(default="")
    load: Mapped[Word] = mapped_column(default="")  # part of a full post, as the office writes it
    is_main: Mapped[bool] = mapped_column(default=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    forms: Mapped[Json] = mapped_column(default=dict)  # case -> whole post, corrected by hand

    employment: Mapped[Employment] = relationship(back_populates="posts")

    def covers(self, day: date) -> bool:
        return (self.started_on is None or self.started_on <= day) and (
            self.ended_on is None or day <= self.ended_on
        )

    @property
    def text(self) -> str:
        """The whole post in the nominative."""
        return f"{self.title} {self.tail}".strip()

    def declined(self, language: str, gender: str) -> grammar.Phrase:
        """The post in all cases, corrections applied."""
        return grammar.decline_post(self.text, language, gender, self.forms)


class PostTitle(Base):
    """A line of the catalogue of posts; without owner it is shipped with the portal."""

    __tablename__ = "post_title"
    __table_args__ = (sa.UniqueConstraint("owner_id", "language", "title"),)
    id: Mapped[Id]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    language: Mapped[Word]
    title: Mapped[Line]
    sort_key: Mapped[SortKey]


class Authority(Base):
    """Who signs for an organisation from–to, in what capacity and with what wording."""

    __tablename__ = "authority"
    __table_args__ = (
        sa.CheckConstraint("capacity IN ('head', 'acting', 'deputy')", name="capacity"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="period"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    capacity: Mapped[Word]
    title: Mapped[Line]  # exactly as signed: «Директор», «В. о. директора»
    forms: Mapped[Json] = mapped_column(default=dict)
    basis: Mapped[Line] = mapped_column(default="")  # genitive: «Статуту»
    document_kinds: Mapped[Json] = mapped_column(default=dict)  # {"kinds": […]}, empty: all
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(back_populates="authorities")
    person: Mapped[Person] = relationship()

    def covers(self, day: date, document_kind: str) -> bool:
        """Whether this authority signs papers of the kind on that day."""
        kinds: Sequence[str] = self.document_kinds.get("kinds", ())
        return (
            self.started_on <= day
            and (self.ended_on is None or day <= self.ended_on)
            and (not kinds or not document_kind or document_kind in kinds)
        )
