"""Throwing away a card made by mistake; taking it back is the page of the trash."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.errors import Conflict
from portal.extensions import db
from portal.people.removal import throw_card_away
from portal.people.scope import find_person
from portal.people.views.blueprints import people as blueprint
from portal.permissions import Right, permitted, requires
from portal.web import sentence


@blueprint.post("/people/<int:person_id>/throw-away")
@requires(Right.EDIT_PEOPLE)
def throw_away(person_id: int) -> Response:
    person = find_person(person_id, Right.EDIT_PEOPLE)
    try:
        throw_card_away(person, permitted(Right.EDIT_PEOPLE), by=current_user.id)
    except Conflict as refusal:
        db.session.rollback()
        flash(sentence(refusal), "bad")
        return redirect(url_for("people.card", person_id=person_id), 303)
    db.session.commit()
    flash(_("The card is in the trash."), "ok")
    return redirect(url_for("people.index"), 303)
