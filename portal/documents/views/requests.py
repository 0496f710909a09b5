"""What people have asked the office for: a list, the first act of answering, and saying no."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.documents.answering import prepare
from portal.documents.catalogue import kind_of
from portal.documents.requests import PaperRequest, decline, open_requests
from portal.documents.views.next_step import address_of
from portal.documents.views.rights import acting_user_id, writes
from portal.documents.views.steps import page_language
from portal.documents.views.words import REQUEST_STATES
from portal.errors import Forbidden
from portal.extensions import db, services
from portal.forms import Form, LongTextField, Required
from portal.permissions import Right, find, permitted, requires
from portal.web import form_page, told_on

blueprint = Blueprint("requests", __name__, template_folder="../templates")


class DeclineForm(Form):
    reason = LongTextField(
        _l("Why not"),
        [Required()],
        limit=500,
        description=_l("One sentence for the person who has asked."),
    )


@blueprint.get("/requests")
@requires(Right.PREPARE_PAPERS)
def index() -> str:
    language = page_language()
    waiting = db.session.scalars(open_requests(permitted(Right.PREPARE_PAPERS))).all()
    return render_template(
        "requests/index.html",
        requests=[(one, kind_of(one).title(language)) for one in waiting],
        states=REQUEST_STATES,
        today=services().clock.today(),
        may_write=lambda one: writes(kind_of(one), one.organisation_id),
    )


@blueprint.post("/requests/<int:request_id>/prepare")
@requires(Right.PREPARE_PAPERS)
def answer(request_id: int) -> Response:
    """The first of two acts: the paper opens filled in, at the step that lacks something."""
    document = prepare(_find(request_id), by=acting_user_id())
    db.session.commit()
    if document.registered_at:
        flash(_("This paper was there already. The person can fetch it now."), "ok")
    return redirect(address_of(document), 303)


@blueprint.route("/requests/<int:request_id>/decline", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def say_no(request_id: int) -> Response | tuple[str, int]:
    request = _find(request_id)
    form = DeclineForm()
    if form.validate_on_submit():
        with told_on(form):
            decline(request, reason=form.reason.data, by=acting_user_id())
            db.session.commit()
            flash(_("The person is told why not."), "ok")
            return redirect(url_for("requests.index"), 303)
    request = _find(request_id)
    title = kind_of(request).title(page_language())
    return form_page("requests/decline.html", form, request_=request, title=title)


def _find(request_id: int) -> PaperRequest:
    request = find(PaperRequest, request_id, Right.PREPARE_PAPERS)
    if not writes(kind_of(request), request.organisation_id):
        raise Forbidden
    return request
