"""Letters about a certificate: it waits for the office or for the head, it came back, it is filed.

Written into the outbox with the fact itself; nobody is told of an act of their own.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.accounts.letters import News, accounts_of, holders, tell
from portal.hours.models import Certificate
from portal.permissions import Role


def tell_office(certificate: Certificate, *, by: int) -> None:
    """It waits to be checked."""
    readers = holders(certificate.organisation_id, {Role.SECRETARY, Role.PD_OFFICER})
    _tell(readers, News.NEEDS_YOU, certificate, by, endpoint="certificates.check")


def tell_head(certificate: Certificate, *, by: int) -> None:
    """It waits to be confirmed into the file."""
    readers = holders(certificate.organisation_id, {Role.HEAD})
    _tell(readers, News.NEEDS_YOU, certificate, by)


def tell_teacher(certificate: Certificate, news: News, *, by: int) -> None:
    """What came of it: returned with the reason, or in the file."""
    readers = accounts_of([certificate.employment.person_id])
    _tell(readers, news, certificate, by, reason=certificate.return_reason)


def _tell(
    readers: list[int],
    news: News,
    certificate: Certificate,
    by: int,
    *,
    endpoint: str = "certificates.show",
    reason: str = "",
) -> None:
    tell(
        readers,
        news,
        _about(certificate),
        organisation_id=certificate.organisation_id,
        endpoint=endpoint,
        ids={"certificate_id": certificate.id},
        reason=reason,
        by_user_id=by,
    )


def _about(certificate: Certificate) -> LazyString:
    return _l("Certificate № %(number)s", number=certificate.number)
