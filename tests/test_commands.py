"""The commands: they say one line for each outcome, and their status tells it to other programs."""

import flask_migrate
import pytest


@pytest.fixture
def command(app, config):
    """Runs a command of a migrated portal."""
    config.instance.chmod(0o700)
    flask_migrate.stamp()
    return app.test_cli_runner().invoke


def _run(command, *words):
    return command(args=list(map(str, words)))


def test_doctor_ends_well_when_nothing_is_bad(command):
    done = _run(command, "doctor")

    assert done.exit_code == 0, done.output
    assert "BAD" not in done.output


def test_doctor_ends_with_1_when_something_is_bad(command, config):
    config.instance.chmod(0o755)

    done = _run(command, "doctor", "--full")

    assert done.exit_code == 1
    assert "BAD   other users of this machine can read the data" in done.output
    assert f"chmod 700 {config.instance}" in done.output


def test_backup_says_what_it_wrote(command, tmp_path):
    done = _run(command, "backup", tmp_path / "school.tar")

    assert done.exit_code == 0, done.output
    assert done.output == f"{tmp_path / 'school.tar'}: the database and 0 stored files\n"


def test_restoring_over_data_is_refused_in_one_line(command, tmp_path):
    _run(command, "backup", tmp_path / "school.tar")

    done = _run(command, "restore", tmp_path / "school.tar")

    assert done.exit_code == 1
    assert done.output.startswith("Error: This portal already holds data.")
    assert "Traceback" not in done.output
