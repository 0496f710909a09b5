"""A portal on an empty database with the outside world in memory, and a browser for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import close_all_sessions
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Config
from portal.extensions import Services, db
from tests.fakes import FakeClock, FakeMailer, FakePdf, FakeScanner, MemoryStore


class Browser(FlaskClient):
    """A browser that prefers English: what a test has arranged is saved before each request, and
    read afresh after it; the answer is read to its end, so that what follows an answer is done.
    """

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        if has_app_context():
            db.session.commit()
        self.environ_base.setdefault("HTTP_ACCEPT_LANGUAGE", "en")
        with self.application.app_context():  # else Flask would reuse the test's own
            return super().open(*args, **{**kwargs, "buffered": True})


@contextmanager
def open_portal(config: Config, clock: FakeClock) -> Iterator[Flask]:
    """The portal, inside of its application context, until the block ends."""
    services = Services(
        store=MemoryStore(),
        pdf=FakePdf(),
        mailer=FakeMailer(),
        clock=clock,
        antivirus=FakeScanner(),
    )
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
