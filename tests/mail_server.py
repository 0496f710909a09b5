"""A real mail server on 127.0.0.1 for tests: keeps what it took, and can be made to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller


class MailServer:
    """What it took, and what it answers to the next letters instead of taking them."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []  # to DATA, one a letter; when used up, it takes them
        self.unknown: set[str] = set()  # addresses it has no mailbox for
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, o: Any) -> str:
        if to in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(cast("EmailMessage", message))
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def of(self, address: str) -> list[EmailMessage]:
        """The letters to one reader."""
        return [letter for letter in self.taken if letter["To"] == address]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The server, on a port of its own, until the block ends."""
    keeper = MailServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        keeper.port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=keeper.port)
    controller.start()
    try:
        yield keeper
    finally:
        controller.stop()
