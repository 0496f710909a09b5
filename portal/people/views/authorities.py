"""Who signs for an organisation: head, acting head, deputies; what stands under the papers."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from flask import current_app, flash, redirect, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice
from wtforms.validators import ValidationError

from portal import audit, grammar
from portal.errors import NotFound
from portal.extensions import db, services
from portal.forms import (
    ChoiceField,
    DateField,
    Form,
    PersonField,
    RadiosField,
    Required,
    TextField,
    TicksField,
)
from portal.people.models import Authority, Employment, Organisation, Person
from portal.people.scope import find_organisation, keeper_of
from portal.people.search import search_people
from portal.people.service import add_person, appoint, record_change
from portal.people.views.blueprints import organisations as blueprint
from portal.people.views.cards import GENDERS
from portal.people.views.fields import choices
from portal.permissions import Right, permitted, requires
from portal.web import form_page, told_on

CAPACITIES = {
    "head": _l("head"),
    "acting": _l("acting head, while the head is away"),
    "deputy": _l("deputy, for some kinds of papers"),
}


# How the posts of heads begin, in both languages: whoever has such a post is proposed.
HEADS = ("директор", "завідувач", "завідувачка", "начальник", "заведующий", "заведующая", "ректор")


class AuthorityForm(Form):
    capacity = ChoiceField(_l("Signs as"), choices=list(CAPACITIES.items()))
    title = TextField(
        _l("Title under the signature"),
        [Required()],
        limit=200,
        description=_l("Exactly as it is printed: Директор, В. о. директора, И.о. директора."),
    )
    basis = TextField(
        _l("Acts on the basis of"),
        description=_l("In the genitive, as contracts say it: Статуту, Устава, довіреності № 5."),
    )
    started_on = DateField(_l("Signs from"), [Required()])
    ended_on = DateField(_l("Until"), description=_l("Empty: until another is appointed."))
    document_kinds = TicksField(
        _l("Which papers"), description=_l("For a deputy. Nothing ticked means all papers.")
    )

    def validate_ended_on(self, field: DateField) -> None:
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(_("The last day cannot be before the first."))


class EmployeeAuthorityForm(AuthorityForm):
    employment = PersonField(_l("Who"), [Required()])


class StrangerAuthorityForm(AuthorityForm):
    full_name = TextField(
        _l("Who"), [Required()], description=_l("Surname, given name, patronymic.")
    )
    gender = RadiosField(_l("Man or woman"), choices=GENDERS)

    language = "uk"  # of the organisation whose head it is

    def validate_gender(self, field: RadiosField) -> None:
        """Contracts and letters decline the name of a partner's head."""
        parts = grammar.split_full_name(self.full_name.data or "", self.language)
        if not field.data and not grammar.guess_gender(*parts, self.language)[0]:
            raise ValidationError(_("Say whether this is a man or a woman: forms depend on it."))


@blueprint.route("/organisations/<int:organisation_id>/authorities/new", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def appoint_signatory(organisation_id: int) -> Response | tuple[str, int]:
    """An employee signs for a school; the head of a partner is written down by name."""
    organisation = find_organisation(organisation_id, Right.MANAGE_ORGANISATION)
    form = _form_for(organisation)
    if form.validate_on_submit():
        with told_on(form):
            appoint(
                organisation,
                _person(form, organisation),
                by_user_id=current_user.id,
                capacity=form.capacity.data,
                title=form.title.data,
                basis=form.basis.data or "",
                document_kinds=_kinds(form),
                started_on=form.started_on.data,
                ended_on=form.ended_on.data,
            )
            db.session.commit()
            flash(_("It is kept who signs. Look how it will be printed."), "ok")
            return redirect(url_for("organisations.card", organisation_id=organisation_id))
    return form_page("organisations/authority.html", form, organisation=organisation)


@blueprint.route("/authorities/<int:authority_id>", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def authority(authority_id: int) -> Response | tuple[str, int]:
    """Correct the words or the days; papers already issued keep what they printed."""
    held = _find(authority_id)
    form = AuthorityForm(obj=held)
    form.document_kinds.choices = _kind_choices(held.organisation)
    if not form.is_submitted():
        form.document_kinds.data = list(held.document_kinds.get("kinds", ()))
    if form.validate_on_submit():
        held.capacity, held.title = form.capacity.data, form.title.data
        held.basis = form.basis.data or ""
        held.started_on, held.ended_on = form.started_on.data, form.ended_on.data
        kinds = _kinds(form)
        held.document_kinds = {"kinds": sorted(kinds)} if kinds else {}
        chain = keeper_of(held.organisation)
        record_change("authority-changed", held, chain, by_user_id=current_user.id)
        db.session.commit()
        flash(_("It is kept who signs. Look how it will be printed."), "ok")
        return redirect(url_for("organisations.card", organisation_id=held.organisation_id))
    return form_page(
        "organisations/authority.html", form, organisation=held.organisation, authority=held
    )


@blueprint.post("/authorities/<int:authority_id>/remove")
@requires(Right.MANAGE_ORGANISATION)
def remove_authority(authority_id: int) -> Response:
    """Take back what was entered by mistake."""
    held = _find(authority_id)
    audit.record(
        "authority-removed",
        held,
        by_user_id=current_user.id,
        organisation_id=keeper_of(held.organisation),
        details={"person": held.person_id},
    )
    db.session.delete(held)
    db.session.commit()
    flash(_("The line is removed."), "ok")
    return redirect(url_for("organisations.card", organisation_id=held.organisation_id))


def overlaps(authorities: Sequence[Authority]) -> list[tuple[Authority, Authority]]:
    """Pairs of one capacity whose days overlap: the later one signs, which may be a mistake."""
    far = date.max
    return [
        (one, other)
        for one, other in combinations(authorities, 2)
        if one.capacity == other.capacity != "deputy"
        and one.started_on <= (other.ended_on or far)
        and other.started_on <= (one.ended_on or far)
    ]


def _form_for(organisation: Organisation) -> AuthorityForm:
    today = services().clock.today()
    words = {"uk": ("Директор", "Статуту"), "ru": ("Директор", "Устава")}[organisation.language]
    usual = {"title": words[0], "basis": words[1], "started_on": today}
    if organisation.is_card:
        form: AuthorityForm = StrangerAuthorityForm(data=usual)
        form.language = organisation.language
    else:
        people = db.session.scalars(search_people([organisation.id], "", today)).all()
        heads = [e.id for e in people if _post(e, today).casefold().startswith(HEADS)]
        usual["employment"] = heads[0] if len(heads) == 1 else None
        form = EmployeeAuthorityForm(data=usual)
        form.employment.choices = choices((e.id, e.person.name_on(today)) for e in people)
        form.employment.details = {e.id: _post(e, today) for e in people}
    form.document_kinds.choices = _kind_choices(organisation)
    return form


def _post(employment: Employment, day: date) -> str:
    post = employment.post_on(day)
    return post.text if post else ""


def _kind_choices(organisation: Organisation) -> list[SelectChoice]:
    """The kinds of papers the wiring put into the catalogue."""
    kinds_of: Any = current_app.extensions["kinds"]
    language = str(get_locale())
    kinds = kinds_of(organisation).of(organisation.country)
    return choices((kind.name, kind.title(language)) for kind in kinds)


def _kinds(form: AuthorityForm) -> list[str]:
    return list(form.document_kinds.data or ()) if form.capacity.data == "deputy" else []


def _person(form: AuthorityForm, organisation: Organisation) -> Person:
    if isinstance(form, EmployeeAuthorityForm):
        return db.session.get_one(Employment, form.employment.data).person
    parts = grammar.split_full_name(form.full_name.data, organisation.language)
    return add_person(
        *parts,
        language=organisation.language,
        gender=form.gender.data or grammar.guess_gender(*parts, organisation.language)[0],
        by_user_id=current_user.id,
        organisation_id=keeper_of(organisation),
    )


def _find(authority_id: int) -> Authority:
    own = permitted(Right.MANAGE_ORGANISATION)
    held = db.session.scalar(sa.select(Authority).where(Authority.id == authority_id))
    if held is None or keeper_of(held.organisation) not in own:
        raise NotFound
    return held
