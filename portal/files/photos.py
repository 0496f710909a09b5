"""Photos and pictures of papers: decoded whole, turned upright, without what the camera noted.

Only the pixels go on (security plan, T13): place, device and comments of a photo stay behind.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.files.faults import FileFault

MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
PIXELS = 40_000_000
FRAMES = 100  # pages of one TIFF
LEAST_SIDE = 50
LONGEST_SIDE = 2480  # pixels kept of a page: 210 to the inch on A4, small print stays legible
QUALITY = 82
A4 = (595.28, 841.89)  # points

_FORMATS = ("JPEG", "PNG", "TIFF")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_IFD = {b"II": "<", b"MM": ">"}  # the order of bytes in a TIFF
Image.MAX_IMAGE_PIXELS = PIXELS


def photo_pages(data: bytes) -> pikepdf.Pdf:
    """The picture as pages of A4, standing or lying as it is; a TIFF may have several."""
    pdf = pikepdf.new()
    with _faults_told():
        for frame in _frames(data):
            _add_page(pdf, upright(frame))
    return pdf


def bare_picture(data: bytes) -> bytes:
    """A facsimile, a logo or a photo as a paper may show it: JPEG if it came so, else PNG."""
    target = BytesIO()
    with _faults_told():
        kind = "JPEG" if data.startswith(MAGICS[0]) else "PNG"
        for frame in _frames(data):
            upright(frame).save(target, kind, quality=QUALITY, optimize=True)
            break
    return target.getvalue()


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except _BOMBS as fault:
        raise FileFault("image-bomb") from fault
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as fault:
        raise FileFault("image-bad") from fault


def upright(image: Image.Image) -> Image.Image:
    """The bare pixels, turned as the camera was held, on white, no larger than a page needs."""
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    if turned.has_transparency_data:
        turned = turned.convert("RGBA")
        paper = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(paper, turned)
    is_grey = turned.mode in ("1", "L", "I", "I;16", "F")
    return turned.convert("L" if is_grey else "RGB")


def _frames(data: bytes) -> Iterator[Image.Image]:
    """Each page of a TIFF; of other pictures the first, the rest is the camera's own business."""
    count = _tiff_pages(data) if data[:2] in _IFD else 1
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        for number in range(count):
            image.seek(number)
            if image.width * image.height > PIXELS:
                raise FileFault("image-bomb")
            if min(image.size) < LEAST_SIDE:
                raise FileFault("image-small")
            image.draft(image.mode if image.mode in ("L", "RGB") else None, (LONGEST_SIDE,) * 2)
            image.load()
            yield image


def _tiff_pages(data: bytes) -> int:
    """How many pages the chain of directories has; one that turns back on itself is damaged."""
    order = _IFD[data[:2]]
    seen: set[int] = set()
    (place,) = struct.unpack_from(f"{order}L", data, 4)
    while place:
        if place in seen:
            raise FileFault("image-bad")
        seen.add(place)
        if len(seen) > FRAMES:
            raise FileFault("image-pages")
        (entries,) = struct.unpack_from(f"{order}H", data, place)
        (place,) = struct.unpack_from(f"{order}L", data, place + 2 + 12 * entries)
    return len(seen)


def _add_page(pdf: pikepdf.Pdf, image: Image.Image) -> None:
    """A page of A4 filled by the picture as far as its shape allows."""
    width, height = A4 if image.height >= image.width else A4[::-1]
    scale = min(width / image.width, height / image.height)
    across, up = image.width * scale, image.height * scale
    jpeg = BytesIO()
    image.save(jpeg, "JPEG", quality=QUALITY, optimize=True)
    picture = pdf.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=picture))
    left, bottom = (width - across) / 2, (height - up) / 2
    place = f"q {across:.2f} 0 0 {up:.2f} {left:.2f} {bottom:.2f} cm /Photo Do Q"
    page.Contents = pdf.make_stream(place.encode())
