"""Users of the organisations in an administrator's care: made, granted roles, stopped."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import service
from portal.accounts.models import User
from portal.accounts.roles import ROLE_NAMES
from portal.accounts.views.account import LettersForm
from portal.downloads import table
from portal.errors import Invalid
from portal.extensions import db, services
from portal.forms import ChoiceField, DateField, Form, Required, TextField
from portal.people.models import Employment, Organisation, Person
from portal.people.search import employments_by_name, works_on
from portal.permissions import Right, Role, holds, permitted, requires
from portal.web import form_page, told_on

blueprint = Blueprint("users", __name__, template_folder="../templates")


class GrantForm(Form):
    organisation = ChoiceField(_l("Organisation"), [Required()], coerce=int)
    role = ChoiceField(_l("Role"), [Required()], choices=[("", _l("choose")), *ROLE_NAMES.items()])
    started_on = DateField(_l("From"))
    ended_on = DateField(_l("To"), description=_l("Empty: until somebody ends it."))

    def __init__(self) -> None:
        super().__init__()
        self.organisation.choices = [(one.id, one.short_name) for one in _organisations()]

    def give_to(self, user: User) -> None:
        """Grant what the form says."""
        service.grant_role(
            user,
            db.session.get_one(Organisation, self.organisation.data),
            Role(self.role.data),
            by_user_id=current_user.id,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
        )


class UserForm(GrantForm):
    person = ChoiceField(_l("Person"), coerce=lambda value: int(value or 0))
    name = TextField(_l("Name"), description=_l("Only for somebody who is not in the list."))
    login = TextField(
        _l("Login"), [Required()], limit=64, description=_l("An e-mail address or a short word.")
    )

    def __init__(self) -> None:
        super().__init__()
        staff = [(e.person_id, str(e.person.name)) for e in _staff()]
        self.person.choices = [(0, _("not in the list")), *staff]

    def validate_name(self, field: TextField) -> None:
        if not self.person.data and not field.data:
            raise Invalid("Choose a person, or write the name here.", field="name")


@blueprint.get("/users")
@requires(Right.MANAGE_USERS)
def index() -> str:
    return render_template("accounts/users.html", users=_users(), role_names=ROLE_NAMES)


@blueprint.get("/users/export.<any(xlsx, csv):ending>")
@requires(Right.MANAGE_USERS)
def export(ending: str) -> Response:
    """Who may sign in and as what, for the yearly look over all access."""
    head = [_("Name"), _("Login"), _("Role"), _("Organisation"), _("From"), _("To"), _("State")]
    rows = [
        [
            *(user.name, user.login, ROLE_NAMES[grant.role], grant.organisation.short_name),
            *(grant.started_on, grant.ended_on),
            _("May sign in") if user.is_active else _("Disabled"),
        ]
        for user in _users()
        for grant in user.all_grants
        if holds(Right.MANAGE_USERS, grant.organisation_id)
    ]
    return table(ending, _("Users"), head, rows)


@blueprint.route("/users/new", methods=["GET", "POST"])
@requires(Right.MANAGE_USERS)
def new() -> str | tuple[str, int]:
    form = UserForm()
    if form.validate_on_submit():
        with told_on(form):
            person = db.session.get(Person, form.person.data) if form.person.data else None
            user = service.add_user(
                form.login.data, form.name.data or "", person, by_user_id=current_user.id
            )
            user.language = current_user.language  # until they choose their own
            form.give_to(user)
            password = service.give_first_password(user, by_user_id=current_user.id)
            page = _slip(user, password)
            db.session.commit()
            return page
    return form_page("accounts/new_user.html", form)


@blueprint.get("/users/<int:user_id>")
@requires(Right.MANAGE_USERS)
def show(user_id: int) -> str:
    return _user_page(service.find_managed_user(user_id), GrantForm())[0]


@blueprint.post("/users/<int:user_id>/grants")
@requires(Right.MANAGE_USERS)
def grant(user_id: int) -> Response | tuple[str, int]:
    user = service.find_managed_user(user_id)
    form = GrantForm()
    if form.validate_on_submit():
        with told_on(form):
            form.give_to(user)
            db.session.commit()
            return redirect(url_for("users.show", user_id=user_id))
    return _user_page(user, form)


@blueprint.post("/users/<int:user_id>/grants/<int:grant_id>/end")
@requires(Right.MANAGE_USERS)
def end_grant(user_id: int, grant_id: int) -> Response:
    grant = service.find_managed_grant(user_id, grant_id)
    service.end_grant(grant, by_user_id=current_user.id)
    db.session.commit()
    return redirect(url_for("users.show", user_id=user_id))


@blueprint.post("/users/<int:user_id>/first-password")
@requires(Right.MANAGE_USERS)
def give_first_password(user_id: int) -> str:
    user = service.find_wholly_managed_user(user_id)
    page = _slip(user, service.give_first_password(user, by_user_id=current_user.id))
    db.session.commit()
    return page


@blueprint.post("/users/<int:user_id>/letters")
@requires(Right.MANAGE_USERS)
def letters(user_id: int) -> Response | tuple[str, int]:
    """Only of a user wholly in our care: another school's letters are not sent elsewhere by us."""
    user = service.find_wholly_managed_user(user_id)
    form = LettersForm()
    if form.validate_on_submit():
        with told_on(form):
            service.choose_letters(
                user,
                form.email.data or "",
                wants_letters=form.wants_letters.data,
                by_user_id=current_user.id,
            )
            db.session.commit()
            flash(_("Kept."), "ok")
            return redirect(url_for("users.show", user_id=user_id), 303)
    return _user_page(user, GrantForm(), form)


@blueprint.post("/users/<int:user_id>/disable")
@requires(Right.MANAGE_USERS)
def disable(user_id: int) -> Response:
    user = service.find_wholly_managed_user(user_id)
    service.disable(user, by_user_id=current_user.id)
    flash(_("%(name)s cannot sign in any more.", name=user.name), "ok")
    db.session.commit()
    return redirect(url_for("users.show", user_id=user_id))


@blueprint.post("/users/<int:user_id>/enable")
@requires(Right.MANAGE_USERS)
def enable(user_id: int) -> Response:
    user = service.find_wholly_managed_user(user_id)
    service.enable(user, by_user_id=current_user.id)
    flash(_("%(name)s may sign in again.", name=user.name), "ok")
    db.session.commit()
    return redirect(url_for("users.show", user_id=user_id))


def _user_page(
    user: User, form: GrantForm, letters_form: LettersForm | None = None
) -> tuple[str, int]:
    own = permitted(Right.MANAGE_USERS)
    page, status = form_page(
        "accounts/user.html",
        form,
        user=user,
        letters=letters_form or LettersForm(formdata=None, obj=user),
        grants=sorted(
            (g for g in user.all_grants if g.organisation_id in own),
            key=lambda g: (g.organisation.sort_key, g.role),
        ),
        is_wholly_ours=all(g.organisation_id in own for g in user.grants),
        today=services().clock.today(),
        role_names=ROLE_NAMES,
    )
    return page, 422 if letters_form else status


def _slip(user: User, password: str) -> str:
    """The page with the first password: shown once, to be printed and handed over."""
    return render_template("accounts/slip.html", user=user, password=password)


def _users() -> list[User]:
    """Those in the reader's care: who may sign in first, then by name."""
    users = db.session.scalars(service.managed_users())
    return sorted(users, key=lambda user: (not user.is_active, user.name.casefold()))


def _organisations() -> list[Organisation]:
    own = Organisation.id.in_(permitted(Right.MANAGE_USERS))
    return list(
        db.session.scalars(db.select(Organisation).where(own).order_by(Organisation.sort_key))
    )


def _staff() -> list[Employment]:
    today = services().clock.today()
    staff = employments_by_name(permitted(Right.MANAGE_USERS), today).where(works_on(today))
    return list(db.session.scalars(staff))
