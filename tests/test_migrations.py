"""Migrations: they make exactly the tables of the models, and run up and down on filled tables."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from portal.documents.drafts import start_draft
from portal.documents.issue import register
from portal.extensions import db, services, writing
from tests.documents.conftest import ANSWERS
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_head, make_organisation, make_user


@pytest.fixture
def database_url(each_database: str) -> str:
    return each_database


@pytest.fixture
def migrated(app: Flask) -> Flask:
    """The portal on a database made by the migrations alone."""
    db.drop_all()
    db.session.commit()
    upgrade()
    return app


def _fill() -> None:
    organisation = make_organisation(settings={"approval": {"order_of_sending": []}})
    make_head(organisation)
    secretary = make_user("secretary", organisation)
    with writing():
        draft = start_draft(
            CATALOGUE.kind("order_of_sending"),
            organisation,
            made_by=secretary.id,
            dated_on=services().clock.today(),
            people=[make_employment("UA04", organisation)],
            data=ANSWERS,
        )
        register(draft, issued_by=secretary.id, request_key="fill")
        db.session.commit()
    db.session.remove()


def test_the_migrations_make_the_tables_of_the_models(migrated: Flask):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, db.metadata) == []


def test_migrations_go_down_and_up_again_on_filled_tables(migrated: Flask):
    _fill()

    downgrade(revision="base")
    assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    _fill()
