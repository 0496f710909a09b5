"""clamd asked over its own protocol: a scanner of the test answers on a socket."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.antivirus import CHUNK, Clamd
from portal.errors import Unavailable
from portal.machine import EICAR
from tests.clamd import answer_each, finds_eicar


@pytest.fixture(params=["unix", "tcp"])
def listening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[socket.socket, str]]:
    """A socket that listens, and its address as the settings write it."""
    if request.param == "unix":
        address = str(tmp_path / "clamd.ctl")
        server = socket.socket(socket.AF_UNIX)
        server.bind(address)
        server.listen()
    else:
        server = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{server.getsockname()[1]}"
    with server:
        yield server, address
        server.shutdown(socket.SHUT_RDWR)


def test_the_test_virus_is_found_and_a_clean_file_passes_whole(listening):
    server, address = listening
    received = answer_each(server, finds_eicar)
    clean = bytes(range(256)) * (CHUNK // 100)

    assert Clamd(address).find(b"before" + EICAR) == "Win.Test.EICAR_HDB-1"
    assert Clamd(address).find(clean) == ""
    assert received[-1] == clean


def test_an_answer_that_is_neither_lets_nothing_through(listening):
    server, address = listening
    answer_each(server, lambda data: "INSTREAM size limit exceeded. ERROR")

    with pytest.raises(Unavailable):
        Clamd(address).find(b"paper")


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:9", "nonsense"])
def test_a_scanner_that_is_set_but_silent_lets_nothing_through(address):
    with pytest.raises(Unavailable):
        Clamd(address).find(b"paper")
