"""What the intake makes of a PDF, without the process it takes: for tests of what comes after."""

import hashlib

from portal.files.intake import Received


def as_received(pdf: bytes, *, pages: int = 1) -> Received:
    return Received(pdf, "application/pdf", pages, hashlib.sha256(pdf).hexdigest(), pdf)
