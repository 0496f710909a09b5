"""What pages of lower packages get from papers: the file of a person starts papers from here."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import get_locale

from portal.documents.catalogue import Kind, current_catalogue
from portal.documents.models import Document, DocumentPerson
from portal.documents.views import story
from portal.documents.views.blueprint import blueprint
from portal.documents.views.words import calling
from portal.extensions import db
from portal.people.models import Employment
from portal.permissions import Right, holds


@blueprint.app_context_processor
def for_other_pages() -> dict[str, Callable[..., Any]]:
    """Functions a template may call: a file does not know papers, but its page leads to them."""
    return {"quick_papers": quick_papers, "paper_address": paper_address}


def quick_papers(employment: Employment) -> list[tuple[str, str]]:
    """Papers that can be begun for this person at once: (words, address)."""
    organisation = employment.organisation
    if "documents.new" not in current_app.view_functions:
        return []
    if not holds(Right.PREPARE_PAPERS, organisation.id):
        return []
    language = str(get_locale())
    kinds = current_catalogue().of(organisation.country)
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


def _offer(kind: Kind, employment: Employment, language: str) -> tuple[str, str] | None:
    if not kind.manifest.follows:
        return kind.title(language), url_for("documents.new", kind=kind.name, person=employment.id)
    source = _newest_source(kind, employment)
    address = story.offer(source, kind) if source else None
    if source is None or address is None:
        return None
    return f"{kind.title(language)}: {calling(source, language)}", address


def _newest_source(kind: Kind, employment: Employment) -> Document | None:
    """The last paper in force naming the person that one of this kind may follow."""
    return db.session.scalar(
        sa.select(Document)
        .join(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(
            DocumentPerson.employment_id == employment.id,
            Document.kind.in_([follows.kind for follows in kind.manifest.follows]),
            Document.registered_at.is_not(None),
            Document.annulled_at.is_(None),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )
