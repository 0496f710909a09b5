"""One figure of the benchmarks as a line of JSON, and the few sums that figures are made of."""

import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, beside whom.

    `ratio` is put as the goal puts it (docs/performance.md): how many times quicker than the peer,
    or how many times the floor. A figure without a peer leaves `peer` and `ratio` empty.
    """

    name: str
    ours: float
    unit: str
    rounds: int
    peer: float | None = None
    peer_name: str = ""
    ratio: float | None = None
    scaled: bool = False  # the peer was measured on a sample and multiplied

    def line(self) -> str:
        values = {
            key: _short(value) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }
        order = ("name", "ours", "peer", "peer_name", "ratio", "unit", "rounds", "scaled")
        return json.dumps({key: values[key] for key in order}, ensure_ascii=False)


def quicker(name: str, ours: float, peer: float, peer_name: str, **rest: object) -> Figure:
    """A figure of time or cost: the ratio says how many times less ours is."""
    return Figure(name, ours, peer=peer, peer_name=peer_name, ratio=peer / ours, **rest)  # type: ignore[arg-type]


def beside(name: str, ours: float, peer: float, peer_name: str, **rest: object) -> Figure:
    """A figure whose ratio says how many times the peer's ours is."""
    return Figure(name, ours, peer=peer, peer_name=peer_name, ratio=ours / peer, **rest)  # type: ignore[arg-type]


def median(values: Iterable[float]) -> float:
    return percentile(values, 0.5)


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))


def say(text: str) -> None:
    """A remark for whoever waits; the lines of figures stand alone on standard output."""
    sys.stderr.write(f"{text}\n")


def _short(value: float) -> float:
    """Four digits that mean something."""
    return float(f"{value:.4g}")
