"""Upgrading: a way back is made before anything is touched."""

import pytest
import sqlalchemy as sa

from portal.errors import Conflict
from portal.extensions import db
from portal.upgrade import known_revisions, upgrade_database


@pytest.fixture
def empty(app, config):
    """The portal on a database without any table."""
    db.drop_all()
    db.session.commit()
    return config


def test_an_empty_database_is_migrated_without_a_backup(empty, clock):
    assert upgrade_database(empty, known=known_revisions(), now=clock.now()) is None

    assert sa.inspect(db.engine).has_table("organisation")


def test_a_database_of_this_version_is_left_alone(empty, clock):
    upgrade_database(empty, known=known_revisions(), now=clock.now())

    assert upgrade_database(empty, known=known_revisions(), now=clock.now()) is None
    assert not (empty.instance / "backups").exists()


def test_a_database_of_a_later_version_is_not_touched(empty, clock):
    upgrade_database(empty, known=known_revisions(), now=clock.now())
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'later'"))
    db.session.commit()

    with pytest.raises(Conflict, match="newer version"):
        upgrade_database(empty, known=known_revisions(), now=clock.now())


def test_data_are_backed_up_before_they_are_migrated(empty, clock):
    upgrade_database(empty, known=known_revisions(), now=clock.now())

    known = ["next", *known_revisions()]
    backup = upgrade_database(empty, known=known, now=clock.now())

    assert backup is not None
    assert backup.name == "2026-06-05-100000-before-next.tar"
    assert backup.exists()
