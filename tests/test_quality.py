"""The rules a program can judge: style, types."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _expect_no_complaint(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_ruff_has_no_complaint():
    _expect_no_complaint("ruff", "check", "--output-format=concise", ".")


def test_mypy_has_no_complaint():
    _expect_no_complaint("mypy", "--no-error-summary")
