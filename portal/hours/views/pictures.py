"""Files from a form on their way into the store, and pages of certificates as pictures."""

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from portal import paper
from portal.errors import NotFound
from portal.extensions import db, services
from portal.files.intake import receive
from portal.hours.models import Certificate
from portal.hours.service import Picture

DPI = 110  # of a page on the screen, as of papers


def take_in(files: Sequence[FileStorage]) -> Picture:
    """Examine the files and keep the paper they make; a refusal is told at the field `pictures`.

    It takes seconds, so what reading the user has begun is let go of first.
    """
    parts = [(one.filename or "", one.read()) for one in files if one.filename]
    db.session.rollback()
    received = receive(parts, field="pictures")
    store = services().store
    if received.original is not None:
        store.put(received.original)
    return Picture(store.put(received.data), _fingerprint(parts), received.pages)


def page_picture(certificate: Certificate, page: int) -> bytes:
    """One page as PNG, counted from 1."""
    if not 1 <= page <= certificate.pages:
        raise NotFound
    return paper.page_image(services().store.get(certificate.sha256), page, DPI)


def viewer(certificate: Certificate, page: int, endpoint: str) -> dict[str, Any]:
    """What the macro of the viewer asks for; `endpoint` is the page around it."""
    pages = certificate.pages
    page = min(max(page, 1), pages)
    here = [
        url_for(endpoint, certificate_id=certificate.id, page=number) for number in range(pages + 2)
    ]
    image = url_for("certificates.page", certificate_id=certificate.id, number=page)
    return {
        "title": _("The document"),
        "image": image,
        "page": page,
        "pages": pages,
        "previous": here[page - 1] if page > 1 else None,
        "next": here[page + 1] if page < pages else None,
        "open": image,
    }


def _fingerprint(parts: Sequence[tuple[str, bytes]]) -> str:
    """Of one file its SHA-256, under which it is kept; of several, that of all together."""
    hashes = [hashlib.sha256(data).hexdigest() for _name, data in parts]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
