"""One's own papers: what is to be read, what one has asked the office for, and the asking."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.audit import note_access
from portal.documents.answering import kinds_to_ask_for
from portal.documents.catalogue import Kind, kind_of
from portal.documents.filing import acknowledge
from portal.documents.force import in_force
from portal.documents.models import Document, DocumentPerson
from portal.documents.requests import PaperRequest, ask, withdraw
from portal.documents.views.rights import acting_user_id, own_roles
from portal.documents.views.steps import page_language
from portal.documents.views.words import REQUEST_STATES, calling, file_name
from portal.downloads import PDF, attachment
from portal.errors import Conflict, NotFound
from portal.extensions import db, services
from portal.forms import ChoiceField, DateField, Form, Required, TextField
from portal.people.models import Employment
from portal.permissions import signed_in
from portal.web import form_page, told_on

blueprint = Blueprint("own", __name__, template_folder="../templates")

ANSWERED_SHOWN = 20


class AskForm(Form):
    paper = ChoiceField(_l("Which paper"), [Required()])
    wished_on = DateField(_l("Needed by"), description=_l("Empty: when the office has time."))
    note = TextField(_l("What for"), description=_l("One line for the secretary, if it helps."))

    def __init__(self, offers: Sequence[tuple[Employment, Kind]]) -> None:
        super().__init__()
        several = len({employment.id for employment, _kind in offers}) > 1
        self.offers = {f"{one.id}:{kind.name}": (one, kind) for one, kind in offers}
        self.paper.choices = [("", _("choose"))] + [
            (key, f"{kind.title(page_language())}{_place(one) if several else ''}")
            for key, (one, kind) in self.offers.items()
        ]


@blueprint.get("/my-papers")
@signed_in
def index() -> tuple[str, int]:
    return _page(AskForm(_offers()))


@blueprint.post("/my-papers/requests")
@signed_in
def ask_for_paper() -> WerkzeugResponse | tuple[str, int]:
    form = AskForm(_offers())
    if form.validate_on_submit():
        employment, kind = form.offers[form.paper.data]
        with told_on(form):
            ask(
                kind,
                employment,
                note=form.note.data,
                wished_on=form.wished_on.data,
                asked_by=acting_user_id(),
            )
            db.session.commit()
            flash(_("The office has your request. You will see here when it is ready."), "ok")
            return redirect(url_for("own.index"), 303)
    return _page(form)


@blueprint.post("/my-papers/requests/<int:request_id>/withdraw")
@signed_in
def take_back_request(request_id: int) -> WerkzeugResponse:
    mine = _requests().where(PaperRequest.id == request_id)
    request = db.session.scalar(mine)
    if request is None:
        raise NotFound
    withdraw(request, by=acting_user_id())
    db.session.commit()
    flash(_("The request is taken back."), "ok")
    return redirect(url_for("own.index"), 303)


@blueprint.get("/my-papers/<int:document_id>.pdf")
@signed_in
def paper(document_id: int) -> Response:
    """A paper in force that is about the reader, or that the reader is to acknowledge."""
    row = _own_row(document_id)
    document, manifest = row.document, kind_of(row.document).manifest
    if not (manifest.per_person or manifest.acknowledged):
        raise NotFound
    if document.edition.pdf_sha256 is None:
        raise Conflict("The PDF is still being made. Look again in a minute.")
    note_access(row.employment.person_id, f"paper {document.number or document.id}")
    name = file_name(document, document.edition)
    return attachment(services().store.get(document.edition.pdf_sha256), name, PDF)


@blueprint.post("/my-papers/<int:document_id>/acknowledge")
@signed_in
def say_read(document_id: int) -> WerkzeugResponse:
    """The reader has read the paper: today, by this click."""
    row = _own_row(document_id)
    if row.document.signed_at is None or row.acknowledged_on:
        raise Conflict("This paper does not wait for you any more.")
    today = services().clock.today()
    acknowledge(row, on=today, by=acting_user_id(), on_sheet=False)
    db.session.commit()
    flash(_("Noted: you have read it."), "ok")
    return redirect(url_for("own.index"), 303)


def to_read() -> Sequence[DocumentPerson]:
    """Signed papers naming the reader that the reader has not acknowledged yet."""
    unread = _own_rows().where(
        DocumentPerson.acknowledged_on.is_(None),
        Document.signed_at.is_not(None),
    )
    rows = db.session.scalars(unread.order_by(Document.id))
    return [row for row in rows if kind_of(row.document).manifest.acknowledged]


def _page(form: AskForm) -> tuple[str, int]:
    language = page_language()
    requests = db.session.scalars(
        _requests().order_by(PaperRequest.id.desc()).limit(ANSWERED_SHOWN)
    ).all()
    return form_page(
        "requests/mine.html",
        form,
        unread=to_read(),
        requests=[(one, kind_of(one).title(language)) for one in requests],
        states=REQUEST_STATES,
        calling=lambda document: calling(document, language),
    )


def _offers() -> list[tuple[Employment, Kind]]:
    """What the reader may ask for, at each place where they work now."""
    today = services().clock.today()
    person = current_user.person
    return [
        (employment, kind)
        for employment in (person.employments if person else [])
        if employment.ended_on is None or employment.ended_on >= today
        for kind in kinds_to_ask_for(employment, own_roles(employment.organisation_id))
    ]


def _requests() -> sa.Select[PaperRequest]:
    return sa.select(PaperRequest).where(PaperRequest.asked_by_id == current_user.id)


def _own_row(document_id: int) -> DocumentPerson:
    row = db.session.scalar(_own_rows().where(Document.id == document_id))
    if row is None:
        raise NotFound
    return row


def _own_rows() -> sa.Select[DocumentPerson]:
    """Where papers in force name the reader."""
    return (
        sa.select(DocumentPerson)
        .join(Employment, DocumentPerson.employment_id == Employment.id)
        .join(Document, DocumentPerson.document_id == Document.id)
        .where(Employment.person_id == (current_user.person_id or 0), in_force())
        .options(contains_eager(DocumentPerson.document))
    )


def _place(employment: Employment) -> str:
    return f" ({employment.organisation.short_name})"
