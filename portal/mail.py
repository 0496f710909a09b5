"""Letters leave through one SMTP server, or not at all when none is set.

What is written, to whom and when it is tried again is the business of the outbox (accounts).
"""

import re
import smtplib
import ssl
from contextlib import closing, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from portal.errors import PapkaError, Unavailable

TIMEOUT = 30  # seconds for one answer of the server
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# Plain addresses only: nothing in them can end a header or begin an option of SMTP (T29).
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


class Refused(PapkaError):
    """The mail server will never take this letter; `reason` is in its own words."""


class SmtpMailer:
    """Sends through `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte.

    Over `smtp://` the talk is encrypted when the server offers it (STARTTLS), and a password is
    never sent to another machine in clear.
    """

    def __init__(self, url: str, sender: str) -> None:
        self.address = urlsplit(url)
        self.host = self.address.hostname or ""
        self.sender = sender

    def send(self, letter: EmailMessage) -> None:
        """Hand the letter over; raises `Refused` for good, `Unavailable` for now."""
        del letter["From"]
        letter["From"] = self.sender
        try:
            with closing(self._connect()) as server:
                self._introduce(server)
                server.send_message(letter)
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()  # the letter is taken, however they say goodbye
        except smtplib.SMTPRecipientsRefused as e:
            raise _refusal(*next(iter(e.recipients.values()))) from e
        except smtplib.SMTPDataError as e:
            raise _refusal(e.smtp_code, e.smtp_error) from e
        except (OSError, smtplib.SMTPException) as e:
            raise _unavailable(str(e)) from e

    def _connect(self) -> smtplib.SMTP:
        if self.address.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.host, self.address.port or 465, timeout=TIMEOUT, context=context
            )
        return smtplib.SMTP(self.host, self.address.port or 25, timeout=TIMEOUT)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self.address.scheme != "smtps" and self.host not in LOOPBACK:
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            elif self.address.username:
                raise _unavailable("no STARTTLS: the password is not sent in clear")
        if self.address.username:
            server.login(unquote(self.address.username), unquote(self.address.password or ""))


class NoMailer:
    """Stands where no mail server is set."""

    def send(self, letter: EmailMessage) -> None:
        raise Unavailable("No mail server is set. Ask the administrator to set one.")


def is_address(text: str) -> bool:
    """Whether a letter may be sent there: one plain address in a domain."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def compose(
    to: str, subject: str, text: str, *, message_id: str, written_at: datetime
) -> EmailMessage:
    """A plain letter to one reader; the policy refuses line breaks in headers."""
    if not is_address(to):
        raise Refused("This is not an e-mail address.", reason=to)
    letter = EmailMessage(policy=SMTP)
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = written_at
    letter["Message-ID"] = message_id
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    letter.set_content(text, cte="base64")
    return letter


def _refusal(code: int, words: bytes | str) -> PapkaError:
    """5xx is for good, 4xx for now (RFC 5321, 4.2.1)."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = f"{code} {text}"
    if code >= 500:
        return Refused("The mail server refuses the letter: %(reason)s.", reason=said)
    return _unavailable(said)


def _unavailable(reason: str) -> Unavailable:
    return Unavailable("The mail server did not take the letter: %(reason)s.", reason=reason)
