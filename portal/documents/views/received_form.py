"""Entering a received paper: who sent it, what it is about, whom it concerns, its scan."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import HiddenField

from portal.documents.models import Document
from portal.documents.received import Incoming, attach, take_in
from portal.documents.views.received import KINDS, blueprint
from portal.documents.views.rights import acting_user_id
from portal.extensions import db, services
from portal.files import intake
from portal.forms import ChoiceField, DateField, FileField, Form, PeopleField, Required, TextField
from portal.people.models import Employment, Organisation
from portal.people.search import employments_by_name, works_on
from portal.permissions import Right, permitted, require, requires
from portal.web import form_page, told_on

OFFERED = 300  # papers of ours that one may answer, the newest


class ReceivedForm(Form):
    request_key = HiddenField()
    kind = ChoiceField(_l("What it is"), choices=list(KINDS.items()))
    received_on = DateField(_l("Received on"), [Required()])
    sender = TextField(
        _l("From whom"), description=_l("For an application it may be left empty: name the person.")
    )
    sender_number = TextField(_l("Their number"), limit=60)
    sender_dated_on = DateField(_l("Their date"))
    subject = TextField(_l("Short content"), [Required()])
    people = PeopleField(_l("Whom it concerns"))
    answers = ChoiceField(
        _l("Our paper it answers"),
        choices=[],
        description=_l("A contract of ours that comes back signed keeps our number."),
    )
    late_reason = TextField(
        _l("Why it is entered late"),
        description=_l("Needed only when the journal already has a later day."),
    )
    scan = FileField(_l("Scan: PDF or photos"), accept=intake.ACCEPT)


@blueprint.route("/received/new", methods=["GET", "POST"])
@requires(Right.PREPARE_EVERY_KIND)
def new() -> WerkzeugResponse | tuple[str, int]:
    organisation = _own_organisation()
    form = _received_form(organisation)
    if form.validate_on_submit():
        with told_on(form):
            file = file_of(form.scan) if form.scan.data else None
            received = take_in(
                _own_organisation(),
                _incoming(form),
                taken_by=acting_user_id(),
                request_key=form.request_key.data,
            )
            if file and not received.scans:
                attach(received, file, attached_by=acting_user_id())
            db.session.commit()
            flash(_("Received under № %(number)s.", number=received.number), "ok")
            return redirect(url_for("received.show", received_id=received.id), 303)
    return form_page("received/new.html", form, organisation=organisation)


def file_of(field: FileField) -> intake.Received:
    """What the form has sent, as a paper; nobody waits for the database while it is looked at."""
    parts = [(field.data.filename or "", field.data.read())]
    db.session.rollback()
    return intake.receive(parts, field=field.short_name)


def _own_organisation() -> Organisation:
    """The organisation of the address, or the only one whose papers the reader prepares."""
    own = permitted(Right.PREPARE_EVERY_KIND)
    wanted = request.args.get("organisation", min(own), type=int)
    require(Right.PREPARE_EVERY_KIND, wanted)
    return db.session.get_one(Organisation, wanted)


def _received_form(organisation: Organisation) -> ReceivedForm:
    today = services().clock.today()
    form = ReceivedForm(data={"received_on": today})
    form.request_key.data = form.request_key.data or secrets.token_urlsafe(16)
    staff = _staff(organisation)
    form.people.choices = [(e.id, str(e.person.name_on(today))) for e in staff]
    form.people.details = {e.id: post.text for e in staff if (post := e.post_on(today))}
    form.answers.choices = [("", "–"), *_own_papers(organisation)]
    return form


def _incoming(form: ReceivedForm) -> Incoming:
    ids = [int(one) for one in form.people.data or ()]
    people = db.session.scalars(sa.select(Employment).where(Employment.id.in_(ids))).all()
    answered = int(form.answers.data) if form.answers.data else 0
    return Incoming(
        kind=form.kind.data,
        sender=form.sender.data,
        subject=form.subject.data,
        received_on=form.received_on.data,
        sender_number=form.sender_number.data,
        sender_dated_on=form.sender_dated_on.data,
        people=people,
        answers=db.session.get(Document, answered) if answered else None,
        late_reason=form.late_reason.data,
    )


def _staff(organisation: Organisation) -> Sequence[Employment]:
    today = services().clock.today()
    found = employments_by_name([organisation.id], today).where(works_on(today))
    return db.session.scalars(found).all()


def _own_papers(organisation: Organisation) -> list[tuple[str, str]]:
    found = db.session.scalars(
        sa.select(Document)
        .where(
            Document.organisation_id == organisation.id,
            Document.journal_id.is_not(None),
            Document.annulled_at.is_(None),
        )
        .order_by(Document.dated_on.desc(), Document.id.desc())
        .limit(OFFERED)
    )
    return [(str(p.id), f"№ {p.number} · {p.dated_on:%d.%m.%Y} · {p.title}") for p in found]
