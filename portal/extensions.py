"""The database, its column vocabulary and transactions, and the tools of the outside world.

Rules that concern one kind of record stand on its model; here is only what all of them share.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import IO, Annotated, Any, Protocol, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    mapped_column,
    with_loader_criteria,
)


class UtcMoment(sa.types.TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without zone in the database (SQLite keeps none)."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


Id = Annotated[int, mapped_column(sa.Integer, primary_key=True)]
Word = Annotated[str, mapped_column(sa.String(64))]
Line = Annotated[str, mapped_column(sa.String(500))]
Sha256 = Annotated[str, mapped_column(sa.String(64))]
Moment = Annotated[datetime, mapped_column(UtcMoment)]
Json = Annotated[dict[str, Any], mapped_column(sa.JSON)]


class Base(DeclarativeBase):
    """The ancestor of every model; constraint names are fixed so that migrations can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()


class Trashable(Base):
    """A record that can be thrown away and taken back: out of every query until it is restored.

    What is in the trash is found by `with_trashed(…)` alone.
    """

    __abstract__ = True
    trashed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    trashed_by_id: Mapped[int | None]  # no foreign key: accounts point at people already


Rows = TypeVar("Rows", bound=sa.Executable)


def with_trashed(query: Rows) -> Rows:
    """The query, over what lies in the trash too."""
    return query.execution_options(with_trashed=True)


@sa.event.listens_for(db.session, "do_orm_execute")
def _leave_trash_out(state: ORMExecuteState) -> None:
    is_query = state.is_select and not state.is_column_load and not state.is_relationship_load
    if is_query and not state.execution_options.get("with_trashed"):
        state.statement = state.statement.options(_NOT_TRASHED)


_NOT_TRASHED = with_loader_criteria(
    Trashable,
    lambda model: model.trashed_at.is_(None),
    include_aliases=True,
    propagate_to_loaders=False,
)


class Store(Protocol):
    """Bytes kept by their SHA-256; what was put is never changed."""

    def put(self, data: bytes) -> str: ...
    def get(self, sha256: str) -> bytes: ...
    def exists(self, sha256: str) -> bool: ...


class PdfMaker(Protocol):
    """Word files, or our own HTML, to PDF."""

    def convert(self, documents: Sequence[bytes]) -> list[bytes]: ...
    def convert_alike(self, documents: Sequence[bytes]) -> list[bytes]: ...
    def from_html(self, html: str, *, landscape: bool = False) -> bytes: ...


class Mailer(Protocol):
    """Sends one letter or raises `Unavailable`."""

    def send(self, letter: EmailMessage) -> None: ...


class Antivirus(Protocol):
    """Names the virus in the bytes, "" for none, or raises `Unavailable`."""

    def find(self, data: bytes) -> str: ...


class Clock(Protocol):
    """The only source of today's date and of the present moment (aware, UTC)."""

    def today(self) -> date: ...
    def now(self) -> datetime: ...


class NoAntivirus:
    """Stands where no virus scanner is: the checks of the files themselves remain."""

    def find(self, data: bytes) -> str:
        return ""


@dataclass(frozen=True)
class Services:
    """The tools of the outside world; tests replace the whole by fakes."""

    store: Store
    pdf: PdfMaker
    mailer: Mailer
    clock: Clock
    antivirus: Antivirus = field(default_factory=NoAntivirus)


def services() -> Services:
    """The current app's tools."""
    tools: Services = current_app.extensions["papka"]
    return tools


_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock at once, as those of POST requests do.

    Without it SQLite lets two transactions read the same counter and fails the second of them at
    its first write, whatever the waiting time (measured: 178 different numbers of 400).
    """
    token = _is_writing.set(True)
    try:
        yield
    finally:
        _is_writing.reset(token)


def configure_database(app: Flask, *, lock_file: Path) -> None:
    """Give the engine of the current app the transactions of this portal; to be called once."""
    if db.engine.dialect.name == "sqlite":
        _configure_sqlite(db.engine, lock_file)


def _configure_sqlite(engine: sa.Engine, lock_file: Path) -> None:
    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if _is_writing.get() or _answers_a_change():
            if (
                "lock" not in connection.info
            ):  # a second transaction before the connection is let go
                connection.info["lock"] = _locked(lock_file)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    @sa.event.listens_for(engine, "checkin")
    def release(connection: Any, record: Any) -> None:
        # SQLite's waiting is not fair (worst 12.7 s of 50 writers, 1.0 s with this lock in front).
        lock: IO[bytes] | None = record.info.pop("lock", None)
        if lock is not None:
            lock.close()


def know_tables() -> None:
    """Let SQLite look how its tables are filled, or it takes a long index for a short one.

    It reads a part of each table only; PostgreSQL does so by itself.
    """
    if db.engine.dialect.name == "sqlite":
        with writing(), db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")


def _answers_a_change() -> bool:
    return has_request_context() and request.method not in {"GET", "HEAD", "OPTIONS"}


def _locked(path: Path) -> IO[bytes]:
    file = path.open("ab")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def canonical_json(value: object) -> str:
    """One text for equal values: what hashes are computed from."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
