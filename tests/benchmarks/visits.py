"""A reader of an app without a server: requests as WSGI calls, and the CPU time each takes."""

import time
from collections.abc import Sequence

from flask import Flask
from werkzeug.test import EnvironBuilder

from tests.factories import PASSWORD


class Reader:
    """Asks one app for pages as the user of that login, or as nobody; outside of any context."""

    def __init__(self, app: Flask, login: str = "") -> None:
        self.app = app
        self.cookie = ""
        if login:
            app.config["WTF_CSRF_ENABLED"] = False
            given = {"login": login, "password": PASSWORD}
            answer = app.test_client().post("/sign-in", data=given)
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def seconds(self, address: str) -> float:
        """The CPU time of one page, its body read to the end."""
        environ = EnvironBuilder(address, headers={"Cookie": self.cookie}).get_environ()
        answered: list[str] = []
        started = time.process_time()
        body = self.app.wsgi_app(environ, lambda status, headers, *_: answered.append(status))  # type: ignore[arg-type,return-value]
        for _ in body:
            pass
        getattr(body, "close", lambda: None)()
        spent = time.process_time() - started
        if answered != ["200 OK"]:
            raise AssertionError(f"{address}: {answered}")
        return spent


def interleaved(
    readers: Sequence[Reader], addresses: Sequence[Sequence[str]], rounds: int
) -> list[list[float]]:
    """What each reader's own addresses cost, asked in turn; the first round is not counted."""
    costs: list[list[float]] = [[] for _ in readers]
    for number in range(rounds + 1):
        for place in range(len(addresses[0])):
            for reader, own, cost in zip(readers, addresses, costs, strict=True):
                spent = reader.seconds(own[place])
                if number:
                    cost.append(spent)
    return costs
