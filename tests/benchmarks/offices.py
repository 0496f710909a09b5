"""Two usual ways from a template to a PDF: docxtpl, and a LibreOffice each time or an unoserver."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from tests.benchmarks import peers
from tests.benchmarks.dialects import Jinja
from tests.benchmarks.papers import PAPERS
from tests.benchmarks.peers import Absent

HERE = Path(__file__).parent
PATIENCE = 120  # seconds for one document, or for a start
MakePdf = Callable[[int], bytes]


@contextmanager
def cold_office(folder: Path) -> Iterator[MakePdf]:
    """docxtpl, then `soffice --convert-to` for each document; its profile is kept."""
    program = shutil.which("soffice")
    if program is None:
        raise Absent("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", os.fspath(folder)]

    def make(number: int) -> bytes:
        source = _filled(folder, number)
        subprocess.run(
            [*words, os.fspath(source)], capture_output=True, timeout=PATIENCE, check=True
        )
        return source.with_suffix(".pdf").read_bytes()

    yield make


@contextmanager
def unoserver(folder: Path) -> Iterator[MakePdf]:
    """docxtpl, then a warm unoserver asked from a running process."""
    python = os.fspath(peers.unoserver())
    ports = [str(_free_port()), str(_free_port())]
    command = [python, "-m", "unoserver.server", "--interface", "127.0.0.1"]
    command += ["--port", ports[0], "--uno-port", ports[1]]
    command += ["--user-installation", os.fspath(folder / "profile")]
    with (folder / "unoserver.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    client = subprocess.Popen(
        [python, "-I", os.fspath(HERE / "unoserver_client.py"), ports[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin
    assert client.stdout
    asked, answers = client.stdin, client.stdout

    def make(number: int) -> bytes:
        asked.write(f"{_filled(folder, number)}\n")
        asked.flush()
        answer = answers.readline().strip()
        if not answer:
            raise Absent("unoserver gave no PDF")
        return Path(answer).read_bytes()

    try:
        _wait_for(int(ports[0]))
        yield make
    finally:
        asked.close()
        client.wait(PATIENCE)
        answers.close()
        os.killpg(server.pid, signal.SIGKILL)  # it waits for its LibreOffice otherwise
        server.wait(PATIENCE)


def _filled(folder: Path, number: int) -> Path:
    """The referral of the benchmark, filled as docxtpl's manual says."""
    referral = PAPERS[0]
    template = folder / "template.docx"
    if not template.exists():
        template.write_bytes(referral.template(Jinja()))
    document = DocxTemplate(BytesIO(template.read_bytes()))
    document.render({**referral.values, "number": str(number)}, autoescape=True)
    target = folder / f"{number}.docx"
    document.save(target)
    return target


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Absent("unoserver did not start")
