"""Work outside of requests: huey carries the calls, our own tables say what has to be done.

A call lost with a killed process is found again by a sweep, so a job must be able to run twice.
A job opens its own short transactions (`writing`), with nothing slow inside them.
"""

import fcntl
import threading
from collections.abc import Callable
from typing import IO, Any

from flask import Flask
from huey import Huey, MemoryHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from portal.extensions import db

_jobs: dict[str, Callable[..., None]] = {}
_sweeps: list[Callable[[], None]] = []


def job(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function of a `work.py` callable by `enqueue`; its arguments must be plain values."""
    _jobs[f"{function.__module__}.{function.__name__}"] = function
    return function


def sweep(function: Callable[[], None]) -> Callable[[], None]:
    """Have a function of a `work.py` run at start and each minute, to find what was left undone."""
    _sweeps.append(function)
    return function


class JobQueue:
    """The queue of one app, and the threads that empty it."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.app = app
        self.huey = huey
        self._run = huey.task(name="run")(self._run_job)
        huey.periodic_task(crontab(), name="sweep")(self.run_sweeps)

    def enqueue(self, function: Callable[..., None], **arguments: Any) -> None:
        """Have the job run soon, in this process or another; call it after the commit.

        A call that waits already is not put behind itself: when it begins it sees all there is.
        """
        call = (f"{function.__module__}.{function.__name__}", arguments)
        if call not in [task.args for task in self.huey.pending()]:
            self._run(*call)

    def run_pending(self) -> None:
        """Run everything that waits, here and now: for commands and tests."""
        while task := self.huey.dequeue():
            self.huey.execute(task)

    def run_sweeps(self) -> None:
        with self.app.app_context():
            for function in _sweeps:
                function()

    def start(self, lock_file: str) -> bool:
        """Empty the queue in threads of this process, unless another process already does."""
        if not self._is_first(lock_file):
            return False
        self.run_sweeps()
        threading.Thread(target=_InProcess(self.huey, workers=2).run, daemon=True).start()
        return True

    def work(self, lock_file: str) -> None:
        """Empty the queue in this process until a signal ends it; another may do so besides."""
        self._is_first(lock_file)
        self.run_sweeps()
        Consumer(self.huey, workers=2).run()

    def _is_first(self, lock_file: str) -> bool:
        """Whether no other process empties the queue; from now on this one does."""
        self._lock: IO[str] = open(lock_file, "a", encoding="ascii")  # noqa: SIM115, PTH123 - held for life
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            return False
        return True

    def _run_job(self, name: str, arguments: dict[str, Any]) -> None:
        with self.app.app_context():
            try:
                _jobs[name](**arguments)
            finally:
                db.session.rollback()


class _InProcess(Consumer):  # type: ignore[misc]  # huey has no types
    """A consumer that leaves the process's signals to the web server."""

    def _set_signal_handlers(self) -> None:
        pass


def init_jobs(app: Flask, path: str | None) -> JobQueue:
    """Give the app its queue, kept in the SQLite file `path`, or in memory."""
    huey = SqliteHuey(filename=path) if path else MemoryHuey()
    queue = JobQueue(app, huey)
    app.extensions["jobs"] = queue
    return queue


def jobs(app: Flask) -> JobQueue:
    """The app's queue."""
    queue: JobQueue = app.extensions["jobs"]
    return queue
