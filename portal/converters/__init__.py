"""The programs that make PDF: LibreOffice for papers, wkhtmltopdf for lists and journals."""

from collections.abc import Sequence

from portal.converters.confined import ConverterFailed
from portal.converters.libreoffice import LibreOffice
from portal.converters.pool import OfficePool
from portal.converters.wkhtmltopdf import WkHtmlToPdf

__all__ = ["ConverterFailed", "LibreOffice", "OfficePool", "PdfTools", "WkHtmlToPdf"]


class PdfTools:
    """Both programs behind the one face the portal knows (`Services.pdf`)."""

    def __init__(
        self, office: OfficePool | None = None, printer: WkHtmlToPdf | None = None
    ) -> None:
        self.office = office or OfficePool(LibreOffice())
        self.printer = printer or WkHtmlToPdf()

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """Word files as archival PDF, in the same order."""
        return self.office.convert(documents)

    def convert_alike(self, documents: Sequence[bytes]) -> list[bytes]:
        """The same, quicker, for papers that may be converted as one document."""
        return self.office.convert_alike(documents)

    def from_html(self, html: str, *, landscape: bool = False) -> bytes:
        """One of our own print forms as PDF."""
        return self.printer.from_html(html, landscape=landscape)
