"""One's own account: the password and the language."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import Length, ValidationError

from portal.accounts.passwords import GREATEST_LENGTH
from portal.accounts.service import change_own_password
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


@blueprint.get("/account")
@signed_in
def show() -> str:
    return render_template("accounts/account.html", user=current_user)


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
