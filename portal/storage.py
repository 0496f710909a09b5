"""Files on disk, by the SHA-256 of their bytes.

The bytes come first and the row that names them after, so a crash leaves an orphan file and never
a row without its file. Nothing is overwritten and nothing is deleted here.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.errors import NotFound


class FileStore:
    """A folder of files named by their hash, in 256 sub-folders made at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "ff").is_dir():
            for prefix in range(256):
                (folder / f"{prefix:02x}").mkdir(parents=True, exist_ok=True, mode=0o700)
            fsync_folder(folder)

    def put(self, data: bytes) -> str:
        """Keep the bytes for good and give their name: write, fsync, rename, fsync the folder."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix="tmp-", delete=False) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
            fsync_folder(path.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that name.

        Raises `NotFound` when the file is gone or no longer has its own hash: a damaged paper is
        never shown as if it were whole.
        """
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as e:
            raise NotFound("The stored file is missing. Ask the administrator for a backup.") from e
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotFound("The stored file is damaged. Ask the administrator for a backup.")
        return data

    def exists(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def path(self, sha256: str) -> Path:
        """Where the bytes of that name lie, or would lie."""
        return self.folder / sha256[:2] / sha256

    def paths(self) -> Iterator[Path]:
        """Every file kept, in the order of names; unfinished ones are no part of it."""
        for folder in sorted(self.folder.iterdir()):
            yield from sorted(path for path in folder.iterdir() if len(path.name) == 64)


def fsync_folder(folder: Path) -> None:
    """Have the disk remember the names in a folder, not only the bytes behind them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
