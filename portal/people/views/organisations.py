"""The tree of organisations, the directory of hosts and providers, their cards and case forms."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import audit, grammar
from portal.downloads import table
from portal.errors import NotFound
from portal.extensions import db, services
from portal.people.models import Organisation, OrganisationKind
from portal.people.scope import (
    directory,
    find_organisation,
    find_visible_organisation,
    keeper_of,
    lineage,
)
from portal.people.service import create_organisation, record_change
from portal.people.views.authorities import CAPACITIES, overlaps
from portal.people.views.blueprints import organisations as blueprint
from portal.people.views.cases import DOUBTS, PhraseForms, shown_cases
from portal.people.views.requisites import KINDS, OrganisationForm, facts_of
from portal.permissions import Right, holds, permitted, requires
from portal.web import form_page

SCHOOL = "school"  # in the address of the form: a school below, else a card of the directory


@blueprint.get("/organisations")
@requires(Right.READ_PEOPLE, Right.MANAGE_ORGANISATION)
def index() -> str:
    own = permitted(Right.READ_PEOPLE) | permitted(Right.MANAGE_ORGANISATION)
    return render_template(
        "organisations/index.html",
        tree=list(_as_tree(_known(own))),
        cards=db.session.scalars(directory(own)).all(),
        own=own,
        kinds=KINDS,
        may_add_school=bool(permitted(Right.MANAGE_USERS)),
        may_add_card=bool(permitted(Right.MANAGE_ORGANISATION)),
        today=services().clock.today(),
    )


@blueprint.get("/organisations/export.<any(xlsx, csv):ending>")
@requires(Right.READ_PEOPLE, Right.MANAGE_ORGANISATION)
def export(ending: str) -> Response:
    """The tree and the directory in one table."""
    own = permitted(Right.READ_PEOPLE) | permitted(Right.MANAGE_ORGANISATION)
    found = [*_known(own), *db.session.scalars(directory(own))]
    head = [
        *(_("Short name"), _("Full official name"), _("What it is"), _("Under")),
        *(_("Settlement"), _("Address"), _("Phone"), _("E-mail"), _("Code")),
    ]
    rows = [
        [
            *(one.short_name, one.full_name, KINDS.get(one.kind, "")),
            one.parent.short_name if one.parent else "",
            *(one.settlement, one.address, one.phone, one.email, one.registry_code),
        ]
        for one in found
    ]
    return table(ending, _("Organisations"), head, rows)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def new() -> Response | tuple[str, int]:
    """A school below, whose administrator its maker becomes, or a card of the directory."""
    is_school = request.args.get("as") == SCHOOL
    above = _above(Right.MANAGE_USERS if is_school else Right.MANAGE_ORGANISATION)
    kind = OrganisationKind.SCHOOL if is_school else OrganisationKind.HOST
    form = OrganisationForm.of(Organisation(country=above.country, requisites={}, kind=kind))
    if form.validate_on_submit():
        organisation = create_organisation(
            form.full_name.data,
            form.short_name.data,
            by_user_id=current_user.id,
            kind=form.kind.data,
            parent=above if is_school else None,
            owner=None if is_school else above,
        )
        form.fill(organisation)
        if is_school:
            _take_charge(organisation)
        db.session.commit()
        flash(_("The organisation is added. Say who signs for it."), "ok")
        return redirect(url_for("organisations.card", organisation_id=organisation.id))
    return form_page("organisations/edit.html", form, organisation=None, above=above)


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Right.READ_PEOPLE, Right.MANAGE_ORGANISATION)
def card(organisation_id: int) -> str:
    organisation = find_visible_organisation(organisation_id)
    name = organisation.name()
    today = services().clock.today()
    return render_template(
        "organisations/card.html",
        organisation=organisation,
        name=name,
        cases=shown_cases(organisation.language),
        doubts=[DOUBTS[code] for code in name.doubts],
        facts=facts_of(organisation),
        kind=KINDS.get(organisation.kind, ""),
        today=today,
        signer=organisation.authority_on(today),
        overlaps=overlaps(organisation.authorities),
        capacities=CAPACITIES,
        authorities=sorted(organisation.authorities, key=lambda a: a.started_on, reverse=True),
        may_edit=holds(Right.MANAGE_ORGANISATION, keeper_of(organisation)),
        may_add_school=holds(Right.MANAGE_USERS, organisation.id),
    )


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def edit(organisation_id: int) -> Response | tuple[str, int]:
    organisation = find_organisation(organisation_id, Right.MANAGE_ORGANISATION)
    form = OrganisationForm.of(organisation)
    if form.validate_on_submit():
        form.fill(organisation)
        _record("organisation-changed", organisation)
        db.session.commit()
        flash(_("The card is saved."), "ok")
        return redirect(url_for("organisations.card", organisation_id=organisation_id))
    return form_page("organisations/edit.html", form, organisation=organisation, above=None)


@blueprint.route("/organisations/<int:organisation_id>/forms", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def forms(organisation_id: int) -> Response | tuple[str, int]:
    """The full name in all cases, to be corrected."""
    organisation = find_organisation(organisation_id, Right.MANAGE_ORGANISATION)
    form = PhraseForms.of(organisation.name())
    if form.validate_on_submit():
        by_rule = grammar.decline_organisation(organisation.full_name, organisation.language)
        organisation.forms = form.overrides(by_rule)
        _record("organisation-forms-corrected", organisation)
        db.session.commit()
        flash(_("The forms are kept; papers will print them so."), "ok")
        return redirect(url_for("organisations.card", organisation_id=organisation_id))
    return form_page(
        "organisations/forms.html",
        form,
        organisation=organisation,
        cases=shown_cases(organisation.language),
    )


def _above(right: Right) -> Organisation:
    """Below, or for, which organisation the new one is: the one asked for, else the first."""
    own = permitted(right)
    wanted = request.args.get("below", type=int) or min(own, default=0)
    if wanted not in own:
        raise NotFound
    return db.session.get_one(Organisation, wanted)


def _take_charge(organisation: Organisation) -> None:
    """Whoever adds a school below is its first administrator, and can make others."""
    grant = current_user.take_charge_of(organisation)
    db.session.flush()
    audit.record(
        "role-granted",
        grant,
        by_user_id=current_user.id,
        organisation_id=organisation.id,
        details={"user": current_user.id, "role": grant.role},
    )


def _known(own: frozenset[int]) -> Sequence[Organisation]:
    known = sa.select(Organisation).where(Organisation.id.in_(lineage(own)))
    return db.session.scalars(known.order_by(Organisation.sort_key)).all()


def _as_tree(
    organisations: Sequence[Organisation], parent_id: int | None = None, depth: int = 0
) -> Iterator[tuple[int, Organisation]]:
    """Each organisation with its depth, those below it right after it."""
    known = {one.id for one in organisations}
    for one in organisations:
        if one.parent_id == parent_id or (depth == 0 and one.parent_id not in known):
            yield depth, one
            yield from _as_tree([o for o in organisations if o is not one], one.id, depth + 1)


def _record(action: str, organisation: Organisation) -> None:
    record_change(action, organisation, keeper_of(organisation), by_user_id=current_user.id)
