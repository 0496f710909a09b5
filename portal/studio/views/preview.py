"""How the papers of a draft will look, with a sample person, the longest and the shortest name."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal import paper
from portal.documents.previews import preview_page, preview_pdf
from portal.documents.wording import filters_of
from portal.downloads import picture
from portal.errors import Invalid, NotFound, PapkaError, Unavailable
from portal.extensions import db, services
from portal.paper import MissingValue, PaperFault
from portal.permissions import Right, holds, requires
from portal.studio.check.first_filling import filled, prove
from portal.studio.dictionary import Author
from portal.studio.kinds import kinds_with
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.sampling import Example, example_context, examples
from portal.studio.views.blueprint import blueprint
from portal.studio.views.report import template_of
from portal.studio.views.rights import find_version
from portal.web import sentence

WHAT: dict[str, LazyString] = {
    "longest": _l("the longest name"),
    "shortest": _l("the shortest name"),
    "man": _l("a man"),
    "woman": _l("a woman"),
}


@blueprint.get("/versions/<int:version_id>/preview")
@requires(Right.EDIT_TEMPLATES)
def preview(version_id: int) -> str:
    """The pages for one person: a piece of the page of the version, or a page by itself."""
    version = find_version(version_id)
    offered = people_on_offer(version)
    chosen = _chosen(offered)
    pages, fault = 0, ""
    try:
        docx = _filled(version, chosen)
        db.session.rollback()  # nothing slow inside a transaction
        pages = paper.page_count(preview_pdf(docx))
    except (Unavailable, Invalid) as e:
        fault = sentence(e)
    is_piece = "HX-Request" in request.headers
    return render_template(
        "studio/_preview.html" if is_piece else "studio/preview.html",
        version_id=version_id,
        people=[(one.key, f"{one.name}, {WHAT[one.what]}") for one in offered],
        who=chosen.key,
        page=max(1, min(request.args.get("page", 1, type=int), pages)),
        pages=pages,
        fault=fault,
    )


@blueprint.get("/versions/<int:version_id>/preview/<int:page>.png")
@requires(Right.EDIT_TEMPLATES)
def preview_picture(version_id: int, page: int) -> Response:
    version = find_version(version_id)
    docx = _filled(version, _chosen(people_on_offer(version)))
    db.session.rollback()
    return picture(preview_page(docx, page))


def prove_version(version: TemplateVersion) -> None:
    """Fill it in apart before it is put in force; one that cannot be filled is told by its faults.

    Lets go of what reading the version has begun.
    """
    if version.kind == LETTERHEAD or version.docx_sha256 is None:
        return
    try:
        context = context_of(version, people_on_offer(version)[0])
    except (LookupError, PapkaError, PaperFault):
        return
    prove(template_of(version), context, version.language)


def people_on_offer(version: TemplateVersion) -> list[Example]:
    with_staff = holds(Right.READ_PERSONAL_DATA, version.organisation_id)
    today = services().clock.today()
    return examples(version.organisation, version.language, today, with_staff=with_staff)


def context_of(version: TemplateVersion, example: Example) -> dict[str, Any]:
    """What the template is given for that person; raises `Invalid` while the form is not whole."""
    catalogue = kinds_with(version)
    place, today = (version.country, version.language), services().clock.today()
    kind = catalogue.kind(version.kind)
    return example_context(catalogue, kind, version.organisation, place, example, today)


def author_of(version: TemplateVersion) -> Author:
    """Shows values by the first person on offer; none when the form is not whole yet."""
    try:
        context = context_of(version, people_on_offer(version)[0])
    except (LookupError, PapkaError, PaperFault):
        context = {}
    filters = filters_of(version.language)
    return Author(version.language, version.country, context, filters)


def _chosen(offered: list[Example]) -> Example:
    who = request.args.get("who", "")
    return next((one for one in offered if one.key == who), offered[0])


def _filled(version: TemplateVersion, example: Example) -> bytes:
    if version.kind == LETTERHEAD or version.docx_sha256 is None:
        raise Invalid("There is nothing to show yet: mend the file first.")
    try:
        context = context_of(version, example)
        return filled(template_of(version), context, version.language)
    except MissingValue as e:
        raise Invalid(
            "Nothing stands here for %(field)s: the paper would stop.", field=e.placeholder
        ) from e
    except PaperFault as e:
        raise Invalid("The pages are shown when the faults are mended.") from e
    except LookupError as e:
        raise NotFound from e
