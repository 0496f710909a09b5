"""What the people of a demo have sent to the office: a request for a paper, a certificate."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from portal.accounts.models import User
from portal.demo.papers import SCAN
from portal.documents.context import current_catalogue
from portal.documents.requests import ask
from portal.extensions import services
from portal.files.photos import photo_pages
from portal.hours.checks import Statement
from portal.hours.service import Picture, submit
from portal.people.models import Employment


def ask_for_papers(
    teacher: Employment, user: User, described: Mapping[str, Any], today: date
) -> None:
    """The request of a teacher that waits for the secretary."""
    ask(
        current_catalogue().kind(described["kind"]),
        teacher,
        note=described["note"],
        wished_on=today + timedelta(days=int(described["wished_on"])),
        asked_by=user.id,
    )


def send_certificate(
    teacher: Employment, user: User, described: Mapping[str, Any], today: date
) -> None:
    """The certificate of a teacher that waits to be checked."""
    said = Statement(
        topic=described["topic"],
        provider=described["provider"],
        number=described["number"],
        issued_on=today + timedelta(days=int(described["issued_on"])),
        hours=Decimal(described["hours"]),
    )
    submit(teacher, said, _picture(), submitted_by=user.id)


def _picture() -> Picture:
    photo, page = SCAN.read_bytes(), BytesIO()
    with photo_pages(photo) as pdf:
        pdf.save(page, deterministic_id=True)
    sha256 = services().store.put(page.getvalue())
    return Picture(sha256, hashlib.sha256(photo).hexdigest(), pages=1)
