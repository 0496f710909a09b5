"""Deflate, the compression of packages: Intel's ISA-L where it is installed, zlib otherwise.

ISA-L is ten times as quick and writes a fifth more bytes; any program reads either.
"""

import zlib
from collections.abc import Callable, Mapping

try:
    from isal import igzip_lib

    _HAS_ISAL = True
except ImportError:  # the extra "fast" is not installed
    _HAS_ISAL = False

Deflate = Callable[[bytes], bytes]

_ISAL_LEVEL = 1  # of 3: the next ones take longer for a few per cent
_ZLIB_LEVEL = 6


def by_zlib(data: bytes) -> bytes:
    packer = zlib.compressobj(_ZLIB_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def by_isal(data: bytes) -> bytes:
    return bytes(igzip_lib.compress(data, _ISAL_LEVEL, igzip_lib.COMP_DEFLATE))


# By name, the quickest last.
DEFLATES: Mapping[str, Deflate] = {"zlib": by_zlib, **({"isal": by_isal} if _HAS_ISAL else {})}
QUICKEST = [*DEFLATES.values()][-1]
