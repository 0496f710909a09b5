"""Users, their grants, sign-ins kept on the server, failed tries and one-time codes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Id, Line, Moment, Sha256, Word
from portal.people.models import Organisation, Person


class User(Base):
    """Someone with a login; tied to a person when the person works in an organisation here."""

    __tablename__ = "user_account"
    id: Mapped[Id]
    login: Mapped[Word] = mapped_column(unique=True)  # casefolded
    password_hash: Mapped[Line]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", use_alter=True))
    display_name: Mapped[Line] = mapped_column(default="")
    language: Mapped[Word] = mapped_column(default="uk")  # of the interface: uk, ru, en
    first_password_until: Mapped[Moment | None]  # set while the password must be changed
    disabled_at: Mapped[Moment | None]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    all_grants: Mapped[list["Grant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

    @property
    def must_change_password(self) -> bool:
        return self.first_password_until is not None

    def grants_on(self, day: date) -> list["Grant"]:
        """The grants valid on that day."""
        return [g for g in self.all_grants if g.covers(day)]


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

    def is_live(self, now: datetime, *, idle: int, absolute: int) -> bool:
        """Whether it still counts; `idle` and `absolute` are the longest silences in seconds."""
        return (
            self.ended_at is None
            and (now - self.seen_at).total_seconds() <= idle
            and (now - self.started_at).total_seconds() <= absolute
            and self.user.disabled_at is None
        )


class FailedTry(Base):
    """Wrong passwords in a row, for an account name or an address; kept even for unknown names."""

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
