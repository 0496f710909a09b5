"""One LibreOffice kept ready in a process of its own, and how it is spoken to.

The helper may die, hang, grow or tell nonsense: then its owner gets nothing and closes it.
"""

import os
import shutil
import socket
import struct
import tempfile
import time
import weakref
from pathlib import Path

from portal.converters.confined import Confined
from portal.converters.libreoffice import UNSEEN, is_whole_pdf, write_profile

HELPER = Path(__file__).with_name("office_helper.py")
LENGTH = struct.Struct(">Q")
ANSWER = struct.Struct(">QQ")
LIFE = 1000  # documents
MOST_MEMORY = 500 * 1024 * 1024  # bytes: it grows from 131 to 226 MB with 600 papers, then rests
LARGEST = 256 * 1024 * 1024  # bytes of a PDF


class Helper:
    """One helper process and its folder."""

    def __init__(self, python: Path, program: str) -> None:
        self.left = LIFE
        self.memory = 0
        self.folder = folder = Path(tempfile.mkdtemp(prefix="papka-"))
        self.peer, other = socket.socketpair()
        command = [os.fspath(python), os.fspath(HELPER), program]
        command += [write_profile(folder / "profile"), *UNSEEN]
        with other:
            self.program = Confined(command, folder=folder, stdin=other.fileno())
        self.is_ready = False
        # Called once: by its owner, or else when the portal ends.
        self.close = weakref.finalize(self, _end, self.peer, self.program, folder)

    def wait(self, seconds: float) -> None:
        """Until LibreOffice has started, or will not."""
        try:
            self.is_ready = self._answer(time.monotonic() + seconds) == b""
        except OSError:
            self.is_ready = False

    @property
    def is_worn(self) -> bool:
        """Whether it has done enough, or taken too much memory."""
        return self.left <= 0 or self.memory > MOST_MEMORY

    def convert(self, document: bytes, seconds: float) -> bytes | None:
        """The document as PDF, or None when this helper is of no more use."""
        if not self.is_ready:
            return None
        self.left -= 1
        deadline = time.monotonic() + seconds
        try:
            self.peer.settimeout(seconds)
            self.peer.sendall(LENGTH.pack(len(document)) + document)
            pdf = self._answer(deadline)
        except OSError:
            return None
        return pdf if is_whole_pdf(pdf) else None

    def _answer(self, deadline: float) -> bytes:
        size, self.memory = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if size > LARGEST:
            raise ConnectionError
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self.peer.settimeout(max(deadline - time.monotonic(), 0.001))
            chunk = self.peer.recv(min(size - len(data), 1 << 20))
            if not chunk:
                raise ConnectionError
            data += chunk
        return bytes(data)


def _end(peer: socket.socket, program: Confined, folder: Path) -> None:
    """Ends the process and whatever it started, and removes its folder."""
    peer.close()
    program.end()
    shutil.rmtree(folder, ignore_errors=True)
