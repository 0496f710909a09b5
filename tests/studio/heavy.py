"""A program of the studio that does what a hostile file would make ours do."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from portal.studio.check.apart import look_at_each


def hang() -> None:
    time.sleep(1000)


def compute() -> None:
    while True:
        pass


def swell() -> None:
    held = [bytearray(50_000_000) for _ in range(100)]
    assert held


def fill_the_disk() -> None:
    with Path("large").open("wb") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))


def crash() -> None:
    os.abort()


def give_up() -> None:
    sys.exit("nothing to say")


ACTS: Mapping[str, Callable[[], None]] = {
    act.__name__: act for act in (hang, compute, swell, fill_the_disk, crash, give_up)
}


def look(_home, job):
    if job["act"] in ACTS:
        ACTS[job["act"]]()
    return {"said": job["act"]}


if __name__ == "__main__":
    look_at_each(Path.cwd(), look)
