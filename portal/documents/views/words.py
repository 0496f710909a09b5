"""How the pages say states, acts and moments of papers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import grammar
from portal.documents.catalogue import Kind, kind_of
from portal.documents.drafts import frozen_context
from portal.documents.listing import Folder
from portal.documents.models import Document, Edition, Status
from portal.documents.requests import State
from portal.documents.views.blueprint import blueprint
from portal.extensions import services

FOLDERS: Mapping[Folder, LazyString] = {
    Folder.WORK: _l("At work"),
    Folder.DRAFTS: _l("Drafts"),
    Folder.TO_APPROVE: _l("To approve"),
    Folder.TO_SIGN: _l("To sign"),
    Folder.TO_SCAN: _l("Await the scan"),
    Folder.TO_FILE: _l("To the files"),
    Folder.FILED: _l("In the files"),
    Folder.ANNULLED: _l("Crossed out"),
    Folder.ALL: _l("Everything"),
}
# The word of a state, and how its mark is coloured.
STATES: Mapping[Status, tuple[LazyString, str]] = {
    Status.DRAFT: (_l("Draft"), ""),
    Status.TO_APPROVE: (_l("Waits for approval"), "wait"),
    Status.RETURNED: (_l("Returned"), "bad"),
    Status.APPROVED: (_l("Approved"), "ok"),
    Status.REGISTERED: (_l("To be printed"), "ink"),
    Status.PRINTED: (_l("To be signed"), "ink"),
    Status.SIGNED: (_l("Waits for the scan"), "wait"),
    Status.SCANNED: (_l("Scan is here"), "ok"),
    Status.FILED: (_l("In the files"), "ok"),
    Status.ANNULLED: (_l("Annulled"), "bad"),
}
REQUEST_STATES: Mapping[str, tuple[LazyString, str]] = {
    State.WAITING: (_l("Waits"), "wait"),
    State.IN_WORK: (_l("In work"), "ink"),
    State.READY: (_l("Ready"), "ok"),
    State.DECLINED: (_l("Declined"), "bad"),
    State.WITHDRAWN: (_l("Taken back"), ""),
}
HISTORY: Mapping[str, LazyString] = {
    "draft": _l("Draft begun"),
    "submit": _l("Sent for approval"),
    "approve": _l("Approved"),
    "return": _l("Returned to be mended"),
    "register": _l("Number taken, file frozen"),
    "freeze": _l("File frozen"),  # registering a paper that takes no number
    "correct": _l("Corrected before signature"),
    "print": _l("Printed"),
    "sign": _l("Signed by hand"),
    "scan": _l("Scan attached"),
    "acknowledge": _l("Reading of the paper noted"),
    "acknowledge-sheet": _l("Reading noted from the signed sheet"),
    "file": _l("Copies put into the personnel files"),
    "annul": _l("Annulled"),
}
STEPS: Mapping[str, LazyString] = {
    "secretary": _l("secretary"),
    "head": _l("head"),
    "methodist": _l("methodist"),
    "deputy": _l("deputy head"),
    "accountant": _l("accountant"),
    "lawyer": _l("lawyer"),
    "department-head": _l("head of the education department"),
}
# Where a title turns from what the paper is to what it is about.
_TURNS = frozenset({"про", "на", "з", "із", "до", "о", "об", "из", "к", "для", "of", "on", "to"})


def moment(at: datetime | None) -> str:
    """Day and time by the clock of the office, for a line of its own: «05.06.2026, 14:30»."""
    return f"{at.astimezone():%d.%m.%Y, %H:%M}" if at else ""


def next_try(editions: Sequence[Edition]) -> str:
    """When the first of their PDFs is tried again; nothing when that is due."""
    moments = [edition.pdf_due_at for edition in editions if edition.pdf_due_at]
    first = min(moments, default=None)
    return moment(first) if first and first > services().clock.now() else ""


def short_moment(at: datetime | None) -> str:
    """The same without the year, for a narrow place."""
    return f"{at.astimezone():%d.%m, %H:%M}" if at else ""


def fingerprint(sha256: str) -> str:
    """The ends of a SHA-256, as eyes compare them: «9f2c 41d7 … 7be0»."""
    return f"SHA-256 {sha256[:4]} {sha256[4:8]} … {sha256[-4:]}"


def short_title(kind: Kind, language: str) -> str:
    """What the paper is, without what it is about: «Наказ»."""
    title = kind.title(language).split()
    end = next((n for n, word in enumerate(title) if n and word.casefold() in _TURNS), len(title))
    return " ".join(title[:end])


def people_count(number: int) -> str:
    words: str = ngettext("%(num)d person", "%(num)d people", number)
    return words


def who(document: Document, *, at_most: int = 2) -> str:
    """Whom the paper concerns, as it named them: two by name, more by their number."""
    if len(document.people) > at_most:
        return people_count(len(document.people))
    return ", ".join(person.name for person in document.people)


@blueprint.app_template_global()
def called(document: Document) -> str:
    """What pages call it: its number, or the title of a paper that has none."""
    return f"№ {document.number}" if document.number else document.title


def calling(document: Document, language: str) -> str:
    """How a sentence calls the paper: «Наказ № 45-к/тр»."""
    what = short_title(kind_of(document), language)
    return f"{what} №\u00a0{document.number}" if document.number else what


def state_detail(document: Document) -> str:
    """One more fact under the word of the state."""
    match document.status:
        case Status.DRAFT | Status.APPROVED:
            detail = _("saved %(day)s", day=f"{document.saved_at.astimezone():%d.%m.%Y}")
        case Status.RETURNED:
            detail = next((d.reason for d in document.decisions[::-1] if d.reason), "")
        case Status.SIGNED:
            detail = _("signed %(day)s", day=f"{document.signed_at:%d.%m.%Y}")
        case Status.SCANNED:
            pages = document.scans[-1].pages if document.scans else 0
            detail = ngettext("%(num)d page", "%(num)d pages", pages)
        case Status.ANNULLED:
            detail = document.annulment_reason
        case _:
            detail = ""
    return str(detail)


def file_name(document: Document, edition: Edition | None = None) -> str:
    """The name of its file for people, by the rule of the kind, in the paper's language."""
    kind, language = kind_of(document), document.language
    named = [person["name"].initials() for person in frozen_context(document)["people"]]
    name = kind.file_name(
        language,
        number=document.number or "",
        date=f"{document.dated_on:%d.%m.%Y}" if document.dated_on else "",
        people=", ".join(named) if len(named) <= 2 else _count_in(language, len(named)),
    ).rstrip(", ")
    is_old = edition is not None and edition is not document.edition
    return f"{name} ({edition.n})" if edition and is_old else name


def _count_in(language: str, number: int) -> str:
    forms = {
        "uk": ("особа", "особи", "осіб"),
        "ru": ("человек", "человека", "человек"),
        "en": ("person", "people", "people"),
    }
    return f"{number} {grammar.plural(number, *forms[language])}"
