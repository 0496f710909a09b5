"""The certified copy of a certificate: the mark on its last page, filed with its line and hours.

The mark takes time, so the copy is made before the transaction that files it.
"""

from dataclasses import dataclass

from portal import audit, paper
from portal.accounts.letters import News
from portal.errors import Conflict
from portal.extensions import db, services
from portal.files.certification import certification, certifier_on, mark_lines
from portal.files.models import Section
from portal.files.service import Paper, put_into_file
from portal.hours.models import Certificate, HourEntry
from portal.hours.news import tell_teacher
from portal.hours.service import lock_accepted, record_entry

PDF = "application/pdf"


@dataclass(frozen=True)
class Copy:
    """A copy ready to be filed, in the store; of which picture, so that an older one is seen."""

    of_sha256: str
    sha256: str
    pages: int


@dataclass(frozen=True)
class Wanted:
    """What a copy is made of, as plain values: nothing of it holds a transaction open."""

    certificate_id: int
    sha256: str
    mark: tuple[str, ...]


def wanted(certificate: Certificate) -> Wanted:
    """What the copy of it needs; raises `Conflict` where nobody may certify today."""
    organisation, today = certificate.organisation, services().clock.today()
    signatory = certifier_on(organisation, today)
    mark = mark_lines(signatory, organisation.language, today)
    return Wanted(certificate.id, certificate.sha256, tuple(mark))


def make_copy(of: Wanted) -> Copy:
    """The PDF with the mark of a certified copy; to be called outside of any transaction."""
    store = services().store
    data = paper.certified_copy(store.get(of.sha256), of.mark)
    return Copy(of.sha256, store.put(data), paper.page_count(data))


def confirm(certificate: Certificate, copy: Copy, *, title: str, confirmed_by: int) -> HourEntry:
    """Copy into section P5, line of the inventory, hours (S0-25, S0-24): all or nothing."""
    lock_accepted(certificate)
    if copy.of_sha256 != certificate.sha256:
        raise Conflict("This certificate has moved on meanwhile. Open it again.")
    organisation, today = certificate.organisation, services().clock.today()
    signatory = certifier_on(organisation, today)
    item = put_into_file(
        certificate.employment,
        Paper(
            section=Section.TRAINING,
            title=title,
            dated_on=certificate.issued_on,
            sha256=copy.sha256,
            media_type=PDF,
            source=f"certificate:{certificate.id}",
            paper_index=certificate.number,
            sheets=copy.pages,
            certification=certification(signatory, organisation.language, today),
        ),
        filed_by=confirmed_by,
    )
    certificate.confirmed_at, certificate.confirmed_by_id = services().clock.now(), confirmed_by
    entry = record_entry(certificate, file_item_id=item.id, recorded_by=confirmed_by)
    db.session.flush()
    audit.record(
        "certificate-confirmed",
        certificate,
        by_user_id=confirmed_by,
        organisation_id=organisation.id,
        details={"line": item.line, "entry": entry.id},
    )
    tell_teacher(certificate, News.READY, by=confirmed_by)
    return entry
