"""Work outside of requests: in its turn, or at once where somebody waits for it."""

import threading

import pytest
from flask import current_app

from portal.jobs import job, jobs

BEGUN: list[str] = []
MAY_END = threading.Event()


@job
def slow(name: str) -> None:
    """Ends when the test says so."""
    BEGUN.append(name)
    MAY_END.wait(30)


@job
def failing() -> None:
    """A job with a fault."""
    raise ValueError("nobody foresaw this")


@pytest.fixture
def queue(app):
    """The queue as it is in a process that empties it."""
    BEGUN.clear()
    MAY_END.clear()
    queue = jobs(app)
    queue.is_emptied_here = True
    yield queue
    MAY_END.set()


def test_where_nobody_here_empties_the_queue_the_job_waits_its_turn(app):
    jobs(app).hurry(slow, name="first")

    assert [task.args[1] for task in jobs(app).huey.pending()] == [{"name": "first"}]


def test_what_somebody_waits_for_runs_at_once_and_once(queue):
    queue.hurry(slow, name="first")
    queue.hurry(slow, name="first", seconds=0.01)
    queue.hurry(slow, name="second")
    MAY_END.set()
    for name in ("first", "second"):
        queue.hurry(slow, name=name, seconds=30)

    assert BEGUN[:2] == ["first", "second"]
    assert queue.huey.pending() == []


def test_a_fault_of_a_hurried_job_is_noted_and_stops_nobody(queue, caplog):
    queue.hurry(failing, seconds=30)

    assert "nobody foresaw this" in caplog.text
    assert current_app.extensions["jobs"] is queue
