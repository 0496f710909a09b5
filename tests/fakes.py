"""The outside world in memory: quick, exact, and able to fail on request."""

import hashlib
import html as markup
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pikepdf

from portal.errors import NotFound, Unavailable

A4 = (595, 842)
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Identity def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
end
end"""


class FakeClock:
    """Stands at one moment until it is moved: Friday, 5 June 2026, ten in the morning."""

    def __init__(self, moment: datetime = datetime(2026, 6, 5, 10, tzinfo=UTC)) -> None:
        self.moment = moment

    def today(self) -> date:
        return self.moment.date()

    def now(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        """Move on by the given `timedelta` arguments: `advance(days=3)`."""
        self.moment += timedelta(**delta)

    def set_day(self, day: date) -> None:
        """Move to the same time of another day."""
        self.moment = datetime.combine(day, self.moment.timetz())


class MemoryStore:
    """Files by their hash, gone with the test."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[sha256] = data
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            return self.files[sha256]
        except KeyError:
            raise NotFound from None

    def exists(self, sha256: str) -> bool:
        return sha256 in self.files


class FakeMailer:
    """Keeps what was sent; `is_down` makes it refuse."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.is_down = False

    def send(self, letter: EmailMessage) -> None:
        if self.is_down:
            raise Unavailable("The mail server does not answer.")
        self.sent.append(letter)


class FakeScanner:
    """Finds the virus it is told to find, in every file; `is_down` makes it silent."""

    def __init__(self) -> None:
        self.finds = ""
        self.is_down = False

    def find(self, data: bytes) -> str:
        if self.is_down:
            raise Unavailable("The virus check does not answer.")
        return self.finds


class FakePdf:
    """Makes real one-page PDF files with the text of the paper; `is_down` makes it refuse."""

    def __init__(self) -> None:
        self.is_down = False
        self.converted = 0

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        if self.is_down:
            raise Unavailable("The PDF cannot be made now. Take the Word file.")
        self.converted += len(documents)
        return [one_page_pdf(_lines_of_word_file(document)) for document in documents]

    def convert_alike(self, documents: Sequence[bytes]) -> list[bytes]:
        return self.convert(documents)

    def from_html(self, html: str, *, landscape: bool = False) -> bytes:
        if self.is_down:
            raise Unavailable("The PDF cannot be made now. Print the page from the browser.")
        body = re.sub(r"<(style|script|head).*?</\1>", "", html, flags=re.S)
        text = markup.unescape(re.sub(r"<[^>]+>", "\n", body))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return one_page_pdf(lines, size=(A4[1], A4[0]) if landscape else A4)


def one_page_pdf(lines: Sequence[str], *, size: tuple[int, int] = A4) -> bytes:
    """A PDF whose text any reader finds, in any alphabet; how it looks is of no importance."""
    width, height = size
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F1 8 Tf 9 TL 40 {height - 40} Td\n{shown}ET".encode()
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    page.Contents = pdf.make_stream(content)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font(pdf)))
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    pdf.close()
    return file.getvalue()


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A font whose character codes are the letters' own numbers in Unicode."""
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Helvetica,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500,
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(TO_UNICODE),
        )
    )


def _lines_of_word_file(document: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body = package.read("word/document.xml").decode()
    paragraphs = re.split(r"</w:p>", body)
    texts = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part)) for part in paragraphs]
    return [markup.unescape(text) for text in texts if text.strip()]
