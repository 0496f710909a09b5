"""Writing in the ledger by hand: entries «before Papka», and what a later check has found."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.extensions import db
from portal.forms import ChoiceField, Form, RadiosField, Required, TextField
from portal.hours.doubles import Double, Doubled
from portal.hours.ledger import Finding, add_opening, write_finding
from portal.hours.models import HourEntry
from portal.hours.views import words
from portal.hours.views.addresses import hours
from portal.hours.views.fields import RecognisedForm
from portal.hours.views.rights import find_entry, find_person, may_read
from portal.people.models import Employment, Person
from portal.permissions import Right, permitted, requires
from portal.web import form_page, told_on


class FindingForm(Form):
    verification_status = RadiosField(
        _l("Is it genuine?"),
        [Required()],
        choices=[(code, word) for code, (word, _kind) in words.VERIFICATIONS.items()],
    )
    source = ChoiceField(_l("Where it was looked for"), choices=[("", ""), *words.SOURCES.items()])
    external_id = TextField(_l("Identifier in the state system"), limit=64)
    recognition = RadiosField(_l("Recognition"), choices=list(words.RECOGNITIONS.items()))
    recognised_by = TextField(
        _l("Protocol of the council"), description=_l("Number and date, if it has recognised it.")
    )

    def finding(self, entry: HourEntry) -> Finding:
        """What was found; where no council decides, nothing changes about recognition."""
        asks_council = "recognition" in self
        return Finding(
            self.verification_status.data,
            self.source.data,
            self.external_id.data,
            self.recognition.data if asks_council else entry.recognition,
            self.recognised_by.data if asks_council else entry.recognised_by,
        )


@hours.route("/people/<int:person_id>/opening", methods=["GET", "POST"])
@requires(Right.KEEP_HOURS)
def open_entry(person_id: int) -> Response | tuple[str, int]:
    """A document from before Papka, typed from the paper file; marked so."""
    person = find_person(person_id, Right.KEEP_HOURS)
    organisation = _employment(person).organisation
    form = RecognisedForm.of(organisation.country)
    if organisation.country != "ua":
        for name in ("recognition", "recognised_by"):
            del form[name]
    double: Double | None = None
    if form.validate_on_submit():
        with told_on(form):
            chosen = (
                {
                    "recognition": form.recognition.data,
                    "recognised_by": form.recognised_by.data,
                }
                if "recognition" in form
                else {}
            )
            try:
                add_opening(
                    person, organisation, form.statement(), recorded_by=current_user.id, **chosen
                )
            except Doubled as refusal:
                double = refusal.double
                raise
            db.session.commit()
            flash(_("Written, with the mark “before Papka”."), "ok")
            return redirect(url_for("hours.person", person_id=person_id), 303)
    person = find_person(person_id, Right.KEEP_HOURS)
    return form_page("hours/opening.html", form, person=person, double=double, may_read=may_read)


@hours.route("/entries/<int:entry_id>/check", methods=["GET", "POST"])
@requires(Right.KEEP_HOURS)
def check_entry(entry_id: int) -> Response | tuple[str, int]:
    """Write down whether the document is genuine, and what the council has said."""
    entry = find_entry(entry_id)
    form = FindingForm(obj=entry)
    if entry.organisation.country != "ua":
        for name in ("recognition", "recognised_by"):
            del form[name]
    if form.validate_on_submit():
        with told_on(form):
            write_finding(entry, form.finding(entry), by=current_user.id)
            db.session.commit()
            flash(_("Written into the ledger."), "ok")
            return redirect(url_for("hours.person", person_id=entry.person_id), 303)
    entry = find_entry(entry_id)
    return form_page("hours/check_entry.html", form, entry=entry, words=words)


def _employment(person: Person) -> Employment:
    """The work of the person where the acting person keeps the hours."""
    mine = permitted(Right.KEEP_HOURS)
    return next(one for one in person.employments if one.organisation_id in mine)
