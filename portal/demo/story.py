"""What came to the office of a demo: a request, a certificate, a letter, hours of earlier years."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from portal.accounts.models import User
from portal.demo.papers import SCAN, Office
from portal.documents.catalogue import kinds_of
from portal.documents.journals import open_journal
from portal.documents.received import Incoming, attach, enter_line, resolve, take_in
from portal.documents.requests import ask
from portal.extensions import services
from portal.files.intake import receive
from portal.files.photos import photo_pages
from portal.hours.checks import Statement
from portal.hours.ledger import add_opening
from portal.hours.service import Picture, submit
from portal.people.models import Employment

HANDED_OUT = "R10"  # the journal of certified copies


def ask_for_papers(
    teacher: Employment, user: User, described: Mapping[str, Any], today: date
) -> None:
    """The request of a teacher that waits for the secretary."""
    ask(
        kinds_of(teacher.organisation).kind(described["kind"]),
        teacher,
        note=described["note"],
        wished_on=today + timedelta(days=int(described["wished_on"])),
        asked_by=user.id,
    )


def send_certificate(
    teacher: Employment, user: User, described: Mapping[str, Any], today: date
) -> None:
    """The certificate of a teacher that waits to be checked."""
    submit(teacher, _stated(described, today), _picture(), submitted_by=user.id)


def know_hours(office: Office, described: Mapping[str, Any]) -> None:
    """Hours of a teacher from before the portal, and the copy of their document handed out."""
    teacher = office.people[described["person"]]
    said = _stated(described, office.today)
    add_opening(teacher.person, office.organisation, said, recorded_by=office.secretary.id)
    cells = {"handed_to": described["person"], "paper": described["topic"], "copies": "1"}
    enter_line(
        open_journal(office.organisation, HANDED_OUT, office.today),
        cells,
        dated_on=office.today,
        note="",
        late_reason="",
        entered_by=office.secretary.id,
        request_key=f"demo:hours:{teacher.id}",
    )


def take_in_letter(office: Office, described: Mapping[str, Any]) -> None:
    """A call letter with its scan; without a resolution it waits for one."""
    letter = take_in(
        office.organisation,
        Incoming(
            kind="call-letter",
            sender=described["sender"],
            sender_number=described["number"],
            sender_dated_on=office.today,
            subject=described["subject"],
            received_on=office.today,
            people=[office.people[described["person"]]],
        ),
        taken_by=office.secretary.id,
        request_key=f"demo:letter:{office.organisation.id}:{described['number']}",
    )
    scan = receive([(SCAN.name, SCAN.read_bytes())])
    attach(letter, scan, attached_by=office.secretary.id)
    if words := described.get("resolution"):
        name = office.secretary.name
        resolve(letter, text=words, for_whom=name, until=None, resolved_by=office.head.id)


def _stated(described: Mapping[str, Any], today: date) -> Statement:
    return Statement(
        topic=described["topic"],
        provider=described["provider"],
        number=described["number"],
        issued_on=today + timedelta(days=int(described["issued_on"])),
        hours=Decimal(described["hours"]),
    )


def _picture() -> Picture:
    photo, page = SCAN.read_bytes(), BytesIO()
    with photo_pages(photo) as pdf:
        pdf.save(page, deterministic_id=True)
    sha256 = services().store.put(page.getvalue())
    return Picture(sha256, hashlib.sha256(photo).hexdigest(), pages=1)
