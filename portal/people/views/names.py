"""Names of a person: a new surname, a misspelt one, case forms and who else bears the name."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import DateField, Form, Required, TextField
from portal.grammar.values import PARTS
from portal.people.models import PersonName
from portal.people.namesakes import family_overrides, namesakes, take_family_forms
from portal.people.scope import audit_chain_of, find_person, reach
from portal.people.service import give_name, record_change, redate_name
from portal.people.views.blueprints import people as blueprint
from portal.people.views.cases import WAYS, NameForms, doubts_of, shown_cases
from portal.permissions import Right, requires
from portal.web import form_page, told_on

LONGEST = 100


class SpellingForm(Form):
    family = TextField(_l("Surname"), [Required()], limit=LONGEST)
    given = TextField(_l("Given name"), [Required()], limit=LONGEST)
    patronymic = TextField(_l("Patronymic"), limit=LONGEST)


class NewNameForm(SpellingForm):
    valid_from = DateField(_l("From which day"), [Required()])
    document = TextField(
        _l("By which document"), description=_l("For example, a certificate of marriage.")
    )


@blueprint.route("/people/<int:person_id>/names/new", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def new_name(person_id: int) -> Response | tuple[str, int]:
    """A new surname from a day on."""
    person = find_person(person_id, Right.EDIT_PEOPLE)
    form = NewNameForm(data={part: getattr(person.name, part) for part in PARTS})
    if form.validate_on_submit():
        with told_on(form):
            name = give_name(
                person,
                form.family.data,
                form.given.data,
                form.patronymic.data or "",
                valid_from=form.valid_from.data,
                document=form.document.data or "",
                by_user_id=current_user.id,
                organisation_id=audit_chain_of(person, Right.EDIT_PEOPLE),
            )
            db.session.commit()
            flash(_("The new name is kept. Check how it is declined."), "ok")
            return redirect(url_for("people.name_forms", person_id=person_id, name_id=name.id))
    return form_page("people/new_name.html", form, person=person)


@blueprint.route("/people/<int:person_id>/names/<int:name_id>", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def spelling(person_id: int, name_id: int) -> Response | tuple[str, int]:
    """A misspelt name is corrected in place; issued papers keep what they printed."""
    name = _find_name(person_id, name_id)
    form = (SpellingForm if name.valid_from is None else NewNameForm)(obj=name)
    if form.validate_on_submit():
        with told_on(form):
            name.respell(form.family.data, form.given.data, form.patronymic.data or "")
            if name.valid_from is not None:
                redate_name(name, form.valid_from.data, form.document.data or "")
            _record("name-corrected", name)
            db.session.commit()
            flash(_("The name is corrected."), "ok")
            return redirect(url_for("people.card", person_id=person_id))
    return form_page("people/spelling.html", form, name=name)


@blueprint.route("/people/<int:person_id>/names/<int:name_id>/forms", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def name_forms(person_id: int, name_id: int) -> Response | tuple[str, int]:
    """All case forms of a name, to be confirmed or corrected."""
    name = _find_name(person_id, name_id)
    form = NameForms.of(name.declined())
    if form.validate_on_submit():
        before = family_overrides(name.forms)
        name.forms = form.overrides(name.by_rule())
        name.confirmed_at, name.confirmed_by_id = services().clock.now(), current_user.id
        _record("name-forms-confirmed", name)
        others = namesakes(name, reach(Right.EDIT_PEOPLE))
        is_for_others = others and family_overrides(name.forms) != before
        db.session.commit()
        flash(_("The forms are kept; papers will print them so."), "ok")
        if is_for_others:
            target = url_for("people.namesakes_of", person_id=person_id, name_id=name_id)
        else:
            target = url_for("people.card", person_id=person_id)
        return redirect(target)
    return form_page(
        "people/name_forms.html",
        form,
        name=name,
        declined=name.declined(),
        cases=shown_cases(name.language),
        doubts=doubts_of(name),
        way_words=WAYS,
    )


@blueprint.route("/people/<int:person_id>/names/<int:name_id>/namesakes", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def namesakes_of(person_id: int, name_id: int) -> Response | str:
    """Whether others of this family name are to be declined in the same way."""
    name = _find_name(person_id, name_id)
    found = namesakes(name, reach(Right.EDIT_PEOPLE))
    form = Form()
    if form.validate_on_submit():
        picked = set(request.form.getlist("picked", type=int))
        chosen = [other for other in found if other.id in picked]
        for other in chosen:
            take_family_forms(name, other)
            _record("name-forms-taken", other)
        db.session.commit()
        flash(_told(len(chosen)), "ok")
        return redirect(url_for("people.card", person_id=person_id))
    return render_template("people/namesakes.html", form=form, name=name, others=found)


def _told(count: int) -> str:
    text: str = ngettext(
        "%(num)d name is declined so too.", "%(num)d names are declined so too.", count
    )
    return text


def _find_name(person_id: int, name_id: int) -> PersonName:
    person = find_person(person_id, Right.EDIT_PEOPLE)
    name = next((name for name in person.names if name.id == name_id), None)
    if name is None:
        raise NotFound
    return name


def _record(action: str, name: PersonName) -> None:
    with db.session.no_autoflush:  # what is flushed no longer says what was changed
        chain = audit_chain_of(name.person, Right.EDIT_PEOPLE)
    record_change(action, name, chain, by_user_id=current_user.id)
