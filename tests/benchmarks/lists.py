"""Lists and finding when papers are many, and an ordinary page beside a bare one: CPU time."""

import gc
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal.documents import listing
from portal.documents.listing import Wanted
from portal.documents.models import Document
from portal.extensions import db
from tests.benchmarks.bare_page import bare_app
from tests.benchmarks.figures import Figure, beside, median, percentile, say
from tests.benchmarks.filled import fill
from tests.benchmarks.school import config_of, open_app, opened
from tests.benchmarks.visits import Reader, interleaved

MANY, FEW = 1_000_000, 1_000
ROUNDS = 20
UNIT = "ms of CPU"


def figures(*, many: int = MANY, few: int = FEW, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The list and the search with `many` papers beside `few`, the page beside a bare one."""
    with ExitStack() as stack:
        schools = [
            _School(Path(stack.enter_context(tempfile.TemporaryDirectory())), number)
            for number in (many, few)
        ]
        gc.collect()
        gc.freeze()  # as `serve` does
        yield from _list_figures(schools, rounds)
        yield _search_figure(schools, rounds)
        yield _page_figure(schools[1], rounds)
        for school in schools:
            school.close()


class _School:
    """A portal with so many papers, and its secretary."""

    def __init__(self, folder: Path, papers: int) -> None:
        self.papers = papers
        started = time.monotonic()
        with opened(folder):
            school = fill(papers)
            self.login, self.organisation_id = school.secretary.login, school.organisation.id
        say(f"{papers} papers written in {time.monotonic() - started:.0f} s")
        self.database_url = f"sqlite:///{folder / 'papka.db'}"
        self.app: Flask = open_app(config_of(folder, folder / "papka.db"), folder / "files")
        self.reader = Reader(self.app, self.login)

    def lists(self) -> list[str]:
        """The ways people look at a list: folders, pages further back, filters."""
        places = [self.papers // 3, self.papers // 2, self.papers - 60]
        filters = ("kind=letter", "journal=4", "person=7", "person=7&kind=referral")
        return [
            "/documents",
            "/documents?folder=filed",
            "/documents?folder=to-sign",
            *(f"/documents?folder=all&before={place}" for place in places),
            *(f"/documents?folder=all&{one}" for one in filters),
        ]

    def searched(self, rounds: int) -> Sequence[str]:
        """Words that few papers have: numbers as they are written, the number of a group."""
        chosen = random.Random(self.papers)
        numbers = [chosen.randrange(1, self.papers // 30) for _ in range(rounds)]
        groups = [chosen.randrange(1, self.papers // 10) * 10 for _ in range(rounds)]
        return [*(f"{number}-к/тр" for number in numbers), *(f"групи {group}" for group in groups)]

    def search(self, query: str) -> float:
        """The time the database takes to find the newest papers that say this, in seconds."""
        with self.app.app_context(), _time_in_database(db.engine) as spent:
            found = listing.papers({self.organisation_id}, Wanted(text=query))
            newest = found.with_only_columns(Document.id).order_by(Document.id.desc())
            if not db.session.scalars(newest.limit(listing.PAGE)).all():
                raise AssertionError(f"nothing found for {query}")
        return sum(spent)

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _time_in_database(engine: sa.Engine) -> Iterator[list[float]]:
    """The CPU time of each statement, from its start to its first row."""
    times: list[float] = []

    def start(*_: object) -> None:
        times.append(-time.process_time())

    def stop(*_: object) -> None:
        times[-1] += time.process_time()

    sa.event.listen(engine, "before_cursor_execute", start)
    sa.event.listen(engine, "after_cursor_execute", stop)
    yield times
    sa.event.remove(engine, "before_cursor_execute", start)
    sa.event.remove(engine, "after_cursor_execute", stop)


def _list_figures(schools: Sequence[_School], rounds: int) -> Iterator[Figure]:
    many, few = schools
    addresses = [school.lists() for school in schools]
    costs = interleaved([school.reader for school in schools], addresses, rounds)
    for place, address in enumerate(addresses[0]):
        at = [median(cost[place :: len(addresses[0])]) * 1000 for cost in costs]
        say(f"{address}: {at[0]:.1f} ms, {at[1]:.1f} ms with {few.papers}")
    own, other = (percentile(cost, 0.95) * 1000 for cost in costs)
    name, peer = f"list page, {many.papers} papers: p95", f"the same with {few.papers} papers"
    yield beside(name, own, other, peer, unit=UNIT, rounds=rounds)


def _search_figure(schools: Sequence[_School], rounds: int) -> Figure:
    times: list[list[float]] = [[], []]
    for own, other in zip(*(school.searched(rounds) for school in schools), strict=True):
        times[0].append(schools[0].search(own) * 1000)
        times[1].append(schools[1].search(other) * 1000)
    ours, peer = (percentile(one, 0.95) for one in times)
    name = f"selective search, {schools[0].papers} papers: p95 in the database"
    peer_name = f"the same with {schools[1].papers} papers"
    return beside(name, ours, peer, peer_name, unit=UNIT, rounds=rounds)


def _page_figure(school: _School, rounds: int) -> Figure:
    bare = bare_app(school.database_url)
    readers = [school.reader, Reader(bare)]
    costs = interleaved(readers, [["/documents?folder=all"], ["/"]], 3 * rounds)
    own, other = (1 / median(cost) for cost in costs)
    return beside(
        "list page of 50 papers",
        own,
        other,
        "bare Flask and ORM, same rows",
        unit="pages a second of CPU",
        rounds=3 * rounds,
    )
