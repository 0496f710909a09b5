"""clamd, the virus scanner of the machine or of the school's network, where there is one."""

import socket
import struct
from pathlib import Path

from portal.errors import Unavailable
from portal.extensions import Antivirus, NoAntivirus

USUAL_SOCKET = Path("/run/clamav/clamd.ctl")  # of Debian's clamav-daemon
SECONDS = 30
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class Clamd:
    """Asks clamd at `/path/of/its/socket` or at `host:port`."""

    def __init__(self, address: str) -> None:
        self.address = address

    def find(self, data: bytes) -> str:
        """INSTREAM of clamd(8): each piece with its length before it, an empty one ends."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                for start in range(0, len(data), CHUNK):
                    piece = data[start : start + CHUNK]
                    connection.sendall(struct.pack("!L", len(piece)) + piece)
                connection.sendall(struct.pack("!L", 0))
                answer = _read_answer(connection)
        except (OSError, ValueError) as e:
            raise _silent() from e
        said, _, verdict = answer.removeprefix("stream: ").rpartition(" ")
        if verdict == "FOUND":
            return said
        if verdict != "OK":
            raise _silent()
        return ""

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(SECONDS)
            try:
                connection.connect(self.address)
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)


def antivirus_at(address: str) -> Antivirus:
    """The scanner that is set; else the one usual on this machine, when it is there."""
    if address:
        return Clamd(address)
    return Clamd(str(USUAL_SOCKET)) if USUAL_SOCKET.exists() else NoAntivirus()


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _silent() -> Unavailable:
    return Unavailable(
        "The virus check does not answer, so the file was not taken. "
        "Try again in a minute; if it does not help, tell the administrator."
    )
