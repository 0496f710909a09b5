"""A portal as a process of its own, as a school runs it, on a free port of this machine."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds for a start; LibreOffice and a fresh database are made meanwhile


@dataclass(frozen=True)
class Portal:
    """A running portal and what its start printed."""

    address: str
    printed: str

    @property
    def first_code(self) -> str:
        return re.search(r"give this code: (\S+)", self.printed)[1]

    @property
    def passwords(self) -> dict[str, str]:
        """The logins of a demo with their passwords."""
        return dict(re.findall(r"^  (\S+\.\S+) +(\S+)  ", self.printed, re.M))


@contextmanager
def served(instance: Path, **settings: str) -> Iterator[Portal]:
    """Serve that instance; `settings` are variables of the environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", instance.with_suffix(".log")
    environment = {"PAPKA_INSTANCE": os.fspath(instance), "PAPKA_PUBLIC_URL": address}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment, **settings},
            stderr=said,
        )
    try:
        _wait_until_open(process, address, log)
        yield Portal(address, log.read_text())
    finally:
        process.terminate()
        process.wait()


def _wait_until_open(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The portal did not open:\n{log.read_text()}")
