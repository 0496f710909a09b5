"""Looks at files each in a process of its own, which may hang, swell or die without harm.

This half runs inside the confinement of `portal.converters.confined`: what a program of the studio
does with one file is run in a fork of it, with an end to its memory, its time and its files.
"""

import json
import os
import resource
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MEMORY = 700 * 1024 * 1024  # bytes (security plan, T2)
CPU_SECONDS = 10
WALL_SECONDS = 15  # with the start of the program it stays below 21
LARGEST_FILE = 50 * 1024 * 1024

Look = Callable[[Path, Mapping[str, Any]], Mapping[str, Any]]


def look_at_each(folder: Path, look: Look) -> None:
    """For each job of the folder a file `told-<number>.json`: what `look` says, or that it died."""
    jobs = json.loads((folder / "jobs.json").read_text(encoding="utf-8"))
    for number, job in enumerate(jobs):
        home = folder / str(number)
        process = os.fork()
        if process == 0:
            _look(home, job, look)
        _, status, usage = os.wait4(process, 0)
        told = home / "told.json"
        answer = json.loads(told.read_text(encoding="utf-8")) if status == 0 else {}
        answer |= {
            "is_whole": status == 0,
            "memory": usage.ru_maxrss * 1024,
            "seconds": usage.ru_utime + usage.ru_stime,
        }
        told.write_text(json.dumps(answer), encoding="utf-8")


def _look(home: Path, job: Mapping[str, Any], look: Look) -> None:
    """Never returns; any other end than the last line is told by the status."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
    ):
        resource.setrlimit(limit, (most, most))
    signal.alarm(WALL_SECONDS)  # nobody handles it: the process ends
    try:
        told = look(home, job)
        (home / "told.json").write_text(json.dumps(told), encoding="utf-8")
    except BaseException:  # whatever it was, the file is too much for us
        os._exit(1)
    os._exit(0)
