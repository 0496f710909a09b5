"""Backup and restore: taken while people work, whole, and refused when one bit is wrong."""

import hashlib
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.backup import back_up, restore
from portal.config import Config
from portal.errors import Conflict, Invalid, NotFound
from portal.storage import FileStore
from tests.postgresql_server import postgresql_server

NOW = datetime(2026, 6, 5, 10, tzinfo=UTC)
REVISIONS = {"0001"}


def _config(instance: Path, url: str = "") -> Config:
    instance.mkdir()
    return Config(
        instance=instance,
        secret_key="the key of the house",
        database_url=url or f"sqlite:///{instance / 'papka.db'}",
    )


def _furnish(config: Config, papers: int = 20) -> None:
    """A database whose rows name stored files, as the portal's own does."""
    engine = sa.create_engine(config.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
        connection.exec_driver_sql(
            "CREATE TABLE paper (number INTEGER PRIMARY KEY, title VARCHAR(99), sha256 VARCHAR(64))"
        )
    for number in range(papers):
        _issue(config, engine, number)
    engine.dispose()


def _issue(config: Config, engine: sa.Engine, number: int) -> None:
    sha256 = FileStore(config.instance / "files").put(f"Наказ № {number}".encode() * 50)
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO paper VALUES (:number, :title, :sha256)"),
            {"number": number, "title": f"Наказ № {number}-к/тр", "sha256": sha256},
        )


def _rows(config: Config) -> list[tuple[int, str, str]]:
    engine = sa.create_engine(config.database_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM paper ORDER BY number")).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def _files(config: Config) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in FileStore(config.instance / "files").paths()}


@contextmanager
def _people_at_work(config: Config):
    """Two threads that go on issuing papers."""
    engine = sa.create_engine(config.database_url, connect_args={"timeout": 30})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    stop = threading.Event()
    numbers = iter(range(1000, 10**6))
    lock = threading.Lock()

    def work() -> None:
        while not stop.is_set():
            with lock:
                number = next(numbers)
            _issue(config, engine, number)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        engine.dispose()


@pytest.fixture
def school(tmp_path):
    """The settings of an instance with twenty papers."""
    config = _config(tmp_path / "school")
    _furnish(config)
    return config


@pytest.fixture
def backup(school, tmp_path):
    path = tmp_path / "school.tar"
    back_up(school, path, now=NOW)
    return path


def test_an_empty_instance_is_filled_with_the_same_bytes(school, backup, tmp_path):
    empty = _config(tmp_path / "empty")

    restore(empty, backup, revisions=REVISIONS)

    assert _rows(empty) == _rows(school)
    assert _files(empty) == _files(school)


def test_a_backup_taken_while_people_work_has_a_file_for_every_row(school, tmp_path):
    before = []
    with _people_at_work(school):
        for turn in range(3):
            before.append(set(_rows(school)))
            back_up(school, tmp_path / f"{turn}.tar", now=NOW)

    for turn in range(3):
        restored = _config(tmp_path / f"restored-{turn}")
        restore(restored, tmp_path / f"{turn}.tar", revisions=REVISIONS)
        rows, files = _rows(restored), _files(restored)
        assert before[turn] <= set(rows) <= set(_rows(school))
        assert all(sha256 in files for _, _, sha256 in rows)
        assert all(hashlib.sha256(data).hexdigest() == name for name, data in files.items())
        with closing(sqlite3.connect(restored.instance / "papka.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_restored_instance_can_keep_new_files(school, backup, tmp_path):
    empty = _config(tmp_path / "empty")
    restore(empty, backup, revisions=REVISIONS)
    store = FileStore(empty.instance / "files")

    names = [store.put(bytes([number])) for number in range(256)]

    assert all(store.exists(name) for name in names)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999])
def test_a_backup_with_one_flipped_bit_is_refused_and_changes_nothing(backup, tmp_path, place):
    data = bytearray(backup.read_bytes())
    data[int(place * len(data))] ^= 1
    backup.write_bytes(data)
    empty = _config(tmp_path / "empty")

    with pytest.raises(Invalid, match="damaged or not a backup"):
        restore(empty, backup, revisions=REVISIONS)

    assert list(empty.instance.iterdir()) == []


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1])
def test_a_backup_cut_short_is_refused(backup, tmp_path, kept):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(kept * len(data)) if isinstance(kept, float) else kept])

    with pytest.raises(Invalid, match="damaged or not a backup"):
        restore(_config(tmp_path / "empty"), backup, revisions=REVISIONS)


def test_an_instance_that_holds_data_is_not_overwritten(school, backup):
    before = _rows(school), _files(school)

    with pytest.raises(Conflict, match="already holds data"):
        restore(school, backup, revisions=REVISIONS)

    assert (_rows(school), _files(school)) == before


def test_an_earlier_backup_is_not_overwritten(school, backup):
    before = backup.read_bytes()

    with pytest.raises(Conflict, match="exists already"):
        back_up(school, backup, now=NOW)

    assert backup.read_bytes() == before


def test_a_backup_of_a_later_version_is_refused(backup, tmp_path):
    with pytest.raises(Invalid, match="newer version"):
        restore(_config(tmp_path / "empty"), backup, revisions={"0000"})


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(NotFound):
        restore(_config(tmp_path / "empty"), tmp_path / "absent.tar", revisions=REVISIONS)


def test_no_key_leaves_with_a_backup_and_only_its_owner_reads_it(school, tmp_path):
    (school.instance / "secret_key").write_text(school.secret_key)

    back_up(school, tmp_path / "school.tar", now=NOW)

    assert school.secret_key.encode() not in (tmp_path / "school.tar").read_bytes()
    assert stat.S_IMODE((tmp_path / "school.tar").stat().st_mode) == 0o600


def test_a_backup_is_a_tar_any_program_opens(backup):
    with tarfile.open(backup) as tar:
        names = tar.getnames()

    assert names[0] == "database"
    assert names[-1] == "manifest.json"


def test_a_stored_file_damaged_before_the_backup_is_named(school, tmp_path):
    path = next(FileStore(school.instance / "files").paths())
    path.write_bytes(b"rot")

    manifest = back_up(school, tmp_path / "school.tar", now=NOW)

    assert manifest.damaged == [f"files/{path.parent.name}/{path.name}"]


def test_a_backup_that_fails_leaves_no_file(school, tmp_path):
    (school.instance / "papka.db").write_bytes(b"not a database" * 1000)

    with pytest.raises(sqlite3.DatabaseError):
        back_up(school, tmp_path / "school.tar", now=NOW)

    assert [path.name for path in tmp_path.iterdir()] == ["school"]
    assert not list(school.instance.glob("backup-*"))


@pytest.mark.postgresql
def test_a_postgresql_database_goes_the_same_way(tmp_path):
    with postgresql_server(tmp_path) as url:
        school = _config(tmp_path / "school", url)
        _furnish(school)
        back_up(school, tmp_path / "school.tar", now=NOW)
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE second")
        engine.dispose()
        empty = _config(tmp_path / "empty", url.removesuffix("/papka") + "/second")

        restore(empty, tmp_path / "school.tar", revisions=REVISIONS)

        assert _rows(empty) == _rows(school)
        assert _files(empty) == _files(school)
        with pytest.raises(Conflict, match="already holds data"):
            restore(empty, tmp_path / "school.tar", revisions=REVISIONS)


@pytest.mark.postgresql
def test_a_backup_of_one_kind_of_database_does_not_fill_another(backup, tmp_path):
    with postgresql_server(tmp_path) as url, pytest.raises(Invalid, match="another database"):
        restore(_config(tmp_path / "empty", url), backup, revisions=REVISIONS)
