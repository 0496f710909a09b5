"""Work outside of requests: huey carries the calls, our own tables say what has to be done.

A call lost with a killed process is found again by a sweep, so a job must be able to run twice.
A job opens its own short transactions (`writing`), with nothing slow inside them.
"""

import fcntl
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any

from flask import Flask
from huey import Huey, MemoryHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from portal.extensions import db

_jobs: dict[str, Callable[..., None]] = {}
_sweeps: list[Callable[[], None]] = []
_CONSUMER: Mapping[str, Any] = {"workers": 2, "max_delay": 1.0}  # seconds between two looks


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
        self.is_emptied_here = False  # by threads of this process
        self._hurried: dict[str, threading.Thread] = {}
        self._guard = threading.Lock()
        self._run = huey.task(name="run")(self._run_job)
        huey.periodic_task(crontab(), name="sweep")(self.run_sweeps)

    def enqueue(self, function: Callable[..., None], **arguments: Any) -> None:
        """Have the job run soon, in this process or another; call it after the commit.

        A call that waits already is not put behind itself: when it begins it sees all there is.
        """
        call = (f"{function.__module__}.{function.__name__}", arguments)
        if call not in [task.args for task in self.huey.pending()]:
            self._run(*call)

    def hurry(self, function: Callable[..., None], *, seconds: float = 0, **arguments: Any) -> None:
        """Have a short job run at once, beside the queue, and wait so long for its end.

        For what somebody looks at the screen for; where another process empties the queue, the job
        waits its turn there. One that runs already is waited for, not begun again.
        """
        if not self.is_emptied_here:
            self.enqueue(function, **arguments)
            return
        call = (f"{function.__module__}.{function.__name__}", arguments)
        with self._guard:
            self._hurried = {key: run for key, run in self._hurried.items() if run.is_alive()}
            run = self._hurried.get(repr(call))
            if run is None:
                run = threading.Thread(target=self._run_beside, args=call, daemon=True)
                self._hurried[repr(call)] = run
                run.start()
        run.join(seconds)

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
        threading.Thread(target=_InProcess(self.huey, **_CONSUMER).run, daemon=True).start()
        self.is_emptied_here = True
        return True

    def work(self, lock_file: str) -> None:
        """Empty the queue in this process until a signal ends it; another may do so besides."""
        self._is_first(lock_file)
        self.run_sweeps()
        Consumer(self.huey, **_CONSUMER).run()

    def _is_first(self, lock_file: str) -> bool:
        """Whether no other process empties the queue; from now on this one does."""
        self._lock: IO[str] = open(lock_file, "a", encoding="ascii")  # noqa: SIM115, PTH123 - held for life
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            return False
        return True

    def _run_beside(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            self._run_job(name, arguments)
        except Exception:
            self.app.logger.exception("The job %s failed; a sweep will find what it left", name)

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
