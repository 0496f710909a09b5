"""Several workers at one batch at once, on both databases: they share it or leave it alone."""

import pytest
import sqlalchemy as sa

from portal.documents.models import Document
from portal.extensions import db
from tests.documents.batches import make_staff, start_referrals
from tests.documents.drills import hired_workers, is_finished, numbers_in_order
from tests.invariants import assert_invariants

PEOPLE, WORKERS = 60, 4


@pytest.fixture
def database_url(each_database: str) -> str:
    return each_database


@pytest.fixture
def workers(app, config):
    with hired_workers(app, config) as workers:
        yield workers


def test_four_workers_at_one_batch_make_each_paper_once(app, lyceum, workers):
    batch_id = start_referrals(lyceum, make_staff(lyceum, PEOPLE)).id

    statuses = workers.run(workers=WORKERS)
    workers.finish(batch_id)

    assert statuses == [0] * WORKERS
    assert is_finished(batch_id)
    assert numbers_in_order(batch_id) == list(range(1, PEOPLE + 1))
    assert db.session.scalar(sa.select(sa.func.count(Document.id))) == PEOPLE + 1
    assert_invariants(app)


def test_workers_of_two_batches_leave_both_unbroken(app, lyceum, workers):
    batch_ids = [start_referrals(lyceum, make_staff(lyceum, PEOPLE // 2)).id for _ in range(2)]

    assert workers.run(workers=2) == [0, 0]
    for batch_id in batch_ids:
        workers.finish(batch_id)

    taken = [number for batch_id in batch_ids for number in numbers_in_order(batch_id)]
    assert sorted(taken) == list(range(1, PEOPLE + 1))
    assert all(numbers_in_order(one) == sorted(numbers_in_order(one)) for one in batch_ids)
    assert_invariants(app)
