"""Making one card of two of the same person."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.extensions import db, services
from portal.forms import Form, PersonField, Required
from portal.people.merging import likely_doubles, merge
from portal.people.models import Person
from portal.people.scope import audit_chain_of, find_person, reach
from portal.people.search import search_people
from portal.people.views.blueprints import people as blueprint
from portal.people.views.fields import choices
from portal.permissions import Right, permitted, requires
from portal.web import form_page, told_on


class MergeForm(Form):
    double = PersonField(_l("Which card is the double"), [Required()])


@blueprint.route("/people/<int:person_id>/merge", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def merge_doubles(person_id: int) -> Response | tuple[str, int]:
    """The card of this address is kept, the chosen one leads to it from now on."""
    kept = find_person(person_id, Right.EDIT_PEOPLE)
    form = MergeForm()
    likely = list(likely_doubles(kept, reach(Right.EDIT_PEOPLE)))
    pairs, form.double.details = _choices(kept, likely)
    form.double.choices = choices(pairs)
    if form.validate_on_submit():
        with told_on(form):
            merge(
                kept,
                find_person(form.double.data, Right.EDIT_PEOPLE),
                by_user_id=current_user.id,
                organisation_id=audit_chain_of(kept, Right.EDIT_PEOPLE),
            )
            db.session.commit()
            flash(_("The two cards are one now; both names find it."), "ok")
            return redirect(url_for("people.card", person_id=person_id))
    return form_page("people/merge.html", form, person=kept, likely=likely)


def _choices(kept: Person, likely: list[Person]) -> tuple[list[tuple[int, str]], dict[int, str]]:
    """Likely doubles first, then everybody who works here."""
    today = services().clock.today()
    found = db.session.scalars(search_people(permitted(Right.EDIT_PEOPLE), "", today))
    people = [*likely, *(e.person for e in found)]
    unique = {one.id: one for one in people if one.id != kept.id}
    details = {one.id: _detail(one) for one in unique.values()}
    return [(one.id, str(one.name_on(today))) for one in unique.values()], details


def _detail(person: Person) -> str:
    born = f"{person.birth_date:%d.%m.%Y}" if person.birth_date else ""
    posts = [post.text for e in person.employments for post in e.posts[:1]]
    return ", ".join(part for part in (born, *posts) if part)
