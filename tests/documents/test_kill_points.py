"""A worker may die anywhere: nothing is lost, nothing is doubled, no number is missed (R1)."""

import random

import pytest

from tests.documents.batch_worker import KILLED, POINTS
from tests.documents.batches import make_staff, start_referrals
from tests.documents.drills import FILES_OF_A_WORKER, hired_workers, numbers_in_order
from tests.invariants import assert_invariants

# How often each point is passed, at least, for a paper, and besides for a batch.
PASSES = {
    "after_blob_fsync": (1.8, 0),
    "after_rename": (1.8, 0),
    "before_commit": (0, 5),
    "after_commit": (0, 5),
    "before_ack": (0, 1),
}
STORM_OF, STORM_WORKERS = 200, 4


@pytest.fixture
def workers(app, config):
    with hired_workers(app, config) as workers:
        yield workers


def kill_some(workers, point, people, dice):
    """One to three workers one after another, each told to die at the point; how many did."""
    for_paper, for_batch = PASSES[point]
    most, killed = int(for_paper * people + for_batch), 0
    for _ in range(dice.randint(1, 3)):
        killed += workers.run(point=point, hit=dice.randint(1, most)) == [KILLED]
    return killed


def drill(app, lyceum, workers, point, people, times):
    killed = 0
    for seed in range(times):
        batch_id = start_referrals(lyceum, make_staff(lyceum, people)).id

        deaths = kill_some(workers, point, people, random.Random(seed))
        workers.finish(batch_id)

        assert deaths >= 1, f"{point}, seed {seed}: nobody died"
        killed += deaths
        first = 1 + seed * people
        assert numbers_in_order(batch_id) == list(range(first, first + people))
        assert_invariants(app, orphans=killed * FILES_OF_A_WORKER)


@pytest.mark.parametrize("point", POINTS)
def test_a_batch_survives_deaths_at_each_point(app, lyceum, workers, point):
    drill(app, lyceum, workers, point, people=30, times=2)


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_batch_of_sixty_survives_deaths_at_each_point_ten_times(app, lyceum, workers, point):
    drill(app, lyceum, workers, point, people=60, times=10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_batch_survives_storms_in_which_all_workers_are_killed(app, lyceum, workers, seed):
    dice, storms = random.Random(seed), 0
    batch_id = start_referrals(lyceum, make_staff(lyceum, STORM_OF)).id

    for _ in range(12):
        seconds = dice.uniform(0.5, 2.5)
        statuses = workers.run(workers=STORM_WORKERS, seconds=seconds)
        storms += -9 in statuses
    workers.finish(batch_id)

    assert storms >= 3
    assert numbers_in_order(batch_id) == list(range(1, STORM_OF + 1))
    assert_invariants(app, orphans=storms * STORM_WORKERS * FILES_OF_A_WORKER)
