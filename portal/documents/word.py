"""Finish in Word: the draft goes out as a Word file and comes back edited.

Number and date stand in locked places that are filled at registration. What comes back is checked,
kept as it is, and every difference of its text is shown to whoever approves and registers.
"""

from collections.abc import Mapping

from portal import audit, paper
from portal.documents.context import Problem, build_context, fill
from portal.documents.drafts import content_of, refuse_registered
from portal.documents.issue import template_of
from portal.documents.models import Document
from portal.errors import Conflict, Invalid
from portal.extensions import services
from portal.paper import PaperFault

NUMBER_TO_COME = "________"

# By the code of `paper.check_returned`.
FAULTS: Mapping[str, Problem] = {
    "not-docx": Problem(
        "This is not a Word file (.docx). Save it in Word as a document, not as PDF."
    ),
    "too-big": Problem("This file is larger than a paper can be."),
    "broken-xml": Problem("This file is damaged. Open it in Word and save it once more."),
    "active-content": Problem(
        "This file holds macros or embedded objects. Save it as a plain document."
    ),
    "external-link": Problem(
        "This file points to another file (%(detail)s). Put the content itself in."
    ),
    "active-field": Problem(
        "This file holds a field that fetches other files (%(detail)s). Remove it."
    ),
    "tracked-changes": Problem(
        "There are changes in it that nobody has accepted. Accept or reject all."
    ),
    "control-lost": Problem(
        "The place of the number or of the date was removed. Take the draft again."
    ),
    "control-added": Problem(
        "The place of the number or of the date was copied. Take the draft again."
    ),
}


def word_draft(document: Document) -> bytes:
    """The draft as it goes out to be edited: filled, without number."""
    refuse_registered(document)
    if document.word_sha256:
        return services().store.get(document.word_sha256)
    return _as_filled(document)


def take_back(document: Document, docx: bytes, *, by: int) -> None:
    """Keep the edited draft in place of the filled one; it must be approved anew."""
    refuse_registered(document)
    for refusal in paper.check_returned(_as_filled(document), docx):
        raise Invalid(FAULTS[refusal.code].message, field="file", detail=refusal.detail)
    document.word_sha256 = services().store.put(docx)
    _ask_anew(document, "word-returned", by)


def drop_word(document: Document, *, by: int) -> None:
    """Go back to what the form gives."""
    refuse_registered(document)
    if document.word_sha256 is None:
        raise Conflict("This paper was not edited in Word.")
    document.word_sha256 = None
    _ask_anew(document, "word-dropped", by)


def word_changes(document: Document) -> list[tuple[str, str]]:
    """Paragraphs that were changed by hand, as pairs (before, after)."""
    if document.word_sha256 is None:
        return []
    return paper.differences(_as_filled(document), services().store.get(document.word_sha256))


def _as_filled(document: Document) -> bytes:
    content = content_of(document)
    try:
        return fill(content, template_of(content), build_context(content, NUMBER_TO_COME))
    except PaperFault as fault:
        raise Invalid("The template cannot be filled: %(fault)s.", fault=str(fault)) from fault


def _ask_anew(document: Document, action: str, by: int) -> None:
    document.submitted_at = document.approved_at = None
    document.saved_at = services().clock.now()
    audit.record(action, document, by_user_id=by, organisation_id=document.organisation_id)
