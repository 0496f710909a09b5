"""Many clients register papers at once: how many in a second, how long the unlucky one waits.

Each client is a process that registers one draft after another in transactions of its own, files,
hash chain and all. The peer is the same portal without its lock in front of the database, so that
clients meet only in SQLite and its `busy_timeout`: each of them has a folder, and so a lock, of its
own.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

import sqlalchemy as sa

from portal.documents.issue import register
from portal.documents.journals import find_gaps, open_journal
from portal.documents.models import Document
from portal.extensions import db, services, writing
from tests.benchmarks.figures import Figure, beside, percentile, say
from tests.benchmarks.school import config_of, draft_orders, make_school, open_app, opened

CLIENTS = 50
ROUNDS = 10  # papers of each client
PEER = "busy_timeout without the lock"
PATIENCE = 600  # seconds for all of them
FORKING = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Rush:
    """What came of it: seconds each registration took, and what went wrong."""

    seconds: float
    waits: Sequence[float]
    errors: Sequence[str]
    gaps: int

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds


def figures(*, clients: int = CLIENTS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Rate, waits, gaps and errors of a rush, with the lock and without it."""
    ours, peer = rush(clients, rounds, shares_lock=True), rush(clients, rounds, shares_lock=False)
    for fault in {*ours.errors, *peer.errors}:
        say(f"registrations: {fault}")
    who = f"{clients} clients at once"
    compared = (
        ("rate", ours.rate, peer.rate, "registrations a second"),
        ("p95", percentile(ours.waits, 0.95), percentile(peer.waits, 0.95), "s"),
        ("worst", max(ours.waits), max(peer.waits), "s"),
    )
    for name, own, other, unit in compared:
        yield beside(f"registrations, {who}: {name}", own, other, PEER, unit=unit, rounds=rounds)
    for name, own, other in (
        ("gaps", ours.gaps, peer.gaps),
        ("errors", len(ours.errors), len(peer.errors)),
    ):
        yield Figure(f"registrations, {who}: {name}", own, name, rounds, other, PEER, None)


def rush(clients: int, rounds: int, *, shares_lock: bool) -> Rush:
    """All clients at once, on a fresh school."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder):
            school = make_school(people=clients)
            ids = draft_orders(school, clients * rounds)
            open_journal(school.organisation, "R01", services().clock.today())
            db.session.commit()
            organisation_id = school.organisation.id
        barrier, answers = FORKING.Barrier(clients + 1), FORKING.SimpleQueue()
        processes = []
        for number in range(clients):
            instance = folder if shares_lock else folder / f"client-{number}"
            instance.mkdir(exist_ok=True)
            arguments = (folder, instance, ids[number::clients], barrier, answers)
            processes.append(FORKING.Process(target=_client, args=arguments))
            processes[-1].start()
        barrier.wait(PATIENCE)
        started = time.monotonic()
        said = [answers.get() for _ in processes]
        seconds = time.monotonic() - started
        for process in processes:
            process.join()
        waits = [wait for answer in said for wait in answer[0]]
        errors = [error for answer in said for error in answer[1]]
        return Rush(seconds, waits, errors, _gaps(folder, organisation_id, len(waits)))


def _client(
    folder: Path,
    instance: Path,
    ids: Sequence[int],
    barrier: Barrier,
    answers: "multiprocessing.SimpleQueue[tuple[list[float], list[str]]]",
) -> None:
    """One client: wait for the others, then register every draft of its own."""
    app = open_app(config_of(instance, folder / "papka.db"), folder / "files")
    waits, errors = [], []
    with app.app_context():
        db.session.scalar(sa.select(sa.func.count(Document.id)))
        db.session.remove()
    barrier.wait(PATIENCE)
    for document_id in ids:
        started = time.monotonic()
        try:
            with app.app_context(), writing():
                document = db.session.get_one(Document, document_id)
                key = f"click-{document_id}"
                register(document, issued_by=document.created_by_id, request_key=key)
                db.session.commit()
                db.session.remove()
            waits.append(time.monotonic() - started)
        except Exception as fault:  # whatever it is, it is counted and told
            errors.append(f"{type(fault).__name__}: {fault}"[:200])
    answers.put((waits, errors))


def _gaps(folder: Path, organisation_id: int, registered: int) -> int:
    """Numbers that are missing, or more of them than papers."""
    with opened(folder):
        document = db.session.scalar(
            sa.select(Document).where(
                Document.organisation_id == organisation_id, Document.journal_id.is_not(None)
            )
        )
        journal = document.journal
        return len(find_gaps(journal).missing) + abs(journal.last_number - registered)
