"""What the pages call states, kinds, items and doubts; each in the language of the reader."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.extensions import services
from portal.hours.checks import Statement, plain, warnings
from portal.hours.doubles import Likeness
from portal.hours.models import (
    Certificate,
    DocumentKind,
    HourEntry,
    Recognition,
    State,
    Verification,
)

# state: (word, kind of mark)
STATES: Mapping[State, tuple[LazyString, str]] = {
    State.WAITING: (_l("With the secretary"), "wait"),
    State.RETURNED: (_l("Returned"), "bad"),
    State.ACCEPTED: (_l("With the head"), "wait"),
    State.CONFIRMED: (_l("In the file"), "ok"),
    State.WITHDRAWN: (_l("Taken back"), ""),
}
KINDS: Mapping[str, LazyString] = {
    DocumentKind.QUALIFICATION: _l("document of qualification"),
    DocumentKind.MUNICIPAL: _l("certificate of a seminar or a municipal centre"),
    DocumentKind.OTHER: _l("another document"),
}
FORMS: Mapping[str, LazyString] = {
    "in-person": _l("in person"),
    "distance": _l("by distance"),
    "mixed": _l("mixed"),
    "workplace": _l("at a workplace"),
}
# What the line of the inventory begins with, by country and kind.
COPIES: Mapping[tuple[str, str], LazyString] = {
    ("ua", DocumentKind.QUALIFICATION): _l("Copy of the certificate of professional development"),
    ("ru", DocumentKind.QUALIFICATION): _l("Copy of the document of professional development"),
}
COPY = _l("Copy of the certificate")
ITEMS: Mapping[str, LazyString] = {
    "subject": _l("Who taught: full name of the institution or person"),
    "topic-volume": _l("Topic, and volume in hours or credits"),
    "holder": _l("Surname, given name and patronymic of the teacher"),
    "outcomes": _l("What was learnt: the learning outcomes"),
    "period": _l("From which to which day"),
    "date-number": _l("Date of issue and registration number"),
    "signer": _l("Post, name and signature of whoever signed"),
    "signer-seal": _l("Signatures and the seal"),
}
RECOGNITIONS: Mapping[str, LazyString] = {
    Recognition.NOT_NEEDED: _l("not needed: licence or accredited programme"),
    Recognition.COUNCIL: _l("recognised by the pedagogical council"),
    Recognition.WAITING: _l("waits for the pedagogical council"),
}
SOURCES: Mapping[str, LazyString] = {
    "original": _l("the original was shown"),
    "provider": _l("found in the provider's register or by its QR code"),
    "state": _l("found in the state information system"),
}
VERIFICATIONS: Mapping[str, tuple[LazyString, str]] = {
    Verification.CONFIRMED: (_l("genuine"), "ok"),
    Verification.NOT_CHECKED: (_l("not checked yet"), "wait"),
    Verification.NOT_FOUND: (_l("not found"), "bad"),
}
WARNINGS: Mapping[str, LazyString] = {
    "issued-early": _l("It was issued before the training ended."),
    "petition-late": _l("A month has passed: the council is asked within a month of the end."),
    "expired": _l("It is no longer valid."),
}
LIKENESSES: Mapping[Likeness, LazyString] = {
    Likeness.BYTES: _l("the very same file"),
    Likeness.NUMBER: _l("the same number"),
    Likeness.FACTS: _l("the same provider, day and hours"),
    Likeness.OTHER_PERSON: _l("the same file came from another person"),
}


def moment(at: datetime | None) -> str:
    """05.06.2026, 13:00."""
    return f"{at.astimezone():%d.%m.%Y, %H:%M}" if at else ""


def copy_title(certificate: Certificate) -> str:
    """The line of the inventory, in the language of the file."""
    organisation = certificate.organisation
    with force_locale(organisation.language):
        what = COPIES.get((organisation.country, certificate.kind), COPY)
        return f"{what} «{certificate.topic}»"[:500]


def warnings_of(certificate: Certificate, said: Statement, recognition: str) -> list[LazyString]:
    """What is odd about it, though possible."""
    country, today = certificate.organisation.country, services().clock.today()
    return [WARNINGS[code] for code in warnings(said, recognition, country, today)]


def filed(entry: HourEntry) -> str:
    """What a confirmed certificate has become."""
    words: str = _(
        "Into the file: line %(line)s of the inventory, %(hours)s hours.",
        line=entry.file_item.line if entry.file_item else "",
        hours=plain(entry.hours),
    )
    return words
