"""Word files to PDF by LibreOffice, started anew for each batch with a throw-away profile."""

import io
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from portal.converters.confined import ConverterFailed, run_confined

# What a hostile document could ask for is switched off: linked files and pictures, macros, active
# content, updates of links, and every way out through a proxy that does not exist.
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "1"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in SETTINGS
    )
    + "</oor:items>\n"
)
# 2 is PDF/A-2b: what is kept for fifty years carries its fonts and needs nothing from outside.
EXPORT = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    # Where the parts of a long document begin and end: see `portal.paper`.
    "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
}
UNSEEN = (
    "--headless",
    "--invisible",
    "--nocrashreport",
    "--nodefault",
    "--nologo",
    "--nofirststartwizard",
    "--norestore",
)
CONVERSION = (
    "--infilter=MS Word 2007 XML",  # else the file's content decides: RTF, HTML and flat ODF too
    "--convert-to",
    f"pdf:writer_pdf_Export:{json.dumps(EXPORT)}",
)


class LibreOffice:
    """Converts batches; at most one at a time on each core."""

    def __init__(
        self, program: str = "soffice", *, seconds: float = 60, seconds_each: float = 3
    ) -> None:
        self.program = program
        self.seconds = seconds  # for the start and the first document
        self.seconds_each = seconds_each  # for each document more
        self.turns = threading.BoundedSemaphore(os.cpu_count() or 1)

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The documents as archival PDF (PDF/A-2b), in the same order."""
        if not documents:
            return []
        program = shutil.which(self.program)
        if program is None:
            raise ConverterFailed(
                "LibreOffice is not installed, so there is no PDF. Take the Word file, "
                "or ask the administrator to install libreoffice-writer-nogui."
            )
        if not all(document.startswith(b"PK") for document in documents):
            raise no_pdf()  # LibreOffice would print an empty page for an empty file
        with self.turns, tempfile.TemporaryDirectory(prefix="papka-") as name:
            return self._convert_in(Path(name), program, documents)

    def _convert_in(self, folder: Path, program: str, documents: Sequence[bytes]) -> list[bytes]:
        names = [f"{position:04d}" for position in range(len(documents))]
        for name, document in zip(names, documents, strict=True):
            (folder / f"{name}.docx").write_bytes(document)
        command = [
            program,
            write_profile(folder / "profile"),
            *UNSEEN,
            *CONVERSION,
            "--outdir",
            os.fspath(folder / "out"),
            *(os.fspath(folder / f"{name}.docx") for name in names),
        ]
        seconds = self.seconds + self.seconds_each * len(documents)
        status = run_confined(command, folder=folder, seconds=seconds)
        return [checked_pdf(folder / "out" / f"{name}.pdf", status) for name in names]


def write_profile(folder: Path) -> str:
    """Makes a LibreOffice profile that trusts no document; gives the argument that names it."""
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    return f"-env:UserInstallation={folder.as_uri()}"


def checked_pdf(path: Path, status: int = 0) -> bytes:
    """The file's bytes once they are proved to be a PDF with pages.

    A converter may end without complaint and leave nothing, or half a file.
    """
    data = path.read_bytes() if status == 0 and path.exists() else b""
    if is_whole_pdf(data):
        return data
    raise no_pdf()


def is_whole_pdf(data: bytes) -> bool:
    """Whether these bytes open as a PDF with at least one page."""
    if not data.startswith(b"%PDF-"):
        return False
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PdfError:
        return False


def no_pdf() -> ConverterFailed:
    """What to say when nothing came, or nothing to be believed."""
    return ConverterFailed(
        "The converter could not make a PDF of this paper. "
        "Nothing is lost: try again, or take the Word file."
    )
