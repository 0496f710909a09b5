"""What a service refuses is said where it was typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import render_template

from portal.errors import Conflict, Invalid
from portal.extensions import db
from portal.forms import Form
from portal.web import sentence


@contextmanager
def told_on(form: Form) -> Iterator[None]:
    """Undo what was begun and show the refusal at its field, or above the form."""
    try:
        yield
    except (Invalid, Conflict) as refusal:
        db.session.rollback()
        field = getattr(refusal, "field", "")
        errors = form[field].errors if field in form else form.form_errors
        told = [*errors, sentence(refusal)]
        if field in form:
            form[field].errors = told
        else:
            form.form_errors = told


def form_page(template: str, form: Form, **context: object) -> tuple[str, int]:
    """The page of a form: 422 when something on it has to be corrected."""
    return render_template(template, form=form, **context), 422 if form.errors else 200
