"""Received papers that ours rest on: which a form offers, what a draft keeps, their links."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.documents.cells import number_and_date
from portal.documents.context import Content
from portal.documents.line_models import Received, ReceivedLink
from portal.documents.models import Document
from portal.extensions import db
from portal.people.models import Organisation

BASIS, CONTRACTS = "basis", "R04"
OFFERED = 100  # received papers in a list, the newest
WORDS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "enrolment-order": "наказ",
        "call-letter": "лист-виклик",
        "contract": "договір",
        "application": "заява",
    },
    "ru": {
        "enrolment-order": "приказ",
        "call-letter": "письмо-вызов",
        "contract": "договор",
        "application": "заявление",
    },
}


@dataclass(frozen=True)
class Offered:
    """One received paper in a list: its value there, its words, and what a draft keeps of it."""

    value: str
    label: str
    plain: Mapping[str, Any]


def received_on_offer(organisation: Organisation, kinds: Collection[str]) -> list[Offered]:
    """Received papers in force; where kinds are asked for, those of them that others write too."""
    found = db.session.scalars(
        sa.select(Received)
        .where(
            Received.organisation_id == organisation.id,
            Received.annulled_at.is_(None),
            Received.kind.in_(kinds) if kinds else sa.true(),
        )
        .order_by(Received.dated_on.desc(), Received.id.desc())
        .limit(OFFERED)
    )
    return [_offered(received, organisation.language) for received in found]


def value_of(received_id: int) -> str:
    """How a list names a received paper among our own, which go by their bare ids."""
    return f"r{received_id}"


def link_received(document: Document, content: Content) -> None:
    """Keep which received papers it rests on, in place of what was kept before."""
    db.session.execute(
        sa.delete(ReceivedLink).where(
            ReceivedLink.document_id == document.id, ReceivedLink.role == BASIS
        )
    )
    named = _named(content)
    if not named:
        return
    answered = sa.select(ReceivedLink.received_id).where(ReceivedLink.document_id == document.id)
    known = set(db.session.scalars(answered))
    own = sa.select(Received.id).where(
        Received.organisation_id == document.organisation_id, Received.id.in_(named)
    )
    for received_id in set(db.session.scalars(own)) - known:
        db.session.add(ReceivedLink(received_id=received_id, document_id=document.id, role=BASIS))
    db.session.flush()


def _named(content: Content) -> list[int]:
    questions = content.kind.fields_in(content.organisation.country)
    answers = (content.data.get(q.name) for q in questions if q.type == "document")
    return [one["received"] for one in answers if isinstance(one, dict) and "received" in one]


def _offered(received: Received, language: str) -> Offered:
    number, day = _on_paper(received), received.sender_dated_on or received.dated_on
    title = WORDS[language].get(received.kind, received.subject)
    return Offered(
        value=value_of(received.id),
        label=f"{number_and_date(number, day)} · {received.sender} · {received.subject}",
        plain={
            "received": received.id,
            "title": title,
            "number": number,
            "date": day.isoformat(),
        },
    )


def _on_paper(received: Received) -> str:
    """The number others are told: of a contract in our journal ours, else that of the sender."""
    is_ours = received.journal.register == CONTRACTS
    return received.number if is_ours else received.sender_number
