"""What a document about training has to say, and whether what was typed of it can be true.

Free of the database. A fault keeps the certificate back; a warning is shown to whoever checks it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Self

from portal.errors import Invalid
from portal.hours.models import Certificate, DocumentKind, HourEntry, Recognition

HOURS_IN_CREDIT = 30  # ЄКТС, as ПКМУ 800 counts
LEAST_HOURS = 16  # of an удостоверение: приказ Минобрнауки 266 of 24.03.2025, п. 18
MOST_HOURS = 2000  # professional retraining goes to 1,000 and a little over; more is a slip
PETITION_DAYS = 30  # клопотання про визнання: within a month after the end (ПКМУ 800)

# Six things a document must carry: ПКМУ 800 (in Russia: what an удостоверение prints, D23).
ITEMS: Mapping[str, Sequence[str]] = {
    "ua": ("subject", "topic-volume", "holder", "outcomes", "date-number", "signer"),
    "ru": ("subject", "topic-volume", "holder", "period", "date-number", "signer-seal"),
}


@dataclass(frozen=True)
class Statement:
    """What a document says, as typed from it."""

    topic: str
    provider: str
    number: str
    issued_on: date
    hours: Decimal
    provider_code: str = ""
    kind: str = DocumentKind.QUALIFICATION
    started_on: date | None = None
    ended_on: date | None = None
    ects: Decimal | None = None
    direction: str = ""
    form: str = ""
    outcomes: str = ""
    valid_until: date | None = None

    @classmethod
    def of(cls, record: Certificate | HourEntry) -> Self:
        """What was typed of a document that is known."""
        return cls(**{field.name: getattr(record, field.name) for field in fields(cls)})


def hours_of(ects: Decimal) -> Decimal:
    """Hours of so many credits."""
    return ects * HOURS_IN_CREDIT


def completed(statement: Statement, country: str) -> Statement:
    """With the credits of its hours, where documents count in credits."""
    if country != "ua" or statement.ects is not None:
        return statement
    return replace(statement, ects=(statement.hours / HOURS_IN_CREDIT).quantize(Decimal("0.01")))


def faults(said: Statement, country: str, today: date) -> Iterator[Invalid]:
    """What cannot be true of any document, each at its field."""
    yield from _faults_of_dates(said, today)
    if not 0 < said.hours <= MOST_HOURS:
        yield Invalid("From 1 to 2000 hours.", field="hours")
    elif said.ects is not None and abs(hours_of(said.ects) - said.hours) > Decimal("0.3"):
        yield Invalid(
            "One credit is 30 hours: %(hours)s hours are %(ects)s. Correct one of the two, or "
            "leave the credits empty.",
            field="ects",
            hours=plain(said.hours),
            ects=plain((said.hours / HOURS_IN_CREDIT).quantize(Decimal("0.01"))),
        )
    if country == "ru" and said.kind == DocumentKind.QUALIFICATION and said.hours < LEAST_HOURS:
        yield Invalid(
            "Less than 16 hours is no document of qualification: choose the certificate.",
            field="kind",
        )
    if not any(sign.isalnum() for sign in said.number):
        yield Invalid("A document without a number is not registered anywhere.", field="number")


def _faults_of_dates(said: Statement, today: date) -> Iterator[Invalid]:
    if said.issued_on > today:
        yield Invalid("The document cannot be issued on a day to come.", field="issued_on")
    if said.started_on and said.ended_on and said.ended_on < said.started_on:
        yield Invalid("The last day cannot be before the first.", field="ended_on")
    elif said.ended_on and said.ended_on > today:
        yield Invalid("This day has not come yet.", field="ended_on")
    elif said.started_on and said.started_on > (said.ended_on or said.issued_on):
        yield Invalid("The training began after the document was issued?", field="started_on")
    if said.valid_until and said.valid_until < said.issued_on:
        yield Invalid("It ends before the document was issued.", field="valid_until")


def warnings(said: Statement, recognition: str, country: str, today: date) -> list[str]:
    """Codes of what a person should look at: odd, but possible."""
    found = {
        "issued-early": said.ended_on is not None and said.issued_on < said.ended_on,
        "petition-late": country == "ua"
        and recognition == Recognition.WAITING
        and (today - (said.ended_on or said.issued_on)).days > PETITION_DAYS,
        "expired": said.valid_until is not None and said.valid_until < today,
    }
    return [code for code, is_so in found.items() if is_so]


def evident_items(said: Statement, country: str) -> list[str]:
    """The items that what was typed already shows; the others have to be seen on the picture."""
    shown = {
        "subject": bool(said.provider),
        "topic-volume": bool(said.topic and said.hours),
        "outcomes": bool(said.outcomes),
        "period": bool(said.started_on and said.ended_on),
        "date-number": bool(said.number and said.issued_on),
    }
    return [code for code in ITEMS[country] if shown.get(code)]


def plain(number: Decimal | None) -> str:
    """A number as a page says it: 60, 0,5."""
    if number is None:
        return ""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
