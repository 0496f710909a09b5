"""Which journals the acting person may read, in which language they speak, where lines lead."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from flask import url_for
from flask_babel import force_locale

from portal.documents.models import Journal
from portal.documents.register import Line
from portal.documents.registers import register_of
from portal.permissions import Right, find, require

# The page of what stands on a line, and the parameter it takes.
PAGES: Mapping[str, tuple[str, str]] = {
    "document": ("documents.show", "document_id"),
    "received": ("received.show", "received_id"),
    "journal_entry": ("journals.entry", "line_id"),
    "employment": ("files.show", "employment_id"),
}


def address_of_line(journal: Journal, line: Line) -> str:
    endpoint, parameter = PAGES[line.kind]
    values: dict[str, Any] = {parameter: line.id}
    if line.kind == "journal_entry":
        values["journal_id"] = journal.id
    return url_for(endpoint, **values)


def find_journal(journal_id: int) -> Journal:
    """A journal whose lines the acting person may read; that of personnel files is about people."""
    journal = find(Journal, journal_id, Right.READ_PAPERS)
    if not register_of(journal.register).is_numbered:
        require(Right.READ_PEOPLE, journal.organisation_id)
    return journal


def in_its_language(journal: Journal) -> AbstractContextManager[None]:
    """The journal is a paper of the organisation, whoever reads it in whatever language."""
    context: AbstractContextManager[None] = force_locale(journal.organisation.language)
    return context
