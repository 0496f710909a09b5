"""A .docx as an archive of which most members never change: those are packed once, beforehand.

Written by hand, as APPNOTE.TXT of PKWARE (4.3) tells: for a paper only what was filled in is
packed anew and set behind the rest. Times are fixed, so that equal content gives equal bytes.
"""

import struct
from collections.abc import Collection, Mapping
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED
from zlib import crc32

from portal.paper.deflate import Deflate, by_zlib
from portal.paper.package import CONTENT_TYPES

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # of the format, for deflate
_UTF8_NAME = 0x800
_DATE, _TIME = 0x21, 0  # 1 January 1980, where the format's time begins
_PACKED = (".png", ".jpg", ".jpeg", ".gif")


class _Member(NamedTuple):
    """One member as it stands in the archive, and its line of the table of contents."""

    name: str
    local: bytes
    entry: tuple[object, ...]  # all of the line but the place of the member

    def line(self, place: int) -> bytes:
        return _CENTRAL.pack(*self.entry, place) + self.name.encode()


class Archive:
    """Parts that stay as they are; `joined` adds the others."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        names = sorted(parts, key=_order)
        self._members = [_member(name, parts[name], by_zlib) for name in names]
        self._names = frozenset(names)
        self._body = b"".join(member.local for member in self._members)
        self._lines = _lines(self._members, 0)

    def joined(self, changed: Mapping[str, bytes], deflate: Deflate) -> bytes:
        """The whole package with these parts, some of which may replace kept ones."""
        added = [_member(name, changed[name], deflate) for name in sorted(changed, key=_order)]
        if self._names.isdisjoint(changed):
            lines = self._lines + _lines(added, len(self._body))
            body = b"".join([self._body, *(member.local for member in added)])
            return body + lines + _end(len(self._members) + len(added), len(lines), len(body))
        return _whole([*self._kept_beside(changed), *added])

    def _kept_beside(self, changed: Collection[str]) -> list[_Member]:
        return [member for member in self._members if member.name not in changed]


def _order(name: str) -> tuple[bool, str]:
    """The content types come first, as the standard advises."""
    return name != CONTENT_TYPES, name


def _whole(members: list[_Member]) -> bytes:
    members.sort(key=lambda member: _order(member.name))
    body = b"".join(member.local for member in members)
    lines = _lines(members, 0)
    return body + lines + _end(len(members), len(lines), len(body))


def _lines(members: list[_Member], place: int) -> bytes:
    lines = []
    for member in members:
        lines.append(member.line(place))
        place += len(member.local)
    return b"".join(lines)


def _member(name: str, data: bytes, deflate: Deflate) -> _Member:
    """Packed, unless that makes it longer, as it does pictures."""
    written = name.encode()
    packed = data if name.endswith(_PACKED) else deflate(data)
    method = ZIP_DEFLATED if len(packed) < len(data) else ZIP_STORED
    kept = packed if method == ZIP_DEFLATED else data
    flags = 0 if name.isascii() else _UTF8_NAME
    facts = (flags, method, _TIME, _DATE, crc32(data), len(kept), len(data), len(written), 0)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + written + kept
    return _Member(name, local, (b"PK\1\2", _VERSION, _VERSION, *facts, 0, 0, 0, 0))


def _end(count: int, length: int, place: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, length, place, 0)
