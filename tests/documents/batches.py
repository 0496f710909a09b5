"""What the tests of batches are made of: staff, an order in force, a batch under way."""

from collections.abc import Sequence

from portal.documents.batch import plan_batch, start_batch
from portal.documents.drafts import start_draft
from portal.documents.issue import register
from portal.documents.models import Batch, Document
from portal.extensions import db, services, writing
from portal.people.models import Employment
from tests.documents.conftest import ANSWERS, Lyceum
from tests.documents.papers import CATALOGUE
from tests.factories import PEOPLE, make_employment


def make_staff(lyceum: Lyceum, number: int) -> list[Employment]:
    """So many people of the sample, some of them more than once."""
    samples = [code for code in PEOPLE if code.startswith("UA")]
    codes = [samples[n % len(samples)] for n in range(number)]
    return [make_employment(code, lyceum.organisation) for code in codes]


def register_order(lyceum: Lyceum, people: Sequence[Employment], **answers: object) -> Document:
    """An order that sends them, in force from today on; committed."""
    with writing():
        draft = start_draft(
            CATALOGUE.kind("order_of_sending"),
            lyceum.organisation,
            made_by=lyceum.secretary.id,
            dated_on=services().clock.today(),
            people=people,
            data={**ANSWERS, **answers},
        )
        order = register(draft, issued_by=lyceum.secretary.id, request_key=f"order-{draft.id}")
        db.session.commit()
    return order


def plan_referrals(
    lyceum: Lyceum, people: Sequence[Employment], *, kind: str = "referral", **answers: object
) -> Batch:
    """A batch that follows an order naming the same people; committed, not started."""
    order = register_order(lyceum, people)
    with writing():
        batch = plan_batch(
            CATALOGUE.kind(kind),
            lyceum.organisation,
            people,
            data=answers,
            dated_on=services().clock.today(),
            made_by=lyceum.secretary.id,
            source=order,
        )
        db.session.commit()
    return batch


def start_referrals(lyceum: Lyceum, people: Sequence[Employment]) -> Batch:
    """The same, started by the secretary."""
    batch = plan_referrals(lyceum, people)
    with writing():
        start_batch(batch, started_by=lyceum.secretary.id)
        db.session.commit()
    return batch
