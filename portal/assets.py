"""Static files on their way to the browser: an address that changes with them, a packed answer."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

PACKED_TYPES = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


def init_assets(app: Flask) -> None:
    """Let browsers keep static files for long, and fetch them anew after an update."""
    version = _fingerprint(Path(app.static_folder or ""))

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("v", version)

    app.after_request(_pack)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _pack(response: Response) -> Response:
    # Only files that are the same for everyone: packing pages would tell their secrets by length.
    if request.endpoint != "static" or response.mimetype not in PACKED_TYPES:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 200 and request.accept_encodings.find("gzip") >= 0:
        response.direct_passthrough = False
        response.set_data(_packed(response.get_data()))
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=32)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
