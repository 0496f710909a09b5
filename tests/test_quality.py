"""The rules a program can judge: style, types."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _complaints(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_ruff_has_no_complaint():
    assert _complaints("ruff", "check", ".") == ""


def test_mypy_has_no_complaint():
    assert _complaints("mypy", "--no-error-summary") == ""
