"""Chromium, with no network but this machine, and portals for it to open."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.routing import MapAdapter

from portal.app import create_app
from portal.config import Config
from portal.extensions import db
from portal.permissions import Role
from tests.browser.served import Portal, served
from tests.factories import make_organisation, make_user
from tests.outside_programs import PATIENCE

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The furnished portal; its tests only look, or change what no other test looks at."""
    with served(tmp_path_factory.mktemp("demo") / "instance", PAPKA_DEMO="1") as portal:
        yield portal


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A school with a user of every role and nothing else; its tests only look."""
    instance = tmp_path_factory.mktemp("bare") / "instance"
    instance.mkdir()
    config = Config(instance, "a key for tests only", f"sqlite:///{instance / 'papka.db'}")
    app = create_app(replace(config, runs_jobs=False))
    with app.app_context():
        upgrade()
        school = make_organisation("UAS1")
        for role in Role:
            login = f"{role}.of.the.empty"
            make_user(role, school, login=login, display_name="Ірина Ткач", language="uk")
        db.session.remove()
        db.engine.dispose()
    with served(instance) as portal:
        yield portal


@pytest.fixture
def fresh(tmp_path) -> Iterator[Portal]:
    """A portal that nobody has started yet."""
    with served(tmp_path / "instance") as portal:
        yield portal


@pytest.fixture
def window(chrome: Browser) -> Iterator[Open]:
    """Opens a browser of somebody's own; what it complains of fails the test."""
    contexts, complaints = [], []

    def opened(portal: Portal, language: str = "uk", width: int = 1366, **options: object) -> Page:
        context = chrome.new_context(
            base_url=portal.address,
            locale=language,
            viewport={"width": width, "height": 768},
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if _complains(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def _complains(message: ConsoleMessage) -> bool:
    """Whether something broke; a form that is refused (422) is no fault of the page."""
    return message.type == "error" and "status of 422" not in message.text


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """The map of the portal's addresses."""
    instance = tmp_path_factory.mktemp("addresses")
    url = f"sqlite:///{instance / 'papka.db'}"
    app = create_app(Config(instance, "a key for tests only", url, runs_jobs=False))
    return app.url_map.bind("127.0.0.1")


@pytest.fixture
def demo_window(window: Open, demo: Portal) -> Open:
    """Opens a browser in which this role of the demo has signed in."""

    def opened(login: str, **options: object) -> Page:
        page = window(demo, **options)
        page.goto("/sign-in")
        page.get_by_label("Логін").fill(login)
        page.get_by_label("Пароль").fill(demo.passwords[login])
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        return page

    return opened
