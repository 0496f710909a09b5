"""The desk of each role, and the page of the first start."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import ValidationError

from portal.accounts.first_start import has_users
from portal.accounts.tries import count_try
from portal.accounts.views.door import admit
from portal.documents.views.saved import shown_views
from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import ChoiceField, Form, RadiosField, Required, TextField
from portal.home import certificates, desk, requests
from portal.home.administration import cares, kinds, machine
from portal.home.first_start import FirstStart, start_portal
from portal.home.greeting import day_in_words, greet
from portal.home.navigation import surroundings
from portal.hours.views.summary import own_summary
from portal.people.models import OrganisationKind
from portal.permissions import Right, permitted, public, requires, signed_in
from portal.web import form_page, told_on

blueprint = Blueprint("home", __name__, template_folder="templates")
administration = Blueprint("administration", __name__, template_folder="templates")
blueprint.app_context_processor(surroundings)


class FirstStartForm(Form):
    code = TextField(
        _l("Code"), [Required()], description=_l("Printed in the window where Papka was started.")
    )
    country = RadiosField(
        _l("Country"),
        [Required()],
        choices=[("ua", _l("Ukraine")), ("ru", _l("Russia"))],
        default=lambda: {"uk": "ua", "ru": "ru"}.get(str(get_locale())),
    )
    kind = ChoiceField(
        _l("What it is"),
        [Required()],
        choices=[
            (OrganisationKind.SCHOOL, _l("school, lyceum, kindergarten")),
            (OrganisationKind.CENTRE, _l("methodical centre")),
            (OrganisationKind.DEPARTMENT, _l("education department")),
            (OrganisationKind.PROVIDER, _l("institution of further education")),
        ],
    )
    full_name = TextField(
        _l("Full name of the organisation"),
        [Required()],
        description=_l("As in its charter; papers print it."),
    )
    short_name = TextField(
        _l("Short name"), description=_l("For lists and headings; empty: the full name.")
    )
    person = TextField(
        _l("Your surname, given name and patronymic"), [Required()], description=_l("In full.")
    )
    post = TextField(_l("Your post"), [Required()], default=lambda: _("secretary"))
    login = TextField(_l("Login"), [Required()], limit=64, description=_l("You choose it."))
    password = PasswordField(_l("Password"), [Required()])
    repeated = PasswordField(_l("Password once more"), [Required()])

    def validate_repeated(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("The two passwords differ."))

    def answers(self) -> FirstStart:
        """What was filled in."""
        names = FirstStart.__dataclass_fields__
        answers = {name: self[name].data for name in names}
        return FirstStart(**answers | {"short_name": answers["short_name"] or answers["full_name"]})


@blueprint.app_template_global()
def step_of_newcomer() -> desk.Next | None:
    """For pages that end a step of the beginning: the next one."""
    return desk.step_of_newcomer()


@blueprint.get("/")
@signed_in
def index() -> str:
    now = services().clock.now()
    return render_template(
        "home/index.html",
        greeting=greet(current_user, now),
        day=day_in_words(now),
        next=requests.what_next() or desk.what_next() or certificates.what_next(),
        piles=[*requests.piles(), *desk.piles(), *certificates.piles()],
        views=shown_views(),
        quick=desk.quick_kinds(),
        own_papers=desk.own_papers(),
        training=None if permitted(Right.KEEP_HOURS) else own_summary(),
    )


@administration.get("/administration")
@requires(Right.MANAGE_USERS)
def overview() -> str:
    """How everything stands that the administrator looks after, and which papers there are."""
    return render_template(
        "home/administration.html", cares=cares(), machine=machine(), kinds=kinds()
    )


@blueprint.route("/first-start", methods=["GET", "POST"])
@public
def first_start() -> Response | tuple[str, int]:
    if current_user.is_authenticated or has_users():
        raise NotFound
    form = FirstStartForm()
    if form.validate_on_submit():
        count_try("first start", request.remote_addr or "")
        with told_on(form):
            admit(start_portal(form.answers(), language=str(get_locale())))
            db.session.commit()
            return redirect(url_for("home.index"))
    return form_page("home/first_start.html", form)
