"""The secretary's part: check a certificate beside its picture, return it, enter a provider's."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField

from portal.audit import note_access
from portal.extensions import db
from portal.forms import Form, PersonField, RadiosField, Required, TextField, TicksField
from portal.hours.checks import ITEMS, Statement, evident_items
from portal.hours.copies import confirm, make_copy, wanted
from portal.hours.doubles import Double, Doubled, doubles_of
from portal.hours.models import Certificate, Recognition, State
from portal.hours.news import tell_head
from portal.hours.service import Verdict, accept, send_back, submit
from portal.hours.views import words
from portal.hours.views.addresses import certificates
from portal.hours.views.fields import RecognisedForm, SendForm
from portal.hours.views.pictures import take_in, viewer
from portal.hours.views.rights import may_confirm, may_read
from portal.people.models import Employment, PersonName
from portal.permissions import Right, find, permitted, requires
from portal.web import form_page, told_on


class CheckForm(RecognisedForm):
    """The typed data once more, what stands on the picture, how it was checked."""

    items = TicksField(
        _l("What stands on it"), description=_l("The law asks for all six; look at the picture.")
    )
    verification = RadiosField(
        _l("How it was checked"), [Required()], choices=list(words.SOURCES.items())
    )
    external_id = TextField(_l("Identifier in the state system"), limit=64)
    remark = TextField(
        _l("Why it is taken although something is missing"),
        description=_l("One sentence; only if not all six are ticked."),
    )
    is_no_double = BooleanField(_l("I have looked at both: it is another document"))

    def verdict(self) -> Verdict:
        """What was found."""
        asks_council = "recognition" in self
        return Verdict(
            items=self.items.data or [],
            recognition=self.recognition.data if asks_council else Recognition.NOT_NEEDED.value,
            recognised_by=self.recognised_by.data if asks_council else "",
            source=self.verification.data,
            external_id=self.external_id.data if asks_council else "",
            remark=self.remark.data,
            is_no_double=self.is_no_double.data,
        )


class ReturnForm(Form):
    reason = TextField(
        _l("What must be mended"), [Required()], description=_l("One sentence for the teacher.")
    )


class EnterForm(SendForm):
    employment = PersonField(_l("Whose it is"), [Required()])


@certificates.route("/<int:certificate_id>/check", methods=["GET", "POST"])
@requires(Right.KEEP_HOURS)
def check(certificate_id: int) -> Response | tuple[str, int]:
    """Look, tick, accept; where nobody else has to confirm, the same press files it."""
    certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
    if certificate.state is not State.WAITING:
        return redirect(url_for("certificates.show", certificate_id=certificate_id), 303)
    if request.method == "GET":
        note_access(certificate.employment.person_id, f"certificate {certificate.number}")
    form = _check_form(certificate)
    if form.validate_on_submit():
        with told_on(form):
            _accept(certificate_id, form)
            return redirect(url_for("certificates.index"), 303)
    return _check_page(find(Certificate, certificate_id, Right.KEEP_HOURS), form, ReturnForm())


@certificates.post("/<int:certificate_id>/return")
@requires(Right.KEEP_HOURS)
def give_back(certificate_id: int) -> Response | tuple[str, int]:
    """Back to the teacher, with the reason."""
    certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
    form = ReturnForm()
    if form.validate_on_submit():
        send_back(certificate, reason=form.reason.data, returned_by=current_user.id)
        db.session.commit()
        flash(_("Returned with your words."), "ok")
        return redirect(url_for("certificates.index"), 303)
    return _check_page(certificate, _check_form(certificate, fresh=True), form)


@certificates.route("/enter", methods=["GET", "POST"])
@requires(Right.KEEP_HOURS)
def enter() -> Response | tuple[str, int]:
    """A certificate that came to the office: from the provider, or on paper."""
    people = _employments()
    form = EnterForm.of(_country(people), employment=request.args.get("employment", type=int))
    form.employment.choices = [(one.id, str(one.person.name)) for one in people]
    double: Double | None = None
    if form.validate_on_submit():
        with told_on(form):
            by = current_user.id
            picture = take_in(form.pictures.data)
            employment = find(Employment, form.employment.data, Right.KEEP_HOURS)
            try:
                certificate = submit(
                    employment, form.statement(), picture, submitted_by=by, by_office=True
                )
            except Doubled as refusal:
                double = refusal.double
                raise
            db.session.commit()
            flash(_("Entered. Check it now."), "ok")
            return redirect(url_for("certificates.check", certificate_id=certificate.id), 303)
    form.fault_title = _("Not entered yet")
    return form_page("hours/enter.html", form, double=double, may_read=may_read)


def _accept(certificate_id: int, form: CheckForm) -> None:
    """Accept and commit; the copy is made between two short transactions."""
    by, said, verdict = current_user.id, form.statement(), form.verdict()
    certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
    if not may_confirm(certificate.organisation):
        accept(certificate, said, verdict, accepted_by=by)
        tell_head(certificate, by=by)
        db.session.commit()
        flash(_("Accepted. The head confirms it next."), "ok")
        return
    needs = wanted(certificate)
    db.session.rollback()
    copy = make_copy(needs)
    certificate = find(Certificate, certificate_id, Right.KEEP_HOURS)
    accept(certificate, said, verdict, accepted_by=by)
    title = words.copy_title(certificate)
    entry = confirm(certificate, copy, title=title, confirmed_by=by)
    db.session.commit()
    flash(words.filed(entry), "ok")


def _check_form(certificate: Certificate, *, fresh: bool = False) -> CheckForm:
    country = certificate.organisation.country
    kwargs: dict[str, Any] = {"formdata": None} if fresh else {}
    form = CheckForm.of(country, certificate, **kwargs)
    form.items.choices = [(code, words.ITEMS[code]) for code in ITEMS[country]]
    if fresh or not form.is_submitted():
        form.recognition.data = Recognition.NOT_NEEDED.value
        form.items.data = evident_items(Statement.of(certificate), country)
    if country != "ua":
        for name in ("recognition", "recognised_by", "external_id"):
            del form[name]
    return form


def _check_page(
    certificate: Certificate, form: CheckForm, return_form: ReturnForm
) -> tuple[str, int]:
    said = Statement.of(certificate) if form.errors else form.statement()
    doubles = doubles_of(certificate.employment, said, certificate.sent_sha256, besides=certificate)
    answer, status = form_page(
        "hours/check.html",
        form,
        return_form=return_form,
        certificate=certificate,
        doubles=doubles,
        warnings=words.warnings_of(certificate, said, _recognition(form)),
        files_at_once=may_confirm(certificate.organisation),
        names=[str(name) for name in certificate.employment.person.names],
        viewer=viewer(certificate, request.args.get("page", 1, type=int), "certificates.check"),
        may_read=may_read,
        words=words,
    )
    return answer, 422 if return_form.errors else status


def _recognition(form: CheckForm) -> str:
    """What the form says of it; where no council decides, nothing has to be waited for."""
    chosen: str = form.recognition.data if "recognition" in form else Recognition.NOT_NEEDED.value
    return chosen


def _employments() -> list[Employment]:
    """Everybody who works in the organisations whose hours the acting person keeps."""
    found = db.session.scalars(
        sa.select(Employment)
        .join(PersonName, PersonName.person_id == Employment.person_id)
        .where(
            Employment.organisation_id.in_(permitted(Right.KEEP_HOURS)),
            Employment.ended_on.is_(None),
        )
        .order_by(PersonName.sort_key)
    )
    return list(dict.fromkeys(found))


def _country(people: list[Employment]) -> str:
    """The country whose documents are entered: that of the school."""
    return people[0].organisation.country if people else "ua"
