"""Every promise in `traceability.toml` names tests that exist."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
KEY = re.compile(r"S[0-4]-\d\d|F([1-9]|[1-9]\d|1[01]\d|120)")


def promises() -> dict[str, list[str]]:
    return tomllib.loads((TESTS / "traceability.toml").read_text("utf-8"))


@cache
def names_in(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def test_keys_are_steps_or_features():
    assert [key for key in promises() if not KEY.fullmatch(key)] == []


def test_every_promise_names_tests_that_exist():
    missing = [
        f"{key}: {test}"
        for key, tests in promises().items()
        for test in tests or ["(none)"]
        for file, _, name in [test.partition("::")]
        if name.partition("[")[0] not in names_in(TESTS.parent / file)
    ]

    assert missing == []
