"""Papers of the demo, each brought as far on its way as its description says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from portal.accounts.models import User
from portal.documents.approval import approve, return_draft, submit
from portal.documents.catalogue import Kind, kinds_of
from portal.documents.drafts import following, start_draft
from portal.documents.filing import attach_scan, file_document, mark_printed
from portal.documents.issue import register
from portal.documents.models import Document
from portal.documents.typed import parse
from portal.files.intake import receive
from portal.files.models import Purpose
from portal.files.uploads import keep
from portal.people.models import Employment, Organisation
from portal.permissions import Role

SCAN = Path(__file__).with_name("scan.png")  # says that it is a sample
WAY = ("draft", "to-approve", "registered", "filed")


@dataclass(frozen=True)
class Office:
    """Whose papers they are and who works on them."""

    organisation: Organisation
    people: Mapping[str, Employment]
    secretary: User
    head: User
    today: date


def issue_papers(office: Office, described: Sequence[Mapping[str, Any]]) -> None:
    """Make the described orders, and the referrals that follow some of them."""
    for paper in described:
        order = _draft(office, paper)
        if paper["until"] == "returned":
            _return(office, order, paper["reason"])
        else:
            _bring(office, order, WAY.index(paper["until"]))
        if paper.get("referral"):
            _issue_referral(office, order)


def send_in(employment: Employment, title: str, *, sent_by: User) -> None:
    """A paper that a teacher has sent in for the own file, and that nobody has filed yet."""
    keep(
        employment,
        receive([(SCAN.name, SCAN.read_bytes())]),
        file_name=SCAN.name,
        purpose=Purpose.PERSONNEL_FILE,
        uploaded_by=sent_by.id,
        title=title,
    )


def _draft(office: Office, paper: Mapping[str, Any]) -> Document:
    kind = kinds_of(office.organisation).kind("order_of_sending")
    return start_draft(
        kind,
        office.organisation,
        made_by=office.secretary.id,
        dated_on=office.today,
        people=[office.people[name] for name in paper["people"]],
        data=_answers(office, kind, paper["answers"]),
    )


def _answers(office: Office, kind: Kind, described: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a form would give them; a day is said as days from today."""
    plain: dict[str, Any] = {}
    for question in kind.manifest.fields:
        answer = described.get(question.name)
        if isinstance(answer, str):
            if question.type == "date":
                answer = (office.today + timedelta(days=int(answer))).isoformat()
            answer = parse(question, answer, office.organisation)
        if answer is not None:
            plain[question.name] = answer
    return plain


def _bring(office: Office, order: Document, last_step: int) -> None:
    if last_step >= WAY.index("to-approve"):
        submit(order, submitted_by=office.secretary.id, own_roles=[Role.SECRETARY])
    if last_step >= WAY.index("registered"):
        approve(order, approved_by=office.head.id, roles=[Role.HEAD])
        register(order, issued_by=office.secretary.id, request_key=f"demo:{order.id}")
        mark_printed(order, by=office.secretary.id)
    if last_step >= WAY.index("filed"):
        scan = receive([(SCAN.name, SCAN.read_bytes())])
        attach_scan(order, scan, attached_by=office.secretary.id)
        file_document(order, confirmed_by=office.head.id)


def _return(office: Office, order: Document, reason: str) -> None:
    submit(order, submitted_by=office.secretary.id, own_roles=[Role.SECRETARY])
    return_draft(order, returned_by=office.head.id, roles=[Role.HEAD], reason=reason)


def _issue_referral(office: Office, order: Document) -> None:
    kind = kinds_of(office.organisation).kind("referral")
    referral = start_draft(
        kind,
        office.organisation,
        made_by=office.secretary.id,
        dated_on=office.today,
        people=[row.employment for row in order.people],
        data=following(kind, order),
    )
    register(referral, issued_by=office.secretary.id, request_key=f"demo:{referral.id}")
