"""The door: signing in and out, the language of the pages, and who is at the other end."""

from datetime import timedelta

from flask import Blueprint, g, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField
from wtforms.validators import Length

from portal.accounts import sign_ins
from portal.accounts.first_start import has_users
from portal.accounts.models import User
from portal.accounts.passwords import GREATEST_LENGTH
from portal.extensions import db, login_manager
from portal.forms import Form, Required, TextField
from portal.permissions import public, signed_in
from portal.web import LANGUAGES, form_page, own_address, told_on

LANGUAGE_IS_KEPT = timedelta(days=365)

blueprint = Blueprint("accounts", __name__, template_folder="../templates")

login_manager.user_loader(sign_ins.recognise)

OPEN_WITH_FIRST_PASSWORD = {
    "account.change_password",
    "accounts.sign_out",
    "accounts.choose_language",
}


@blueprint.before_app_request
def receive() -> Response | None:
    """Find out who asks, before anything else, and have a first password changed before all else.

    A sign-in is looked up and marked as seen in a transaction of its own, which in a POST request
    must be over before the request's transaction takes the write lock.
    """
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    g.user_id = current_user.id
    if current_user.must_change_password and request.endpoint not in OPEN_WITH_FIRST_PASSWORD:
        return redirect(url_for("account.change_password"))
    return None


class SignInForm(Form):
    fault_title = _l("You are not signed in")

    login = TextField(_l("Login"), [Required()], limit=64)
    password = PasswordField(_l("Password"), [Required(), Length(max=GREATEST_LENGTH)])
    next = HiddenField()


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | tuple[str, int]:
    form = SignInForm(next=request.args.get("next"))
    target = own_address(form.next.data) or url_for("home.index")
    if current_user.is_authenticated:
        return redirect(target)
    if form.validate_on_submit():
        with told_on(form):
            address = request.remote_addr or ""
            admit(sign_ins.judge(form.login.data, form.password.data, address))
            db.session.commit()
            return redirect(target)
    elif not has_users():
        return redirect(url_for("home.first_start"))
    return form_page("accounts/sign_in.html", form)


def admit(user: User) -> None:
    """Sign the user in in this browser, which forgets whatever it was before."""
    sign_ins.begin(user)
    session.clear()
    login_user(user)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    sign_ins.end(current_user)
    logout_user()
    session.clear()
    db.session.commit()
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/language")
@public
def choose_language() -> Response:
    response = redirect(own_address(request.form.get("next")) or url_for("home.index"))
    language = request.form.get("language", "")
    if language in LANGUAGES:
        response.set_cookie(
            "language",
            language,
            max_age=LANGUAGE_IS_KEPT,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
        if current_user.is_authenticated:
            current_user.language = language
            db.session.commit()
    return response
