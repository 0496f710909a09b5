"""Certificates that came back, and the ledger of hours that grows from them.

Hours hang on the person, as the personnel file hangs on the employment. What is typed of a document
stands in the same columns of both: a certificate confirmed becomes a line of the ledger.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Word
from portal.files.models import FileItem
from portal.people.models import Employment, Organisation, Person


class Hundredths(sa.types.TypeDecorator[Decimal]):
    """A number with two places as whole hundredths: SQLite keeps no decimals."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class DocumentKind(StrEnum):
    """What the document is worth; a municipal certificate is no document of qualification."""

    QUALIFICATION = "qualification"
    MUNICIPAL = "municipal"
    OTHER = "other"


class Recognition(StrEnum):
    """Who has said that the hours count (ПКМУ 800: a licence, else the pedagogical council)."""

    NOT_NEEDED = "not-needed"
    COUNCIL = "council"
    WAITING = "waiting"


class Verification(StrEnum):
    """Whether the document was found genuine (ПКМУ 1343 of 22.10.2025)."""

    NOT_CHECKED = "not-checked"
    CONFIRMED = "confirmed"
    NOT_FOUND = "not-found"


class State(StrEnum):
    """Where a certificate is on its way into the file."""

    WAITING = "waiting"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class _Typed:
    """What a document about training says, typed from it, and what was found out about it."""

    topic: Mapped[Line]
    provider: Mapped[Line]
    provider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    provider_code: Mapped[Word] = mapped_column(default="")  # код ЄДРПОУ / ИНН
    kind: Mapped[Word] = mapped_column(default=DocumentKind.QUALIFICATION.value)
    number: Mapped[Word]
    issued_on: Mapped[date]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    ects: Mapped[Decimal | None] = mapped_column(Hundredths)
    direction: Mapped[Line] = mapped_column(default="")
    form: Mapped[Line] = mapped_column(default="")
    outcomes: Mapped[str] = mapped_column(sa.Text, default="")
    valid_until: Mapped[date | None]
    recognition: Mapped[Word] = mapped_column(default=Recognition.NOT_NEEDED.value)
    recognised_by: Mapped[Line] = mapped_column(default="")  # «протокол № 4 від 30.06.2026»
    verification_status: Mapped[Word] = mapped_column(default=Verification.NOT_CHECKED.value)
    verified_at: Mapped[Moment | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    source: Mapped[Line] = mapped_column(default="")  # where it was checked
    external_id: Mapped[Word] = mapped_column(default="")  # in the state information system

    @property
    def dated_on(self) -> date:
        """The day the training counts from: its last, else that of the document."""
        return self.ended_on or self.issued_on

    @property
    def is_counted(self) -> bool:
        """Whether somebody entitled has said that the hours count."""
        return self.recognition != Recognition.WAITING


# The columns that a confirmed certificate hands to its line of the ledger.
TYPED = tuple(_Typed.__annotations__)


class Certificate(_Typed, Base):
    """A certificate on its way: sent by the teacher or by the provider, checked, confirmed."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.CheckConstraint("returned_at IS NULL OR return_reason <> ''", name="returned_why"),
        sa.CheckConstraint("confirmed_at IS NULL OR accepted_at IS NOT NULL", name="in_order"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    sha256: Mapped[Sha256]  # the PDF that is shown and copied
    sent_sha256: Mapped[Sha256] = mapped_column(index=True)  # the files as they came
    pages: Mapped[int]
    sent_by_office: Mapped[bool] = mapped_column(default=False)  # it came from the provider
    submitted_at: Mapped[Moment]
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    returned_at: Mapped[Moment | None]
    return_reason: Mapped[Line] = mapped_column(default="")
    missing_items: Mapped[Json] = mapped_column(default=dict)  # {"codes": […]}
    remark: Mapped[Line] = mapped_column(default="")  # why it is taken although something lacks
    accepted_at: Mapped[Moment | None]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    confirmed_at: Mapped[Moment | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    withdrawn_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    employment: Mapped[Employment] = relationship()
    entry: Mapped["HourEntry | None"] = relationship(back_populates="certificate")

    @property
    def state(self) -> State:
        """The last fact on its way."""
        facts = (
            (self.withdrawn_at, State.WITHDRAWN),
            (self.confirmed_at, State.CONFIRMED),
            (self.accepted_at, State.ACCEPTED),
            (self.returned_at, State.RETURNED),
        )
        return next((state for at, state in facts if at), State.WAITING)


class HourEntry(_Typed, Base):
    """One line of the ledger; an opening entry («before Papka») has no certificate here."""

    __tablename__ = "hour_entry"
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    is_opening: Mapped[bool] = mapped_column(default=False)
    certificate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    file_item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("file_item.id"))
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    person: Mapped[Person] = relationship()
    certificate: Mapped[Certificate | None] = relationship(back_populates="entry")
    file_item: Mapped[FileItem | None] = relationship()
