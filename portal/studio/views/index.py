"""The kinds of papers an organisation writes, and whose template each is made by."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import render_template, request

from portal.documents.catalogue import Kind, kinds_of
from portal.extensions import db
from portal.people.models import Organisation
from portal.permissions import Right, requires
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import own_organisation, own_organisations, page_language


@dataclass(frozen=True)
class Line:
    """One kind: the newest draft and the version in force of one's own, where there are any."""

    name: str
    title: str
    code: str
    draft: TemplateVersion | None
    in_force: TemplateVersion | None
    owner: Organisation | None


@blueprint.get("/")
@requires(Right.EDIT_TEMPLATES)
def index() -> str:
    """Drafts and own templates first, then those of Papka and of the organisations above."""
    organisation = own_organisation(request.args.get("organisation", type=int))
    lines = _lines(organisation)
    return render_template(
        "studio/index.html",
        organisation=organisation,
        organisations=own_organisations(),
        choices=[(one.id, one.short_name) for one in own_organisations()],
        own=[line for line in lines if line.draft or line.in_force],
        others=[line for line in lines if not (line.draft or line.in_force)],
    )


def _lines(organisation: Organisation) -> list[Line]:
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id == organisation.id, TemplateVersion.retired_at.is_(None)
    )
    versions = db.session.scalars(query.order_by(TemplateVersion.n)).all()
    drafts = {one.kind: one for one in versions if one.is_draft and one.kind != LETTERHEAD}
    live = {one.kind: one for one in versions if not one.is_draft and one.kind != LETTERHEAD}
    kinds = {kind.name: kind for kind in kinds_of(organisation).of(organisation.country)}
    names = [*kinds, *(name for name in drafts if name not in kinds)]
    return [_line(name, kinds.get(name), drafts.get(name), live.get(name)) for name in names]


def _line(
    name: str, kind: Kind | None, draft: TemplateVersion | None, live: TemplateVersion | None
) -> Line:
    language = page_language()
    known = draft or live
    title = kind.title(language) if kind else known.title(language) if known else name
    owner = db.session.get(Organisation, kind.owner_id) if kind and kind.owner_id else None
    return Line(name, title, kind.code if kind else "", draft, live, owner)
