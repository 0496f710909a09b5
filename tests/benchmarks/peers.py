"""The other programs: fetched on demand into a cache outside the tree, or missed with a reason."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.figures import say

NODE_PACKAGES = ("docxtemplater@3.71", "pizzip@3.2", "carbone@3.8.2")
SYSTEM_PYTHON = Path("/usr/bin/python3")  # the one that has LibreOffice's `uno`
PATIENCE = 300  # seconds for an installation


class Absent(Exception):
    """A peer cannot be had here; the message says why."""


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base, "papka-benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def node_modules() -> Path:
    """Where docxtemplater and carbone are, of the public npm."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Absent("Node and npm are not installed")
    folder = cache() / "node"
    packages = folder / "node_modules"
    if not all((packages / name.split("@")[0]).is_dir() for name in NODE_PACKAGES):
        folder.mkdir(exist_ok=True)
        flags = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefix", os.fspath(folder))
        _install(["npm", "install", *flags, *NODE_PACKAGES])
    return packages


def isal() -> Mapping[str, str]:
    """The environment in which Python has isal."""
    folder = cache() / f"isal-{sys.version_info.major}.{sys.version_info.minor}"
    if not _imports("isal") and not folder.is_dir():
        _install([sys.executable, "-m", "pip", "install", "--target", os.fspath(folder), "isal"])
    return {} if _imports("isal") else {"PYTHONPATH": os.fspath(folder)}


def unoserver() -> Path:
    """The Python of an environment with unoserver and LibreOffice's `uno`."""
    if not shutil.which("soffice"):
        raise Absent("LibreOffice is not installed")
    if not SYSTEM_PYTHON.exists() or not _imports("uno", python=SYSTEM_PYTHON):
        raise Absent("the system's Python has no uno")
    python = cache() / "unoserver" / "bin" / "python"
    if not python.exists():
        folder = os.fspath(cache() / "unoserver")
        _install([os.fspath(SYSTEM_PYTHON), "-m", "venv", "--system-site-packages", folder])
    if not _imports("unoserver", python=python):
        _install([os.fspath(python), "-m", "pip", "install", "unoserver"])
    return python


def _imports(name: str, *, python: str | Path = sys.executable) -> bool:
    done = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
    return done.returncode == 0


def _install(command: Sequence[str]) -> None:
    say(f"installing: {' '.join(command)}")
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Absent(f"{command[0]}: {fault}") from fault
    if done.returncode:
        raise Absent(f"{Path(command[0]).name} said: {done.stderr.strip().splitlines()[-1:]}")
