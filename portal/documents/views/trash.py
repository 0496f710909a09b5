"""The trash: what was thrown away in the last thirty days, and taking it back.

Everybody sees what they may take back: drafts of the kinds they write, cards of people they edit,
papers sent in for files they keep and for their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import trash
from portal.accounts.models import User
from portal.documents.catalogue import kind_of
from portal.documents.drafts import trashed_drafts
from portal.documents.models import Document
from portal.documents.views.rights import acting_user_id, writes
from portal.errors import NotFound
from portal.extensions import Trashable, db
from portal.files.models import Upload
from portal.files.uploads import trashed_uploads
from portal.people.models import Person
from portal.people.removal import take_card_back, trashed_people
from portal.permissions import Right, permitted, requires, signed_in

T = TypeVar("T", Document, Upload, Person)

blueprint = Blueprint("trash", __name__, template_folder="../templates")


@dataclass(frozen=True)
class Line:
    """One thing in the trash; `restore` is the address that takes it back."""

    what: str
    title: str
    detail: str
    thrown_at: datetime
    thrown_by: str
    removed_at: datetime
    restore: str


@blueprint.get("/trash")
@signed_in
def index() -> str:
    lines = sorted(_lines(), key=lambda line: line.thrown_at, reverse=True)
    return render_template("trash/index.html", lines=lines, days=trash.KEPT.days)


@blueprint.post("/trash/drafts/<int:trashed_draft_id>/restore")
@requires(Right.PREPARE_PAPERS)
def restore_draft(trashed_draft_id: int) -> Response:
    draft = _one(_drafts(), trashed_draft_id)
    trash.take_back(draft, by=acting_user_id(), organisation_id=draft.organisation_id)
    db.session.commit()
    flash(_("The draft is back."), "ok")
    return redirect(url_for("documents.show", document_id=trashed_draft_id), 303)


@blueprint.post("/trash/uploads/<int:trashed_upload_id>/restore")
@signed_in
def restore_upload(trashed_upload_id: int) -> Response:
    upload = _one(_uploads(), trashed_upload_id)
    organisation_id = upload.employment.organisation_id
    trash.take_back(upload, by=acting_user_id(), organisation_id=organisation_id)
    db.session.commit()
    flash(_("The paper sent in is back."), "ok")
    return redirect(url_for("files.show", employment_id=upload.employment_id), 303)


@blueprint.post("/trash/people/<int:trashed_person_id>/restore")
@requires(Right.EDIT_PEOPLE)
def restore_person(trashed_person_id: int) -> Response:
    person = _one(trashed_people(permitted(Right.EDIT_PEOPLE)), trashed_person_id)
    take_card_back(person, by=acting_user_id())
    db.session.commit()
    flash(_("The card is back."), "ok")
    return redirect(url_for("people.card", person_id=trashed_person_id), 303)


def _drafts() -> list[Document]:
    found = trashed_drafts(permitted(Right.PREPARE_PAPERS))
    return [d for d in found if writes(kind_of(d), d.organisation_id)]


def _uploads() -> list[Upload]:
    return list(trashed_uploads(permitted(Right.KEEP_FILES), own_person_id=current_user.person_id))


def _one(things: Sequence[T], wanted: int) -> T:
    found = next((one for one in things if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _lines() -> Iterator[Line]:
    for draft in _drafts():
        names = ", ".join(row.name for row in draft.people)
        address = url_for("trash.restore_draft", trashed_draft_id=draft.id)
        yield _line(draft, _("Draft"), draft.title, names, address)
    for upload in _uploads():
        title, name = upload.title or upload.file_name, str(upload.employment.person.name)
        address = url_for("trash.restore_upload", trashed_upload_id=upload.id)
        yield _line(upload, _("Paper sent in"), title, name, address)
    for person in trashed_people(permitted(Right.EDIT_PEOPLE)):
        posts = ", ".join(post.text for work in person.employments for post in work.posts[:1])
        address = url_for("trash.restore_person", trashed_person_id=person.id)
        yield _line(person, _("Card of a person"), str(person.name), posts, address)


def _line(thing: Trashable, what: str, title: str, detail: str, restore: str) -> Line:
    assert thing.trashed_at is not None  # only such are asked for
    by = db.session.get(User, thing.trashed_by_id) if thing.trashed_by_id else None
    return Line(
        what=what,
        title=title,
        detail=detail,
        thrown_at=thing.trashed_at,
        thrown_by=by.name if by else "",
        removed_at=thing.trashed_at + trash.KEPT,
        restore=restore,
    )
