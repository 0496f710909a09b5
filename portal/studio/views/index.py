"""The kinds of papers an organisation writes, and whose template each is made by."""

from dataclasses import dataclass, replace

import sqlalchemy as sa
from flask import render_template, request

from portal.documents.catalogue import Kind, kinds_of
from portal.extensions import db
from portal.people.models import Organisation
from portal.permissions import Right, requires
from portal.studio.locks import keepers_above
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.second_person import ONE_PERSON
from portal.studio.versions import in_force
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import own_organisation, own_organisations, page_language
from portal.studio.views.settings import may_say_who_publishes


@dataclass(frozen=True)
class Line:
    """One kind: the newest draft and the version in force of one's own, where there are any.

    `owner` is whose template makes it now; none for Papka's. `is_retired`: nothing new begins.
    """

    name: str
    title: str
    code: str
    draft: TemplateVersion | None
    in_force: TemplateVersion | None
    owner: Organisation | None
    is_retired: bool = False
    keeper: Organisation | None = None  # above, who keeps the kind the same for all

    @property
    def is_waiting(self) -> bool:
        return self.draft is not None and self.draft.sent_at is not None


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
        waiting=[line for line in lines if line.is_waiting],
        own=[line for line in lines if _is_own(line) and not line.is_waiting],
        others=[line for line in lines if not _is_own(line) and not line.is_waiting],
        has_letterhead=any(
            in_force(organisation.id, LETTERHEAD, organisation.country, one)
            for one in ("uk", "ru", "en")
        ),
        says_who_publishes=may_say_who_publishes(organisation),
        publishes_alone=bool(organisation.settings.get(ONE_PERSON)),
    )


def _is_own(line: Line) -> bool:
    return bool(line.draft or line.in_force or line.is_retired)


def _lines(organisation: Organisation) -> list[Line]:
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id == organisation.id, TemplateVersion.retired_at.is_(None)
    )
    versions = db.session.scalars(query.order_by(TemplateVersion.n)).all()
    drafts = {one.kind: one for one in versions if one.is_draft and one.kind != LETTERHEAD}
    live = {one.kind: one for one in versions if not one.is_draft and one.kind != LETTERHEAD}
    known = kinds_of(organisation)
    retired = [kind for kind in known if kind.is_retired and kind.owner_id == organisation.id]
    kinds = {kind.name: kind for kind in (*known.of(organisation.country), *retired)}
    names = [*kinds, *(name for name in drafts if name not in kinds)]
    keepers = keepers_above(organisation)
    return [
        replace(
            _line(name, kinds.get(name), drafts.get(name), live.get(name)),
            keeper=keepers.get(name),
        )
        for name in names
    ]


def _line(
    name: str, kind: Kind | None, draft: TemplateVersion | None, live: TemplateVersion | None
) -> Line:
    language = page_language()
    known = draft or live
    title = kind.title(language) if kind else known.title(language) if known else name
    owner = db.session.get(Organisation, kind.owner_id) if kind and kind.owner_id else None
    is_retired = kind is not None and kind.is_retired
    return Line(name, title, kind.code if kind else "", draft, live, owner, is_retired)
