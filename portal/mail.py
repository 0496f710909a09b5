"""Letters leave through one SMTP server, or not at all when none is set."""

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from portal.errors import Unavailable


class SmtpMailer:
    """Sends through `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte."""

    def __init__(self, url: str, sender: str) -> None:
        self.address = urlsplit(url)
        self.sender = sender

    def send(self, letter: EmailMessage) -> None:
        letter["From"] = self.sender
        kind = smtplib.SMTP_SSL if self.address.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(self.address.hostname or "", self.address.port or 25, timeout=30) as server:
                if self.address.username:
                    server.login(
                        unquote(self.address.username), unquote(self.address.password or "")
                    )
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as e:
            raise Unavailable("The mail server did not take the letter. Try again later.") from e


class NoMailer:
    """Stands where no mail server is set."""

    def send(self, letter: EmailMessage) -> None:
        raise Unavailable("No mail server is set. Ask the administrator to set one.")
