"""What every test may ask for: an app on an empty instance, people to sign in as, a school."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright

from portal.config import Config
from tests.fakes import FakeClock
from tests.outside_programs import NO_NETWORK, PATIENCE, chromium
from tests.portal_app import open_portal
from tests.postgresql_server import postgresql_server


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
    with open_portal(config, clock) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return app.test_client()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chromium]:
    """The real browser, one for all tests of a process, with no network but this machine."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", NO_NETWORK]
        )
        yield chrome
        chrome.close()
