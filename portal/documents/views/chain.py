"""The papers around one: what it came from and changes, what follows or changes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.documents import links
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.cells import number_and_date
from portal.documents.force import is_in_force
from portal.documents.links import RESTS_ON, linked_papers, papers_linking
from portal.documents.listing import derived_from
from portal.documents.models import Document
from portal.documents.received import received_for
from portal.documents.views.next_step import address_of
from portal.documents.views.rights import writes
from portal.documents.views.words import short_title

FEW = 3  # papers of one kind that a chain names one by one
# What one paper does to another: on its own page, on the other's; "" is the kind of the other.
LINKS: Mapping[str, tuple[LazyString | str, LazyString | str]] = {
    RESTS_ON: ("", ""),
    "follows": ("", ""),
    "amends": (_l("Changes"), _l("Changed by")),
    "cancels": (_l("Cancels"), _l("Cancelled by")),
}


def chain(document: Document, language: str) -> list[dict[str, Any]]:
    """What the paper came from, itself, and what follows it, made or still to be made."""
    here = {"label": _("This paper"), "text": _number(document), "href": None, "state": "here"}
    before, after = list[dict[str, Any]](), list[dict[str, Any]]()
    for role, (there, back) in LINKS.items():
        before += _items(linked_papers(document, role), language, there)
        after += _items(papers_linking(document, role), language, back)
    before, after = _with_received(document, before, after)
    made = {one.kind for one in papers_linking(document, "follows")}
    return [*before, here, *after, *_unwritten(document, made, language)]


def _with_received(
    document: Document, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Received papers too: one came before what it is the basis of, after what it answers."""
    for received, role in received_for(document):
        item = {
            "label": received.subject,
            "text": number_and_date(received.number, received.dated_on),
            "href": url_for("received.show", received_id=received.id),
            "state": "",
        }
        if role == "basis":
            before = [*before, item]
        else:
            after = [*after, item]
    return before, after


def changes_of(document: Document) -> list[tuple[str, str, str | None]]:
    """Which papers in force change or cancel it: role, number and date, address."""
    return [(role, _number(one), address_of(one)) for role, one in links.changes_of(document)]


def offers(document: Document, language: str) -> list[tuple[str, str]]:
    """Papers that may be begun from this one: (words, address)."""
    if not is_in_force(document):
        return []
    found = [
        (kind.title(language), _offer(document, kind))
        for kind in kinds_of(document.organisation).following(document.kind)
    ]
    own = kind_of(document)
    if writes(own, document.organisation_id) and not own.manifest.derived_from:
        source: dict[str, Any] = {"from": document.id}
        again = url_for("documents.new", **source)
        found.append((_("The same again, for another person or date"), again))
    return [(words, address) for words, address in found if address]


def _offer(document: Document, kind: Kind) -> str | None:
    """Where papers of that kind are begun from this one: for several people, one for each.

    Nowhere for a reader who does not write such papers: nobody is led to a closed door.
    """
    written = (document.country, document.language) in kind.templates
    if not written or not writes(kind, document.organisation_id):
        return None
    if kind.manifest.derived_from and len(derived_from(document.id)) >= len(document.people):
        return None  # everybody has theirs
    is_for_each = kind.manifest.per_person and len(document.people) > 1
    page = "batches.new" if is_for_each else "documents.new"
    return url_for(page, kind=kind.name, source=document.id)


def _items(
    papers: Sequence[Document], language: str, words: LazyString | str
) -> Iterator[dict[str, Any]]:
    """Each paper by itself; many of one kind as their number."""
    for name, group in groupby(sorted(papers, key=lambda one: one.kind), lambda one: one.kind):
        found = list(group)
        kind = kind_of(found[0])
        if len(found) <= FEW:
            yield from (_item(one, str(words) or short_title(kind, language)) for one in found)
            continue
        yield {
            "label": kind.title(language),
            "text": ngettext("%(num)d paper", "%(num)d papers", len(found)),
            "href": url_for("documents.index", folder="all", kind=name),
            "state": "",
        }


def _unwritten(document: Document, made: Iterable[str], language: str) -> Iterator[dict[str, Any]]:
    """What usually follows and has not been begun."""
    for kind in kinds_of(document.organisation).following(document.kind, "follows"):
        if kind.name in made or not is_in_force(document):
            continue
        if href := _offer(document, kind):
            label = short_title(kind, language)
            yield {"label": label, "text": _("not written yet"), "href": href, "state": "todo"}


def _item(document: Document, label: str) -> dict[str, Any]:
    state = [_("annulled")] if document.annulled_at else []
    text = ", ".join([_number(document), *state])
    return {"label": label, "text": text, "href": address_of(document), "state": ""}


def _number(document: Document) -> str:
    if not document.registered_at or not document.dated_on:
        return str(_("no number yet"))
    numbered = [f"№\u00a0{document.number}"] if document.number else []
    return ", ".join([*numbered, f"{document.dated_on:%d.%m.%Y}"])
