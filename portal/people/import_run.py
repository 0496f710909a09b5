"""Imports as records: the file, what was chosen on the way, what was made of it."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base, Id, Json, Line, Moment, Sha256, Word

PEOPLE, SCHOOLS, PARTNERS = "people", "schools", "partners"


class ImportRun(Base):
    """One file brought to be taken in, and what was made of it, so that it can be undone whole."""

    __tablename__ = "import_run"
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    kind: Mapped[Word]  # people, schools below the organisation, partners for its directory
    file_name: Mapped[Line]
    sha256: Mapped[Sha256]
    at: Mapped[Moment]
    by_user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    choices: Mapped[Json] = mapped_column(default=dict)  # sheet, column -> index
    done_at: Mapped[Moment | None]
    made: Mapped[Json] = mapped_column(default=dict)  # what was added, by table; what was filled in
    undone_at: Mapped[Moment | None]
