"""Papers sent in for a file: photographed, looked at, put into the file or thrown away."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import SelectChoice

from portal import paper
from portal.downloads import attachment, picture
from portal.errors import Forbidden, NotFound
from portal.extensions import db, services
from portal.files.intake import ACCEPT, media_type_of, take_in
from portal.files.models import Purpose, Section, Upload
from portal.files.uploads import (
    find_upload,
    keep,
    put_upload_into_file,
    same_bytes,
    throw_upload_away,
)
from portal.files.views.blueprint import (
    as_file_name,
    blueprint,
    find_file,
    may_send,
    note_reading,
    sees_uploads,
)
from portal.files.views.personnel_file import SECTIONS
from portal.forms import ChoiceField, DateField, FilesField, Form, Required, TextField
from portal.people.models import Employment
from portal.permissions import Right, holds, signed_in
from portal.web import form_page, told_on

DPI = 110  # of a page on the screen, as of papers


class SendForm(Form):
    title = TextField(
        _l("What paper it is"),
        [Required()],
        description=_l("Diploma, award, marriage certificate…"),
    )
    files = FilesField(
        _l("The paper: PDF, or photos"),
        [Required(_l("Choose the file, or take a photo."))],
        accept=ACCEPT,
        description=_l(
            "Several photos become one paper in their order. A PDF or a zip of photos will do too. "
            "It takes some seconds."
        ),
    )


class FileForm(Form):
    section = ChoiceField(_l("Section of the file"), [Required()])
    title = TextField(_l("Title"), [Required()])
    index = TextField(_l("Number on the paper"), limit=64)
    dated_on = DateField(_l("Date on the paper"), [Required()])


@blueprint.route("/files/<int:employment_id>/send", methods=["GET", "POST"])
@signed_in
def send(employment_id: int) -> WerkzeugResponse | tuple[str, int]:
    """Send in a paper from the phone or the computer."""
    _file_to_send_to(employment_id)
    form = SendForm()
    if form.validate_on_submit():
        with told_on(form):
            received = take_in(form.files.data, field="files")
            upload = keep(
                _file_to_send_to(employment_id),
                received,
                file_name=form.files.data[0].filename or "",
                purpose=Purpose.PERSONNEL_FILE,
                uploaded_by=current_user.id,
                title=form.title.data,
            )
            db.session.commit()
            flash(_("Sent in. Whoever keeps the file looks at it and puts it in."), "ok")
            return redirect(_address(upload), 303)
    return form_page("files/send.html", form, employment=_file_to_send_to(employment_id))


@blueprint.route("/files/<int:employment_id>/uploads/<int:upload_id>", methods=["GET", "POST"])
@signed_in
def upload(employment_id: int, upload_id: int) -> WerkzeugResponse | tuple[str, int]:
    """One paper sent in; whoever keeps the file puts it in here."""
    sent_in = _find(employment_id, upload_id)
    may_file = holds(Right.KEEP_FILES, sent_in.employment.organisation_id)
    form = FileForm(data={"title": sent_in.title, "section": Section.OTHER.value})
    form.section.choices = [
        SelectChoice(one.value, f"{one.value}. {name}")
        for one, name in SECTIONS.items()
        if one is not Section.INVENTORY
    ]
    if form.is_submitted() and not may_file:
        raise Forbidden
    if form.validate_on_submit():
        with told_on(form):
            put_upload_into_file(
                sent_in,
                Section(form.section.data),
                title=form.title.data,
                dated_on=form.dated_on.data,
                index=form.index.data,
                filed_by=current_user.id,
            )
            db.session.commit()
            flash(_("The paper is in the file, with a line in the inventory."), "ok")
            section = form.section.data
            return redirect(
                url_for("files.show", employment_id=employment_id, section=section), 303
            )
    sent_in = _find(employment_id, upload_id)
    return form_page(
        "files/upload.html",
        form,
        upload=sent_in,
        employment=sent_in.employment,
        is_own=sent_in.employment.person_id == current_user.person_id,
        may_file=may_file and not sent_in.filed_at,
        may_throw_away=may_send(sent_in.employment) and not sent_in.filed_at,
        twins=_twins(sent_in) if may_file else [],
    )


@blueprint.get("/files/<int:employment_id>/uploads/<int:upload_id>/original")
@signed_in
def upload_original(employment_id: int, upload_id: int) -> Response:
    """The paper as it came, byte for byte; of several photos the pages made of them."""
    sent_in = _find(employment_id, upload_id)
    data = services().store.get(sent_in.original_sha256 or sent_in.sha256)
    return attachment(data, as_file_name(sent_in.title or sent_in.file_name), media_type_of(data))


@blueprint.get("/files/<int:employment_id>/uploads/<int:upload_id>/pages/<int:page>.png")
@signed_in
def upload_page(employment_id: int, upload_id: int, page: int) -> Response:
    sent_in = _find(employment_id, upload_id)
    if not 1 <= page <= sent_in.pages:
        raise NotFound
    return picture(paper.page_image(services().store.get(sent_in.sha256), page, DPI))


@blueprint.post("/files/<int:employment_id>/uploads/<int:upload_id>/throw-away")
@signed_in
def throw_upload(employment_id: int, upload_id: int) -> WerkzeugResponse:
    sent_in = _find(employment_id, upload_id)
    if not may_send(sent_in.employment):
        raise Forbidden
    throw_upload_away(sent_in, by=current_user.id)
    db.session.commit()
    flash(_("The paper sent in is in the trash."), "ok")
    return redirect(url_for("files.show", employment_id=employment_id), 303)


def _file_to_send_to(employment_id: int) -> Employment:
    employment, _sections = find_file(employment_id)
    if not may_send(employment):
        raise Forbidden
    return employment


def _find(employment_id: int, upload_id: int) -> Upload:
    employment, _sections = find_file(employment_id)
    if not sees_uploads(employment):
        raise NotFound
    found = find_upload(employment, upload_id)
    if request.method == "GET":
        note_reading(employment, f"sent in: {found.title or found.file_name}"[:500])
    return found


def _twins(sent_in: Upload) -> list[dict[str, Any]]:
    """Where the same bytes were sent in already."""
    organisation_id = sent_in.employment.organisation_id
    return [
        {"name": str(one.employment.person.name), "at": one.uploaded_at, "address": _address(one)}
        for one in same_bytes([organisation_id], sent_in.sha256)
        if one.id != sent_in.id
    ]


def _address(upload: Upload) -> str:
    return url_for("files.upload", employment_id=upload.employment_id, upload_id=upload.id)
