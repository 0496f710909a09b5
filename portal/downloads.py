"""Files that leave the portal: always as attachments, under names people understand.

A name in any alphabet goes out by RFC 6266; the browser may neither guess another type nor run
anything of what it got.
"""

from collections.abc import Sequence
from io import BytesIO

from flask import Response, send_file

from portal.tables import write_csv, write_xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF, PNG, CSV, ZIP = "application/pdf", "image/png", "text/csv", "application/zip"
ENDINGS = {
    DOCX: "docx",
    PDF: "pdf",
    PNG: "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    ZIP: "zip",
}
NOTHING_RUNS = "sandbox; default-src 'none'"


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """The bytes as a file to be saved; `name` is without its ending."""
    ending = ENDINGS.get(media_type, "bin")
    return _sent(data, media_type, name=f"{name}.{ending}")


def picture(data: bytes, media_type: str = PNG) -> Response:
    """An image for a page of the portal."""
    response = send_file(BytesIO(data), mimetype=media_type)
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response


def table(
    ending: str, title: str, head: Sequence[object], rows: Sequence[Sequence[object]]
) -> Response:
    """A list as Excel (`xlsx`) or as text with semicolons (`csv`)."""
    if ending == "xlsx":
        return _sent(write_xlsx(title, head, rows), XLSX, name=f"{title}.xlsx")
    return _sent(write_csv(head, rows), CSV, name=f"{title}.csv")


def _sent(data: bytes, media_type: str, *, name: str) -> Response:
    response = send_file(BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response
