"""What every request and every answer have in common: language, headers, error pages, ways back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.assets import init_assets
from portal.errors import Conflict, Invalid, PapkaError, Throttled
from portal.extensions import db, login_manager

log = logging.getLogger(__name__)

LANGUAGES = {"uk": "Українська", "ru": "Русский", "en": "English"}
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def chosen_language() -> str:
    """The language of the page: the user's, else the cookie's, else what the browser prefers."""
    chosen = getattr(current_user, "language", None) or request.cookies.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, "uk") or "uk"


def init_web(app: Flask) -> None:
    """Give the app its headers, error pages and the way to the sign-in page."""
    init_assets(app)
    app.after_request(_set_headers)
    app.register_error_handler(PapkaError, _show_domain_error)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(OperationalError, _show_busy_database)
    app.register_error_handler(500, _show_failure)
    login_manager.unauthorized_handler(_ask_to_sign_in)


def own_address(target: str | None) -> str | None:
    """The target when it is the address of a page here, else None: nobody is sent elsewhere."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    parts = urlsplit(target)
    if not target.isprintable() or "\\" in target or parts.scheme or parts.netloc:
        return None
    try:
        current_app.create_url_adapter(request).match(parts.path, method="GET")  # type: ignore[union-attr]
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
    return target


def sentence(error: PapkaError) -> str:
    """What a domain error says, in the language of the page."""
    translated: str = _(error.message)
    said = translated % error.params if error.params else translated
    return f"{said} ({error.code})" if error.code else said


@contextmanager
def told_on(form: FlaskForm) -> Iterator[None]:
    """Undo what was begun, and say the refusal at the field it names, or above the form."""
    try:
        yield
    except (Invalid, Conflict) as refusal:
        db.session.rollback()
        field = getattr(refusal, "field", "")
        if field in form:
            form[field].errors = [*form[field].errors, sentence(refusal)]
        else:
            form.form_errors = [*form.form_errors, sentence(refusal)]


def form_page(template: str, form: FlaskForm, **context: object) -> tuple[str, int]:
    """The page of a form: 422 when something on it has to be corrected."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    # Over TLS the CSRF check asks for the referrer of our own pages; strangers get none.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response


def _ask_to_sign_in() -> WerkzeugResponse:
    # A form that was being filled is not repeated by the redirect; its draft is on the server.
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def _show_domain_error(error: PapkaError) -> tuple[str, int, dict[str, str]]:
    db.session.rollback()
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else {}
    status = error.suggested_status_code
    return _page(status, sentence(error)), status, headers


def _show_stale_form(error: CSRFError) -> tuple[str, int]:
    message = _("This page was open too long. Go back, reload it and send the form again.")
    return _page(400, message), 400


def _show_http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    messages = {
        404: _("There is no such page, or it is not open to you."),
        405: _("This address only takes what a form on its page sends."),
        413: _("The file is larger than the portal takes: 25 MB at most."),
    }
    if error.code is None or error.code < 400:
        return error
    return _page(
        error.code, messages.get(error.code, _("The request could not be read."))
    ), error.code


def _show_busy_database(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    log.exception("The database did not answer")
    db.session.rollback()
    try:
        page = _page(503, _("The database is busy. Nothing was saved; try again in a minute."))
    except OperationalError:  # nor for the language and the frame of the page
        page = "Papka: 503"
    return page, 503, {"Retry-After": "60"}


def _show_failure(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _page(500, _("Something broke here. Nothing of this step was saved; try again.")), 500


def _page(status: int, message: str) -> str:
    return render_template("error.html", status=status, message=message)
