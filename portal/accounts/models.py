"""Users, their grants, sign-ins, failed tries, one-time codes, and the outbox of letters."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Id, Line, Moment, Sha256, Word, services
from portal.people.models import Organisation, Person
from portal.permissions import Role


class User(Base):
    """Someone with a login; tied to a person when the person works in an organisation here."""

    __tablename__ = "user_account"
    id: Mapped[Id]
    login: Mapped[Word] = mapped_column(unique=True)  # casefolded
    password_hash: Mapped[Line]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    display_name: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line] = mapped_column(default="")  # where letters go; empty: none are written
    wants_letters: Mapped[bool] = mapped_column(default=True)
    language: Mapped[Word] = mapped_column(default="uk")  # of the interface: uk, ru, en
    first_password_until: Mapped[Moment | None]  # set while the password must be changed
    disabled_at: Mapped[Moment | None]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    all_grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

    # What Flask-Login asks of a user; the id it keeps in the cookie is the sign-in's token.
    is_authenticated = True
    is_anonymous = False
    token = ""  # of this browser's sign-in, known only while it is answered

    def get_id(self) -> str:
        return self.token

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def name(self) -> str:
        """How the pages call this user: given and family name, else what was written down."""
        if self.person is not None and self.person.names:
            return f"{self.person.name.given} {self.person.name.family}"
        return self.display_name or self.login

    @property
    def must_change_password(self) -> bool:
        return self.first_password_until is not None

    @property
    def grants(self) -> list["Grant"]:
        """The grants valid today: what `permissions` reads."""
        return self.grants_on(services().clock.today())

    def grants_on(self, day: date) -> list["Grant"]:
        """The grants valid on that day."""
        return [g for g in self.all_grants if g.covers(day)]

    def take_charge_of(self, organisation: Organisation) -> "Grant":
        """Become the first administrator of an organisation one has just added."""
        grant = Grant(organisation=organisation, role=str(Role.ADMIN))
        self.all_grants.append(grant)
        return grant

    def give_up_charge_of(self, organisation_ids: Collection[int]) -> None:
        """Have no role any more in organisations that are taken back."""
        self.all_grants = [g for g in self.all_grants if g.organisation_id not in organisation_ids]


class Grant(Base):
    """A role in an organisation, from–to."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.UniqueConstraint("user_id", "organisation_id", "role"),)
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[Word]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="all_grants")
    organisation: Mapped[Organisation] = relationship()

    def covers(self, day: date) -> bool:
        return (self.started_on is None or self.started_on <= day) and (
            self.ended_on is None or day <= self.ended_on
        )


class SignIn(Base):
    """One signed-in browser; the cookie holds a random token, the row only its SHA-256."""

    __tablename__ = "sign_in"
    id: Mapped[Id]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    user: Mapped[User] = relationship()

    def is_live(self, now: datetime, *, idle: timedelta, absolute: timedelta) -> bool:
        """Whether it still counts: the longest silence and the longest stay are not over."""
        return (
            self.ended_at is None
            and now - self.seen_at <= idle
            and now - self.started_at <= absolute
            and self.user.disabled_at is None
        )


class FailedTry(Base):
    """Wrong passwords in a row, for an account name or an address; unknown names count too."""

    __tablename__ = "failed_try"
    key: Mapped[Word] = mapped_column(primary_key=True)  # SHA-256 of "login:…" or "address:…"
    count: Mapped[int]
    last_at: Mapped[Moment]


class FirstCode(Base):
    """The one-time code, printed at the first start, that makes the first administrator."""

    __tablename__ = "first_code"
    id: Mapped[Id]
    code_hash: Mapped[Sha256]
    made_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Letter(Base):
    """One piece of news for one user, until it has left the house; written with the fact itself.

    Pieces that leave in one message share its `parcel`, the message's own id for good: should the
    sending be repeated after a crash, the reader's mail program knows the message again.
    """

    __tablename__ = "letter"
    __table_args__ = (sa.Index("ix_letter_waiting", "sent_at", "failed_at", "due_at"),)
    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    news: Mapped[Word]  # needs-you, ready, returned
    about: Mapped[Line]  # in the reader's language
    reason: Mapped[Line] = mapped_column(default="")
    path: Mapped[Line]  # of the page where it is looked at
    written_at: Mapped[Moment]
    parcel: Mapped[Word | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment]  # not to be tried before: somebody is at it, or it was refused for now
    sent_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]
    fault: Mapped[Line] = mapped_column(default="")  # the mail server's own words

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
