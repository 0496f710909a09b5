"""The benchmarks say what they promise, at small sizes; how quick anything is, is not tested."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure, beside, geometric_mean, percentile, quicker

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["name", "ours", "peer", "peer_name", "ratio", "unit", "rounds", "scaled"]


def _bench(*words, **environment):
    """The lines of a run, and what it said besides."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", *words],
        cwd=ROOT,
        env=environment or None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def _assert_well_formed(lines):
    assert lines
    assert all(list(line) == KEYS for line in lines)
    for line in lines:
        assert line["name"]
        assert line["unit"]
        assert line["rounds"] >= 1
        assert (line["peer"] is None) == (not line["peer_name"])
        assert line["ratio"] is None or line["peer"] is not None


def test_rendering_is_measured_beside_docxtpl_and_the_floor():
    lines, said = _bench("render", "--rounds", "1", "--no-peers")

    _assert_well_formed(lines)
    names = {line["name"] for line in lines}
    papers = ("referral", "order", "contract", "certificate")
    assert {f"render {paper}, zlib" for paper in papers} <= names
    assert "render, geometric mean, zlib" in names
    assert {"docxtpl", "floor"} <= {line["peer_name"] for line in lines}
    assert "docxtemplater, carbone, isal: left out" in said


def test_registrations_are_measured_with_the_lock_and_without_it():
    lines, _ = _bench("numbers", "--clients", "2", "--rounds", "2")

    _assert_well_formed(lines)
    figures = {line["name"].split(": ")[1]: line["ours"] for line in lines}
    assert list(figures) == ["rate", "p95", "worst", "gaps", "errors"]
    assert (figures["gaps"], figures["errors"]) == (0, 0)


def test_pages_are_measured_from_the_list_to_the_memory_they_leave():
    lines, _ = _bench("pages", "--papers", "600", "--rounds", "1", "--visits", "40")

    _assert_well_formed(lines)
    names = [line["name"] for line in lines]
    assert names == [
        "list page, 600 papers: p95",
        "selective search, 600 papers: p95 in the database",
        "list page of 50 papers",
        "start of the portal, second time",
        "memory of the web process after 40 pages",
    ]


def test_a_ratio_is_put_as_its_goal_puts_it():
    faster = quicker("a", 2.0, 30.0, "peer", unit="ms", rounds=3)
    dearer = beside("b", 2.0, 1.0, "floor", unit="ms", rounds=3, scaled=True)

    assert (faster.ratio, dearer.ratio) == (15.0, 2.0)
    assert json.loads(dearer.line())["scaled"] is True
    assert json.loads(Figure("c", 1, "MB", 1).line())["peer"] is None


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (1, 100)])
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile(range(1, 101), share) == expected


def test_a_geometric_mean_does_not_let_one_paper_outweigh_the_others():
    assert round(geometric_mean([1.0, 100.0]), 6) == 10.0
