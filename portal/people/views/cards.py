"""A new person, and the personal data of the card."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal import grammar
from portal.errors import Forbidden
from portal.extensions import db
from portal.forms import ChoiceField, DateField, Form, RadiosField, TextField, clean_line
from portal.people.models import Employment, Organisation, Person, PersonName
from portal.people.posts import post_titles, split_post
from portal.people.row_checks import read_email, read_phone, read_tax_number
from portal.people.scope import audit_chain_of, find_person, reaches
from portal.people.service import add_person, employ, give_post, record_change
from portal.people.views.blueprints import people as blueprint
from portal.people.views.fields import ReadAs, choices
from portal.permissions import Right, permitted, requires
from portal.web import form_page, told_on

LONGEST = 100
GENDERS = [("f", _l("woman")), ("m", _l("man"))]


class PersonForm(Form):
    gender = RadiosField(_l("Man or woman"), choices=GENDERS, validate_choice=False)
    birth_date = DateField(_l("Birth date"))
    tax_number = TextField(
        _l("Tax number"), [ReadAs(read_tax_number, _l("A tax number has 10 or 12 digits."))]
    )
    phone = TextField(_l("Phone"), [ReadAs(read_phone, _l("This is not a telephone number."))])
    email = TextField(_l("E-mail"), [ReadAs(read_email, _l("This is not an e-mail address."))])

    def validate_gender(self, field: RadiosField) -> None:
        if field.data not in ("m", "f"):
            raise ValidationError(_("Say whether this is a man or a woman: forms depend on it."))


class CardForm(PersonForm):
    education = TextField(_l("Education"), description=_l("As papers print it."))
    experience = TextField(_l("Experience"))
    category = TextField(_l("Category, rank"))
    previous_training = TextField(_l("Previous training"))


class NewPersonForm(PersonForm):
    full_name = TextField(
        _l("Full name"),
        description=_l("Papers print it as it is written here."),
    )
    family = TextField(_l("Surname"), limit=LONGEST)
    given = TextField(_l("Given name"), limit=LONGEST)
    patronymic = TextField(_l("Patronymic"), limit=LONGEST)
    organisation = ChoiceField(_l("Works in"), coerce=int)
    post = TextField(_l("Post"), description=_l("With its subject: teacher of mathematics."))
    load = TextField(_l("Load"), description=_l("Part of a full post or hours a week."), limit=64)
    started_on = DateField(_l("Works from"))
    file_number = TextField(_l("File number"), limit=64)
    is_namesake = BooleanField(_l("This is another person of the same name"))

    def validate_full_name(self, field: TextField) -> None:
        if not self.is_split:
            raise ValidationError(_("Write the surname and the given name at least."))

    @property
    def is_split(self) -> bool:
        return bool(self.family.data and self.given.data)

    def split(self, language: str) -> None:
        """Propose the parts of the full name, and the gender as far as the name tells it."""
        parts = grammar.split_full_name(self.full_name.data or "", language)
        self.family.data, self.given.data, self.patronymic.data = parts
        self.gender.data = grammar.guess_gender(*parts, language)[0]


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def new() -> Response | tuple[str, int]:
    """A new person at work here; the name is split, shown and confirmed before it is kept."""
    organisations = _own_organisations()
    form = NewPersonForm(full_name=clean_line(request.args.get("full_name")))
    form.organisation.choices = choices((one.id, one.short_name) for one in organisations)
    school = _chosen(form, organisations)
    if not form.is_split and form.full_name.data:
        form.split(school.language)
    elif form.validate_on_submit() and _is_settled(form, school):
        with told_on(form):
            person = _add(form, school)
            db.session.commit()
            flash(_("The person is added. Check how the name is declined."), "ok")
            return redirect(
                url_for("people.name_forms", person_id=person.id, name_id=person.name.id)
            )
    return form_page(
        "people/new.html",
        form,
        titles=post_titles(school),
        namesakes=_namesakes(form, school) if form.is_split else [],
        school=school,
        has_choice=len(organisations) > 1,
    )


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PEOPLE)
def edit(person_id: int) -> Response | tuple[str, int]:
    """Personal data of a card; names, work and posts have pages of their own."""
    person = find_person(person_id, Right.EDIT_PEOPLE)
    if not reaches(person, Right.READ_PERSONAL_DATA):
        raise Forbidden
    chain = audit_chain_of(person, Right.EDIT_PEOPLE)
    form = CardForm(obj=person)
    if form.validate_on_submit():
        form.populate_obj(person)
        record_change("person-changed", person, chain, by_user_id=current_user.id)
        db.session.commit()
        flash(_("The card is saved."), "ok")
        return redirect(url_for("people.card", person_id=person_id))
    return form_page("people/edit.html", form, person=person)


def _own_organisations() -> list[Organisation]:
    own = sa.select(Organisation).where(Organisation.id.in_(permitted(Right.EDIT_PEOPLE)))
    return list(db.session.scalars(own.order_by(Organisation.sort_key)))


def _chosen(form: NewPersonForm, organisations: Sequence[Organisation]) -> Organisation:
    wanted = form.organisation.data
    return next((one for one in organisations if one.id == wanted), organisations[0])


def _namesakes(form: NewPersonForm, school: Organisation) -> Sequence[Employment]:
    """People already here under exactly this name."""
    full = f"{form.family.data} {form.given.data} {form.patronymic.data or ''}"
    key = grammar.search_key(full)
    return db.session.scalars(
        sa.select(Employment)
        .join(Person)
        .where(
            Employment.organisation_id == school.id,
            Person.names.any(PersonName.search_key == key),
        )
    ).all()


def _is_settled(form: NewPersonForm, school: Organisation) -> bool:
    if not form.is_namesake.data and _namesakes(form, school):
        form.is_namesake.errors = [
            _("There is such a person already: open the card, or tick here.")
        ]
        return False
    return True


def _add(form: NewPersonForm, school: Organisation) -> Person:
    by_user_id: int = current_user.id
    person = add_person(
        form.family.data,
        form.given.data,
        form.patronymic.data or "",
        language=school.language,
        by_user_id=by_user_id,
        organisation_id=school.id,
        gender=form.gender.data,
        birth_date=form.birth_date.data,
        tax_number=form.tax_number.data,
        phone=form.phone.data,
        email=form.email.data,
    )
    employment = employ(
        person,
        school,
        by_user_id=by_user_id,
        started_on=form.started_on.data,
        file_number=form.file_number.data,
    )
    if form.post.data:
        title, tail = split_post(form.post.data, post_titles(school))
        give_post(
            employment,
            title,
            tail,
            by_user_id=by_user_id,
            load=form.load.data or "",
            started_on=form.started_on.data,
        )
    return person
