"""The one door for files from outside: the corpus of bad files, photos, zips, several at once."""

import csv
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from portal import paper, trash
from portal.errors import Unavailable
from portal.extensions import services
from portal.files import archives, intake, pdf_checks, photos
from portal.files.intake import FAULTS, Refused, receive
from portal.files.pdf_checks import NEVER
from tests.fakes import one_page_pdf

BAD_INPUT = Path(__file__).parent.parent / "bad_input"
with (BAD_INPUT / "manifest.tsv").open(encoding="utf-8", newline="") as _manifest:
    UPLOADS = {  # once for the same bytes under another name
        row["sha256"]: row
        for row in csv.DictReader(_manifest, delimiter="\t")
        if row["path"].startswith("uploads/")
    }
WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (200, 30, 30)
ORIENTATION = 0x0112
# What is done to a picture so that the camera's note of that number puts it right again.
TURNS: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda p: p,
    2: lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda p: p.transpose(Image.Transpose.ROTATE_180),
    4: lambda p: p.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda p: p.transpose(Image.Transpose.TRANSPOSE),
    6: lambda p: p.transpose(Image.Transpose.ROTATE_90),
    7: lambda p: p.transpose(Image.Transpose.TRANSVERSE),
    8: lambda p: p.transpose(Image.Transpose.ROTATE_270),
}


def picture(size: tuple[int, int] = (300, 400), mode: str = "RGB") -> Image.Image:
    """White, with its upper left corner red (or dark)."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle(
        (0, 0, size[0] // 4, size[1] // 4), fill=RED if mode == "RGB" else "black"
    )
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def page_of(pdf: bytes, number: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(paper.page_image(pdf, number, 72))).convert("RGB")


def near(one: Any, other: Any) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(one, other, strict=True))


def reason(*parts: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        receive([("name", part) for part in parts])
    return refusal.value.code


@pytest.mark.parametrize(
    "row", UPLOADS.values(), ids=lambda row: row["path"].removeprefix("uploads/")
)
def test_the_corpus_gets_its_verdicts(app, row):
    data = (BAD_INPUT / row["path"]).read_bytes()

    if row["expected"] == "reject":
        assert reason(data) == row["code"]
    else:
        received = receive([(row["path"], data)])
        assert received.original == data
        assert received.pages == paper.page_count(received.data) == 1
        assert not _active_names(received.data)


def _active_names(pdf: bytes) -> set[str]:
    """Names of doing things, looked for object by object, in packed ones too."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            text = thing.unparse() if not isinstance(thing, pikepdf.Stream) else b""
            found |= {name for name in NEVER | {"/URI", "/GoToR"} if name.encode() in text}
        root = set(document.Root.keys())
    return found | (root - {"/Type", "/Pages"})


def test_the_same_file_gives_the_same_paper(app):
    photo = encoded(picture())

    assert receive([("a.jpg", photo)]) == receive([("b.jpg", photo)])


@pytest.mark.parametrize("number", TURNS)
def test_a_photo_stands_upright(app, number):
    exif = Image.Exif()
    exif[ORIENTATION] = number
    photo = encoded(TURNS[number](picture()), exif=exif)

    page = page_of(receive([("photo.jpg", photo)]).data)

    assert page.height > page.width
    assert near(page.getpixel((20, 60)), RED)
    assert near(page.getpixel((page.width - 20, page.height - 60)), WHITE)


def test_where_a_photo_was_taken_stays_behind(app):
    photo = (BAD_INPUT / "uploads/exif_gps.jpg").read_bytes()

    received = receive([("photo.jpg", photo)])

    with pikepdf.open(io.BytesIO(received.data)) as document:
        jpeg = document.pages[0].Resources.XObject.Photo.read_raw_bytes()
    assert dict(Image.open(io.BytesIO(photo)).getexif()) != {}
    assert dict(Image.open(io.BytesIO(jpeg)).getexif()) == {}


def test_a_photo_of_twelve_megapixels_becomes_a_light_legible_page(app):
    photo = Image.effect_noise((4032, 3024), 30).convert("RGB")

    received = receive([("photo.jpg", encoded(photo, quality=95))])

    with pikepdf.open(io.BytesIO(received.data)) as document:
        image = document.pages[0].Resources.XObject.Photo
        width, height = (float(side) for side in document.pages[0].mediabox[2:])
        dots = int(image.Width) / (width / 72)
    assert width > height
    assert 200 < dots < 230
    assert len(received.data) < 3_000_000


@pytest.mark.parametrize(
    ("mode", "form"),
    [("1", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG"), ("I;16", "PNG")],
)
def test_every_sort_of_picture_is_taken(app, mode, form):
    image = picture(mode="L").convert(mode) if mode != "I;16" else Image.new(mode, (300, 400), 9)

    assert receive([("picture", encoded(image, form))]).pages == 1


def test_a_clear_background_is_paper_white(app):
    image = Image.new("RGBA", (300, 400), (0, 0, 0, 0))

    page = page_of(receive([("picture.png", encoded(image, "PNG"))]).data)

    assert near(page.getpixel((page.width // 2, page.height // 2)), WHITE)


def test_the_pages_of_a_tiff_stay_together(app):
    first, second = picture(), picture((400, 300))
    tiff = encoded(first, "TIFF", save_all=True, append_images=[second])

    received = receive([("scan.tif", tiff)])

    assert received.pages == 2
    page = page_of(received.data, 2)
    assert page.width > page.height


def test_several_photos_are_one_paper_in_their_order(app):
    upright, lying = encoded(picture()), encoded(picture((400, 300)))

    received = receive([("1.jpg", upright), ("2.jpg", lying), ("3.pdf", one_page_pdf(["три"]))])

    assert received.pages == 3
    assert received.original is None
    shapes = [page_of(received.data, n) for n in (1, 2)]
    assert [page.width > page.height for page in shapes] == [False, True]
    assert "три" in paper.page_texts(received.data)[2]


def test_a_zip_of_photos_is_one_paper_in_the_order_of_its_names(app):
    upright, lying = encoded(picture()), encoded(picture((400, 300)))
    data = zipped(
        {
            "серт/IMG_10.jpg": lying,
            "серт/IMG_9.jpg": upright,
            "__MACOSX/._IMG_9.jpg": b"x",
            "серт/.DS_Store": b"y",
        }
    )

    received = receive([("photos.zip", data)])

    shapes = [page_of(received.data, n) for n in range(1, received.pages + 1)]
    assert [page.width > page.height for page in shapes] == [False, True]


def test_hostile_zips_are_refused_by_their_codes(app):
    photo = encoded(picture())
    link = zipfile.ZipInfo("photo.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with_link = io.BytesIO()
    with zipfile.ZipFile(with_link, "w") as archive:
        archive.writestr(link, b"/etc/passwd")

    assert reason(zipped({"a.zip": zipped({"a.jpg": photo})})) == "ZIP-NEST"
    assert reason(zipped({"../a.jpg": photo})) == "ZIP-NAME"
    assert reason(with_link.getvalue()) == "ZIP-NAME"
    assert reason(zipped({"a.jpg": photo})[:-30]) == "ZIP-BAD"
    assert reason(zipped({"a.jpg": b"\0" * 70_000_000}, zipfile.ZIP_DEFLATED)) == "ZIP-BOMB"
    assert reason(zipped({f"{n}.jpg": photo for n in range(101)})) == "ZIP-COUNT"
    assert reason(zipped({".DS_Store": b"x"})) == "ZIP-EMPTY"
    assert reason(zipped({"a.jpg": photo, "readme.txt": b"x"})) == "UPL-TYPE"


def test_a_zip_with_a_password_is_refused(app):
    data = bytearray(zipped({"a.jpg": encoded(picture())}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert reason(bytes(data)) == "ZIP-ENC"


def test_too_many_files_pages_and_bytes_are_refused(app):
    small = encoded(picture((60, 60)))
    with pikepdf.new() as long:
        for _ in range(301):
            long.add_blank_page()
        target = io.BytesIO()
        long.save(target)

    assert reason() == ""
    assert reason(*[small] * 51) == "UPL-COUNT"
    assert reason(b"%PDF-" + b"\0" * 26_300_000) == "UPL-SIZE"
    assert reason(target.getvalue()) == "PDF-PAGES"


def test_what_a_form_and_a_stamp_show_stays_on_the_page(app):
    with pikepdf.open(io.BytesIO(one_page_pdf(["Сертифікат"]))) as document:
        page = document.pages[0]
        look = document.make_stream(
            b"0 0 1 rg 0 0 200 200 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 200, 200],
        )
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[100, 100, 300, 300],
            F=4,
            AP=pikepdf.Dictionary(N=look),
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
        )
        page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(stamp)]))
        target = io.BytesIO()
        document.save(target)

    received = receive([("paper.pdf", target.getvalue())])

    assert near(page_of(received.data).getpixel((200, 842 - 200)), (0, 0, 255))
    assert not _active_names(received.data)
    assert b"Launch" not in received.data


def test_an_examiner_that_dies_refuses_the_file(app):
    """A bomb no rule knows meets the limits of the process: here, of its memory."""
    with pikepdf.new() as document:
        page = document.add_blank_page()
        inner = document.make_stream(b"\0" * 60_000_000)
        page.Contents = pikepdf.Array(
            [document.make_stream(b"\0" * 60_000_000) for _ in range(5)] + [inner]
        )
        target = io.BytesIO()
        document.save(target, compress_streams=True)

    assert reason(target.getvalue()) == "PDF-BOMB"


def test_a_virus_is_refused_and_named(app, scanner):
    scanner.finds = "Eicar-Test-Signature"

    with pytest.raises(Refused, match="Eicar-Test-Signature") as refusal:
        receive([("photo.jpg", encoded(picture()))])

    assert refusal.value.code == "UPL-VIRUS"


def test_nothing_is_taken_while_the_virus_scanner_is_silent(app, scanner):
    scanner.is_down = True

    with pytest.raises(Unavailable):
        receive([("photo.jpg", encoded(picture()))])


def test_the_manual_names_the_types_and_the_limits():
    manual = (BAD_INPUT.parent.parent / "docs/administrator.md").read_text("utf-8")
    megabyte = 1024 * 1024
    said = [
        *(f"`{ending}`" for ending in intake.ACCEPT.split(",") if ending.startswith(".")),
        f"{pdf_checks.PAGES} pages, pages up to {pdf_checks.SIDE} points",
        f"a picture up to {pdf_checks.PIXELS // 10**6} megapixels",
        f"unpacked {pdf_checks.ALL_BYTES // megabyte} MB",
        f"{photos.PIXELS // 10**6} megapixels, at least {photos.LEAST_SIDE} pixels a side",
        f"{photos.FRAMES} pages in one TIFF",
        f"{archives.PHOTOS} photos, unpacked {archives.TOTAL_BYTES // megabyte} MB",
        f"{intake.LARGEST // megabyte} MB and {intake.PARTS} files at once",
        f"in the trash for {trash.KEPT.days} days",
    ]

    assert [one for one in said if one not in manual] == []


def test_every_reason_has_a_sentence_and_a_code():
    assert all(one.message.endswith((".", "%(virus)s.")) for one in FAULTS.values())
    assert all(one.code for name, one in FAULTS.items() if name != "none")


@pytest.fixture
def scanner(app):
    """A virus scanner that finds what it is told to."""
    return services().antivirus
