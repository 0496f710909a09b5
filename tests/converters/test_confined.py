"""A confined program: what it may not do, and that nothing of it stays."""

import os
import time
from pathlib import Path

import pytest

from portal.converters.confined import ConverterFailed, namespace, run_confined


def _script(folder: Path, text: str) -> str:
    path = folder / "program"
    path.write_text(f"#!/bin/bash\n{text}\n")
    path.chmod(0o755)
    return os.fspath(path)


def _running(needle: str) -> list[str]:
    """The command lines of running processes that contain the needle."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if needle in line:
            lines.append(line)
    return lines


def test_the_program_sees_only_the_variables_it_needs(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPKA_MAIL_URL", "smtp://user:password@example.org")

    run_confined([_script(tmp_path, "env > seen")], folder=tmp_path, seconds=20)

    seen = (tmp_path / "seen").read_text()
    assert "password" not in seen
    assert f"HOME={tmp_path}" in seen


def test_the_status_of_the_program_is_returned(tmp_path):
    assert run_confined([_script(tmp_path, "exit 7")], folder=tmp_path, seconds=20) == 7


@pytest.mark.parametrize(
    "program",
    [
        "sleep 61.{mark}",
        "trap '' TERM; sleep 62.{mark}; sleep 62.{mark}",
        "setsid sleep 63.{mark} & sleep 63.{mark}",
        "(setsid setsid sleep 64.{mark} &) ; sleep 64.{mark}",
    ],
    ids=["it hangs", "it ignores TERM", "its child leaves the group", "its child is nobody's"],
)
def test_a_program_over_its_time_leaves_no_process(tmp_path, program):
    mark = str(time.monotonic_ns())
    script = _script(tmp_path, program.format(mark=mark))

    with pytest.raises(ConverterFailed, match="within 1 seconds"):
        run_confined([script], folder=tmp_path, seconds=1)

    assert _running(mark) == []


def test_what_a_finished_program_left_running_is_ended(tmp_path):
    mark = str(time.monotonic_ns())

    run_confined([_script(tmp_path, f"setsid sleep 65.{mark} &")], folder=tmp_path, seconds=20)

    assert _running(mark) == []


def test_a_flood_of_messages_fills_nothing(tmp_path):
    script = _script(tmp_path, "head -c 100000000 /dev/zero >&2; exit 0")

    assert run_confined([script], folder=tmp_path, seconds=30) == 0
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 10_000


def test_a_file_larger_than_any_paper_is_cut_off(tmp_path):
    script = _script(tmp_path, "exec truncate -s 2G out.pdf")

    assert run_confined([script], folder=tmp_path, seconds=30) != 0


def test_the_program_has_no_network_where_the_kernel_allows_that(tmp_path):
    run_confined([_script(tmp_path, "cat /proc/net/dev > seen")], folder=tmp_path, seconds=20)

    devices = (tmp_path / "seen").read_text().splitlines()[2:]
    assert not namespace() or [line.split(":")[0].strip() for line in devices] == ["lo"]
