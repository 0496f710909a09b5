"""The zip of a Word file, read entry by entry within limits (security plan, T4, T5).

The central directory and the headers before the entries have to say the same, nothing may overlap,
and every entry unpacks to the size and the sum it promises: two readers of one file must not see
different things. Names never become paths.
"""

import re
import stat
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from portal.paper.gate.refused import Refused, fault, refusal

LARGEST = 10 * 1024 * 1024  # bytes of a template as it comes
ENTRIES = 500
TOTAL_BYTES = 100 * 1024 * 1024
PART_BYTES = 64 * 1024 * 1024
RATIO, RATIO_FROM = 200, 10 * 1024 * 1024

_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x2041, 0x800  # 0x2041: by password, strongly, or with a hidden directory
_END = struct.Struct("<4s4H2LH")
_DIRECTORY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_INSIDE = "EncryptedPackage".encode("utf-16-le")
_UNSAFE_NAME = re.compile(
    r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(^|/)\.\.?(/|$)|//|%(2e|2f|5c|00)|[. ](/|$)", re.I
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the central directory."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    mode: int
    offset: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


def unpack(data: bytes) -> dict[str, bytes]:
    """All parts by name; raises `Refused`."""
    _check_kind_of_file(data)
    try:
        entries, directory_at = _directory(data)
        _check_names(entries)
        _check_sizes(entries)
        _check_layout(data, entries, directory_at)
        return {one.name: _content(data, one) for one in entries if not one.is_folder}
    except (struct.error, zlib.error, IndexError) as broken:
        raise refusal("ZIP-BAD", "damaged") from broken


def _check_kind_of_file(data: bytes) -> None:
    if not data:
        raise refusal("ZIP-BAD", "empty")
    if data.startswith(_COMPOUND_FILE):
        raise refusal("ZIP-BAD", "password" if _LOCKED_INSIDE in data else "old-word")
    if not data.startswith(b"PK\x03\x04"):
        raise refusal("ZIP-BAD", "not-word")
    if len(data) > LARGEST:
        raise refusal("ZIP-BOMB", "too-large", limit=LARGEST // 1024**2)


def _directory(data: bytes) -> tuple[list[_Entry], int]:
    """The lines of the central directory, which ends where the file ends."""
    end = len(data) - _END.size
    magic, disk, of_disk, here, in_all, size, start, comment = _END.unpack_from(data, max(end, 0))
    is_whole = magic == b"PK\x05\x06" and not (disk or of_disk or comment) and here == in_all
    if not is_whole or start + size != end:
        raise refusal("ZIP-BAD", "damaged")
    if in_all > ENTRIES:
        raise refusal("ZIP-COUNT", "many-parts", limit=ENTRIES)
    entries, at = [], start
    for _ in range(in_all):
        entry, at = _line(data, at)
        entries.append(entry)
    if at != end:
        raise refusal("ZIP-BAD", "damaged")
    return entries, start


def _line(data: bytes, at: int) -> tuple[_Entry, int]:
    words = _DIRECTORY.unpack_from(data, at)
    magic, _, _, flags, method, _, _, checksum, packed, size, name_, extra, comment = words[:13]
    if magic != b"PK\x01\x02":
        raise refusal("ZIP-BAD", "damaged")
    raw = data[at + _DIRECTORY.size : at + _DIRECTORY.size + name_]
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as broken:
        raise refusal("ZIP-NAME", "forbidden-name", name=ascii(raw)[2:-1]) from broken
    mode, offset = words[15] >> 16, words[16]  # Unix keeps the mode in the upper half
    entry = _Entry(name, raw, flags, method, checksum, packed, size, mode, offset)
    return entry, at + _DIRECTORY.size + name_ + extra + comment


def _check_names(entries: Sequence[_Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        folded = normalize("NFKC", entry.name).casefold()
        reason = ""
        if folded in seen:
            reason = "same-name-twice"
        elif _UNSAFE_NAME.search(entry.name.removesuffix("/")) or not entry.name:
            reason = "forbidden-name"
        elif stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            reason = "link"
        if reason:
            raise refusal("ZIP-NAME", reason, name=ascii(entry.name)[1:-1])
        seen.add(folded)


def _check_sizes(entries: Sequence[_Entry]) -> None:
    for entry in entries:
        if entry.flags & _ENCRYPTED:
            raise refusal("ZIP-BAD", "password")
        if entry.method not in (_STORED, _DEFLATED):
            raise refusal("ZIP-BAD", "damaged")
        swells = entry.size > RATIO * max(entry.packed, 1)
        if entry.size > PART_BYTES or (swells and entry.size > RATIO_FROM):
            raise refusal("ZIP-BOMB", "swells", entry.name)
    if sum(entry.size for entry in entries) > TOTAL_BYTES:
        raise refusal("ZIP-BOMB", "swells")


def _check_layout(data: bytes, entries: Sequence[_Entry], directory_at: int) -> None:
    """One entry after another from the first byte on, each with the header it is listed by."""
    end = 0
    for number, entry in enumerate(sorted(entries, key=lambda entry: entry.offset)):
        start, has_same_header = _data_of(data, entry)
        if entry.offset < end or start + entry.packed > directory_at:
            raise Refused([fault("ZIP-BOMB", "overlaps"), fault("ZIP-BAD", "overlaps")])
        if not has_same_header or (number == 0 and entry.offset):
            raise refusal("ZIP-BAD", "damaged")
        end = start + entry.packed


def _data_of(data: bytes, entry: _Entry) -> tuple[int, bool]:
    """Where its bytes begin, and whether the header before them names the same entry."""
    magic, _, flags, method, _, _, _, _, _, name_, extra = _LOCAL.unpack_from(data, entry.offset)
    at = entry.offset + _LOCAL.size
    is_same = data[at : at + name_] == entry.raw_name and method == entry.method
    return at + name_ + extra, magic == b"PK\x03\x04" and is_same and not flags & _ENCRYPTED


def _content(data: bytes, entry: _Entry) -> bytes:
    start, _ = _data_of(data, entry)
    packed = data[start : start + entry.packed]
    content = packed
    if entry.method == _DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(packed, entry.size + 1)
        if len(content) > entry.size:
            raise Refused([fault("ZIP-BOMB", "swells", entry.name), fault("ZIP-BAD", "damaged")])
        if not unpacker.eof or unpacker.unused_data:
            raise refusal("ZIP-BAD", "damaged", entry.name)
    if len(content) != entry.size or zlib.crc32(content) != entry.checksum:
        raise refusal("ZIP-BAD", "damaged", entry.name)
    return content
