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

from portal.errors import Unavailable

MARK = "PAPKA_CONVERSION"
LARGEST_FILE = 256 * 1024 * 1024  # bytes
NAMESPACES = (
    ("--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"),
    ("--map-root-user", "--net"),
)


class ConverterFailed(Unavailable):
    """No PDF came out; the paper itself is untouched, its message says what to do."""


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
    mark = secrets.token_hex(16)
    (folder / "stdin").write_bytes(stdin)
    with (folder / "stdin").open("rb") as source:
        process = subprocess.Popen(
            [*_limits(), *namespace(), *command],
            cwd=folder,
            env={**_environment(folder), **(environment or {}), MARK: mark},
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as e:
            raise ConverterFailed(
                "The PDF was not ready within %(seconds)d seconds. "
                "Nothing is lost: try again, or take the Word file.",
                seconds=seconds,
            ) from e
        finally:
            end_group(process, mark)


def end_group(process: subprocess.Popen[bytes], mark: str) -> None:
    """Kills the program's group, then whatever it moved into a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    needle = f"{MARK}={mark}".encode()
    while stragglers := [pid for pid in _processes() if needle in _environment_of(pid)]:
        for pid in stragglers:
            _kill(pid)


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
