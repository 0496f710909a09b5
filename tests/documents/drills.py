"""What the drills share: workers in processes of their own, and what a batch has to be after them.

The processes themselves are `batch_worker`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from portal.config import ROOT, Config
from portal.documents.models import Batch
from portal.extensions import Services, db
from portal.storage import FileStore
from tests.fakes import FakeMailer, FakePdf

MOST_RUNS = 12  # of workers, until a batch has to be at its end
# What one killed worker may leave without a row: the files of a group of PDFs, and a half one.
FILES_OF_A_WORKER = 51


class Workers:
    """The process that makes workers, and the hour they think it is."""

    def __init__(self, config: Config) -> None:
        command = [sys.executable, "-m", "tests.documents.batch_worker"]
        self.process = subprocess.Popen(
            [*command, config.database_url, str(config.instance)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.hours = 0

    def run(self, **order: object) -> list[int]:
        """The exit statuses of the workers of one order."""
        self.hours += 1
        self.process.stdin.write(json.dumps({**order, "hours": self.hours}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def finish(self, batch_id: int) -> None:
        """Let one worker after another do what is left."""
        for _ in range(MOST_RUNS):
            if is_finished(batch_id):
                return
            assert self.run() == [0]
        raise AssertionError("the batch does not come to its end")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


@contextmanager
def hired_workers(app: Flask, config: Config) -> Iterator[Workers]:
    """Workers on the app's own database and files."""
    tools = app.extensions["papka"]
    store = FileStore(config.instance / "files")
    app.extensions["papka"] = Services(store, FakePdf(), FakeMailer(), tools.clock)
    workers = Workers(config)
    try:
        yield workers
    finally:
        workers.close()


def is_finished(batch_id: int) -> bool:
    finished_at = db.session.scalar(sa.select(Batch.finished_at).where(Batch.id == batch_id))
    db.session.rollback()
    return finished_at is not None


def numbers_in_order(batch_id: int) -> list[int]:
    """The numbers of its papers, as the list of its people goes."""
    batch = db.session.get_one(Batch, batch_id)
    numbers = [item.document.sequence for item in batch.items]
    db.session.rollback()
    return numbers
