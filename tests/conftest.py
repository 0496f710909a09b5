"""What every test may ask for: an app on an empty instance, people to sign in as, a school."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import close_all_sessions
from tests.fakes import FakeClock, FakeMailer, FakePdf, MemoryStore

from portal.app import create_app
from portal.config import Config
from portal.extensions import Services, db


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a throw-away instance; jobs wait in memory until a test runs them."""
    return Config(
        instance=tmp_path,
        secret_key="a key for tests only",
        database_url=f"sqlite:///{tmp_path / 'papka.db'}",
        runs_jobs=False,
    )


@pytest.fixture
def clock() -> FakeClock:
    """Friday, 5 June 2026, ten in the morning, until a test moves it."""
    return FakeClock()


@pytest.fixture
def app(config: Config, clock: FakeClock) -> Iterator[Flask]:
    """The portal with an empty database and the outside world replaced."""
    services = Services(store=MemoryStore(), pdf=FakePdf(), mailer=FakeMailer(), clock=clock)
    app = create_app(config, services)
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
    close_all_sessions()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return app.test_client()
