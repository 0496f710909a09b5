"""One kind of paper: its versions, the comparison of two, and what is done with the kind whole."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.accounts.models import User
from portal.documents.catalogue import Kind, kinds_of
from portal.downloads import ZIP, attachment
from portal.errors import NotFound
from portal.extensions import db
from portal.forms import FileField, Form, Required, TextField
from portal.people.models import Organisation
from portal.permissions import Right, require, requires
from portal.studio import locks
from portal.studio.check.first_filling import admit
from portal.studio.comparing import papers_made
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.parcels import copy_kind, export_kind, import_kind, templates_in
from portal.studio.versions import trashed_versions, versions_of
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import acting_user_id, own_organisation, page_language
from portal.studio.views.version import STATE_WORDS, STATES
from portal.web import form_page, told_on

LARGEST_PARCEL = 20 * 1024 * 1024


class CopyForm(Form):
    title = TextField(_l("What the new kind is called"), [Required()], limit=200)


class ImportForm(Form):
    file = FileField(
        _l("File of a kind of paper (.zip)"), [Required()], accept=".zip", limit=LARGEST_PARCEL
    )


@dataclass(frozen=True)
class Line:
    """A version as the list of them shows it."""

    version: TemplateVersion
    maker: str
    papers: int


@blueprint.get("/kinds/<kind_name>")
@requires(Right.EDIT_TEMPLATES)
def kind(kind_name: str) -> str | tuple[str, int]:
    return _page(_organisation(), kind_name, CopyForm())


@blueprint.post("/kinds/<kind_name>/copy")
@requires(Right.EDIT_TEMPLATES)
def copy(kind_name: str) -> WerkzeugResponse | str | tuple[str, int]:
    """A new kind begins as this one."""
    organisation, form = _organisation(), CopyForm()
    if form.validate_on_submit():
        with told_on(form):
            drafts = copy_kind(organisation, kind_name, form.title.data, by=acting_user_id())
            db.session.commit()
            flash(_("The copy is a draft: change it and publish it."), "ok")
            return redirect(url_for("studio.version", version_id=drafts[0].id), 303)
    return _page(organisation, kind_name, form)


@blueprint.get("/kinds/<kind_name>/export.zip")
@requires(Right.EDIT_TEMPLATES)
def export(kind_name: str) -> Response:
    """The kind as one file for other schools."""
    organisation = _organisation()
    name = kinds_of(organisation).kind(kind_name).title(page_language())
    return attachment(export_kind(organisation, kind_name), name, ZIP)


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Right.EDIT_TEMPLATES)
def bring_kind() -> WerkzeugResponse | tuple[str, int]:
    """A file that another portal exported; its templates come in as drafts."""
    organisation, form = _organisation(), ImportForm()
    if form.validate_on_submit():
        with told_on(form):
            data = form.file.data.read()
            for template in templates_in(data):
                admit(template)
            drafts = import_kind(organisation, data, by=acting_user_id())
            db.session.commit()
            flash(_("The kind is here as a draft: look at it and publish it."), "ok")
            return redirect(url_for("studio.version", version_id=drafts[0].id), 303)
    return form_page("studio/import.html", form, organisation=organisation)


@blueprint.post("/kinds/<kind_name>/lock")
@requires(Right.PUBLISH_TEMPLATES)
def lock(kind_name: str) -> WerkzeugResponse:
    """One template of the kind for everybody below."""
    organisation = _publishing_organisation()
    locks.lock(organisation, kind_name, by=acting_user_id())
    db.session.commit()
    flash(_("From now on everybody below uses this template."), "ok")
    return _back(organisation, kind_name)


@blueprint.post("/kinds/<kind_name>/unlock")
@requires(Right.PUBLISH_TEMPLATES)
def unlock(kind_name: str) -> WerkzeugResponse:
    organisation = _publishing_organisation()
    locks.unlock(organisation, kind_name, by=acting_user_id())
    db.session.commit()
    flash(_("Those below may use templates of their own again."), "ok")
    return _back(organisation, kind_name)


def _page(organisation: Organisation, name: str, form: CopyForm) -> str | tuple[str, int]:
    known = next((one for one in kinds_of(organisation) if one.name == name), None)
    lines = [_line(version) for version in versions_of(organisation.id, name)]
    gone = [one for one in trashed_versions([organisation.id]) if one.kind == name]
    if not (known or lines or gone or name == LETTERHEAD):
        raise NotFound
    return form_page(
        "studio/versions.html",
        form,
        organisation=organisation,
        name=name,
        known=known,
        title=_title(known, [*(line.version for line in lines), *gone], name),
        lines=lines,
        gone=gone,
        owner=db.session.get(Organisation, known.owner_id) if known and known.owner_id else None,
        keeper=locks.keeper_of(organisation, name),
        is_locked=locks.is_locked(organisation, name),
        has_schools=_has_schools(organisation),
        states=STATES,
        state_words=STATE_WORDS,
        is_letterhead=name == LETTERHEAD,
    )


def _title(known: Kind | None, versions: list[TemplateVersion], name: str) -> str:
    if name == LETTERHEAD:
        return str(_("Letterhead"))
    return known.title(page_language()) if known else versions[0].title(page_language())


def _line(version: TemplateVersion) -> Line:
    maker = db.session.get(User, version.made_by_id)
    return Line(version, maker.name if maker else "", papers_made(version))


def _has_schools(organisation: Organisation) -> bool:
    below = sa.select(Organisation.id).where(
        Organisation.parent_id == organisation.id, Organisation.owner_id.is_(None)
    )
    return db.session.scalar(below.limit(1)) is not None


def _organisation() -> Organisation:
    return own_organisation(request.values.get("organisation", type=int))


def _publishing_organisation() -> Organisation:
    organisation = _organisation()
    require(Right.PUBLISH_TEMPLATES, organisation.id)
    return organisation


def _back(organisation: Organisation, name: str) -> WerkzeugResponse:
    address = url_for("studio.kind", kind_name=name, organisation=organisation.id)
    return redirect(address, 303)
