"""One's own account: the password, and where letters go."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import Length, ValidationError

from portal.accounts.passwords import GREATEST_LENGTH
from portal.accounts.service import change_own_password, choose_letters
from portal.accounts.views.door import admit
from portal.extensions import db
from portal.forms import Form, Required
from portal.permissions import signed_in
from portal.web import form_page, told_on

blueprint = Blueprint("account", __name__, template_folder="../templates")


class PasswordForm(Form):
    current = PasswordField(_l("Present password"), [Required(), Length(max=GREATEST_LENGTH)])
    password = PasswordField(_l("New password"), [Required()])
    repeated = PasswordField(_l("New password once more"), [Required()])

    def validate_repeated(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("The two new passwords differ."))


class LettersForm(Form):
    """Where letters about papers go; also on the administrator's page of a user."""

    email = EmailField(
        _l("E-mail"),
        [Length(max=254)],
        description=_l("Papka writes when something waits for you, is ready or was returned."),
    )
    wants_letters = BooleanField(_l("Write me letters"))


@blueprint.get("/account")
@signed_in
def show() -> tuple[str, int]:
    return form_page("accounts/account.html", LettersForm(obj=current_user), user=current_user)


@blueprint.post("/account/letters")
@signed_in
def letters() -> Response | tuple[str, int]:
    form = LettersForm()
    if form.validate_on_submit():
        with told_on(form):
            choose_letters(
                current_user,
                form.email.data or "",
                wants_letters=form.wants_letters.data,
                by_user_id=current_user.id,
            )
            db.session.commit()
            flash(_("Kept."), "ok")
            return redirect(url_for("account.show"), 303)
    return form_page("accounts/account.html", form, user=current_user)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Response | tuple[str, int]:
    form = PasswordForm()
    user = current_user._get_current_object()  # signing in keeps the object itself
    if form.validate_on_submit():
        with told_on(form):
            change_own_password(user, form.current.data, form.password.data)
            admit(user)
            db.session.commit()
            flash(_("The password is changed. Other computers were signed out."), "ok")
            return redirect(url_for("home.index"))
    return form_page("accounts/password.html", form)
