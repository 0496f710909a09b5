"""Versions of an organisation's own templates, and the kinds that those below may not replace."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Trashable, UtcMoment, Word
from portal.people.models import Organisation

# The kind under which an organisation keeps the head of its papers; it is no paper by itself.
LETTERHEAD = "letterhead"

_IN_FORCE = sa.text("published_at IS NOT NULL AND retired_at IS NULL")


class State(StrEnum):
    """Where a version is on its way; it goes one way only."""

    DRAFT = "draft"
    SENT = "sent"  # waits for a second person
    PUBLISHED = "published"
    RETIRED = "retired"


class TemplateVersion(Trashable):
    """One version of the template of a kind, in one language, with the form that goes with it.

    Only a draft changes: its file may be replaced, its fields set, itself thrown away. What was
    published stands for good; a newer one or a hand takes it out of force. `manifest` is what
    `kind.toml` says, as data; `sample` as `snapshot.freeze` writes it, the answers of this kind
    alone; `report` is what the check of the file found.
    """

    __tablename__ = "template_version"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "kind", "n"),
        sa.CheckConstraint("country IN ('ua', 'ru')", name="country"),
        sa.CheckConstraint("language IN ('uk', 'ru', 'en')", name="language"),
        sa.CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="published"),
        sa.CheckConstraint(
            "published_at IS NULL OR docx_sha256 IS NOT NULL", name="published_is_clean"
        ),
        sa.CheckConstraint(
            "retired_at IS NULL OR published_at IS NOT NULL", name="retired_was_published"
        ),
        sa.CheckConstraint(
            "trashed_at IS NULL OR published_at IS NULL", name="published_is_no_rubbish"
        ),
        sa.Index(
            "uq_template_version_in_force",
            "organisation_id",
            "kind",
            "country",
            "language",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    kind: Mapped[Word]
    country: Mapped[Word]
    language: Mapped[Word]
    n: Mapped[int]  # of the kind, through all its languages
    file_name: Mapped[Line]
    original_sha256: Mapped[Sha256]  # as it came; nothing opens it again
    docx_sha256: Mapped[Sha256 | None]  # cleaned; none when the check let nothing through
    manifest: Mapped[Json]
    sample: Mapped[Json] = mapped_column(default=dict)
    report: Mapped[Json] = mapped_column(default=dict)
    note: Mapped[Line] = mapped_column(default="")  # what is new in it, in its maker's words
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    published_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    organisation: Mapped[Organisation] = relationship()

    @property
    def state(self) -> State:
        if self.retired_at:
            return State.RETIRED
        if self.published_at:
            return State.PUBLISHED
        return State.SENT if self.sent_at else State.DRAFT

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed: not published, whoever it waits for."""
        return self.published_at is None

    def title(self, language: str) -> str:
        """What its kind is called, in a language of the interface."""
        words: dict[str, Any] = self.manifest["title"]
        return str(words.get(language) or words["en"])


class KindLock(Base):
    """From this organisation downward nobody's own version of the kind is taken."""

    __tablename__ = "kind_lock"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "kind"),)
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    kind: Mapped[Word]
    locked_at: Mapped[Moment]
    locked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
