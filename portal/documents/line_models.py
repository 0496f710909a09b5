"""What stands in journals besides our own papers: papers received, and lines entered by hand.

Each is a line for good: its number is never given again, an error is annulled with a reason.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.documents.models import Document, Journal
from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Word
from portal.people.models import Employment, Organisation


class JournalLine:
    """What every line of a journal has, whatever stands on it."""

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    journal_id: Mapped[int] = mapped_column(sa.ForeignKey("journal.id"))
    sequence: Mapped[int]
    fraction: Mapped[Word] = mapped_column(default="")
    number: Mapped[Word]
    dated_on: Mapped[date]  # the day of the line: received, handed out, held
    late_reason: Mapped[Line] = mapped_column(default="")
    note: Mapped[Line] = mapped_column(default="")
    request_key: Mapped[Word] = mapped_column(unique=True)  # a second click does nothing
    registered_at: Mapped[Moment]
    registered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    annulled_at: Mapped[Moment | None]
    annulment_reason: Mapped[Line] = mapped_column(default="")

    @declared_attr
    def journal(cls) -> Mapped[Journal]:
        return relationship(Journal)

    @declared_attr
    def organisation(cls) -> Mapped[Organisation]:
        return relationship(Organisation)


class Entry(JournalLine, Base):
    """A line entered by hand, for a paper or an act that was not made here.

    `cells` holds what was written into the columns of the form, by their names.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        sa.UniqueConstraint("journal_id", "sequence", "fraction"),
        sa.UniqueConstraint("journal_id", "number"),
        sa.CheckConstraint("annulled_at IS NULL OR annulment_reason <> ''", name="annulled_why"),
    )
    cells: Mapped[Json] = mapped_column(default=dict)


class Received(JournalLine, Base):
    """A paper of somebody else: its own number and date, and ours under which it came in."""

    __tablename__ = "received"
    __table_args__ = (
        sa.UniqueConstraint("journal_id", "sequence", "fraction"),
        sa.UniqueConstraint("journal_id", "number"),
        sa.CheckConstraint("annulled_at IS NULL OR annulment_reason <> ''", name="annulled_why"),
        sa.Index("ix_received_list", "organisation_id", "id"),
    )
    kind: Mapped[Word]  # enrolment-order, call-letter, contract, application, other
    sender: Mapped[Line]
    sender_number: Mapped[Word] = mapped_column(default="")
    sender_dated_on: Mapped[date | None]
    subject: Mapped[Line]
    resolution: Mapped[Line] = mapped_column(default="")
    resolution_for: Mapped[Line] = mapped_column(default="")  # who has to do it
    resolution_until: Mapped[date | None]
    resolved_at: Mapped[Moment | None]
    done_at: Mapped[Moment | None]
    done_note: Mapped[Line] = mapped_column(default="")
    filed_at: Mapped[Moment | None]

    people: Mapped[list["ReceivedPerson"]] = relationship(
        back_populates="received",
        order_by="ReceivedPerson.position",
        cascade="all, delete-orphan",
    )
    scans: Mapped[list["ReceivedScan"]] = relationship(order_by="ReceivedScan.id")
    links: Mapped[list["ReceivedLink"]] = relationship(order_by="ReceivedLink.id")


class ReceivedPerson(Base):
    """A person of ours whom a received paper concerns, as called on the day it came."""

    __tablename__ = "received_person"
    __table_args__ = (sa.UniqueConstraint("received_id", "employment_id"),)
    id: Mapped[Id]
    received_id: Mapped[int] = mapped_column(sa.ForeignKey("received.id"), index=True)
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    position: Mapped[int]
    name: Mapped[Line]
    post: Mapped[Line] = mapped_column(default="")

    received: Mapped[Received] = relationship(back_populates="people")
    employment: Mapped[Employment] = relationship()


class ReceivedScan(Base):
    """The received paper as a file; the newest counts, the older ones stay."""

    __tablename__ = "received_scan"
    id: Mapped[Id]
    received_id: Mapped[int] = mapped_column(sa.ForeignKey("received.id"), index=True)
    sha256: Mapped[Sha256]
    media_type: Mapped[Line]
    pages: Mapped[int]
    attached_at: Mapped[Moment]
    attached_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))


class ReceivedLink(Base):
    """A received paper and one of ours: it answers ours, or ours has it for its basis."""

    __tablename__ = "received_link"
    __table_args__ = (sa.UniqueConstraint("received_id", "document_id"),)
    id: Mapped[Id]
    received_id: Mapped[int] = mapped_column(sa.ForeignKey("received.id"), index=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    role: Mapped[Word]  # answers: ours was first; basis: ours came of it

    document: Mapped[Document] = relationship()
