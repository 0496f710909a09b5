"""Our own HTML print forms to PDF by wkhtmltopdf, with pdfkit writing its command line.

wkhtmltopdf is no longer maintained: only our own escaped templates go in, pictures as data: URIs,
and everything it could fetch or run is switched off. It knows fonts by their own names only: our
style sheets say "Liberation Serif" before "Times New Roman".
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pdfkit

from portal.converters.confined import ConverterFailed, run_confined
from portal.converters.libreoffice import checked_pdf

OPTIONS: Mapping[str, str] = {
    "disable-local-file-access": "",
    "disable-javascript": "",
    "disable-plugins": "",
    "disable-external-links": "",
    "load-error-handling": "abort",
    "load-media-error-handling": "abort",
    "proxy": "http://127.0.0.1:1",
    "encoding": "utf-8",
    "page-size": "A4",
    "margin-top": "15mm",
    "margin-right": "10mm",
    "margin-bottom": "15mm",
    "margin-left": "20mm",
}
# Debian's build prints everything at 0.767 of its size and ignores --zoom (measured on a bar of
# 100 mm); this brings a millimetre back to a millimetre.
SCALE = "<style>html{zoom:1.3}</style>"


class WkHtmlToPdf:
    """Prints HTML on A4."""

    def __init__(self, program: str = "wkhtmltopdf", *, seconds: float = 60) -> None:
        self.program = program
        self.seconds = seconds

    def from_html(self, html: str, *, landscape: bool = False) -> bytes:
        """The page as PDF; fails when it asks for anything outside itself."""
        program = shutil.which(self.program)
        if program is None:
            raise ConverterFailed(
                "wkhtmltopdf is not installed, so there is no PDF of this list. "
                "Print the page from the browser."
            )
        html = html.replace("</head>", f"{SCALE}</head>", 1)
        options = {**OPTIONS, "orientation": "Landscape" if landscape else "Portrait"}
        # pdfkit takes <meta name="pdfkit-…"> of the page for options: nobody can guess this prefix.
        configuration = pdfkit.configuration(
            wkhtmltopdf=program, meta_tag_prefix=secrets.token_hex(16)
        )
        with tempfile.TemporaryDirectory(prefix="papka-") as name:
            folder = Path(name)
            target = folder / "out.pdf"
            kit = pdfkit.PDFKit(html, "string", options=options, configuration=configuration)
            status = run_confined(
                kit.command(os.fspath(target)),
                folder=folder,
                seconds=self.seconds,
                stdin=html.encode(),
                environment={"QT_QPA_PLATFORM": "offscreen"},
            )
            return checked_pdf(target, status)
