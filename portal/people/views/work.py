"""Where a person works: employments with their file numbers, and the posts held in them."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal import audit, grammar
from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import ChoiceField, DateField, Form, Required, TextField
from portal.people.models import Employment, Organisation, Post
from portal.people.namesakes import held_by_others
from portal.people.posts import post_titles, split_post
from portal.people.scope import find_person
from portal.people.service import (
    check_file_number,
    employ,
    end_employment,
    give_post,
    record_change,
)
from portal.people.views.blueprints import people as blueprint
from portal.people.views.cases import PhraseForms, shown_cases
from portal.people.views.fields import choices
from portal.permissions import Right, find, permitted, requires
from portal.web import form_page, told_on


class EmploymentForm(Form):
    file_number = TextField(_l("File number"), limit=64)
    started_on = DateField(_l("Works from"))


class NewEmploymentForm(EmploymentForm):
    organisation = ChoiceField(_l("Works in"), coerce=int)


class EndForm(Form):
    ended_on = DateField(_l("Last day of work"), [Required()])


class PostForm(Form):
    post = TextField(
        _l("Post"), [Required()], description=_l("With its subject: teacher of mathematics.")
    )
    load = TextField(_l("Load"), description=_l("Part of a full post or hours a week."), limit=64)
    is_main = BooleanField(_l("Main post: papers print it"), default=True)
    started_on = DateField(_l("Holds it from"))


class HeldPostForm(PostForm):
    ended_on = DateField(_l("Last day of work"))

    def validate_ended_on(self, field: DateField) -> None:
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(_("The last day cannot be before the first."))


@blueprint.route("/people/<int:person_id>/employments/new", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def new_employment(person_id: int) -> Response | tuple[str, int]:
    """Another place of work, or work begun again after leaving."""
    person = find_person(person_id, Right.EDIT_PEOPLE)
    form = NewEmploymentForm()
    form.organisation.choices = choices(
        (one, db.session.get_one(Organisation, one).short_name)
        for one in sorted(permitted(Right.EDIT_PEOPLE))
    )
    if form.validate_on_submit():
        with told_on(form):
            employ(
                person,
                db.session.get_one(Organisation, form.organisation.data),
                by_user_id=current_user.id,
                started_on=form.started_on.data,
                file_number=form.file_number.data,
            )
            db.session.commit()
            return _back(person_id, _("The place of work is added. Add the post."))
    return form_page("people/employment.html", form, person=person, employment=None)


@blueprint.route("/employments/<int:employment_id>/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def edit_employment(employment_id: int) -> Response | tuple[str, int]:
    employment = find(Employment, employment_id, Right.EDIT_PEOPLE)
    form = EmploymentForm(obj=employment)
    if form.validate_on_submit():
        with told_on(form):
            number = form.file_number.data or None
            check_file_number(employment.organisation_id, number, besides=employment.id)
            employment.file_number, employment.started_on = number, form.started_on.data
            _record("employment-changed", employment, employment)
            db.session.commit()
            return _back(employment.person_id, _("The card is saved."))
    return form_page(
        "people/employment.html", form, person=employment.person, employment=employment
    )


@blueprint.route("/employments/<int:employment_id>/end", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def end_of_work(employment_id: int) -> Response | tuple[str, int]:
    employment = find(Employment, employment_id, Right.EDIT_PEOPLE)
    form = EndForm(data={"ended_on": employment.ended_on or services().clock.today()})
    if form.validate_on_submit():
        with told_on(form):
            end_employment(employment, form.ended_on.data, by_user_id=current_user.id)
            db.session.commit()
            return _back(employment.person_id, _("The end of work is kept; the file stays."))
    return form_page("people/end.html", form, employment=employment)


@blueprint.route("/employments/<int:employment_id>/posts/new", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def new_post(employment_id: int) -> Response | tuple[str, int]:
    employment = find(Employment, employment_id, Right.EDIT_PEOPLE)
    titles = post_titles(employment.organisation)
    form = PostForm()
    if form.validate_on_submit():
        with told_on(form):
            title, tail = split_post(form.post.data, titles)
            give_post(
                employment,
                title,
                tail,
                by_user_id=current_user.id,
                load=form.load.data or "",
                is_main=form.is_main.data,
                started_on=form.started_on.data,
            )
            db.session.commit()
            return _back(employment.person_id, _("The post is added."))
    return form_page("people/post.html", form, employment=employment, post=None, titles=titles)


@blueprint.route("/posts/<int:post_id>", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def post(post_id: int) -> Response | tuple[str, int]:
    """A post is corrected here; a change of post is a new one."""
    held = _find_post(post_id)
    titles = post_titles(held.employment.organisation)
    form = HeldPostForm(obj=held, post=held.text)
    if form.validate_on_submit():
        if form.post.data != held.text:
            held.title, held.tail = split_post(form.post.data, titles)
            held.forms = {}
        held.load, held.is_main = form.load.data or "", form.is_main.data
        held.started_on, held.ended_on = form.started_on.data, form.ended_on.data
        _record("post-changed", held, held.employment)
        db.session.commit()
        return _back(held.employment.person_id, _("The post is saved."))
    return form_page("people/post.html", form, employment=held.employment, post=held, titles=titles)


@blueprint.route("/posts/<int:post_id>/forms", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def post_forms(post_id: int) -> Response | tuple[str, int]:
    """The post in all cases, to be corrected; others who hold it may take the correction too."""
    held = _find_post(post_id)
    others = held_by_others(held)
    language, gender = held.employment.organisation.language, held.employment.person.gender
    form = PhraseForms.of(held.declined(language, gender))
    if form.validate_on_submit():
        held.forms = form.overrides(grammar.decline_post(held.text, language, gender))
        _record("post-forms-corrected", held, held.employment)
        picked = set(request.form.getlist("picked", type=int))
        for other in [other for other in others if other.id in picked]:
            other.forms = dict(held.forms)
            _record("post-forms-taken", other, other.employment)
        db.session.commit()
        return _back(held.employment.person_id, _("The forms are kept; papers will print them so."))
    return form_page(
        "people/post_forms.html",
        form,
        post=held,
        others=others,
        employment=held.employment,
        cases=shown_cases(language),
    )


@blueprint.post("/posts/<int:post_id>/remove")
@requires(Right.EDIT_PEOPLE)
def remove_post(post_id: int) -> Response:
    """Take back a post entered by mistake; papers already issued keep what they printed."""
    held = _find_post(post_id)
    employment = held.employment
    audit.record(
        "post-removed",
        held,
        by_user_id=current_user.id,
        organisation_id=employment.organisation_id,
        details={"employment": employment.id},
    )
    employment.posts.remove(held)
    db.session.commit()
    return _back(employment.person_id, _("The post is removed."))


def _find_post(post_id: int) -> Post:
    post = db.session.get(Post, post_id)
    if post is None or post.employment.organisation_id not in permitted(Right.EDIT_PEOPLE):
        raise NotFound
    return post


def _record(action: str, record: Employment | Post, employment: Employment) -> None:
    record_change(action, record, employment.organisation_id, by_user_id=current_user.id)


def _back(person_id: int, told: str) -> Response:
    flash(told, "ok")
    return redirect(url_for("people.card", person_id=person_id))
