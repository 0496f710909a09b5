"""The portal as a process of its own: how long its second start takes, how much memory it keeps."""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from portal.config import ROOT
from portal.extensions import services
from portal.upgrade import known_revisions, upgrade_database
from tests.benchmarks.figures import Figure, median
from tests.benchmarks.filled import fill
from tests.benchmarks.school import config_of, open_app
from tests.factories import PASSWORD

STARTS = 5
VISITS = 10_000
READERS = 4
PAPERS, PEOPLE = 1_000, 200
PATIENCE = 120  # seconds for a start
PAGES = ("/documents?folder=all", "/people", "/journals", "/documents?folder=all&kind=letter", "/")


def figures(*, starts: int = STARTS, visits: int = VISITS) -> Iterator[Figure]:
    """The second start, and memory after many pages."""
    with tempfile.TemporaryDirectory() as name:
        login = _prepare(Path(name))
        with _portal(Path(name)):
            pass  # the first start makes what the second one finds
        times = []
        for _ in range(starts):
            with _portal(Path(name)) as portal:
                times.append(portal.started_in)
        yield Figure("start of the portal, second time", median(times), "s", starts)
        with _portal(Path(name)) as portal:
            _read(portal, login, visits // 10)
            early = portal.memory
            _read(portal, login, visits - visits // 10)
            yield Figure(
                f"memory of the web process after {visits} pages",
                portal.memory,
                "MB",
                visits,
                early,
                f"the same after {visits // 10}",
                portal.memory / early,
            )


class _Served:
    """A running portal."""

    def __init__(self, process: "subprocess.Popen[bytes]", address: str, started_in: float) -> None:
        self.process = process
        self.address = address
        self.started_in = started_in

    @property
    def memory(self) -> float:
        """What it holds of the machine's memory, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def _prepare(instance: Path) -> str:
    """A school with papers; the login of its secretary."""
    config = config_of(instance, instance / "papka.db")
    app = open_app(config, instance / "files")
    with app.app_context():
        upgrade_database(config, known=known_revisions(), now=services().clock.now())
        return fill(PAPERS, PEOPLE).secretary.login


@contextmanager
def _portal(instance: Path) -> Iterator[_Served]:
    """`python3 -m portal run` on a free port, until the block ends."""
    port = _free_port()
    log = instance / "run.log"
    started = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal", "run", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PAPKA_INSTANCE": os.fspath(instance)},
            stderr=said,
        )
    try:
        _wait(process, port, log)
        yield _Served(process, f"127.0.0.1:{port}", time.monotonic() - started)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            Visitor(f"127.0.0.1:{port}").get("/sign-in")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"The portal did not open:\n{log.read_text()}")


class Visitor:
    """A browser as far as cookies and one open connection go."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        self.cookie = ""

    def get(self, address: str) -> str:
        return self._ask("GET", address)

    def sign_in(self, login: str) -> None:
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/sign-in"))
        given = {"login": login, "password": PASSWORD, "csrf_token": token[1] if token else ""}
        self._ask("POST", "/sign-in", urlencode(given), expected=302)

    def _ask(self, method: str, address: str, body: str = "", expected: int = 200) -> str:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != expected:
            raise AssertionError(f"{method} {address}: {answer.status}")
        if cookie := answer.headers["Set-Cookie"]:
            self.cookie = cookie.split(";")[0]
        return text


def _read(portal: _Served, login: str, visits: int) -> None:
    """So many pages, by several readers at once."""
    readers = [
        threading.Thread(target=_read_alone, args=(portal.address, login, visits // READERS))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()


def _read_alone(address: str, login: str, visits: int) -> None:
    visitor = Visitor(address)
    visitor.sign_in(login)
    for number in range(visits):
        visitor.get(PAGES[number % len(PAGES)])
