"""A LibreOffice kept ready, so that one paper is on the screen in a moment.

It is started beside the first conversion. While it is not ready, where it cannot run, and whenever
it fails, the same papers are converted by a LibreOffice started anew: slower, but with the same
result. Long batches go that way too, so that nobody waits behind them for one page.
"""

import contextlib
import os
import shutil
import socket
import struct
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path

from portal.converters.confined import Confined
from portal.converters.libreoffice import UNSEEN, LibreOffice, is_whole_pdf, write_profile

HELPER = Path(__file__).with_name("office_helper.py")
SYSTEM_PYTHON = Path("/usr/bin/python3")
UNO = Path("/usr/lib/python3/dist-packages/uno.py")
LENGTH = struct.Struct(">Q")
LONGEST_BATCH = 5  # documents
LIFE = 500  # documents: LibreOffice grows by 0.16 MB with each


class WarmOffice:
    """Converts as LibreOffice does, and quickly when a helper is ready."""

    def __init__(
        self, cold: LibreOffice, *, python: Path = SYSTEM_PYTHON, seconds: float = 30
    ) -> None:
        self.cold = cold
        self.python = python
        self.seconds = seconds  # for one document
        self.turn = threading.Lock()
        self.helper: Helper | None = None

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The documents as archival PDF (PDF/A-2b), in the same order."""
        if not 0 < len(documents) <= LONGEST_BATCH or not self._is_possible():
            return self.cold.convert(documents)
        with self.turn:
            pdfs = self._convert_warm(documents)
        return pdfs or self.cold.convert(documents)

    def close(self) -> None:
        """Ends the helper; the next conversion starts another."""
        with self.turn:
            self._close()

    def _is_possible(self) -> bool:
        return self.python.exists() and UNO.exists() and shutil.which(self.cold.program) is not None

    def _convert_warm(self, documents: Sequence[bytes]) -> list[bytes]:
        """The documents as PDF; nothing when the helper is not ready or fails on one of them."""
        helper = self._ready_helper()
        if helper is None:
            return []
        pdfs: list[bytes] = []
        for document in documents:
            pdf = helper.convert(document, self.seconds)
            if pdf is None:
                self._close()
                return []
            pdfs.append(pdf)
        if helper.left <= 0:
            self._close()
        return pdfs

    def _ready_helper(self) -> "Helper | None":
        if self.helper is None:
            self.helper = Helper(self.python, shutil.which(self.cold.program) or "")
        return self.helper if self.helper.is_ready() else None

    def _close(self) -> None:
        if self.helper is not None:
            self.helper.close()
            self.helper = None


class Helper:
    """One helper process and its folder."""

    def __init__(self, python: Path, program: str) -> None:
        self.left = LIFE
        self.folder = folder = Path(tempfile.mkdtemp(prefix="papka-"))
        self.peer, other = socket.socketpair()
        command = [os.fspath(python), os.fspath(HELPER), program]
        command += [write_profile(folder / "profile"), *UNSEEN]
        with other:
            self.program = Confined(command, folder=folder, stdin=other.fileno())
        self.greeted = False
        # Called once: by its owner, or else when the portal ends.
        self.close = weakref.finalize(self, _end, self.peer, self.program, folder)

    def is_ready(self) -> bool:
        """Whether LibreOffice has started; does not wait for it."""
        if not self.greeted:
            self.peer.setblocking(False)
            with contextlib.suppress(BlockingIOError, ConnectionError):
                self.greeted = len(self.peer.recv(LENGTH.size)) == LENGTH.size
        return self.greeted

    def convert(self, document: bytes, seconds: float) -> bytes | None:
        """The document as PDF, or None when this helper is of no more use."""
        self.left -= 1
        deadline = time.monotonic() + seconds
        try:
            self.peer.settimeout(seconds)
            self.peer.sendall(LENGTH.pack(len(document)) + document)
            pdf = self._read(LENGTH.unpack(self._read(LENGTH.size, deadline))[0], deadline)
        except OSError:
            return None
        return pdf if is_whole_pdf(pdf) else None

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
