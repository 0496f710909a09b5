"""A Word file comes in: for a kind the school has, for a new one, or anew for a draft."""

from pathlib import PureWindowsPath
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.documents.catalogue import kinds_of
from portal.extensions import db
from portal.forms import ChoiceField, FileField, Form, Required
from portal.people.models import Organisation
from portal.permissions import Right, requires
from portal.studio import service
from portal.studio.check.first_filling import admit
from portal.studio.dictionary import Author
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.questions import draft_questions, manifest_of
from portal.studio.views.blueprint import blueprint
from portal.studio.views.kind_form import KindForm, shown
from portal.studio.views.rights import (
    acting_user_id,
    find_version,
    own_organisation,
    own_organisations,
    page_language,
)
from portal.web import form_page, told_on

LARGEST = 20 * 1024 * 1024
_LANGUAGES = {"uk": _l("Ukrainian"), "ru": _l("Russian"), "en": _l("English")}
_OF_COUNTRY = {"ua": ("uk", "en"), "ru": ("ru",)}


class BringForm(KindForm):
    file = FileField(_l("Word file (.docx)"), [Required()], accept=".docx", limit=LARGEST)
    kind = ChoiceField(_l("What this file is for"))
    language = ChoiceField(_l("Language of the paper"))
    organisation = ChoiceField(_l("Where it is used"), coerce=int)


class FileForm(Form):
    file = FileField(_l("Word file (.docx)"), [Required()], accept=".docx", limit=LARGEST)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Right.EDIT_TEMPLATES)
def bring() -> Response | tuple[str, int]:
    """Choose the file and what it is for; all that is wrong with it is told on the next page."""
    organisation = own_organisation(request.values.get("organisation", type=int))
    form = _bring_form(organisation)
    if form.validate_on_submit():
        with told_on(form):
            version = _brought(form, organisation)
            db.session.commit()
            return redirect(url_for("studio.version", version_id=version.id), 303)
    example = Author(page_language(), organisation.country, {}, {}).tag("employee", "genitive")
    return form_page("studio/bring.html", form, organisations=own_organisations(), example=example)


@blueprint.post("/versions/<int:version_id>/file")
@requires(Right.EDIT_TEMPLATES)
def bring_anew(version_id: int) -> Response:
    """Another file for the draft: the form keeps what was set."""
    version = find_version(version_id)
    form = FileForm()
    if form.validate_on_submit():
        data, name = form.file.data.read(), form.file.data.filename or ""
        admit(data)
        service.replace_file(version, data, name, by=acting_user_id())
        draft_questions(version, by=acting_user_id())
        db.session.commit()
        flash(_("The new file was checked; what you set in the form has stayed."), "ok")
    else:
        flash(_("Choose a Word file (.docx)."), "bad")
    return redirect(url_for("studio.version", version_id=version_id), 303)


@blueprint.route("/versions/<int:version_id>/kind", methods=["GET", "POST"])
@requires(Right.EDIT_TEMPLATES)
def edit_kind(version_id: int) -> Response | tuple[str, int]:
    """What kind of paper it is: title, register, people, signature, filing."""
    version = find_version(version_id)
    form = KindForm(data=shown(manifest_of(version), page_language()))
    form.ready(page_language())
    if form.validate_on_submit():
        with told_on(form):
            data = form.changed(version.manifest, page_language())
            service.set_form(version, by=acting_user_id(), manifest=data)
            db.session.commit()
            return redirect(url_for("studio.version", version_id=version_id), 303)
    return form_page("studio/kind.html", form, version=version, language=page_language())


def _bring_form(organisation: Organisation) -> BringForm:
    defaults: dict[str, Any] = {
        "kind": request.args.get("kind", ""),
        "language": organisation.language,
        "organisation": organisation.id,
        "register": "R02",
        "prepared_by": ["secretary", "head"],
    }
    form = BringForm(data=defaults)
    form.ready(page_language())
    kinds = kinds_of(organisation).of(organisation.country)
    form.kind.choices = [
        ("", _("a new kind of paper")),
        (LETTERHEAD, _("Letterhead")),
        *((kind.name, kind.title(page_language())) for kind in kinds),
    ]
    form.language.choices = [(c, _LANGUAGES[c]) for c in _OF_COUNTRY[organisation.country]]
    form.organisation.choices = [(one.id, one.short_name) for one in own_organisations()]
    return form


def _brought(form: BringForm, organisation: Organisation) -> TemplateVersion:
    by, data = acting_user_id(), form.file.data.read()
    admit(data)
    version = service.bring(
        organisation,
        data,
        PureWindowsPath(form.file.data.filename or "").name,
        by=by,
        kind=form.kind.data or None,
        country=organisation.country,
        language=form.language.data,
    )
    if not form.kind.data:
        manifest = form.changed(version.manifest, page_language())
        service.set_form(version, by=by, manifest=manifest)
    draft_questions(version, by=by)
    return version
