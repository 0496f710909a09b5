"""The doctor: every kind of damage is named, and a portal in order has none."""

import dataclasses

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from portal import audit
from portal.accounts.models import Letter
from portal.antivirus import USUAL_SOCKET
from portal.backup import back_up
from portal.config import Config
from portal.doctor import examine
from portal.extensions import db, services
from portal.files.models import FileItem
from portal.machine import Observation, State
from portal.permissions import Role
from portal.storage import FileStore
from portal.upgrade import known_revisions
from tests.clamd import finds_eicar, listening_clamd
from tests.factories import make_employment, make_organisation, make_user


@pytest.fixture
def store(config: Config) -> FileStore:
    """The files on disk: what the doctor looks at, whatever store the app has."""
    return FileStore(config.instance / "files")


@pytest.fixture
def portal(app: Flask, config: Config, store: FileStore) -> Config:
    """A migrated portal that keeps one file and has an entry of history."""
    config.instance.chmod(0o700)
    flask_migrate.stamp()
    organisation = make_organisation()
    user = make_user(Role.SECRETARY, organisation)
    item = FileItem(
        employment=make_employment("UA04", organisation),
        line=1,
        section="P5",
        dated_on=services().clock.today(),
        title="Свідоцтво",
        sha256=store.put(b"the certificate"),
        media_type="application/pdf",
        source="upload:1",
        filed_at=services().clock.now(),
        filed_by_id=user.id,
    )
    db.session.add(item)
    db.session.flush()
    for action in ("filed", "shown"):
        audit.record(action, item, by_user_id=user.id, organisation_id=organisation.id)
    db.session.commit()
    return config


def _findings(config: Config, *, full: bool = False) -> list[Observation]:
    tools = services()
    head = known_revisions()[0]
    return list(examine(config, tools.pdf, head=head, now=tools.clock.now(), full=full))


def _faults(config: Config, *, full: bool = False) -> list[str]:
    return [f.what for f in _findings(config, full=full) if f.state is State.FAULT]


def test_a_portal_in_order_has_no_fault(portal):
    assert _faults(portal, full=True) == []


def test_whatever_is_not_good_comes_with_what_to_do(app, config):
    findings = [finding for finding in _findings(config) if finding.state is not State.GOOD]

    assert findings
    assert all(finding.advice for finding in findings)


def test_a_database_never_migrated_is_a_fault(app, config):
    config.instance.chmod(0o700)

    assert _faults(config) == [f"the database is at nothing, not {known_revisions()[0]}"]


def test_an_instance_open_to_others_is_a_fault(portal):
    portal.instance.chmod(0o755)

    assert _faults(portal) == ["other users of this machine can read the data"]


def test_the_last_backup_is_told_and_grows_old(portal, clock, tmp_path):
    db.session.rollback()
    back_up(portal, tmp_path / "school.tar", now=clock.now())

    clock.advance(days=6)
    fresh = [finding for finding in _findings(portal) if finding.what.startswith("last backup")]
    clock.advance(days=2)
    old = [finding for finding in _findings(portal) if finding.what.startswith("last backup")]

    assert [one.what for one in fresh] == ["last backup 2026-06-05 10:00 UTC"]
    assert fresh[0].state is State.GOOD
    assert old[0].state is State.WARNING


def test_a_missing_file_is_named(portal, store):
    path = next(store.paths())
    path.unlink()

    assert _faults(portal) == [f"1 stored files missing: {path.name}"]


@pytest.mark.parametrize("data", [b"the certificatf", b"", b"the certificate and more"])
def test_a_changed_file_is_named_by_the_full_examination(portal, store, data):
    path = next(store.paths())
    path.write_bytes(data)

    assert _faults(portal, full=True) == [f"1 stored files changed: {path.name}"]


def test_two_files_swapped_are_both_named(portal, store):
    store.put(b"another certificate")
    first, second = store.paths()
    first_bytes = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(first_bytes)

    assert _faults(portal, full=True) == [f"2 stored files changed: {first.name}, {second.name}"]


def test_a_file_no_row_names_is_no_fault(portal, store):
    store.put(b"left by a crash")

    findings = _findings(portal, full=True)

    assert any(finding.what.startswith("1 files no row names") for finding in findings)
    assert _faults(portal, full=True) == []


@pytest.mark.parametrize(
    ("tampering", "entry"),
    [
        ("UPDATE audit SET action = 'deleted' WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence = 2", 2),
        ("UPDATE audit SET by_user_id = 99 WHERE sequence = 2", 2),
    ],
)
def test_a_history_changed_by_hand_is_found_with_its_place(portal, tampering, entry):
    for trigger in db.session.scalars(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
    ).all():
        db.session.execute(sa.text(f"DROP TRIGGER {trigger}"))
    db.session.execute(sa.text(tampering))
    db.session.commit()

    (fault,) = _faults(portal)

    assert fault.endswith(f"does not fit from entry {entry} on")


def test_a_converter_that_fails_is_a_fault(portal):
    services().pdf.is_down = True

    assert _faults(portal, full=True) == ["a Word file does not become PDF"]


def _antivirus(config: Config, address: str) -> Observation:
    findings = _findings(dataclasses.replace(config, antivirus=address))
    return next(f for f in findings if "virus scanner" in f.what)


def test_a_portal_without_a_virus_scanner_is_told_how_to_get_one(portal):
    if USUAL_SOCKET.exists():
        pytest.skip("this machine has a virus scanner")

    assert _antivirus(portal, "").state is State.WARNING


def test_a_virus_scanner_that_is_silent_or_blind_is_a_fault(portal, tmp_path):
    assert _antivirus(portal, str(tmp_path / "nobody.ctl")).state is State.FAULT

    with listening_clamd(lambda data: "stream: OK") as address:
        assert _antivirus(portal, address).state is State.FAULT


def test_a_virus_scanner_that_finds_the_test_virus_is_good(portal):
    with listening_clamd(finds_eicar) as address:
        assert _antivirus(portal, address).state is State.GOOD


def test_letters_that_could_not_be_sent_are_told(portal):
    now = services().clock.now()
    letter = Letter(
        user=make_user(Role.HEAD, organisation := make_organisation()),
        organisation=organisation,
        news="ready",
        about="Наказ",
        path="/",
        written_at=now,
        due_at=now,
        failed_at=now,
    )
    db.session.add(letter)
    db.session.commit()

    assert "1 letters could not be sent" in [finding.what for finding in _findings(portal)]
