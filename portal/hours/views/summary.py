"""Hours in short, on pages of other packages: the personnel file, the desk, the teacher's home."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import LazyString
from flask_login import current_user

from portal.extensions import db, services
from portal.hours.balance import Balance, balance_of
from portal.hours.checks import plain
from portal.hours.ledger import Ending, certificates_of, endings, entries_of
from portal.hours.models import Certificate, State
from portal.hours.views import words
from portal.hours.views.addresses import hours
from portal.hours.views.rights import own_employments
from portal.people.models import Employment
from portal.permissions import Right, holds, permitted


@dataclass(frozen=True)
class Summary:
    """One person's hours, what ends, what is on its way."""

    employment: Employment
    balance: Balance
    endings: Sequence[Ending]
    on_the_way: Sequence[Certificate]

    @property
    def returned(self) -> list[Certificate]:
        """What the person has to mend."""
        return [one for one in self.on_the_way if one.state is State.RETURNED]


def own_summary() -> Summary | None:
    """For the home of whoever works somewhere; where several, by the first."""
    employments = own_employments()
    return _summary(employments[0]) if employments else None


@hours.app_template_global()
def hours_of(employment: Employment) -> Summary | None:
    """For the personnel file: the hours of its person, to those who may read training papers."""
    own = current_user.person_id == employment.person_id
    if own or holds(Right.READ_TRAINING_FILES, employment.organisation_id):
        return _summary(employment)
    return None


def endings_here() -> list[Ending]:
    """Documents that end, of everybody whose hours the acting person keeps."""
    people = sa.select(Employment.person_id).where(
        Employment.organisation_id.in_(permitted(Right.KEEP_HOURS)),
        Employment.ended_on.is_(None),
    )
    ids = db.session.scalars(people).all()
    return endings(ids, services().clock.today()) if ids else []


hours.add_app_template_global(plain, "hours_text")


@hours.app_template_global()
def certificate_state(certificate: Certificate) -> tuple[LazyString, str]:
    """The word of its state, and the kind of the mark."""
    return words.STATES[certificate.state]


def _summary(employment: Employment) -> Summary:
    today, person = services().clock.today(), employment.person
    return Summary(
        employment,
        balance_of(entries_of(person), employment, today),
        endings([person.id], today),
        certificates_of(person),
    )
