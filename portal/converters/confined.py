"""Runs an outside program so that it cannot outlive its time, reach the network or fill the disk.

The program sees an empty folder as its home, a handful of environment variables, and, where the
kernel allows it to an ordinary user, no network and no other process.
"""

import contextlib
import functools
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from portal.errors import Unavailable

MARK = "PAPKA_CONVERSION"
LARGEST_FILE = 256 * 1024 * 1024  # bytes
NAMESPACES = (
    ("--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"),
    ("--map-root-user", "--net"),
)


class ConverterFailed(Unavailable):
    """No PDF came out; the paper itself is untouched, its message says what to do."""


class Confined:
    """A program running in confinement, in a folder of its own, until it ends or is ended."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        stdin: int | IO[bytes],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.mark = secrets.token_hex(16)
        self.process = subprocess.Popen(
            [*_limits(), *namespace(), *command],
            cwd=folder,
            env={**_environment(folder), **(environment or {}), MARK: self.mark},
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """Kills the program's group, then whatever it moved into a group of its own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        needle = f"{MARK}={self.mark}".encode()
        while stragglers := [pid for pid in _processes() if needle in _environment_of(pid)]:
            for pid in stragglers:
                _kill(pid)


def run_confined(
    command: Sequence[str],
    *,
    folder: Path,
    seconds: float,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> int:
    """Runs the command in the folder and gives its exit status.

    Its output is thrown away: what counts is the file it leaves. Whatever it started is gone when
    this returns. Raises `ConverterFailed` when the time is over.
    """
    (folder / "stdin").write_bytes(stdin)
    with (folder / "stdin").open("rb") as source:
        program = Confined(command, folder=folder, stdin=source, environment=environment)
    try:
        return program.process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as e:
        raise ConverterFailed(
            "The PDF was not ready within %(seconds)d seconds. "
            "Nothing is lost: try again, or take the Word file.",
            seconds=seconds,
        ) from e
    finally:
        program.end()


@functools.cache
def namespace() -> tuple[str, ...]:
    """The words that put a command where there is no network; none where the kernel forbids."""
    if shutil.which("unshare"):
        for options in NAMESPACES:
            words = ("unshare", *options, "--")
            done = subprocess.run([*words, "true"], capture_output=True, check=False)
            if done.returncode == 0:
                return words
    return ()


@functools.cache
def _limits() -> tuple[str, ...]:
    if shutil.which("prlimit"):
        return ("prlimit", f"--fsize={LARGEST_FILE}", "--core=0", "--")
    return ()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.fspath(folder),
        "TMPDIR": os.fspath(folder),
        "XDG_RUNTIME_DIR": os.fspath(folder),
        "LANG": "C.UTF-8",
    }


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _environment_of(pid: int) -> bytes:
    """The environment a process was started with; empty for the processes of others."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
