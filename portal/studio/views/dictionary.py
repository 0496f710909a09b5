"""The catalogue of fields and filters: what to write into Word, copied by a click."""

from decimal import Decimal
from typing import Any

from flask import render_template, request

from portal import grammar
from portal.documents.catalogue import Kind, kinds_of
from portal.documents.wording import filters_of
from portal.errors import NotFound
from portal.extensions import services
from portal.people.models import Organisation
from portal.permissions import Right, holds, requires
from portal.studio.dictionary import Author, Group, Piece, dictionary
from portal.studio.kinds import kinds_with
from portal.studio.models import TemplateVersion
from portal.studio.questions import names_as_written
from portal.studio.sampling import example_context, examples
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import find_version, own_organisation, page_language


@blueprint.get("/fields")
@requires(Right.EDIT_TEMPLATES)
def catalogue_of_fields() -> str:
    """All of it, or what answers to a query; with a kind, or a draft, its own questions first."""
    version_id = request.args.get("version", type=int)
    version = find_version(version_id) if version_id else None
    organisation = (
        version.organisation
        if version
        else own_organisation(request.args.get("organisation", type=int))
    )
    name = version.kind if version else request.args.get("kind", "")
    kind = _kind(organisation, version, name)
    questions = kind.fields_in(organisation.country) if name else ()
    query = request.args.get("q", "")
    groups = _found(dictionary(_author(organisation, kind, version), questions), query)
    return render_template(
        "studio/dictionary.html",
        organisation=organisation,
        version=version,
        kind=name,
        kinds=[(k.name, k.title(page_language())) for k in _kinds(organisation)],
        groups=groups,
        query=query,
    )


def _kind(organisation: Organisation, version: TemplateVersion | None, name: str) -> Kind:
    if version:
        return kinds_with(version).kind(version.kind)
    if name:
        return kinds_of(organisation).kind(name)
    try:
        return next(iter(_kinds(organisation)))
    except StopIteration:
        raise NotFound from None


def _kinds(organisation: Organisation) -> list[Kind]:
    kinds = kinds_of(organisation).of(organisation.country)
    return [kind for kind in kinds if organisation.language in kind.languages(organisation.country)]


def _author(organisation: Organisation, kind: Kind, version: TemplateVersion | None) -> Author:
    """Writes in the language of the page; the values are those of the organisation's papers."""
    day, place = services().clock.today(), (organisation.country, organisation.language)
    with_staff = holds(Right.READ_PERSONAL_DATA, organisation.id)
    example = examples(organisation, organisation.language, day, with_staff=with_staff)[0]
    catalogue = kinds_of(organisation)
    context: dict[str, Any] = {
        "hours": 30,
        "amount": Decimal("1250.50"),
        **example_context(catalogue, kind, organisation, place, example, day),
    }
    filters = filters_of(organisation.language)
    own = names_as_written(version) if version else {}
    return Author(page_language(), organisation.country, context, filters, own)


def _found(groups: list[Group], query: str) -> list[Group]:
    """The pieces with every word of the query in the tag, the meaning or the example."""
    words = grammar.search_key(query).split()
    if not words:
        return groups
    kept = [
        Group(group.title, [p for p in group.pieces if _has(group, p, words)], group.note)
        for group in groups
    ]
    return [group for group in kept if group.pieces]


def _has(group: Group, piece: Piece, words: list[str]) -> bool:
    key = grammar.search_key(f"{group.title} {piece.tag} {piece.meaning} {piece.example}")
    return all(word in key for word in words)
