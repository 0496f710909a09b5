"""One file with everything: the database as of one moment, every stored file, a sealed list.

The database is copied first and the stored files after it, so every row finds its file. The
installation's secret key is not part of it: a stolen backup opens no session. A backup fills an
empty portal only, after every byte of it has been proved.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Self

from portal.config import Config
from portal.database_copy import copy_database, fill_database, is_empty, revision
from portal.errors import Conflict, Invalid, NotFound
from portal.storage import FileStore, fsync_folder

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
SEAL = b"papka sha256 "  # followed by the hash of every byte before it, after the end of the tar
SEAL_SIZE = len(SEAL) + 64 + 1
MEMBER = re.compile(r"database|files/[0-9a-f]{2}/[0-9a-f]{64}")
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What is in a backup: SHA-256 by member, and what the database is."""

    format: int
    made_at: str
    dialect: str
    revision: str
    members: dict[str, str]

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        manifest = cls(**json.loads(data))
        if not all(MEMBER.fullmatch(name) for name in manifest.members):
            raise Invalid("The backup names files that are not the portal's own.")
        return manifest

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def stored_files(self) -> list[str]:
        return sorted(name for name in self.members if name.startswith(f"{FILES}/"))

    @property
    def damaged(self) -> list[str]:
        """Stored files that were no longer what their name says when they were backed up."""
        return [name for name in self.stored_files if Path(name).name != self.members[name]]


def back_up(config: Config, target: Path, *, now: datetime) -> Manifest:
    """Writes the backup to a new file and tells what is in it; users may go on working."""
    if target.exists():
        raise Conflict("%(file)s exists already. Give the backup a new name.", file=str(target))
    partial = target.with_name(f"{target.name}.partial")
    with tempfile.TemporaryDirectory(dir=config.instance, prefix="backup-") as name:
        copy = Path(name) / DATABASE
        copy_database(config, copy)
        try:
            with _new_private_file(partial) as file:
                manifest = _write(config, file, copy, now)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    config.last_backup.write_text(now.isoformat(), encoding="ascii")
    return manifest


def restore(config: Config, source: Path, *, revisions: Container[str]) -> Manifest:
    """Fills the empty instance from a backup, then compares every file with the sealed list.

    `revisions` are the migrations this version knows; a later one is refused.
    """
    if not is_empty(config):
        raise Conflict(
            "This portal already holds data. Restore into an empty one: "
            "set PAPKA_INSTANCE to a new folder, or move the instance folder away."
        )
    with _proved(source) as tar:
        members = {member.name: member for member in tar.getmembers()}
        manifest = Manifest.from_json(_open(tar, members[MANIFEST]).read())
        _refuse_what_does_not_fit(manifest, config, revisions)
        with tempfile.TemporaryDirectory(dir=config.instance, prefix="restore-") as name:
            for member, sha256 in manifest.members.items():
                _extract(_open(tar, members[member]), Path(name) / member, sha256)
            _put_files(manifest, Path(name), config.instance)
            fill_database(config, Path(name) / DATABASE)
    _compare(manifest, config.instance)
    return manifest


# --- writing


def _new_private_file(path: Path) -> IO[bytes]:
    """A file only its owner may read; a backup holds the personal data of a whole school."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


class _Hashed(io.RawIOBase):
    """A file being written that knows the hash of all its bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # a buffer, in practice bytes
        self.sha256.update(data)
        return self.file.write(data)


def _write(config: Config, file: IO[bytes], database: Path, now: datetime) -> Manifest:
    hashed = _Hashed(file)
    members: dict[str, str] = {}
    with tarfile.open(fileobj=hashed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, DATABASE, database, members)
        for path in FileStore(config.instance / FILES).paths():
            _add(tar, f"{FILES}/{path.parent.name}/{path.name}", path, members)
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            dialect=_dialect(config),
            revision=revision(config),
            members=members,
        )
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(manifest.to_json()), 0o600
        tar.addfile(info, io.BytesIO(manifest.to_json()))
    file.write(SEAL + hashed.sha256.hexdigest().encode() + b"\n")
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path, members: dict[str, str]) -> None:
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        tar.addfile(info, file)
        file.seek(0)
        members[name] = hashlib.file_digest(file, "sha256").hexdigest()


# --- reading


@contextmanager
def _proved(source: Path) -> Iterator[tarfile.TarFile]:
    """The backup as a tar, after the seal has been compared with every byte before it."""
    try:
        size = source.stat().st_size - SEAL_SIZE
        with source.open("rb") as file:
            sha256 = hashlib.sha256()
            for start in range(0, size, BLOCK):
                sha256.update(file.read(min(BLOCK, size - start)))
            if file.read() != SEAL + sha256.hexdigest().encode() + b"\n":
                raise Invalid(
                    "%(file)s is damaged or not a backup. Nothing was changed; take another.",
                    file=str(source),
                )
            file.seek(0)
            with tarfile.open(fileobj=file, mode="r:") as tar:
                yield tar
    except FileNotFoundError as e:
        raise NotFound("There is no such file.") from e


def _refuse_what_does_not_fit(
    manifest: Manifest, config: Config, revisions: Container[str]
) -> None:
    if manifest.format != FORMAT or (manifest.revision and manifest.revision not in revisions):
        raise Invalid("The backup was made by a newer version. Install that version first.")
    if manifest.dialect != _dialect(config):
        raise Invalid(
            "The backup is of %(dialect)s, this portal is set to another database.",
            dialect=manifest.dialect,
        )


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(member)
    if file is None:
        raise Invalid("%(name)s in the backup is not a file.", name=member.name)
    return file


def _extract(source: IO[bytes], target: Path, sha256: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _new_private_file(target) as file:
        shutil.copyfileobj(source, file, BLOCK)
        file.flush()
        os.fsync(file.fileno())
    if _sha256(target) != sha256:
        raise Invalid("%(name)s in the backup is damaged. Nothing was changed.", name=target.name)


def _put_files(manifest: Manifest, folder: Path, instance: Path) -> None:
    FileStore(instance / FILES)
    for name in manifest.stored_files:
        (folder / name).replace(instance / name)
    for path in (instance / FILES).iterdir():
        fsync_folder(path)


def _compare(manifest: Manifest, instance: Path) -> None:
    for name in manifest.stored_files:
        if _sha256(instance / name) != manifest.members[name]:
            raise Conflict("%(name)s was not restored right. Check the disk.", name=name)


def _dialect(config: Config) -> str:
    return "sqlite" if config.is_sqlite else "postgresql"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
