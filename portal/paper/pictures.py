"""Pictures that are values of a template: a logo, a facsimile, a QR code.

`{{ logo }}` prints one in the line, in the body, in headers, footers and notes. A picture is put
into the package beside the part that shows it: the file, a relation, the type of its content.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Self
from xml.sax.saxutils import quoteattr

import segno
from PIL import Image, UnidentifiedImageError

from portal.paper.package import CONTENT_TYPES, clean, parse_xml, to_bytes

# Where the look of the run goes that a picture has cut in two.
LOOK = "<?papka look?>"

_EMU_IN_MM = 36_000
_MM_IN_INCH = 25.4
_USUAL_DPI = 72  # of a picture that does not say, as Word takes it
_TYPES: Mapping[str, tuple[str, str]] = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
}
_MOST_PIXELS = 40_000_000
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_OF_PARTS = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONS = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
_FIRST_ID = 100_000  # beyond those of drawings the template has
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


class BadPicture(ValueError):
    """Not a PNG, JPEG or GIF, or one too big to be printed."""


@dataclass(frozen=True)
class Picture:
    """A picture and its size on paper.

    With one of the measures the other follows; with none the picture says its size itself.
    `text` is read out to those who cannot see it.
    """

    data: bytes = field(repr=False)
    width_mm: float | None = None
    height_mm: float | None = None
    text: str = ""
    ending: str = field(init=False, compare=False)
    size: tuple[int, int] = field(init=False, compare=False, repr=False)  # as Word measures

    def __post_init__(self) -> None:
        ending, size = _read(self)
        object.__setattr__(self, "ending", ending)
        object.__setattr__(self, "size", size)


def qr_picture(address: str, width_mm: float) -> Picture:
    """The text as a QR code, with the white margin that readers need."""
    target = BytesIO()
    segno.make_qr(address, error="m").save(target, kind="png", scale=8)
    return Picture(target.getvalue(), width_mm=width_mm, text=address)


def _read(picture: Picture) -> tuple[str, tuple[int, int]]:
    """The ending of its file name and its width and height in EMU."""
    try:
        with Image.open(BytesIO(picture.data), formats=[*_TYPES]) as image:
            (across, down), dpi = image.size, image.info.get("dpi", (_USUAL_DPI, _USUAL_DPI))
            ending = _TYPES[str(image.format)][0]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as e:
        raise BadPicture from e
    if across * down > _MOST_PIXELS:
        raise BadPicture
    width, height = picture.width_mm, picture.height_mm
    if width is None and height is None:
        width = across / _dots(dpi[0]) * _MM_IN_INCH
        height = down / _dots(dpi[1]) * _MM_IN_INCH
    elif width is None:
        width = (height or 0) * across / down
    elif height is None:
        height = width * down / across
    return ending, (round(width * _EMU_IN_MM), round((height or 0) * _EMU_IN_MM))


def _dots(dpi: float) -> int:
    return round(dpi) if round(dpi) >= 1 else _USUAL_DPI


@dataclass(frozen=True, slots=True)
class Frames:
    """What of a template changes when pictures are printed into it; made once."""

    media: str  # how the names of their files begin
    relation: str  # how the ids of their relations begin
    relations: Mapping[str, tuple[str, bytes, bytes]]  # by part: name, and what stands about them
    types: tuple[bytes, bytes]
    endings: frozenset[str]  # of which the types are known

    @classmethod
    def of(cls, shown_in: Iterable[str], parts: Mapping[str, bytes]) -> Self:
        """For these parts of the package."""
        names = {part: _relations_name(part) for part in shown_in}
        relations = {
            part: (name, *_opened(parts.get(name, _NO_RELATIONS), name))
            for part, name in names.items()
        }
        root = parse_xml(parts[CONTENT_TYPES], CONTENT_TYPES)
        endings = (node.get("Extension", "").lower() for node in root.iterchildren("{*}Default"))
        return cls(
            _free("word/media/printed", parts),
            _free("rIdPrinted", [b"".join(about).decode() for _, *about in relations.values()]),
            relations,
            _opened(parts[CONTENT_TYPES], CONTENT_TYPES),
            frozenset(endings),
        )


class Gallery:
    """The pictures of one paper while it is made; `part` is the one being filled in."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._numbers: dict[Picture, int] = {}
        self._shown: dict[str, set[int]] = {}
        self._drawings = 0
        self.part = ""

    def draw(self, picture: Picture) -> str:
        """What stands in the text for it: it ends its run and begins another, as in docxtpl."""
        number = self._numbers.setdefault(picture, len(self._numbers) + 1)
        self._shown.setdefault(self.part, set()).add(number)
        self._drawings += 1
        return _drawing(picture, f"{self._frames.relation}{number}", self._drawings)

    @property
    def takes_pictures(self) -> bool:
        """Whether the part being filled in can show any: the title of a document cannot."""
        return self.part in self._frames.relations

    def is_shown_in(self, part: str) -> bool:
        return part in self._shown

    def added(self) -> dict[str, bytes]:
        """The parts to add to the package, or to put in place of those it has."""
        if not self._shown:
            return {}
        names = {n: f"{self._frames.media}{n}.{p.ending}" for p, n in self._numbers.items()}
        files = {names[number]: picture.data for picture, number in self._numbers.items()}
        return {**files, CONTENT_TYPES: self._types(), **dict(self._relations(names))}

    def _relations(self, names: Mapping[int, str]) -> Iterator[tuple[str, bytes]]:
        for part, numbers in self._shown.items():
            name, head, tail = self._frames.relations[part]
            added = "".join(
                f'<Relationship xmlns="{_RELATIONS}" Id="{self._frames.relation}{number}" '
                f'Type="{_OFFICE}/image" Target="/{names[number]}"/>'
                for number in sorted(numbers)
            )
            yield name, head + added.encode() + tail

    def _types(self) -> bytes:
        endings = {picture.ending for picture in self._numbers} - self._frames.endings
        added = "".join(
            f'<Default xmlns="{_TYPES_OF_PARTS}" Extension="{ending}" ContentType="{kind}"/>'
            for ending, kind in sorted(_TYPES.values())
            if ending in endings
        )
        head, tail = self._frames.types
        return head + added.encode() + tail


def _drawing(picture: Picture, relation: str, number: int) -> str:
    across, down = picture.size
    name = f"printed{number}.{picture.ending}"
    described = f" descr={quoteattr(clean(picture.text))}" if picture.text else ""
    return (
        "</w:t></w:r><w:r><w:drawing>"
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        f' xmlns:pic="{_DRAWING}/picture" xmlns:r="{_OFFICE}">'
        f'<wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{_FIRST_ID + number}" name="Picture {number}"{described}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
        f'</w:drawing></w:r><w:r>{LOOK}<w:t xml:space="preserve">'
    )


def _relations_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _opened(data: bytes, name: str) -> tuple[bytes, bytes]:
    """The part up to the place where more elements may be added, and the rest of it."""
    root = parse_xml(data, name)
    root.text = root.text or ""  # so that the root has an end of its own
    head, end, tail = to_bytes(root).rpartition(b"</")
    return head, end + tail


def _free(beginning: str, taken: Iterable[str]) -> str:
    """The same, made longer until no name that is taken has it."""
    while any(beginning in name for name in taken):
        beginning += "_"
    return beginning
