"""A PDF from outside: refused when damaged, locked or swollen, else bare pages of it.

What is shown, stamped and printed is a copy that can do nothing (security plan, T12): no actions,
scripts, attachments, forms or links; what fields and stamps show becomes part of the page.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from portal.files.faults import FileFault

MAGIC, BYTE_ORDER_MARK = b"%PDF-", b"\xef\xbb\xbf"
PAGES = 300
SIDE = 14_400  # points, the largest page of PDF 1.7
STREAM_BYTES = 64 * 1024 * 1024
ALL_BYTES = 256 * 1024 * 1024
PIXELS = 100_000_000
DEPTH = 499

PAGE_KEYS = frozenset(
    [
        "/Type",
        "/Parent",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Resources",
        "/Contents",
        "/Group",
    ]
)
NEVER = frozenset(
    [
        "/OpenAction",
        "/AA",
        "/JS",
        "/JavaScript",
        "/Launch",
        "/EmbeddedFiles",
        "/EF",
        "/AF",
        "/XFA",
        "/RichMedia",
        "/RichMediaContent",
        "/RichMediaSettings",
        "/AcroForm",
        "/Annots",
        "/Metadata",
        "/PieceInfo",
        "/OPI",
        "/Alternates",
    ]
)
_PICTURES = {"/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/DCT", "/CCF"}
_FLATE = {"/FlateDecode", "/Fl"}


def is_pdf(data: bytes) -> bool:
    return data.removeprefix(BYTE_ORDER_MARK).startswith(MAGIC)


def bare_pages(data: bytes) -> pikepdf.Pdf:
    """The pages alone, in a new document."""
    try:
        with pikepdf.open(BytesIO(data)) as source:
            _check(source)
            source.flatten_annotations("all")
            bare = pikepdf.new()
            bare.pages.extend(source.pages)
            _strip(bare)
            return bare
    except pikepdf.PasswordError as fault:
        raise FileFault("pdf-password") from fault
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError) as fault:
        raise FileFault("pdf-bad") from fault
    except (MemoryError, pikepdf.DataDecodingError) as fault:
        raise FileFault("pdf-bomb") from fault


def _check(source: pikepdf.Pdf) -> None:
    if not len(source.pages):
        raise FileFault("pdf-empty")
    if len(source.pages) > PAGES:
        raise FileFault("pdf-pages")
    if any(float(side) > SIDE for page in source.pages for side in _size(page)):
        raise FileFault("pdf-page-size")
    total = 0
    for thing in source.objects:
        _check_depth(thing)
        if isinstance(thing, pikepdf.Stream):
            total += _decoded_size(thing)
            if total > ALL_BYTES:
                raise FileFault("pdf-bomb")


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return abs(right - left), abs(top - bottom)


def _check_depth(thing: Any) -> None:
    level, depth = [thing], 0
    while level:
        level = [inner for outer in level for inner in directly_in(outer)]
        depth += 1
        if depth > DEPTH:
            raise FileFault("pdf-bad")


def directly_in(thing: Any) -> Iterator[Any]:
    """The collections that stand in this one itself, not those it points to."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        inner: Any = (thing.get(key) for key in thing.keys())  # noqa: SIM118 - no mapping
    elif isinstance(thing, pikepdf.Array):
        inner = iter(thing)
    else:
        return
    for value in inner:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield value


def _decoded_size(stream: pikepdf.Stream) -> int:
    """How many bytes the stream unpacks to; stops at the limit, before they are all there."""
    if "/F" in stream:
        raise FileFault("pdf-external")
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > PIXELS:
        raise FileFault("pdf-bomb")
    data = stream.read_raw_bytes()
    filters = _filters(stream)
    while filters and filters[0] in _FLATE:
        data = _inflated(data)
        filters = filters[1:]
    if filters and filters[0] not in _PICTURES:
        data = stream.read_bytes()
    if len(data) > STREAM_BYTES:
        raise FileFault("pdf-bomb")
    return len(data)


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, STREAM_BYTES + 1)
    except zlib.error:
        return data  # a damaged stream draws nothing; readers go on without it
    if len(unpacked) > STREAM_BYTES:
        raise FileFault("pdf-bomb")
    return unpacked


def _strip(bare: pikepdf.Pdf) -> None:
    for page in bare.pages:
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
    for thing in bare.objects:
        level = [thing]
        while level:
            for one in level:
                if not isinstance(one, pikepdf.Array):
                    _forget(one)
            level = [inner for outer in level for inner in directly_in(outer)]


def _forget(thing: Any) -> None:
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in NEVER.intersection(thing.keys()):
            del thing[key]
