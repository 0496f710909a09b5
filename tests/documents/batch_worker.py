"""Processes that empty the queue and die where they are told; run by the drills.

Arguments: database address, instance folder. Each line of standard input is an order, a JSON
object; the answer is one line with the exit statuses. The orders are carried out by children of
this process, which has everything imported already:

    {"point": "after_rename", "hit": 7, "hours": 2}    one worker, killed at that point's 7th time
    {"workers": 4, "seconds": 0.8, "hours": 3}         four workers, all killed after a while

A worker sees the clock so many hours later, so that the leases of dead workers are over.
"""

import json
import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Config
from portal.extensions import Services
from portal.jobs import jobs
from portal.storage import FileStore
from tests.fakes import FakeClock, FakeMailer, FakePdf

KILLED = 137


class Death:
    """Counts how often its point is passed, and ends the process at once when it is time."""

    def __init__(self, hit: int) -> None:
        self.left = hit

    def pass_by(self) -> None:
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)


def die_after_fsync(death: Death, app: Flask) -> None:
    """The bytes of a file are on the disk under a passing name."""
    fsync = os.fsync

    def fsync_and_die(descriptor: int) -> None:
        fsync(descriptor)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            death.pass_by()

    os.fsync = fsync_and_die


def die_after_rename(death: Death, app: Flask) -> None:
    """The file has its name; the folder may not know it yet."""
    replace = Path.replace

    def replace_and_die(self: Path, target: Path) -> Path:
        done = replace(self, target)
        death.pass_by()
        return done

    Path.replace = replace_and_die  # type: ignore[method-assign]


def die_before_commit(death: Death, app: Flask) -> None:
    _at_commit("before_commit", death)


def die_after_commit(death: Death, app: Flask) -> None:
    _at_commit("after_commit", death)


def die_before_ack(death: Death, app: Flask) -> None:
    """The job has returned; the queue has not noted it yet."""

    @jobs(app).huey.post_execute()
    def die(task: object, value: object, error: object) -> None:
        death.pass_by()


def _at_commit(name: str, death: Death) -> None:
    @event.listens_for(Session, name)
    def die(session: Session) -> None:
        if not session.in_nested_transaction():
            death.pass_by()


POINTS: dict[str, Callable[[Death, Flask], None]] = {
    "after_blob_fsync": die_after_fsync,
    "after_rename": die_after_rename,
    "before_commit": die_before_commit,
    "after_commit": die_after_commit,
    "before_ack": die_before_ack,
}


def work(database_url: str, instance: Path, order: dict[str, object]) -> None:
    """What a worker does from its start: sweep, then everything that waits."""
    config = Config(instance=instance, secret_key="test", database_url=database_url)
    clock = FakeClock()
    clock.advance(hours=float(str(order["hours"])))
    store = FileStore(instance / "files")
    app = create_app(config, Services(store, FakePdf(), FakeMailer(), clock))
    if point := order.get("point"):
        POINTS[str(point)](Death(int(str(order["hit"]))), app)
    queue = jobs(app)
    for _ in range(2):  # what the first round made possible is found by the second
        queue.run_sweeps()
        queue.run_pending()


def fork(database_url: str, instance: Path, order: dict[str, object]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(database_url, instance, order)
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    return child


def obey(database_url: str, instance: Path, order: dict[str, object]) -> list[int]:
    """The statuses of the workers once all of them have ended."""
    children = [fork(database_url, instance, order) for _ in range(int(order.get("workers", 1)))]
    if seconds := order.get("seconds"):
        time.sleep(float(str(seconds)))
        for child in children:
            os.kill(child, signal.SIGKILL)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def main(database_url: str, instance: str) -> None:
    for line in sys.stdin:
        answer = obey(database_url, Path(instance), json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
