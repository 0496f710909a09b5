"""Whether one person may publish their own work: said by the head or the administrator."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import audit
from portal.errors import Forbidden
from portal.extensions import db
from portal.people.models import Organisation
from portal.permissions import Right, holds, requires
from portal.studio.second_person import ONE_PERSON
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import acting_user_id, own_organisation


@blueprint.post("/second-person")
@requires(Right.APPROVE_PAPERS, Right.MANAGE_USERS)
def set_second_person() -> Response:
    organisation = own_organisation(request.form.get("organisation", type=int))
    if not may_say_who_publishes(organisation):
        raise Forbidden
    alone = request.form.get("who") == "one"
    audit.take_turn(organisation.id)
    organisation.settings = {**organisation.settings, ONE_PERSON: alone}
    audit.record(
        "set-second-person",
        organisation,
        by_user_id=acting_user_id(),
        organisation_id=organisation.id,
        details={ONE_PERSON: alone},
    )
    db.session.commit()
    told = (
        _("One person may publish a template now.")
        if alone
        else _("A second person looks at every template of a secretary now.")
    )
    flash(told, "ok")
    return redirect(url_for("studio.index", organisation=organisation.id), 303)


def may_say_who_publishes(organisation: Organisation) -> bool:
    """The secretary, whose work it is about, does not."""
    return holds(Right.APPROVE_PAPERS, organisation.id) or holds(
        Right.MANAGE_USERS, organisation.id
    )
