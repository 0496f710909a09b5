"""The routing code in the margin of every page: document, edition, page and a check.

Sixteen characters of Crockford's base 32, which has no I, L, O and U to be misread. The check is
the CRC-16 of the rest: one wrong character, or two neighbours exchanged, are always found.
"""

from binascii import crc_hqx
from typing import NamedTuple

from portal.paper.faults import PaperFault

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16

_DOCUMENT_BITS, _EDITION_BITS, _PAGE_BITS, _CHECK_BITS = 40, 10, 14, 16

# What is typed by hand instead: Crockford's look-alikes and the letters of a Cyrillic keyboard.
_TYPED = str.maketrans("ILOАВСЕНКМРТХОІ", "110ABCEHKMPTX01", " -")


class RoutingCode(NamedTuple):
    """What a code says about the page it stands on; pages are counted from 1."""

    document_id: int
    edition: int
    page: int


def routing_code(document_id: int, edition: int, page: int) -> str:
    """The code of one page. Raises ValueError when a part is out of its range."""
    value = 0
    for part, bits in (
        (document_id, _DOCUMENT_BITS),
        (edition, _EDITION_BITS),
        (page, _PAGE_BITS),
    ):
        if not 0 <= part < 1 << bits:
            raise ValueError(f"{part} does not fit in a routing code")
        value = value << bits | part
    value = value << _CHECK_BITS | _check(value)
    return "".join(ALPHABET[value >> shift & 31] for shift in range(75, -1, -5))


def read_routing_code(text: str) -> RoutingCode:
    """What a scanned or typed code says; spaces and hyphens do not count."""
    code = text.upper().translate(_TYPED)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise PaperFault("routing-code")
    value = 0
    for letter in code:
        value = value << 5 | ALPHABET.index(letter)
    told, value = value & (1 << _CHECK_BITS) - 1, value >> _CHECK_BITS
    if told != _check(value):
        raise PaperFault("routing-code")
    page = value & (1 << _PAGE_BITS) - 1
    edition = value >> _PAGE_BITS & (1 << _EDITION_BITS) - 1
    return RoutingCode(value >> _PAGE_BITS + _EDITION_BITS, edition, page)


def _check(value: int) -> int:
    return crc_hqx(value.to_bytes(8, "big"), 0xFFFF)
