"""What people ask the office for, and what became of it: a paper, or a reason why not.

The kind says who may ask for it (`requested_by`); how a request is answered says `answering`.
"""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import audit
from portal.accounts.letters import News, holders, tell
from portal.documents.catalogue import Kind, kind_of
from portal.documents.models import Document
from portal.documents.news import called
from portal.errors import Conflict, Invalid
from portal.extensions import Base, Id, Line, Moment, Word, db, services
from portal.people.models import Employment, Organisation
from portal.permissions import Role


class State(StrEnum):
    """How far a request has come."""

    WAITING = "waiting"
    IN_WORK = "in-work"
    READY = "ready"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PaperRequest(Base):
    """Somebody asks for a paper about themselves; answered when its document is registered."""

    __tablename__ = "paper_request"
    __table_args__ = (
        sa.CheckConstraint("declined_at IS NULL OR decline_reason <> ''", name="declined_why"),
    )
    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    employment_id: Mapped[int] = mapped_column(sa.ForeignKey("employment.id"), index=True)
    kind: Mapped[Word]
    note: Mapped[Line] = mapped_column(default="")
    wished_on: Mapped[date | None]
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    # A draft in the trash, and one that is gone, leave the request as it was.
    document_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("document.id", ondelete="SET NULL"), index=True
    )
    declined_at: Mapped[Moment | None]
    decline_reason: Mapped[Line] = mapped_column(default="")
    withdrawn_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship()
    employment: Mapped[Employment] = relationship()
    document: Mapped[Document | None] = relationship(passive_deletes=True)

    @property
    def state(self) -> State:
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.declined_at:
            return State.DECLINED
        if self.document is None or self.document.trashed_at:
            return State.WAITING
        return State.READY if self.document.registered_at else State.IN_WORK

    @property
    def is_open(self) -> bool:
        """Whether the office still has to do something."""
        return self.state in (State.WAITING, State.IN_WORK)


def ask(
    kind: Kind, employment: Employment, *, note: str, wished_on: date | None, asked_by: int
) -> PaperRequest:
    """Ask for a paper of the kind; the same is not asked for twice while the first is open."""
    organisation_id = employment.organisation_id
    audit.take_turn(organisation_id)
    same = sa.and_(PaperRequest.employment_id == employment.id, PaperRequest.kind == kind.name)
    if any(one.is_open for one in db.session.scalars(sa.select(PaperRequest).where(same))):
        raise Conflict("You have asked for this paper already. It is on its way.")
    if wished_on and wished_on < services().clock.today():
        raise Invalid("This day is over already.", field="wished_on")
    request = PaperRequest(
        organisation_id=organisation_id,
        employment=employment,
        kind=kind.name,
        note=note,
        wished_on=wished_on,
        asked_at=services().clock.now(),
        asked_by_id=asked_by,
    )
    db.session.add(request)
    db.session.flush()
    record("ask-for-paper", request, asked_by)
    tell(
        holders(organisation_id, {Role.SECRETARY}) or holders(organisation_id, {Role.HEAD}),
        News.NEEDS_YOU,
        LazyString(lambda: _("A paper is asked for: %(paper)s", paper=_titled(kind))),
        organisation_id=organisation_id,
        endpoint="requests.index",
        by_user_id=asked_by,
    )
    return request


def decline(request: PaperRequest, *, reason: str, by: int) -> None:
    """Say no, and why; the person is told."""
    take_request(request)
    refuse_closed(request)
    if request.state is State.IN_WORK:
        raise Conflict("The paper is being written already. Throw its draft away first.")
    request.declined_at, request.decline_reason = services().clock.now(), reason
    record("decline-request", request, by)
    kind = kind_of(request)
    tell(
        [request.asked_by_id],
        News.RETURNED,
        LazyString(lambda: _titled(kind)),
        organisation_id=request.organisation_id,
        endpoint="own.index",
        reason=reason,
        by_user_id=by,
    )


def withdraw(request: PaperRequest, *, by: int) -> None:
    """The paper is not needed any more."""
    take_request(request)
    if request.state is not State.WAITING:
        raise Conflict("The office is at it already. Ask the secretary.")
    request.withdrawn_at = services().clock.now()
    record("withdraw-request", request, by)


def tell_askers(document: Document, *, by: int) -> None:
    """The paper is registered: whoever asked for it may fetch it."""
    asked = sa.select(PaperRequest).where(PaperRequest.document_id == document.id)
    for request in db.session.scalars(asked):
        tell_asker(request, by=by)


def tell_asker(request: PaperRequest, *, by: int) -> None:
    """This one is ready."""
    if request.document is not None:
        tell(
            [request.asked_by_id],
            News.READY,
            called(request.document),
            organisation_id=request.organisation_id,
            endpoint="own.index",
            by_user_id=by,
        )


def open_requests(organisation_ids: frozenset[int]) -> sa.Select[PaperRequest]:
    """What waits for the office, the most urgent first."""
    return (
        sa.select(PaperRequest)
        .outerjoin(Document, PaperRequest.document_id == Document.id)
        .where(
            PaperRequest.organisation_id.in_(organisation_ids),
            PaperRequest.declined_at.is_(None),
            PaperRequest.withdrawn_at.is_(None),
            Document.registered_at.is_(None),
        )
        .order_by(PaperRequest.wished_on.is_(None), PaperRequest.wished_on, PaperRequest.id)
    )


def take_request(request: PaperRequest) -> None:
    """Wait for whoever answers it now, then read it afresh."""
    db.session.flush()
    audit.take_turn(request.organisation_id)
    db.session.refresh(request, with_for_update=True)


def refuse_closed(request: PaperRequest) -> None:
    if not request.is_open:
        raise Conflict("This request is answered or taken back already.")


def _titled(kind: Kind) -> str:
    return kind.title(str(get_locale()))


def record(action: str, request: PaperRequest, by: int) -> None:
    audit.record(action, request, by_user_id=by, organisation_id=request.organisation_id)
