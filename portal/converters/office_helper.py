"""Keeps one LibreOffice ready and converts Word files one after another.

Run by the system's Python, the one that has LibreOffice's `uno`; it imports nothing of the portal.
Arguments: the program and its words. Standard input is a socket: eight bytes of length and a Word
file come in; eight bytes of length, eight of the memory LibreOffice has taken and a PDF go out, no
bytes of a PDF when none could be made. It ends, and LibreOffice with it, when the other side closes
the socket.
"""

import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.io import XOutputStream
from com.sun.star.lang import DisposedException
from com.sun.star.uno import Exception as OfficeFault

LENGTH = struct.Struct(">Q")
ANSWER = struct.Struct(">QQ")
PATIENCE = 60  # seconds for the start


class Collected(unohelper.Base, XOutputStream):  # type: ignore[misc]  # uno has no types
    """The bytes LibreOffice writes; the names of the methods are its own."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writeBytes(self, data: Any) -> None:
        self.parts.append(data.value)

    def flush(self) -> None:
        """Nothing waits here."""

    def closeOutput(self) -> None:
        """The parts are joined by whoever asked for them."""


def main(command: list[str]) -> None:
    """Serves the socket until it is closed."""
    peer = socket.socket(fileno=sys.stdin.fileno())
    pipe = f"papka-{secrets.token_hex(8)}"
    accept = f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"
    office = subprocess.Popen([*command, accept], stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        context = _connect(pipe)
        peer.sendall(ANSWER.pack(0, _memory(office.pid)))  # ready
        while (document := _receive(peer)) is not None:
            pdf = _convert(context, document)
            peer.sendall(ANSWER.pack(len(pdf), _memory(office.pid)) + pdf)
    except DisposedException:
        pass  # LibreOffice died: the closed socket tells it
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # the program is a script that starts others
        office.wait()
        shutil.rmtree(Path.cwd(), ignore_errors=True)  # the portal may have been killed


def _connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = _service(local, "com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _convert(context: Any, document: bytes) -> bytes:
    # By a file: what comes as a stream has no address, and LibreOffice lets only documents with an
    # address of their own be forbidden to show other files of this machine (seen on 7.4).
    source = Path.cwd() / "paper.docx"
    source.write_bytes(document)
    target = Collected()
    export = _values(SelectPdfVersion=2, UseTaggedPDF=True, ExportBookmarksToPDFDestination=True)
    try:
        opened = _service(context, "com.sun.star.frame.Desktop").loadComponentFromURL(
            source.as_uri(),
            "_blank",
            0,
            _values(
                FilterName="MS Word 2007 XML",
                Hidden=True,
                ReadOnly=True,
                MacroExecutionMode=0,  # never
                UpdateDocMode=0,  # follow no link
            ),
        )
        if opened is None:
            return b""
        opened.storeToURL(
            "private:stream",
            _values(
                OutputStream=target,
                FilterName="writer_pdf_Export",
                FilterData=uno.Any("[]com.sun.star.beans.PropertyValue", export),
            ),
        )
        opened.close(True)
    except DisposedException:
        raise
    except OfficeFault:
        return b""
    return b"".join(target.parts)


def _memory(group: int) -> int:
    """Bytes in memory of the processes of that group."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            facts = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        pages += int(facts[21]) if int(facts[2]) == group else 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _values(**values: object) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def _receive(peer: socket.socket) -> bytes | None:
    head = _read(peer, LENGTH.size)
    return None if head is None else _read(peer, LENGTH.unpack(head)[0])


def _read(peer: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        chunk = peer.recv(min(size - len(data), 1 << 20))
        if not chunk:
            return None
        data += chunk
    return bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
