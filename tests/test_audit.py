"""The history of changes cannot be changed unnoticed, and reading a file leaves a trace."""

import pytest
import sqlalchemy as sa
from flask import Response

from portal import audit
from portal.audit import AccessEntry, AuditChain, AuditEntry, note_access, verify_chain
from portal.errors import Forbidden
from portal.extensions import db
from portal.permissions import Role, signed_in
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def school(app):
    return make_organisation()


@pytest.fixture
def chain(school):
    """Five entries of one school; the number of its chain."""
    for number in range(5):
        audit.record(
            "changed",
            school,
            by_user_id=None,
            organisation_id=school.id,
            details={"n": number, "word": "їжак"},
        )
    db.session.commit()
    return school.id


def test_an_untouched_chain_is_whole(chain):
    assert verify_chain(chain) is None
    assert verify_chain(chain + 1) is None


@pytest.mark.parametrize("column", ["action", "subject_kind", "subject_id", "details", "at"])
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_changed_entry_is_found_and_named(chain, clock, column, sequence):
    clock.advance(seconds=1)
    other = {"details": {"n": 9}, "at": clock.now(), "subject_id": 77}.get(column, "other")
    db.session.execute(
        sa.update(AuditEntry).where(AuditEntry.sequence == sequence).values({column: other})
    )

    assert verify_chain(chain) == sequence


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_removed_entry_is_found(chain, sequence):
    db.session.execute(sa.delete(AuditEntry).where(AuditEntry.sequence == sequence))

    assert verify_chain(chain) == sequence


def test_an_entry_slipped_in_is_found(chain):
    last = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.sequence == 5)).one()
    db.session.add(
        AuditEntry(
            organisation_id=chain,
            sequence=6,
            at=last.at,
            by_user_id=None,
            action="changed",
            subject_kind="organisation",
            subject_id=1,
            details={},
            previous_hash=last.hash,
            hash="0" * 64,
        )
    )
    db.session.flush()

    assert verify_chain(chain) == 6


def test_a_cut_off_end_is_found_even_with_its_entries(chain):
    db.session.execute(sa.delete(AuditEntry).where(AuditEntry.sequence > 3))

    assert verify_chain(chain) == 4


def test_a_forged_head_is_found(chain):
    db.session.execute(sa.update(AuditChain).values(last_hash="0" * 64))

    assert verify_chain(chain) == 6


def test_each_organisation_has_a_chain_of_its_own(chain):
    other = make_organisation("UAS2")
    entry = audit.record("changed", other, by_user_id=None, organisation_id=other.id)

    assert (entry.sequence, entry.previous_hash) == (1, "")


def test_what_is_rolled_back_leaves_no_entry(chain, school):
    audit.record("changed", school, by_user_id=None, organisation_id=chain)
    db.session.rollback()

    assert verify_chain(chain) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 5


@pytest.fixture
def readable(app, school):
    """A page that notes a reading, and one that refuses after it."""
    person_id = make_employment("UA04", school).person.id

    @app.get("/read")
    @signed_in
    def read():
        note_access(person_id, "line 1")
        return Response("read")

    @app.get("/refused")
    @signed_in
    def refused():
        note_access(person_id, "line 1")
        raise Forbidden

    return person_id


def test_reading_is_noted_with_who_whose_and_when(client, school, readable, clock):
    user = make_user(Role.SECRETARY, school)
    sign_in(client, user)
    client.get("/read")

    entry = db.session.scalars(sa.select(AccessEntry)).one()
    assert (entry.by_user_id, entry.person_id, entry.what) == (user.id, readable, "line 1")
    assert entry.at == clock.now()


def test_what_was_refused_was_not_read(client, school, readable):
    sign_in(client, make_user(Role.SECRETARY, school))
    client.get("/refused")

    assert db.session.scalars(sa.select(AccessEntry)).all() == []
