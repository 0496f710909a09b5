"""Word rendering beside docxtpl, docxtemplater, carbone and the floor: CPU time of each."""

import html
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from zipfile import ZipFile

from tests.benchmarks import peers
from tests.benchmarks.dialects import DIALECTS
from tests.benchmarks.figures import (
    Figure,
    beside,
    geometric_mean,
    median,
    quicker,
    say,
)
from tests.benchmarks.papers import PAPERS
from tests.benchmarks.peers import Absent

HERE = Path(__file__).parent
ROUNDS = 15
SLICE = 0.06  # seconds of CPU an engine works before the next one has its turn
UNIT = "ms of CPU a document"
NODE_ENGINES = ("docxtemplater", "carbone")
WITHOUT_ISAL = """
import runpy, sys
sys.modules["isal"] = None
runpy.run_module({!r}, run_name="__main__", alter_sys=True)
"""
READ = re.compile(r"word/(header|footer)?\d*(document)?\.xml")


class Engine:
    """A running engine; each asks for its own share of a round."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        self.times: dict[str, int] = {}
        self.cost: dict[str, list[float]] = {}

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()

    def fill(self, paper: str, path: Path) -> None:
        """One paper into that file."""
        self._ask(paper=paper, to=os.fspath(path))

    def warm_up(self, paper: str) -> None:
        """Until its code is compiled; then it is known how many make a slice."""
        for _ in range(3):
            seconds = self._ask(paper=paper, times=10) / 10
        self.times[paper] = max(2, round(SLICE / max(seconds, 1e-5)))

    def measure(self, paper: str) -> None:
        seconds = self._ask(paper=paper, times=self.times[paper])
        self.cost.setdefault(paper, []).append(1000 * seconds / self.times[paper])

    def _ask(self, **order: object) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Absent(f"{self.process.args} ended at {order}")
        return float(json.loads(answer)["seconds"])


def figures(*, rounds: int = ROUNDS, with_peers: bool = True) -> Iterator[Figure]:
    """Every figure of rendering; all engines take turns, paper by paper."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        _write_papers(folder)
        engines = {
            title: stack.enter_context(Engine(command, environment))
            for title, (command, environment) in _commands(folder, with_peers).items()
        }
        for paper in PAPERS:
            _check_texts(engines, paper.name, folder)
            _measure(engines.values(), paper.name, rounds)
            yield from _figures_of(engines, paper.name, rounds)
        yield from _means(engines, rounds)


def _write_papers(folder: Path) -> None:
    for paper in PAPERS:
        values = json.dumps(paper.values, ensure_ascii=False)
        (folder / f"{paper.name}.json").write_text(values, "utf-8")
        for dialect in DIALECTS:
            target = folder / f"{paper.name}.{dialect.name}.docx"
            target.write_bytes(paper.template(dialect))


def _commands(folder: Path, with_peers: bool) -> dict[str, tuple[list[str], Mapping[str, str]]]:
    """How each engine is started; one that cannot be had is named with the reason."""
    module, place = "tests.benchmarks.engines", os.fspath(folder)
    plain = [sys.executable, "-m", module]
    zlib = [sys.executable, "-c", WITHOUT_ISAL.format(module)]
    found: dict[str, tuple[list[str], Mapping[str, str]]] = {
        "ours, zlib": ([*zlib, "ours", place], {}),
        "docxtpl": ([*plain, "docxtpl", place], {}),
        "floor": ([*plain, "floor", place], {}),
    }
    if not with_peers:
        say("docxtemplater, carbone, isal: left out as asked")
        return found
    try:
        found["ours, isal"] = ([*plain, "ours", place], peers.isal())
    except Absent as reason:
        say(f"isal: left out, {reason}")
    try:
        modules = {"NODE_PATH": os.fspath(peers.node_modules())}
        for name in NODE_ENGINES:
            found[name] = (["node", os.fspath(HERE / "engines.cjs"), name, place], modules)
    except Absent as reason:
        say(f"docxtemplater, carbone: left out, {reason}")
    return found


def _check_texts(engines: Mapping[str, Engine], paper: str, folder: Path) -> None:
    """All engines print the same words, or there is nothing to compare."""
    texts = {}
    for title, engine in engines.items():
        target = folder / f"{paper}.{title}.out.docx"
        engine.fill(paper, target)
        texts[title] = _text(target)
    expected = texts["docxtpl"]
    for title, text in texts.items():
        if text != expected:
            raise AssertionError(f"{paper}: {title} does not print what docxtpl prints")


def _text(docx: Path) -> list[str]:
    """The words of header, body and footer, by paragraphs that hold any."""
    lines = []
    with ZipFile(docx) as package:
        for name in sorted(filter(READ.fullmatch, package.namelist())):
            for paragraph in package.read(name).decode().split("</w:p>"):
                line = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
                lines.append(" ".join(html.unescape(line).split()))
    return [line for line in lines if line]


def _measure(engines: Iterator[Engine] | Sequence[Engine], paper: str, rounds: int) -> None:
    turns = list(engines)
    for engine in turns:
        engine.warm_up(paper)
    for number in range(rounds):
        for engine in turns[number % len(turns) :] + turns[: number % len(turns)]:
            engine.measure(paper)


def _figures_of(engines: Mapping[str, Engine], paper: str, rounds: int) -> Iterator[Figure]:
    costs = {title: median(engine.cost[paper]) for title, engine in engines.items()}
    for packing in ("zlib", "isal"):
        if (own := costs.get(f"ours, {packing}")) is None:
            continue
        for peer in ("docxtpl", *NODE_ENGINES, "floor"):
            if peer in costs:
                compare: Callable[..., Figure] = beside if peer == "floor" else quicker
                name = f"render {paper}, {packing}"
                yield compare(name, own, costs[peer], peer, unit=UNIT, rounds=rounds)


def _means(engines: Mapping[str, Engine], rounds: int) -> Iterator[Figure]:
    """Geometric means over the four papers."""
    means = {
        title: geometric_mean([median(cost) for cost in engine.cost.values()])
        for title, engine in engines.items()
    }
    for packing in ("zlib", "isal"):
        if (own := means.get(f"ours, {packing}")) is not None:
            for peer in ("docxtpl", *NODE_ENGINES):
                if peer in means:
                    name = f"render, geometric mean, {packing}"
                    yield quicker(name, own, means[peer], peer, unit=UNIT, rounds=rounds)
