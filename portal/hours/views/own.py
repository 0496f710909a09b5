"""One's own hours: sending a certificate from the phone, following it, mending what came back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.extensions import db, services
from portal.hours.balance import balance_of
from portal.hours.checks import plain
from portal.hours.doubles import Double, Doubled
from portal.hours.ledger import certificates_of, endings, entries_of, running
from portal.hours.service import OPEN, send_again, submit, withdraw
from portal.hours.views import words
from portal.hours.views.addresses import my_hours
from portal.hours.views.fields import SendAgainForm, SendForm
from portal.hours.views.pictures import take_in
from portal.hours.views.rights import find_own, may_read, own_employments
from portal.people.models import Employment
from portal.permissions import signed_in
from portal.web import form_page, told_on


@my_hours.get("")
@signed_in
def index() -> str:
    """What I have, what is on its way, what ends."""
    person = current_user.person
    if person is None:
        raise NotFound
    today, entries = services().clock.today(), entries_of(person)
    return render_template(
        "hours/mine.html",
        person=person,
        certificates=certificates_of(person),
        rows=running(entries),
        balances=[balance_of(entries, one, today) for one in own_employments()[:1]],
        endings=endings([person.id], today),
        keeps=frozenset(),
        may_read=may_read,
        words=words,
        plain=plain,
    )


@my_hours.route("/send", methods=["GET", "POST"])
@signed_in
def send() -> Response | tuple[str, int]:
    """Photograph, type the little that has to be typed, send."""
    employment = _employment()
    form = SendForm.of(employment.organisation.country)
    double: Double | None = None
    if form.validate_on_submit():
        with told_on(form):
            employment_id, by = employment.id, current_user.id
            picture = take_in(form.pictures.data)
            employment = db.session.get_one(Employment, employment_id)
            try:
                certificate = submit(employment, form.statement(), picture, submitted_by=by)
            except Doubled as refusal:
                double = refusal.double
                raise
            db.session.commit()
            flash(_("Sent. The secretary looks at it; you will see here what comes of it."), "ok")
            return redirect(url_for("certificates.show", certificate_id=certificate.id), 303)
    form.fault_title = _("Not sent yet")
    return form_page(
        "hours/send.html",
        form,
        employment=employment,
        employments=own_employments(),
        double=double,
        may_read=may_read,
    )


@my_hours.route("/<int:certificate_id>/correct", methods=["GET", "POST"])
@signed_in
def correct(certificate_id: int) -> Response | tuple[str, int]:
    """Mend what was returned, or not yet looked at, and send it again."""
    certificate = find_own(certificate_id)
    if certificate.state not in OPEN:
        return _shown(certificate_id)
    form = SendAgainForm.of(certificate.organisation.country, certificate)
    double: Double | None = None
    if form.validate_on_submit():
        with told_on(form):
            by, files = current_user.id, [one for one in form.pictures.data or () if one.filename]
            picture = take_in(files) if files else None
            try:
                send_again(find_own(certificate_id), form.statement(), picture, submitted_by=by)
            except Doubled as refusal:
                double = refusal.double
                raise
            db.session.commit()
            flash(_("Sent again."), "ok")
            return _shown(certificate_id)
    form.fault_title = _("Not sent yet")
    return form_page(
        "hours/correct.html",
        form,
        certificate=find_own(certificate_id),
        double=double,
        may_read=may_read,
    )


@my_hours.post("/<int:certificate_id>/take-back")
@signed_in
def take_back(certificate_id: int) -> Response:
    withdraw(find_own(certificate_id), withdrawn_by=current_user.id)
    db.session.commit()
    flash(_("Taken back. You may correct it and send it again."), "ok")
    return _shown(certificate_id)


def _employment() -> Employment:
    """Where it is sent: the only workplace, or the one chosen."""
    employments = own_employments()
    chosen = request.values.get("employment", type=int)
    wanted = [one for one in employments if one.id == chosen] if chosen else employments[:1]
    if not wanted:
        raise NotFound
    return wanted[0]


def _shown(certificate_id: int) -> Response:
    return redirect(url_for("certificates.show", certificate_id=certificate_id), 303)
