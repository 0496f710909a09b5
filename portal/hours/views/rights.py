"""Who may see and do what with certificates and hours.

A teacher sends and follows the own ones. The secretary, the head and the officer for professional
development check them. Confirming into the file is the head's; where the head has laid filing on
the secretary, or nobody has the head's right, whoever checks also confirms, in one act.
"""

import sqlalchemy as sa
from flask_login import current_user

from portal.documents.views.rights import Act, has_someone_to_decide
from portal.errors import NotFound
from portal.extensions import db
from portal.hours.models import Certificate, HourEntry
from portal.people.models import Employment, Organisation, Person
from portal.permissions import Right, find, holds, permitted


def is_own(certificate: Certificate) -> bool:
    person_id: int | None = current_user.person_id
    return person_id is not None and certificate.employment.person_id == person_id


def find_readable(certificate_id: int) -> Certificate:
    """A certificate of the reader's own, or of a school whose training papers they read."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None or not may_read(certificate):
        raise NotFound
    return certificate


def may_read(record: Certificate | HourEntry) -> bool:
    """Whether the acting person may open it."""
    person_id = record.employment.person_id if isinstance(record, Certificate) else record.person_id
    return person_id == current_user.person_id or holds(
        Right.READ_TRAINING_FILES, record.organisation_id
    )


def find_own(certificate_id: int) -> Certificate:
    """A certificate of the acting person's own."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None or not is_own(certificate):
        raise NotFound
    return certificate


def own_employments() -> list[Employment]:
    """Where the acting person works now."""
    person = current_user.person
    return [one for one in person.employments if one.ended_on is None] if person else []


def find_person(person_id: int, right: Right = Right.READ_TRAINING_FILES) -> Person:
    """A person who works, or worked, where the acting person holds the right."""
    person = db.session.scalar(
        sa.select(Person).where(
            Person.id == person_id,
            Person.employments.any(Employment.organisation_id.in_(permitted(right))),
        )
    )
    if person is None:
        raise NotFound
    return person


def find_entry(entry_id: int) -> HourEntry:
    """A line of the ledger that the acting person keeps."""
    return find(HourEntry, entry_id, Right.KEEP_HOURS)


def may_confirm(organisation: Organisation) -> bool:
    """Whether the acting person says the last word on copies for the files."""
    if holds(Right.APPROVE_PAPERS, organisation.id):
        return True
    return holds(Right.KEEP_HOURS, organisation.id) and (
        Act.FILE in organisation.settings.get("delegated", ())
        or not has_someone_to_decide(organisation)
    )
