"""A virus scanner of the test: answers over clamd's own protocol on a socket of this machine."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

from portal.machine import EICAR

Verdict = Callable[[bytes], str]


def finds_eicar(data: bytes) -> str:
    return "stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in data else "stream: OK"


def answer_each(server: socket.socket, verdict: Verdict) -> list[bytes]:
    """Answer whoever asks until the socket is closed; what was sent stands in the list."""
    received: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:  # closed: the test is over
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    data += stream.read(size)
                received.append(data)
                connection.sendall(verdict(data).encode() + b"\0")

    threading.Thread(target=serve, daemon=True).start()
    return received


@contextlib.contextmanager
def listening_clamd(verdict: Verdict) -> Iterator[str]:
    """The address of a scanner that says of each file what `verdict` does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer_each(server, verdict)
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
