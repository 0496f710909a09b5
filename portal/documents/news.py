"""Whom a step on a paper's way concerns, and the letter that tells them of it."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.accounts.letters import News, accounts_of, holders, tell
from portal.documents.models import Document, DocumentPerson


def tell_approvers(document: Document, step: str, *, by: int) -> None:
    """A draft waits for the yes of this role."""
    tell(
        holders(document.organisation_id, {step}),
        News.NEEDS_YOU,
        document.title,
        organisation_id=document.organisation_id,
        endpoint="documents.approval",
        ids={"document_id": document.id},
        by_user_id=by,
    )


def tell_of_approval(document: Document, *, by: int) -> None:
    """All have said yes: whoever prepared the draft may register it."""
    tell(
        [document.created_by_id],
        News.NEEDS_YOU,
        _l("%(paper)s: approved, to be registered", paper=document.title),
        organisation_id=document.organisation_id,
        endpoint="documents.draft",
        ids={"document_id": document.id},
        by_user_id=by,
    )


def tell_of_return(document: Document, *, reason: str, by: int) -> None:
    """A draft came back to whoever prepared it."""
    tell(
        [document.created_by_id],
        News.RETURNED,
        document.title,
        organisation_id=document.organisation_id,
        endpoint="documents.draft",
        ids={"document_id": document.id},
        reason=reason,
        by_user_id=by,
    )


def tell_readers(document: Document, rows: Iterable[DocumentPerson], *, by: int) -> int:
    """A signed paper is to be read by these of the people it names; how many are told."""
    return tell(
        accounts_of([row.employment.person_id for row in rows]),
        News.NEEDS_YOU,
        _l("%(paper)s: read it and say that you have", paper=called(document)),
        organisation_id=document.organisation_id,
        endpoint="own.index",
        by_user_id=by,
    )


def tell_of_copies(document: Document, rows: Iterable[DocumentPerson], *, by: int) -> None:
    """A paper lies in the files of these people."""
    for row in rows:
        tell(
            accounts_of([row.employment.person_id]),
            News.READY,
            _l("%(paper)s: in your file", paper=called(document)),
            organisation_id=document.organisation_id,
            endpoint="files.show",
            ids={"employment_id": row.employment_id},
            by_user_id=by,
        )


def called(document: Document) -> str | LazyString:
    """The paper as a letter calls it: what it is about, and its number."""
    return f"{document.title}, № {document.number}" if document.number else document.title
