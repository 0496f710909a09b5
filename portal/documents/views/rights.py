"""Who may do which act on a paper.

Whoever prepares papers prints them, takes their scans and notes who has read them. Signing,
annulling and confirming into files is the head's; the head may lay an act on the secretary by
order (`settings["delegated"]`), and where nobody has the head's right, nobody is asked.
"""

from enum import StrEnum

import sqlalchemy as sa
from flask import g
from flask_login import current_user

from portal.accounts.models import Grant, User
from portal.documents.models import Document
from portal.errors import Forbidden
from portal.extensions import db, services
from portal.people.models import Organisation
from portal.permissions import RIGHTS, Right, find, holds


class Act(StrEnum):
    """What is done with a registered paper."""

    PRINT = "print"
    SCAN = "scan"
    ACKNOWLEDGE = "acknowledge"
    CORRECT = "correct"
    SIGN = "sign"
    FILE = "filing"
    ANNUL = "annul"


DECISIONS = frozenset({Act.SIGN, Act.FILE, Act.ANNUL})


def may(act: Act, organisation: Organisation) -> bool:
    """Whether the acting person may do it with the papers of the organisation."""
    if holds(Right.APPROVE_PAPERS, organisation.id) and act in DECISIONS:
        return True
    if not holds(Right.PREPARE_PAPERS, organisation.id):
        return False
    return (
        act not in DECISIONS
        or act in organisation.settings.get("delegated", ())
        or not _has_someone_to_decide(organisation)
    )


def find_paper(document_id: int, act: Act | None = None) -> Document:
    """A paper the acting person may read, and, if an act is named, do this with."""
    document = find(Document, document_id, Right.READ_PAPERS)
    if act and not may(act, document.organisation):
        raise Forbidden
    return document


def acting_user_id() -> int:
    user_id: int = current_user.id
    return user_id


def _has_someone_to_decide(organisation: Organisation) -> bool:
    """Asked once a request for each organisation: a list asks it for every line."""
    known: dict[int, bool] = g.setdefault("deciders", {})
    if organisation.id not in known:
        known[organisation.id] = _holds_anybody(organisation)
    return known[organisation.id]


def _holds_anybody(organisation: Organisation) -> bool:
    today = services().clock.today()
    grants = db.session.scalars(
        sa.select(Grant)
        .join(User)
        .where(
            Grant.organisation_id == organisation.id,
            Grant.role.in_(RIGHTS[Right.APPROVE_PAPERS]),
            User.disabled_at.is_(None),
        )
    )
    return any(grant.covers(today) for grant in grants)
