"""Copies a whole database into one file and back, while others go on writing.

SQLite copies itself; PostgreSQL's own pg_dump and pg_restore do it there. Both give the data as
of one moment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from portal.config import Config
from portal.errors import Unavailable
from portal.storage import fsync_folder


def copy_database(config: Config, target: Path) -> None:
    """Writes the data as of this moment into a new file."""
    if config.is_sqlite:
        with closing(sqlite3.connect(_sqlite_file(config), timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (os.fspath(target),))
        with closing(sqlite3.connect(target)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Unavailable("The database is damaged: go back to the last good backup.")
    else:
        _run(config, "pg_dump", "--format=custom", f"--file={target}")


def fill_database(config: Config, source: Path) -> None:
    """Puts the data of such a file into the empty database, all or nothing."""
    if not config.is_sqlite:
        options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _run(config, "pg_restore", *options, os.fspath(source))
        return
    target = _sqlite_file(config)
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    source.replace(target)
    fsync_folder(target.parent)


def is_empty(config: Config) -> bool:
    """Whether the database holds no table yet."""
    if config.is_sqlite and not _sqlite_file(config).exists():
        return True
    engine = sa.create_engine(config.database_url)
    try:
        return not sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def revision(config: Config) -> str:
    """The migration the database stands at; empty before the first."""
    engine = sa.create_engine(config.database_url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return ""
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return str(found or "")
    finally:
        engine.dispose()


def _sqlite_file(config: Config) -> Path:
    return Path(sa.make_url(config.database_url).database or "")


def _run(config: Config, program: str, *arguments: str) -> None:
    url = sa.make_url(config.database_url)
    address = url.set(drivername="postgresql", password=None)
    done = subprocess.run(
        [_postgresql_program(program), f"--dbname={address.render_as_string()}", *arguments],
        # The password goes by the environment: others on the machine see command lines.
        env={**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable("%(program)s failed: %(reason)s", program=program, reason=done.stderr)


def _postgresql_program(name: str) -> str:
    """The newest of the installed versions: an older one refuses a newer server."""
    versions: Sequence[Path] = list(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    newest = max(versions, key=lambda path: int(path.parent.parent.name), default=None)
    found = os.fspath(newest) if newest else shutil.which(name)
    if found is None:
        raise Unavailable(
            "%(program)s is not installed. Type: sudo apt-get install postgresql-client",
            program=name,
        )
    return found
