"""What the sheet in front of a printed pile says: whose papers lie in it, and where."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from portal import paper
from portal.documents.catalogue import kind_of
from portal.documents.models import Document
from portal.extensions import services


def copies_of(document: Document) -> int:
    """How often a paper is printed."""
    return kind_of(document).manifest.sheet.copies


def contents_of(documents: Sequence[Document], pages: Sequence[int]) -> bytes:
    """The sheet as PDF, in the language of the first paper; `pages` are those of one copy each."""
    first = documents[0]
    titles = dict.fromkeys(kind_of(one).title(first.language) for one in documents)
    items = [
        paper.Item(document.number or "", _whose(document), -(-count // 2) * copies_of(document))
        for document, count in zip(documents, pages, strict=True)
    ]
    with force_locale(first.language):
        heads = (_("Number"), _("Person"), _("Sheet"))
        day = f"{services().clock.today():%d.%m.%Y}"
        under = _("%(count)d in this pile, printed on %(day)s", count=len(documents), day=day)
    return paper.contents("; ".join(titles), under, heads, items)


def _whose(document: Document) -> str:
    """The one person, or the first of several and how many more."""
    names = [person.name for person in document.people]
    return f"{names[0]} (+{len(names) - 1})" if len(names) > 1 else "".join(names)
