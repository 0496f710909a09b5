"""What a paper's page tells besides the paper: its way, its history, its neighbours."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from portal.accounts.models import User
from portal.audit import AuditEntry
from portal.documents.approval import steps_of
from portal.documents.filing import goes_to_files
from portal.documents.models import Document
from portal.documents.views.words import (
    HISTORY,
    STEPS,
    moment,
    people_count,
    short_moment,
)
from portal.extensions import db


def events_of(document: Document) -> Sequence[AuditEntry]:
    """The entries of the audit on this paper, in their order."""
    return db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_kind == Document.__tablename__,
            AuditEntry.subject_id == document.id,
        )
        .order_by(AuditEntry.id)
    ).all()


def names_of(events: Sequence[AuditEntry]) -> Mapping[int | None, str]:
    """Who did it, by the id of the user."""
    ids = {event.by_user_id for event in events}
    return {user.id: user.name for user in db.session.scalars(_users(ids))}


def trail(document: Document, events: Sequence[AuditEntry]) -> list[dict[str, str]]:
    """The history in words, newest first; the same act at the same time is said once."""
    names, lines = names_of(events), list[dict[str, str]]()
    reasons = _reasons(document)
    for event in events:
        line = {
            "text": _event_words(event, document, reasons),
            "who": names.get(event.by_user_id, ""),
            "moment": moment(event.at),
            "kind": "",
        }
        if not lines or lines[-1] != line:
            lines.append(line)
    return lines[::-1]


def decisions(document: Document) -> list[dict[str, str]]:
    """Who approved or returned it, at which step, newest first."""
    ids = {decision.by_user_id for decision in document.decisions}
    names = {user.id: user.name for user in db.session.scalars(_users(ids))}
    return [
        {
            "text": f"{STEPS.get(d.step, d.step)}: {_verdict(d.verdict, d.reason)}",
            "who": names.get(d.by_user_id, ""),
            "moment": moment(d.at),
            "kind": "",
        }
        for d in document.decisions[::-1]
    ]


def route(document: Document, events: Sequence[AuditEntry]) -> list[dict[str, str]]:
    """The way of the paper: each step with who and when; the first that is not done is now."""
    names = names_of(events)
    latest = {event.action: event for event in events}
    steps: list[dict[str, str]] = []

    def add(label: str, at: Any, who: str) -> None:
        state = "done" if at else "todo"
        steps.append({"label": label, "who": who, "moment": short_moment(at), "state": state})

    def by(action: str) -> str:
        return names.get(latest[action].by_user_id, "") if action in latest else ""

    add(_("Prepared"), document.registered_at, by("register"))
    if steps_of(document) or document.approved_at:
        add(_("Approved"), document.approved_at, by("approve"))
    add(_("Printed"), document.printed_at or document.signed_at, by("print"))
    add(_("Signed"), document.signed_at, document.signatory)
    add(_("Scanned"), document.scanned_at, by("scan"))
    if goes_to_files(document):
        add(_("In the files"), document.filed_at, _file_words(document, by("file")))
    _mark_now(steps, is_live=document.annulled_at is None)
    return steps


def _file_words(document: Document, who: str) -> str:
    return who if document.filed_at else people_count(len(document.people))


def _mark_now(steps: list[dict[str, str]], *, is_live: bool) -> None:
    waiting = next((step for step in steps if step["state"] == "todo"), None)
    if waiting and is_live:
        waiting["state"] = "now"


def _reasons(document: Document) -> Mapping[tuple[str, int], str]:
    """Why: editions by their number; the annulment."""
    reasons = {("correct", edition.n): edition.reason for edition in document.editions}
    return {**reasons, ("annul", 0): document.annulment_reason}


def _event_words(
    event: AuditEntry, document: Document, reasons: Mapping[tuple[str, int], str]
) -> str:
    is_unnumbered = event.action == "register" and document.journal_id is None
    action = "freeze" if is_unnumbered else event.action
    words = str(HISTORY.get(action, action))
    why = reasons.get((event.action, int(event.details.get("edition", 0))), "")
    return f"{words}: {why}" if why else words


def _verdict(verdict: str, reason: str) -> str:
    said = _("approved") if verdict == "approve" else _("returned")
    return f"{said}: {reason}" if reason else str(said)


def _users(ids: set[int | None] | set[int]) -> sa.Select[User]:
    return sa.select(User).where(User.id.in_([one for one in ids if one is not None]))
