"""The launcher: what it does on a machine where something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.__main__ import read_run
from portal.uv_lock import requirements

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_VENV = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = ["portal", *sys.argv[1:]]
runpy.run_module("portal", run_name="__main__")
"""
LOCK = """
[[package]]
name = "papka"
version = "1"
source = { editable = "." }
dependencies = [{ name = "web" }]
[package.optional-dependencies]
postgres = [{ name = "driver", extra = ["binary"] }]
[package.dev-dependencies]
dev = [{ name = "checker" }]

[[package]]
name = "web"
version = "2.0"
source = { registry = "https://example.org/simple" }
dependencies = [{ name = "colours", marker = "sys_platform == 'win32'" }]
sdist = { url = "https://example.org/web.tar.gz", hash = "sha256:aa" }
wheels = [{ url = "https://example.org/web.whl", hash = "sha256:bb" }]

[[package]]
name = "colours"
version = "3.0"
source = { registry = "https://example.org/simple" }
dependencies = [{ name = "shades", marker = "python_version < '3.12'" }]
wheels = [{ url = "https://example.org/colours.whl", hash = "sha256:cc" }]

[[package]]
name = "shades"
version = "3.1"
source = { registry = "https://example.org/simple" }
wheels = [{ url = "https://example.org/shades.whl", hash = "sha256:dd" }]

[[package]]
name = "driver"
version = "4.0"
source = { registry = "https://example.org/simple" }
wheels = [{ url = "https://example.org/driver.whl", hash = "sha256:ee" }]
[package.optional-dependencies]
binary = [{ name = "driver-binary" }]

[[package]]
name = "driver-binary"
version = "4.0"
source = { registry = "https://example.org/simple" }
wheels = [{ url = "https://example.org/driver-binary.whl", hash = "sha256:ff" }]

[[package]]
name = "checker"
version = "5.0"
source = { registry = "https://example.org/simple" }
dependencies = [{ name = "colours" }]
wheels = [{ url = "https://example.org/checker.whl", hash = "sha256:00" }]
"""


@pytest.fixture
def checkout(tmp_path):
    """The launcher's own files, as a fresh clone has them."""
    folder = tmp_path / "papka"
    (folder / "portal").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "setup.py", "uv_lock.py"):
        shutil.copy(ROOT / "portal" / name, folder / "portal" / name)
    shutil.copy(ROOT / "uv.lock", folder / "uv.lock")
    return folder


def _launch(checkout, *command, path=""):
    return subprocess.run(
        [sys.executable, *command],
        cwd=checkout,
        env={"PATH": path, "HOME": os.fspath(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_venv_and_without_rights_it_says_what_to_type_and_leaves_nothing(checkout):
    done = _launch(checkout, "-c", WITHOUT_VENV, "run")

    assert done.returncode == 3
    assert "sudo apt-get install -y --no-install-recommends python3-venv" in done.stderr
    assert sorted(path.name for path in checkout.iterdir()) == ["portal", "uv.lock"]


def test_without_a_word_it_explains_itself_and_sets_nothing_up(checkout):
    done = _launch(checkout, "-m", "portal")

    assert done.returncode == 0
    assert "python3 -m portal WORD" in done.stdout
    assert not (checkout / ".venv").exists()


def test_benchmarks_that_are_not_there_are_named_and_nothing_is_set_up(checkout):
    done = _launch(checkout, "-m", "portal", "bench")

    assert done.returncode == 3
    assert "The benchmarks are part of the source and not here" in done.stderr
    assert not (checkout / ".venv").exists()


def test_apt_is_asked_for_each_missing_package_by_itself(checkout, tmp_path):
    """A package that cannot be had does not stop the others."""
    programs = tmp_path / "programs"
    programs.mkdir()
    asked = tmp_path / "asked"
    (programs / "apt-get").write_text(f'#!/bin/sh\necho "$@" >> {asked}\nexit 100\n')
    (programs / "sudo").write_text('#!/bin/sh\nshift\nexec "$@"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    for name in ("env", "sh", "true"):
        (programs / name).symlink_to(shutil.which(name))

    done = _launch(checkout, "-c", WITHOUT_VENV, "run", path=os.fspath(programs))

    calls = [line.split()[-1] for line in asked.read_text().splitlines() if "install" in line]
    assert calls[:2] == ["python3-venv", "libreoffice-writer-nogui"]
    assert "wkhtmltopdf" in calls
    assert done.returncode == 3


def test_run_serves_this_machine_alone_until_told_otherwise():
    settings, words = read_run([])

    assert words == ["--host", "127.0.0.1", "--port", "8000"]
    assert settings == {"PAPKA_PUBLIC_URL": "http://127.0.0.1:8000"}


def test_the_demo_has_an_instance_of_its_own():
    settings, _ = read_run(["--demo"])

    assert settings["PAPKA_DEMO"] == "1"
    assert settings["PAPKA_INSTANCE"].endswith("instance/demo")


def test_the_address_follows_the_options():
    settings, words = read_run(["--host", "0.0.0.0", "--port", "8443", "--tls", "--behind-proxy"])

    assert words == ["--host", "0.0.0.0", "--port", "8443"]
    assert settings == {
        "PAPKA_PUBLIC_URL": "https://127.0.0.1:8443",
        "PAPKA_TLS": "1",
        "PAPKA_BEHIND_PROXY": "1",
    }


def test_a_locked_package_is_asked_for_with_its_version_and_every_hash():
    assert requirements(LOCK, {""}).splitlines()[-1] == "web==2.0 --hash=sha256:bb --hash=sha256:aa"


def test_a_condition_is_handed_down_to_what_the_package_needs():
    lines = requirements(LOCK, {""}).splitlines()

    assert "colours==3.0 ; (sys_platform == 'win32') --hash=sha256:cc" in lines
    assert lines[1].startswith(
        "shades==3.1 ; ((sys_platform == 'win32') and (python_version < '3.12'))"
    )


def test_a_package_needed_without_condition_loses_its_condition():
    lines = requirements(LOCK, {"", "dev"}).splitlines()

    assert "colours==3.0 --hash=sha256:cc" in lines


def test_an_extra_brings_the_packages_of_the_extras_it_names():
    names = [line.split("==")[0] for line in requirements(LOCK, {"postgres"}).splitlines()]

    assert names == ["driver", "driver-binary"]


def test_the_lock_of_the_project_has_a_hash_for_every_package():
    lines = requirements((ROOT / "uv.lock").read_text(), {"", "dev", "postgres"}).splitlines()

    assert len(lines) > 50
    assert all("--hash=sha256:" in line for line in lines)
