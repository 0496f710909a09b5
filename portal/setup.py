"""Sets the machine up: system packages, `.venv`, the locked Python packages, translations.

Standard library only, because it runs before anything is installed. What the machine refuses
(no rights, no network for apt) is said in one line and never stops what works without it; only
without Python's own venv there is nothing to go on with.
"""

import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.uv_lock import requirements

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "uv.lock"
STAMP = VENV / "papka.json"
TRANSLATIONS = ROOT / "portal" / "translations"
CANNOT_START = 3


class CannotStart(Exception):
    """Nothing can be set up here; the message says what to type first."""


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, what it is for, and how its presence is seen without asking apt."""

    name: str
    purpose: str
    is_present: Callable[[], bool]


def _found(pattern: str) -> Callable[[], bool]:
    return lambda: any(Path("/").glob(pattern))


def _command(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _has_venv() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


VENV_PACKAGE = SystemPackage("python3-venv", "the portal's own Python packages", _has_venv)
PACKAGES = (
    SystemPackage("libreoffice-writer-nogui", "PDF of papers", _command("soffice", "libreoffice")),
    SystemPackage(
        "python3-uno", "quick PDF previews", _found("usr/lib/python3/dist-packages/uno.py")
    ),
    SystemPackage("wkhtmltopdf", "printed lists and journals", _command("wkhtmltopdf")),
    SystemPackage("fonts-liberation", "right line breaks", _found("usr/share/fonts/*/liberation*")),
)
TEST_PACKAGES = (
    SystemPackage("chromium", "tests in a browser", _command("chromium", "google-chrome")),
    SystemPackage("libatomic1", "steering that browser", _found("usr/lib*/*/libatomic.so.1")),
    SystemPackage("poppler-utils", "tests of printed pages", _command("pdftoppm")),
    SystemPackage("postgresql", "tests on PostgreSQL", _found("usr/lib/postgresql/*/bin/initdb")),
)


def prepare(*, testing: bool = False, ask_again: bool = False) -> None:
    """Makes ready all that `run` needs, and with `testing` all that the tests need besides."""
    with _one_at_a_time():
        packages = PACKAGES + TEST_PACKAGES if testing else PACKAGES
        if not PYTHON.exists() and not _has_venv():
            packages = (VENV_PACKAGE, *packages)
        asked = [] if ask_again else _stamp().get("asked", [])
        asked += _install_system_packages(packages, already_asked=asked)
        _prepare_python(_groups(testing=testing), asked)


def prepare_python() -> None:
    """Makes ready the Python side only: enough for every command but `run` and `test`."""
    with _one_at_a_time():
        _prepare_python(_groups(testing=False), _stamp().get("asked", []))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Lets a second launcher wait for the first instead of installing into the same folder."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _stamp() -> dict[str, Any]:
    """What the last complete set-up noted; empty when there was none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _groups(*, testing: bool) -> set[str]:
    """The dependency groups to install; what was installed once is kept."""
    wanted = set(_stamp().get("groups", []))
    if testing:
        wanted.add("dev")
    if os.environ.get("PAPKA_DATABASE_URL", "").startswith("postgresql"):
        wanted.add("postgres")
    return wanted


# --- system packages


def _install_system_packages(
    packages: Sequence[SystemPackage], already_asked: Sequence[str]
) -> list[str]:
    """Asks apt for each missing package by itself and returns the names it was asked for."""
    missing = [package for package in packages if not package.is_present()]
    prefix = _apt() if missing else None
    if missing and prefix is None:
        names = " ".join(package.name for package in missing)
        purposes = ", ".join(package.purpose for package in missing)
        say(f"Not installed: {purposes}. To have them, type once:")
        say(f"  sudo apt-get install -y --no-install-recommends {names}")
    new = [package for package in missing if package.name not in already_asked]
    if prefix is None or not new:
        return []
    _quietly([*prefix, "apt-get", "update", "-qq"])
    for package in new:
        with _step(f"Installing {package.name} ({package.purpose})"):
            command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
            _quietly([*command, package.name])
        if not package.is_present():
            say(f"  {package.name} could not be installed; going on without {package.purpose}.")
    return [package.name for package in new]


def _apt() -> list[str] | None:
    """The words before `apt-get`, or None when this user may not install packages."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return environment
    if shutil.which("sudo") and _quietly(["sudo", "-n", "true"]):
        return ["sudo", "-n", *environment]
    return None


# --- Python packages


def _prepare_python(groups: set[str], asked: Sequence[str]) -> None:
    interpreter = os.path.realpath(PYTHON)
    stamp = {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "groups": sorted(groups),
        "interpreter": interpreter,
        "asked": sorted(set(asked)),
    }
    if stamp != _stamp() or not PYTHON.exists():
        if not PYTHON.exists() or _stamp().get("interpreter", interpreter) != interpreter:
            _make_venv()
            stamp["interpreter"] = os.path.realpath(PYTHON)
        _install_python_packages(groups)
        STAMP.write_text(json.dumps(stamp))
    _compile_translations()


def _make_venv() -> None:
    if not _has_venv():
        raise CannotStart("Python's venv is missing. Type the line above, then the same command.")
    with _step("Making .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        if not _quietly([sys.executable, "-m", "venv", str(VENV)]):
            shutil.rmtree(VENV, ignore_errors=True)
            raise CannotStart(f"{sys.executable} cannot make a virtual environment here.")


def _install_python_packages(groups: set[str]) -> None:
    """Installs what the lock says: by uv, or by pip with the lock's hashes when uv cannot."""
    with _step("Installing Python packages"):
        if _has_own_index() or not (_pip_install({"setup"}) and _uv_sync(groups)):
            say("  by pip, which takes longer")
            if not _pip_install({"", *groups}):
                raise CannotStart("The Python packages could not be installed; see above.")


def _has_own_index() -> bool:
    """Whether pip is told of another index: uv would still go to the addresses in the lock."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    return "index-url" in listed.stdout.replace("extra-index-url", "")


def _uv_sync(groups: set[str]) -> bool:
    command = [str(PYTHON), "-m", "uv", "sync", "--frozen", "--inexact", "--no-install-project"]
    command += ["--no-default-groups", *(f"--group={group}" for group in groups & {"dev"})]
    command += [f"--extra={group}" for group in sorted(groups - {"dev"})]
    environment = {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": str(PYTHON),
        "UV_PYTHON_DOWNLOADS": "never",
        # The certificates of the system, under the older and the newer name of the setting: in a
        # network that inspects TLS uv's own list ends in "UnknownIssuer".
        "UV_NATIVE_TLS": "1",
        "UV_SYSTEM_CERTS": "1",
        "UV_LINK_MODE": "copy",
    }
    return _quietly(command, environment)


def _pip_install(groups: set[str]) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirements(LOCK.read_text(), groups))
        file.flush()
        command = [str(PYTHON), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes"]
        return _quietly([*command, "--disable-pip-version-check", "-r", file.name])


def _compile_translations() -> None:
    sources = list(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    if all(_is_fresh(source.with_suffix(".mo"), source) for source in sources):
        return
    with _step("Compiling translations"):
        _quietly([str(PYTHON), "-m", "babel.messages.frontend", "compile", "-d", str(TRANSLATIONS)])


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


# --- speaking


def say(text: str) -> None:
    """One line for the person at the terminal; standard output is left to the commands."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def _step(what: str) -> Iterator[None]:
    say(f"{what} …")
    start = time.monotonic()
    yield
    say(f"  {time.monotonic() - start:.0f} s")


def _quietly(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    """Runs a command whose output matters only when it fails; tells whether it succeeded."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode and command[:2] != ["sudo", "-n"]:
        say(f"  {shlex.join(command)} ended with {done.returncode}:")
        for line in done.stdout.splitlines()[-5:]:
            say(f"    {line}")
    return done.returncode == 0
