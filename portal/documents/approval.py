"""Who must say yes before a paper is registered, and the saying of yes or no.

The steps are the organisation's setting (`settings["approval"][kind]`); the kind proposes them.
Any step may be empty. A step of a person's own is not asked of that person again, and a step that
nobody there could take is not asked at all: a school of one secretary does not confirm to herself.
"""

from collections.abc import Iterable, Mapping, Sequence

from portal import audit
from portal.accounts.service import roles_held
from portal.documents.catalogue import Kind, kind_of
from portal.documents.drafts import refuse_registered
from portal.documents.models import Decision, Document
from portal.documents.news import tell_approvers, tell_of_approval, tell_of_return
from portal.documents.turns import take_paper
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.people.models import Organisation
from portal.permissions import Role


def steps_of(document: Document) -> Sequence[str]:
    """The roles that approve this paper, in order."""
    return steps_for(kind_of(document), document.organisation)


def steps_for(kind: Kind, organisation: Organisation) -> Sequence[str]:
    """The roles that approve papers of the kind there, in order; no role that nobody has."""
    chosen: Mapping[str, Sequence[str]] = organisation.settings.get("approval", {})
    steps = chosen.get(kind.name, kind.manifest.approval)
    held = roles_held(organisation, services().clock.today()) if steps else frozenset[str]()
    return [step for step in steps if step in held or step not in set(Role)]


def pending_step(document: Document) -> str | None:
    """The step that waits now; None when nothing has been sent or all have said yes."""
    if not document.submitted_at or document.approved_at or document.registered_at:
        return None
    done = {d.step for d in _current_decisions(document) if d.verdict == "approve"}
    return next((step for step in steps_of(document) if step not in done), None)


def submit(document: Document, *, submitted_by: int, own_roles: Iterable[str]) -> None:
    """Send the draft on its way; steps of the sender's own roles are taken as said."""
    take_paper(document)
    refuse_registered(document)
    now = services().clock.now()
    document.submitted_at, document.returned_at, document.approved_at = now, None, None
    _record(document, "submit", submitted_by)
    for step in steps_of(document):
        if step in set(own_roles):
            _decide(document, step, "approve", submitted_by)
    _go_on(document, submitted_by)


def recall(document: Document, *, by: int) -> None:
    """Take back what was sent and not yet decided, to go on writing."""
    take_paper(document)
    if pending_step(document) is None:
        raise Conflict("This paper does not wait for anybody's decision.")
    document.submitted_at = None
    _record(document, "recall", by)


def approve(document: Document, *, approved_by: int, roles: Iterable[str]) -> None:
    """Say yes to the step that waits.

    `roles` are those the approver has in the document's organisation.
    """
    take_paper(document)
    step = _own_step(document, roles)
    _decide(document, step, "approve", approved_by)
    _go_on(document, approved_by)


def return_draft(
    document: Document, *, returned_by: int, roles: Iterable[str], reason: str
) -> None:
    """Send the draft back to whoever prepared it, saying why."""
    take_paper(document)
    step = _own_step(document, roles)
    if not reason.strip():
        raise Invalid("Say in one sentence what must be mended.", field="reason")
    _decide(document, step, "return", returned_by, reason.strip())
    document.submitted_at, document.approved_at = None, None
    document.returned_at = services().clock.now()
    tell_of_return(document, reason=reason.strip(), by=returned_by)


def refuse_unapproved(document: Document) -> None:
    """Stop registering while a step still waits; a kind without steps needs no sending."""
    if document.approved_at is None and steps_of(document):
        raise Conflict("The paper has not been approved yet.")


def _own_step(document: Document, roles: Iterable[str]) -> str:
    step = pending_step(document)
    if step is None or step not in set(roles):
        raise Conflict("This paper does not wait for your decision.")
    return step


def _decide(document: Document, step: str, verdict: str, by: int, reason: str = "") -> None:
    document.decisions.append(
        Decision(
            step=step, verdict=verdict, reason=reason, at=services().clock.now(), by_user_id=by
        )
    )
    db.session.flush()
    _record(document, verdict, by)


def _go_on(document: Document, by: int) -> None:
    """The next step is told; after the last one the paper is approved."""
    if step := pending_step(document):
        tell_approvers(document, step, by=by)
    else:
        document.approved_at = services().clock.now()
        tell_of_approval(document, by=by)


def _current_decisions(document: Document) -> list[Decision]:
    """Those of this sending; an older round no longer counts."""
    sent = document.submitted_at
    return [d for d in document.decisions if sent and d.at >= sent]


def _record(document: Document, action: str, by: int) -> None:
    audit.record(action, document, by_user_id=by, organisation_id=document.organisation_id)
