"""Papers begun from the file of a person, and what that page gets from here.

A file does not know papers: its page calls the two functions of the context processor.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from portal.documents.answering import newest_source
from portal.documents.catalogue import Kind, kinds_of
from portal.documents.drafts import following, start_draft
from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import acting_user_id, kinds_written, writes
from portal.documents.views.words import calling
from portal.errors import Forbidden, NotFound
from portal.extensions import db, services
from portal.people.models import Employment
from portal.permissions import Right, find, holds, requires


@blueprint.app_context_processor
def for_other_pages() -> dict[str, Callable[..., Any]]:
    """Functions a template of a lower package may call."""
    return {"quick_papers": quick_papers, "paper_address": paper_address}


@blueprint.post("/documents/begin")
@requires(Right.PREPARE_PAPERS)
def begin() -> Response:
    """A draft for one person, after the paper it follows if one is named."""
    employment = find(Employment, request.form.get("person", 0, type=int), Right.PREPARE_PAPERS)
    kind = kinds_of(employment.organisation).kind(request.form.get("kind", ""))
    if not writes(kind, employment.organisation_id):
        raise Forbidden
    source = _source(request.form.get("source", type=int), employment)
    draft = start_draft(
        kind,
        employment.organisation,
        made_by=acting_user_id(),
        dated_on=services().clock.today(),
        people=[employment],
        data=following(kind, source) if source else None,
    )
    db.session.commit()
    return redirect(url_for("documents.draft", document_id=draft.id), 303)


def quick_papers(employment: Employment) -> list[tuple[str, Mapping[str, Any]]]:
    """Papers that can be begun for this person at once: words, and what `begin` is sent."""
    language = str(get_locale())
    kinds = kinds_written(employment.organisation)
    offers = (_offer(kind, employment, language) for kind in kinds)
    return [offer for offer in offers if offer]


def paper_address(source: str, organisation_id: int) -> str | None:
    """The page of the paper that an item of a file is a copy of."""
    kind, _colon, number = source.partition(":")
    if kind != Document.__tablename__ or not number.isdecimal():
        return None
    if not holds(Right.READ_PAPERS, organisation_id):
        return None
    return url_for("documents.show", document_id=int(number))


def _offer(
    kind: Kind, employment: Employment, language: str
) -> tuple[str, Mapping[str, Any]] | None:
    sent = {"kind": kind.name, "person": employment.id}
    if not kind.manifest.follows:
        return kind.title(language), sent
    source = newest_source(kind, employment)
    if source is None:
        return None
    return f"{kind.title(language)}: {calling(source, language)}", {**sent, "source": source.id}


def _source(document_id: int | None, employment: Employment) -> Document | None:
    """The paper named, which must name the person."""
    if document_id is None:
        return None
    source = find(Document, document_id, Right.READ_PAPERS)
    if employment.id not in {row.employment_id for row in source.people}:
        raise NotFound
    return source
