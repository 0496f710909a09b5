"""Letters over real SMTP on 127.0.0.1: what arrives, and what is refused for now or for good."""

import json
from pathlib import Path

import pytest

from portal.errors import Unavailable
from portal.extensions import services
from portal.mail import Refused, SmtpMailer, compose, is_address
from tests.mail_server import MailServer, mail_server

BAD = Path(__file__).with_name("bad_input") / "strings" / "mail_headers.jsonl"
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    "X-Peer",  # of the test's server: who has brought the letter
}


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


def letter(app, *, to="tkach@school.example", subject="Повернуто: наказ"):
    now = services().clock.now()
    return compose(to, subject, "Чому: дата\n", message_id="<one@papka>", written_at=now)


def mailer(server: MailServer) -> SmtpMailer:
    return SmtpMailer(server.url, "Papka <papka@school.example>")


def test_a_letter_arrives_as_it_was_written_with_no_header_but_ours(app, server):
    mailer(server).send(letter(app))

    [arrived] = server.taken
    assert set(arrived.keys()) <= HEADERS
    assert arrived["Subject"] == "Повернуто: наказ"
    assert arrived.get_content().replace("\r\n", "\n") == "Чому: дата\n"
    assert arrived["From"] == "Papka <papka@school.example>"


@pytest.mark.parametrize("line", BAD.read_text("utf-8").splitlines())
def test_what_is_no_plain_address_gets_no_letter(app, line):
    value = json.loads(line)["value"]

    assert not is_address(value)
    with pytest.raises(Refused):
        letter(app, to=value)


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.example", "a\nb"])
def test_a_subject_cannot_begin_another_header(app, subject):
    with pytest.raises(ValueError, match="linefeed"):
        letter(app, subject=subject)


@pytest.mark.parametrize("address", ["a@b.example", "i.tkach+papka@mail.school-5.example"])
def test_plain_addresses_are_taken(address):
    assert is_address(address)


def test_a_busy_server_is_tried_again_and_its_words_are_told(app, server):
    server.answers = ["451 4.3.0 come again later"]

    with pytest.raises(Unavailable) as refusal:
        mailer(server).send(letter(app))
    assert refusal.value.params["reason"] == "451 4.3.0 come again later"
    assert server.taken == []


def test_an_unknown_mailbox_is_for_good(app, server):
    server.unknown = {"tkach@school.example"}

    with pytest.raises(Refused) as refusal:
        mailer(server).send(letter(app))
    assert refusal.value.params["reason"] == "550 5.1.1 no such mailbox"


def test_a_server_that_is_not_there_is_no_more_than_unavailable(app, server):
    absent = SmtpMailer("smtp://127.0.0.1:1", "papka@school.example")

    with pytest.raises(Unavailable):
        absent.send(letter(app))


def test_a_password_the_server_does_not_take_is_for_the_administrator_to_mend(app, server):
    signed = SmtpMailer(server.url.replace("//", "//user:word@"), "papka@school.example")

    with pytest.raises(Unavailable):
        signed.send(letter(app))
