"""What becomes of a version: compared with another, brought back, retired, thrown away."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import trash
from portal.errors import Conflict, NotFound
from portal.extensions import db
from portal.permissions import Right, permitted, require, requires
from portal.studio import service
from portal.studio.comparing import compare, version_before
from portal.studio.models import TemplateVersion
from portal.studio.versions import trashed_versions, versions_of
from portal.studio.views.blueprint import blueprint
from portal.studio.views.report import TURNS
from portal.studio.views.rights import acting_user_id, find_version, page_language


@blueprint.get("/versions/<int:version_id>/compare")
@requires(Right.EDIT_TEMPLATES)
def compare_versions(version_id: int) -> str:
    """With the version asked for, else with the one before, else with the template of others."""
    newer = find_version(version_id)
    others = [
        one
        for one in versions_of(newer.organisation_id, newer.kind)
        if one.id != newer.id and one.language == newer.language and one.docx_sha256
    ]
    asked = request.args.get("older", type=int)
    older = next((one for one in others if one.id == asked), None)
    if asked and older is None:
        raise NotFound
    found = compare(newer, older or version_before(newer))
    if found is None:
        raise Conflict("There is nothing yet to compare this version with.")
    return render_template(
        "studio/compare.html",
        found=found,
        version=newer,
        turns=TURNS,
        choices=[(one.id, _("version %(n)s", n=one.n)) for one in others],
        language=page_language(),
    )


@blueprint.post("/versions/<int:version_id>/restore")
@requires(Right.EDIT_TEMPLATES)
def restore(version_id: int) -> Response:
    draft = service.restore(find_version(version_id), by=acting_user_id())
    db.session.commit()
    flash(_("The old version is here as a new draft."), "ok")
    return redirect(url_for("studio.version", version_id=draft.id), 303)


@blueprint.post("/versions/<int:version_id>/retire")
@requires(Right.PUBLISH_TEMPLATES)
def retire(version_id: int) -> Response:
    version = find_version(version_id)
    require(Right.PUBLISH_TEMPLATES, version.organisation_id)
    service.retire(version, by=acting_user_id())
    db.session.commit()
    flash(_("The version is out of force. Papers made by it stay as they are."), "ok")
    return _to_kind(version)


@blueprint.post("/versions/<int:version_id>/discard")
@requires(Right.EDIT_TEMPLATES)
def discard(version_id: int) -> Response:
    version = find_version(version_id)
    service.discard(version, by=acting_user_id())
    db.session.commit()
    flash(_("The draft is in the trash; it can be taken back from here."), "ok")
    return _to_kind(version)


@blueprint.post("/trashed/<int:trashed_version_id>/take-back")
@requires(Right.EDIT_TEMPLATES)
def take_back(trashed_version_id: int) -> Response:
    """A draft out of the trash again."""
    mine = trashed_versions(permitted(Right.EDIT_TEMPLATES))
    version = next((one for one in mine if one.id == trashed_version_id), None)
    if version is None:
        raise NotFound
    trash.take_back(version, by=acting_user_id(), organisation_id=version.organisation_id)
    db.session.commit()
    flash(_("The draft is back."), "ok")
    return redirect(url_for("studio.version", version_id=trashed_version_id), 303)


def _to_kind(version: TemplateVersion) -> Response:
    address = url_for("studio.kind", kind_name=version.kind, organisation=version.organisation_id)
    return redirect(address, 303)
