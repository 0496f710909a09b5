"""Tests that need programs from outside say so by a marker; without the program they are skipped.

The last line of a run says how many were skipped and why. Where `CI` is set the programs have to
be there: a skip is an error.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

PATIENCE = 20_000  # milliseconds for one thing to appear in a browser on a busy machine
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def has_postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


PROGRAMS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium is not installed", lambda: bool(chromium())),
    "converter": (
        "LibreOffice or wkhtmltopdf is not installed",
        lambda: bool(shutil.which("soffice") and shutil.which("wkhtmltopdf")),
    ),
    "poppler": ("poppler-utils is not installed", lambda: bool(shutil.which("pdftoppm"))),
    "postgresql": ("PostgreSQL is not installed", has_postgresql),
}


def chromium() -> str | None:
    """Where the system's browser is; Playwright's own is never downloaded."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def is_strict() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (reason, is_present) in PROGRAMS.items():
        if item.get_closest_marker(marker) and not is_present():
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and is_strict() and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not reporter.stats.get("skipped"):
        return
    reasons = Counter(report.longrepr[2] for report in reporter.stats["skipped"])
    told = "; ".join(f"{n} × {reason.removeprefix('Skipped: ')}" for reason, n in reasons.items())
    reporter.write_line(f"Skipped {sum(reasons.values())}: {told}")
