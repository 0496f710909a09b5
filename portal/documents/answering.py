"""Answering a request in two acts: the draft is made with all that is known, and registered.

A paper that was made already, such as an extract made with its order, answers at once.
"""

from collections.abc import Collection

import sqlalchemy as sa

from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.drafts import following, start_draft
from portal.documents.force import in_force
from portal.documents.issue import derived_paper
from portal.documents.models import Document, DocumentPerson
from portal.documents.requests import (
    PaperRequest,
    State,
    record,
    refuse_closed,
    take_request,
    tell_asker,
)
from portal.extensions import db, services
from portal.people.models import Employment


def kinds_to_ask_for(employment: Employment, roles: Collection[str]) -> list[Kind]:
    """What somebody of these roles may ask for: kinds whose chain has come as far as them."""
    return [
        kind
        for kind in kinds_of(employment.organisation).of(employment.organisation.country)
        if not set(kind.manifest.requested_by).isdisjoint(roles)
        and (newest_source(kind, employment) or not any(f.required for f in kind.manifest.follows))
    ]


def prepare(request: PaperRequest, *, by: int) -> Document:
    """The paper that answers: its draft, or the one that was made already."""
    take_request(request)
    if request.document is not None and request.state is not State.WAITING:
        return request.document
    refuse_closed(request)
    kind, employment = kind_of(request), request.employment
    source = newest_source(kind, employment)
    answer = derived_paper(kind.name, source.id, employment.id) if source else None
    if answer is None:
        answer = start_draft(
            kind,
            request.organisation,
            made_by=by,
            dated_on=services().clock.today(),
            people=[employment],
            data=following(kind, source) if source else None,
        )
    request.document = answer
    db.session.flush()
    record("answer-request", request, by)
    if answer.registered_at:
        tell_asker(request, by=by)
    return answer


def newest_source(kind: Kind, employment: Employment) -> Document | None:
    """The last paper in force naming the person that one of this kind may follow."""
    return db.session.scalar(
        sa.select(Document)
        .join(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(
            DocumentPerson.employment_id == employment.id,
            Document.kind.in_([follows.kind for follows in kind.manifest.follows]),
            in_force(),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )
