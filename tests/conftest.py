"""What every test may ask for: an app on an empty instance, people to sign in as, a school."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import close_all_sessions
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Config
from portal.extensions import Services, db
from tests.fakes import FakeClock, FakeMailer, FakePdf, MemoryStore
from tests.postgresql_server import postgresql_server


class Browser(FlaskClient):
    """A browser that prefers English: what a test has arranged is saved before each request, and
    read afresh after it; the answer is read to its end, so that what follows an answer is done.
    """

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        if has_app_context():
            db.session.commit()
        self.environ_base.setdefault("HTTP_ACCEPT_LANGUAGE", "en")
        with self.application.app_context():  # else Flask would reuse the test's own
            return super().open(*args, buffered=True, **kwargs)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite in the instance; a module overrides it by `each_database` to try PostgreSQL too."""
    return f"sqlite:///{tmp_path / 'papka.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def each_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each sort."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'papka.db'}"
    else:
        with postgresql_server(tmp_path) as address:
            yield address


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Settings of a throw-away instance; jobs wait in memory until a test runs them."""
    return Config(
        instance=tmp_path,
        secret_key="a key for tests only",
        database_url=database_url,
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
    app.test_client_class = Browser
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
