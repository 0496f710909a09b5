"""Who may do which act on a paper.

Whoever prepares papers prints them, takes their scans and notes who has read them. Signing,
annulling and confirming into files is the head's; the head may lay an act on the secretary by
order (`settings["delegated"]`), and where nobody has the head's right, nobody is asked.
The secretary and the head write papers of every kind, others those that name their role.
"""

from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from flask import g
from flask_login import current_user

from portal.accounts.models import Grant, User
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.models import Batch, Document
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


W = TypeVar("W", Document, Batch)

DECISIONS = frozenset({Act.SIGN, Act.FILE, Act.ANNUL})


def own_roles(organisation_id: int) -> set[str]:
    """What the acting person is in that organisation today."""
    return {grant.role for grant in current_user.grants if grant.organisation_id == organisation_id}


def writes(kind: Kind, organisation_id: int) -> bool:
    """Whether the acting person prepares and registers papers of that kind there."""
    if holds(Right.PREPARE_EVERY_KIND, organisation_id):
        return True
    return holds(Right.PREPARE_PAPERS, organisation_id) and not own_roles(
        organisation_id
    ).isdisjoint(kind.manifest.prepared_by)


def kinds_written(organisation: Organisation) -> list[Kind]:
    """The kinds of paper that the acting person writes in that organisation."""
    kinds = kinds_of(organisation).of(organisation.country)
    return [kind for kind in kinds if writes(kind, organisation.id)]


def find_own(model: type[W], record_id: int) -> W:
    """A paper or a batch the acting person may write; 403 when its kind is not theirs."""
    record = find(model, record_id, Right.PREPARE_PAPERS)
    if not writes(kind_of(record), record.organisation_id):
        raise Forbidden
    return record


def may(act: Act, document: Document) -> bool:
    """Whether the acting person may do it with this paper."""
    kind = kind_of(document)
    is_own = writes(kind, document.organisation_id)
    return _may(act, document.organisation, is_writer=is_own)


def may_with_some(act: Act, organisation: Organisation) -> bool:
    """Whether the acting person may do it with papers of some kind there."""
    return _may(act, organisation, is_writer=bool(kinds_written(organisation)))


def _may(act: Act, organisation: Organisation, *, is_writer: bool) -> bool:
    if holds(Right.APPROVE_PAPERS, organisation.id) and act in DECISIONS:
        return True
    return is_writer and (
        act not in DECISIONS
        or act in organisation.settings.get("delegated", ())
        or not has_someone_to_decide(organisation)
    )


def find_paper(document_id: int, act: Act | None = None) -> Document:
    """A paper the acting person may read, and, if an act is named, do this with."""
    document = find(Document, document_id, Right.READ_PAPERS)
    if act and not may(act, document):
        raise Forbidden
    return document


def acting_user_id() -> int:
    user_id: int = current_user.id
    return user_id


def has_someone_to_decide(organisation: Organisation) -> bool:
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
