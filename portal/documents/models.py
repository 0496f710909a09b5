"""Journals, documents with their editions, decisions, scans and links; batches of documents.

A document's state is a set of dated facts; `status` is computed from them. Nothing registered is
ever deleted or overwritten: a correction is a new edition, an error is annulled.
"""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Trashable, Word
from portal.people.models import Employment, Organisation


class Status(StrEnum):
    """Where a paper is on its way; the newest fact decides."""

    DRAFT = "draft"
    TO_APPROVE = "to-approve"
    RETURNED = "returned"
    APPROVED = "approved"
    REGISTERED = "registered"
    PRINTED = "printed"
    SIGNED = "signed"
    SCANNED = "scanned"
    FILED = "filed"
    ANNULLED = "annulled"


class Journal(Base):
    """One register of one organisation for one year; its numbers are taken, never counted."""

    __tablename__ = "journal"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "register", "year"),
        sa.CheckConstraint("last_number >= first_number - 1", name="counter"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    register: Mapped[Word]  # R01 …
    year: Mapped[int]
    title: Mapped[Line]
    pattern: Mapped[Word]  # {n}-к/тр, 01-15/{n}
    nomenclature_index: Mapped[Word] = mapped_column(default="")
    retention: Mapped[Line] = mapped_column(default="")  # how long kept: «75 років, ст. 121 б»
    first_number: Mapped[int] = mapped_column(default=1)  # those before are in a paper journal
    last_number: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()

    def number_text(self, sequence: int, fraction: str = "") -> str:
        """The number as printed: «45-к/тр», «45/1-к/тр»."""
        plain = f"{sequence}/{fraction}" if fraction else str(sequence)
        text = self.pattern.replace("{n}", plain).replace("{year}", str(self.year))
        return text.replace("{code}", self.organisation.registry_code)


class Document(Trashable):
    """A paper: a draft until `registered_at`, then a line of a journal for good."""

    __tablename__ = "document"
    __table_args__ = (
        sa.UniqueConstraint("journal_id", "sequence", "fraction"),
        sa.UniqueConstraint("journal_id", "number"),
        sa.CheckConstraint(
            "registered_at IS NULL OR dated_on IS NOT NULL", name="registered_has_date"
        ),
        sa.CheckConstraint("(journal_id IS NULL) = (sequence IS NULL)", name="numbered_in_journal"),
        sa.CheckConstraint("annulled_at IS NULL OR annulment_reason <> ''", name="annulled_why"),
        sa.Index("ix_document_list", "organisation_id", "id"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    kind: Mapped[Word]
    country: Mapped[Word]
    language: Mapped[Word]
    title: Mapped[Line] = mapped_column(default="")
    data: Mapped[Json] = mapped_column(default=dict)  # the form's values, by field name
    created_at: Mapped[Moment]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    saved_at: Mapped[Moment]

    dated_on: Mapped[date | None]
    journal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal.id"))
    sequence: Mapped[int | None]
    fraction: Mapped[Word] = mapped_column(default="")  # of a late entry: 45/1
    number: Mapped[Word | None]
    late_reason: Mapped[Line] = mapped_column(default="")
    signatory: Mapped[Line] = mapped_column(default="")  # frozen: «Директор Олена КОВАЛЬ»
    derived_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)
    word_sha256: Mapped[Sha256 | None]  # the draft as it came back from Word
    request_key: Mapped[Word | None] = mapped_column(unique=True)  # a second click does nothing
    verify_hash: Mapped[Sha256 | None] = mapped_column(unique=True)

    submitted_at: Mapped[Moment | None]
    returned_at: Mapped[Moment | None]
    approved_at: Mapped[Moment | None]
    registered_at: Mapped[Moment | None]
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    printed_at: Mapped[Moment | None]
    signed_at: Mapped[Moment | None]
    scanned_at: Mapped[Moment | None]
    filed_at: Mapped[Moment | None]
    annulled_at: Mapped[Moment | None]
    annulment_reason: Mapped[Line] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship()
    journal: Mapped[Journal | None] = relationship()
    people: Mapped[list["DocumentPerson"]] = relationship(
        back_populates="document",
        order_by="DocumentPerson.position",
        cascade="all, delete-orphan",
        foreign_keys="DocumentPerson.document_id",
    )
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="document", order_by="Edition.n"
    )
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.at")
    scans: Mapped[list["Scan"]] = relationship(order_by="Scan.attached_at")
    derived_from: Mapped["Document | None"] = relationship(remote_side="Document.id")

    @property
    def status(self) -> Status:
        """The last fact on the way of the paper."""
        facts = (
            (self.annulled_at, Status.ANNULLED),
            (self.filed_at, Status.FILED),
            (self.scanned_at, Status.SCANNED),
            (self.signed_at, Status.SIGNED),
            (self.printed_at, Status.PRINTED),
            (self.registered_at, Status.REGISTERED),
            (self.approved_at, Status.APPROVED),
            (self.returned_at, Status.RETURNED),
            (self.submitted_at, Status.TO_APPROVE),
        )
        return next((status for moment, status in facts if moment), Status.DRAFT)

    @property
    def edition(self) -> "Edition":
        """The edition in force."""
        return self.editions[-1]

    @property
    def can_be_corrected(self) -> bool:
        """Whether a new edition may still be made: registered, and nobody has signed it yet."""
        return bool(self.registered_at) and not (
            self.signed_at or self.scanned_at or self.annulled_at
        )


class DocumentPerson(Base):
    """A person whom a paper concerns; name and post as they stood when it was registered."""

    __tablename__ = "document_person"
    __table_args__ = (
        sa.UniqueConstraint("document_id", "employment_id"),
        # An extract is unique per order and person.
        sa.UniqueConstraint("derived_from_id", "kind", "employment_id"),
    )
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    position: Mapped[int]
    name: Mapped[Line]
    post: Mapped[Line] = mapped_column(default="")
    kind: Mapped[Word | None]  # with derived_from_id: only on papers derived from another
    derived_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    acknowledged_on: Mapped[date | None]

    document: Mapped[Document] = relationship(back_populates="people", foreign_keys=document_id)
    employment: Mapped[Employment] = relationship()


class Edition(Base):
    """One making of a paper under its number and date; the newest is in force, all are kept.

    `data` is the frozen context: later papers derived from this one are made from it, with the
    templates in `templates` (kind → SHA-256), whatever has been renamed or replaced since.
    """

    __tablename__ = "edition"
    __table_args__ = (sa.UniqueConstraint("document_id", "n"),)
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    n: Mapped[int]
    docx_sha256: Mapped[Sha256]
    pdf_sha256: Mapped[Sha256 | None]
    pdf_failed_at: Mapped[Moment | None]  # the converter's last refusal; the paper stands anyway
    pdf_tries: Mapped[int] = mapped_column(default=0)
    pdf_due_at: Mapped[Moment | None]  # not to be tried before: somebody is at it, or it failed
    data: Mapped[Json]
    templates: Mapped[Json]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    reason: Mapped[Line] = mapped_column(default="")
    is_by_hand: Mapped[bool] = mapped_column(default=False)

    document: Mapped[Document] = relationship(back_populates="editions")


class Decision(Base):
    """Somebody approved a draft at a step of its route, or returned it with a reason."""

    __tablename__ = "decision"
    __table_args__ = (sa.CheckConstraint("verdict <> 'return' OR reason <> ''", name="return_why"),)
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    step: Mapped[Word]
    verdict: Mapped[Word]  # approve, return
    reason: Mapped[Line] = mapped_column(default="")
    at: Mapped[Moment]
    by_user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))


class Scan(Base):
    """The signed paper come back as a file."""

    __tablename__ = "scan"
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    sha256: Mapped[Sha256]
    original_sha256: Mapped[Sha256 | None]  # as it came, with its electronic signature if any
    media_type: Mapped[Line]
    pages: Mapped[int]
    attached_at: Mapped[Moment]
    attached_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))


class Link(Base):
    """One paper leads to another: the referral follows its order."""

    __tablename__ = "link"
    __table_args__ = (sa.UniqueConstraint("from_id", "to_id", "role"),)
    id: Mapped[Id]
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    role: Mapped[Word]  # follows, amends, cancels, rests-on


class LastValue(Base):
    """What was typed last into a field of a kind in an organisation."""

    __tablename__ = "last_value"
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    field: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class Batch(Base):
    """Many papers of one kind from one table of people; its items are the truth of what is done."""

    __tablename__ = "batch"
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    kind: Mapped[Word]
    language: Mapped[Word]
    data: Mapped[Json] = mapped_column(default=dict)  # values shared by all items
    dated_on: Mapped[date]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))  # order of extracts
    created_at: Mapped[Moment]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    started_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]
    print_sha256: Mapped[Sha256 | None]
    unresolved: Mapped[Json] = mapped_column(default=dict)  # rows of its list that name nobody

    organisation: Mapped[Organisation] = relationship()
    items: Mapped[list["BatchItem"]] = relationship(
        back_populates="batch", order_by="BatchItem.position", cascade="all, delete-orphan"
    )


class BatchItem(Base):
    """One person of a batch; done when its document exists."""

    __tablename__ = "batch_item"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "position"),
        sa.UniqueConstraint("batch_id", "employment_id"),
    )
    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batch.id"), index=True)
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"))
    position: Mapped[int]  # alphabetical; numbers are taken in this order
    data: Mapped[Json] = mapped_column(default=dict)  # values of this person alone
    left_out: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), unique=True)
    fault: Mapped[Line] = mapped_column(default="")  # an English msgid and what fills its places
    fault_params: Mapped[Json] = mapped_column(default=dict)

    batch: Mapped[Batch] = relationship(back_populates="items")
    employment: Mapped[Employment] = relationship()
    document: Mapped[Document | None] = relationship()
