"""The one next thing to do with a paper, for whoever looks at it."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents.filing import goes_to_files, receivers
from portal.documents.models import Document, Status
from portal.documents.views.rights import Act, may


@dataclass(frozen=True)
class NextStep:
    """An act as a button; with `question` it is asked first; `is_post` changes something."""

    label: str
    href: str
    is_post: bool = False
    icon: str = ""
    question: str = ""
    text: str = ""


def next_step(document: Document) -> NextStep | None:
    """None when the paper needs nothing more, or nothing from this reader."""
    match document.status:
        case Status.REGISTERED if may(Act.PRINT, document):
            address = url_for("documents.print_one", document_id=document.id)
            return NextStep(_("Print"), address, is_post=True, icon="printer")
        case Status.REGISTERED | Status.PRINTED | Status.SIGNED:
            return _bring_back(document)
        case Status.SCANNED if goes_to_files(document) and may(Act.FILE, document):
            return _file(document)
        case Status.FILED | Status.ANNULLED | Status.SCANNED:
            return None
    return NextStep(_draft_word(document), address_of(document))


def address_of(document: Document) -> str:
    """The page of a paper: of a draft, the one where it is written."""
    if document.registered_at is None and "documents.draft" in current_app.view_functions:
        return url_for("documents.draft", document_id=document.id)
    return url_for("documents.show", document_id=document.id)


def _bring_back(document: Document) -> NextStep | None:
    if may(Act.SCAN, document):
        return NextStep(
            _("Attach the scan"),
            url_for("documents.scan", document_id=document.id),
            icon="upload",
        )
    if document.signed_at is None and may(Act.SIGN, document):
        address = url_for("documents.sign_one", document_id=document.id)
        return NextStep(_("Mark as signed"), address, is_post=True, icon="pen")
    return None


def _file(document: Document) -> NextStep:
    number = len(receivers(document))
    if not number:
        address = url_for("documents.file_one", document_id=document.id)
        return NextStep(_("Close: extracts go to the files"), address, is_post=True, icon="archive")
    return NextStep(
        ngettext("Put into %(num)d file", "Put into %(num)d files", number),
        url_for("documents.file_one", document_id=document.id),
        is_post=True,
        icon="archive",
        question=ngettext(
            "Put a copy into %(num)d file?", "Put copies into %(num)d files?", number
        ),
        text=_("Each inventory gets a line that is never removed."),
    )


def _draft_word(document: Document) -> str:
    match document.status:
        case Status.RETURNED:
            word = _("Mend")
        case Status.APPROVED:
            word = _("Register the paper")
        case Status.TO_APPROVE:
            word = _("Look through")
        case _:
            word = _("Go on writing")
    return str(word)
