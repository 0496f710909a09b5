"""What the screens of one draft share: finding it, its steps, and who may do what with it."""

from flask import abort, redirect, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.documents.approval import steps_of
from portal.documents.catalogue import kind_of
from portal.documents.models import Document
from portal.documents.views.rights import find_own, own_roles
from portal.permissions import Right, find

PEOPLE, DATA, CHECK, ISSUE = "people", "data", "check", "issue"


def find_draft(document_id: int, right: Right = Right.PREPARE_PAPERS) -> Document:
    """A draft within the right; whoever comes late is led to the registered paper."""
    if right == Right.PREPARE_PAPERS:
        document = find_own(Document, document_id)
    else:
        document = find(Document, document_id, right)
    if document.registered_at:
        abort(redirect(url_for("documents.show", document_id=document_id), 303))
    return document


def page_language() -> str:
    """The language in which the page speaks, whatever that of the paper is."""
    return str(get_locale())


def asks_others(document: Document) -> bool:
    """Whether somebody else has to say yes before this reader may register the paper."""
    return document.approved_at is None and not own_roles(document.organisation_id).issuperset(
        steps_of(document)
    )


def steps(document: Document, current: str) -> tuple[list[tuple[str, str | None]], int]:
    """The steps with their addresses, and which of them is the current one, counted from 1."""
    ids = {"document_id": document.id}
    last = _("Sending") if asks_others(document) else _("Registering")
    named: dict[str, tuple[str, str | None]] = {
        PEOPLE: (_("People"), url_for("documents.people", **ids)),  # type: ignore[arg-type]
        DATA: (_("Data"), url_for("documents.data", **ids)),  # type: ignore[arg-type]
        CHECK: (_("Checking"), url_for("documents.check", **ids)),  # type: ignore[arg-type]
        ISSUE: (last, None),
    }
    if not kind_of(document).manifest.names_people:
        del named[PEOPLE]
    return list(named.values()), 1 + list(named).index(current)
