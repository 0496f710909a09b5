"""The same document twice: by its bytes, by its number, by who taught, when and how long.

Bytes and a number of the same provider or day are the same document. Only the facts, or only the
number, may be chance: such a certificate is taken, and marked for whoever checks it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from portal.errors import Conflict
from portal.extensions import db
from portal.grammar import search_key
from portal.hours.checks import Statement
from portal.hours.models import Certificate, HourEntry
from portal.people.models import Employment
from portal.tables.cells import TO_CYRILLIC

Known = Certificate | HourEntry


class Likeness(StrEnum):
    """By what two documents are alike."""

    BYTES = "bytes"
    NUMBER = "number"
    FACTS = "facts"
    OTHER_PERSON = "other-person"  # the picture of a document of somebody else


@dataclass(frozen=True)
class Double:
    """A document known already."""

    known: Known
    likeness: Likeness
    is_certain: bool


class Doubled(Conflict):
    """What was sent is here already."""

    def __init__(self, double: Double) -> None:
        super().__init__("This document is here already. It is not taken a second time.")
        self.double = double


def doubles_of(
    employment: Employment, said: Statement, sent_sha256: str, *, besides: Certificate | None = None
) -> list[Double]:
    """What is known already of this document, the certain first."""
    own = [
        double
        for known in _documents_of(employment.person_id)
        if known is not besides and (double := _compared(known, said, sent_sha256))
    ]
    others = [
        Double(known, Likeness.OTHER_PERSON, False) for known in _alike(employment, sent_sha256)
    ]
    return sorted([*own, *others], key=lambda double: not double.is_certain)


def refuse_double(
    employment: Employment, said: Statement, sent_sha256: str, *, besides: Certificate | None = None
) -> None:
    """Stop at a document that is certainly here already."""
    for double in doubles_of(employment, said, sent_sha256, besides=besides):
        if double.is_certain:
            raise Doubled(double)


def _documents_of(person_id: int) -> Iterator[Known]:
    """All documents of a person, in whichever organisation they were brought."""
    certificates = (
        sa.select(Certificate)
        .join(Employment)
        .where(Employment.person_id == person_id, Certificate.withdrawn_at.is_(None))
        .order_by(Certificate.id)
    )
    typed = (
        sa.select(HourEntry)
        .where(HourEntry.person_id == person_id, HourEntry.certificate_id.is_(None))
        .order_by(HourEntry.id)
    )
    yield from db.session.scalars(certificates)
    yield from db.session.scalars(typed)


def _alike(employment: Employment, sent_sha256: str) -> list[Certificate]:
    """Certificates of other people of the organisation with the very same picture."""
    return list(
        db.session.scalars(
            sa.select(Certificate)
            .join(Employment)
            .where(
                Certificate.organisation_id == employment.organisation_id,
                Certificate.sent_sha256 == sent_sha256,
                Employment.person_id != employment.person_id,
                Certificate.withdrawn_at.is_(None),
            )
        )
    )


def _compared(known: Known, said: Statement, sent_sha256: str) -> Double | None:
    if isinstance(known, Certificate) and known.sent_sha256 == sent_sha256:
        return Double(known, Likeness.BYTES, is_certain=True)
    same_provider = _key(known.provider) == _key(said.provider)
    if _key(known.number) == _key(said.number):
        is_certain = same_provider or known.issued_on == said.issued_on
        return Double(known, Likeness.NUMBER, is_certain=is_certain)
    if same_provider and known.issued_on == said.issued_on and known.hours == said.hours:
        return Double(known, Likeness.FACTS, is_certain=False)
    return None


def _key(text: str) -> str:
    """Letters and digits alone, look-alikes made one: «СПК № 12/34-26» and «спк12/34-26»."""
    key = search_key(text.translate(TO_CYRILLIC))
    return "".join(sign for sign in key if sign.isalnum())
