"""The portal as one process: what a start prints, and that it ends when it is told to."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds


@contextmanager
def _served(instance: Path):
    """The address of a portal started on that instance, and what its terminal has said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PAPKA_INSTANCE": os.fspath(instance), "PAPKA_PUBLIC_URL": address},
        stderr=subprocess.PIPE,
    )
    try:
        yield process, address, _read_until_open(process)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def _read_until_open(process: subprocess.Popen[bytes]) -> str:
    said, deadline = b"", time.monotonic() + PATIENCE
    while b"is open at" not in said and time.monotonic() < deadline:
        if select.select([process.stderr], [], [], 1)[0]:
            chunk = os.read(process.stderr.fileno(), 65536)
            if not chunk:
                break
            said += chunk
    return said.decode()


def _status(address: str) -> int:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_first_start_makes_the_database_and_prints_one_code(tmp_path):
    with _served(tmp_path / "instance") as (_, address, said):
        assert _status(address) == 200

    assert len(re.findall(r"give this code: \S+", said)) == 1
    assert (tmp_path / "instance" / "papka.db").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_portal_told_to_stop_ends_well(tmp_path, number):
    with _served(tmp_path / "instance") as (process, address, _):
        assert _status(address) == 200
        process.send_signal(number)

        assert process.wait(timeout=PATIENCE) == 0


def test_nobody_else_reads_the_folder_or_the_key(tmp_path):
    with _served(tmp_path / "instance"):
        pass

    assert (tmp_path / "instance").stat().st_mode & 0o077 == 0
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0
