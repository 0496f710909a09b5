"""A PostgreSQL server of a test's own: a fresh cluster on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "papka"
PATIENCE = 30  # seconds


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """Starts the server, gives the address of an empty database, stops it again.

    Its log goes into the folder. The cluster itself lies in a short path of its own: the name of a
    socket has at most 107 letters, and the server's user may not enter a test's private folder.
    """
    place = Path(tempfile.mkdtemp(prefix="papka-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(place, "postgres", "postgres")
    port = _free_port()
    process = None
    try:
        with (folder / "postgresql.log").open("ab") as log:
            _run("initdb", "-D", place / "data", "-A", "trust", "-U", USER, *INITDB, log=log)
            process = subprocess.Popen(
                [_program("postgres"), "-D", place / "data", "-k", place, "-p", str(port), *FAST],
                stdout=log,
                stderr=log,
                cwd=place,
                **_as_server_user(),
            )
        address = f"postgresql://{USER}@127.0.0.1:{port}"
        _create_database(f"{address}/postgres", process)
        yield address.replace("postgresql:", "postgresql+psycopg:") + "/papka"
    finally:
        if process is not None:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(place, ignore_errors=True)


INITDB = ("-E", "UTF8", "--locale=C", "--no-sync")
# A test's server may forget everything at a power cut.
FAST = ("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off")


def _create_database(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE papka")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _run(program: str, *arguments: object, log: Any) -> None:
    subprocess.run(
        [_program(program), *map(str, arguments)],
        stdout=log,
        stderr=log,
        cwd="/",
        check=True,
        **_as_server_user(),
    )


def _program(name: str) -> str:
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest = max(folders, key=lambda folder: int(folder.parent.name))
    return os.fspath(newest / name)


def _as_server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
