"""`python3 -m portal bench`: every figure of docs/performance.md, one JSON line each."""

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import chain

from tests.benchmarks import lists, numbers, pdf, render, serving
from tests.benchmarks.figures import Figure

FAMILIES: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {
    "render": lambda asked: render.figures(
        rounds=asked.rounds or render.ROUNDS, with_peers=not asked.no_peers
    ),
    "pdf": lambda asked: pdf.figures(
        size=asked.size, clicks=asked.rounds or pdf.CLICKS, with_peers=not asked.no_peers
    ),
    "numbers": lambda asked: numbers.figures(
        clients=asked.clients, rounds=asked.rounds or numbers.ROUNDS
    ),
    "pages": lambda asked: chain(
        lists.figures(
            many=asked.papers,
            few=min(asked.papers, lists.FEW),
            rounds=asked.rounds or lists.ROUNDS,
        ),
        serving.figures(starts=asked.rounds or serving.STARTS, visits=asked.visits),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser("python3 -m portal bench", description=__doc__)
    parser.add_argument("families", nargs="*", choices=[[], *FAMILIES], metavar="|".join(FAMILIES))
    parser.add_argument("--rounds", type=int, default=0, help="how often each is measured")
    parser.add_argument("--size", type=int, default=pdf.SIZE, help="referrals of `pdf`")
    parser.add_argument("--clients", type=int, default=numbers.CLIENTS, help="of `numbers`")
    parser.add_argument("--papers", type=int, default=lists.MANY, help="of `pages`")
    parser.add_argument("--visits", type=int, default=serving.VISITS, help="of `pages`")
    parser.add_argument("--no-peers", action="store_true", help="only what is installed already")
    asked = parser.parse_args()
    for family in asked.families or FAMILIES:
        for figure in FAMILIES[family](asked):
            sys.stdout.write(figure.line() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
