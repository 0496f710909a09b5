"""Items of a personnel file; each is a line of its inventory, kept even when taken out."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Trashable, Word
from portal.people.models import Employment


class Section(StrEnum):
    """Sections of a file (a convention for both countries; the law orders documents by date)."""

    INVENTORY = "P1"
    EMPLOYMENT = "P2"
    PERSONAL_SHEET = "P3"
    EDUCATION = "P4"
    TRAINING = "P5"
    ATTESTATION = "P6"
    AWARDS = "P7"
    PERSONAL_DATA = "P8"
    OTHER = "P9"


class Purpose(StrEnum):
    """What a file was sent in for."""

    PERSONNEL_FILE = "personnel-file"
    CERTIFICATE = "certificate"


class Upload(Trashable):
    """A paper sent in for one employment, as one PDF and as it came; not yet an item of the file.

    `filed_at` says that it has become one: from then on it is that item's, and stays.
    """

    __tablename__ = "upload"
    id: Mapped[Id]
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    uploaded_at: Mapped[Moment]
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    purpose: Mapped[Word]
    title: Mapped[Line] = mapped_column(default="")  # what its sender calls it
    file_name: Mapped[Line]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    original_sha256: Mapped[Sha256 | None] = mapped_column(index=True)
    media_type: Mapped[Line]
    pages: Mapped[int]
    filed_at: Mapped[Moment | None]

    employment: Mapped[Employment] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=uploaded_by_id)


class FileItem(Base):
    """One paper in the file of one employment: a certified copy or an original.

    `line` is its number in the inventory: given once, never given again, left standing with the
    note «вилучено» when the paper is taken out (inventory form of the state archive rules).
    """

    __tablename__ = "file_item"
    __table_args__ = (
        sa.UniqueConstraint("employment_id", "line"),
        sa.UniqueConstraint("employment_id", "source"),
    )
    id: Mapped[Id]
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    line: Mapped[int]
    section: Mapped[Word]
    paper_index: Mapped[Word] = mapped_column(default="")  # its number: «45-к/тр»
    dated_on: Mapped[date]
    title: Mapped[Line]
    sheets: Mapped[int | None]
    sha256: Mapped[Sha256]
    media_type: Mapped[Line]
    source: Mapped[Word]  # "document:12": what it is a copy of, so that it is filed once
    certification: Mapped[Json] = mapped_column(default=dict)  # mark, signer's post and name, date
    filed_at: Mapped[Moment]
    filed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    removed_at: Mapped[Moment | None]
    removal_reason: Mapped[Line] = mapped_column(default="")

    employment: Mapped[Employment] = relationship()
