"""Taking a list of organisations in, schools below or partners for the directory; undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal import audit, grammar
from portal.errors import Conflict
from portal.extensions import db, services
from portal.people.import_run import PARTNERS, ImportRun
from portal.people.models import Authority, Organisation, OrganisationKind, Person, PersonName
from portal.people.organisation_rows import OrganisationRow
from portal.people.references import referred
from portal.people.service import add_person, appoint, create_organisation

FILLED = ("founder", "settlement", "address", "phone", "email", "registry_code")
_HEAD = {"uk": ("Директор", "Статуту"), "ru": ("Директор", "Устава")}


@dataclass(frozen=True)
class OrganisationPlan:
    """What taking the list in would do; doubles are organisations already here."""

    new: Sequence[OrganisationRow]
    doubles: Sequence[tuple[OrganisationRow, Organisation]]


def plan_organisations(rows: Sequence[OrganisationRow], above: Organisation) -> OrganisationPlan:
    """Compare with the organisations below and with the directory, by code and by name."""
    here = db.session.scalars(
        sa.select(Organisation).where(
            sa.or_(
                Organisation.id == above.id,
                Organisation.parent_id == above.id,
                Organisation.owner_id == above.id,
            )
        )
    ).all()
    known = {one.registry_code: one for one in here if one.registry_code}
    known |= {grammar.search_key(one.full_name): one for one in here}
    new: list[OrganisationRow] = []
    doubles: list[tuple[OrganisationRow, Organisation]] = []
    for row in rows:
        double = known.get(row.registry_code) or known.get(grammar.search_key(row.full_name))
        if double:
            doubles.append((row, double))
        else:
            new.append(row)
    return OrganisationPlan(new, doubles)


def take_organisations_in(
    run: ImportRun, plan: OrganisationPlan, above: Organisation, *, fills_cards: bool
) -> Sequence[Organisation]:
    """Write the new organisations with their heads; fill what known cards leave empty."""
    added = [_add(row, run, above) for row in plan.new]
    heads = [a.person_id for one in added for a in one.authorities]
    filled = [_fill(row, one) for row, one in plan.doubles] if fills_cards else []
    run.made = {
        "organisation": [one.id for one in added],
        "person": heads,
        "filled": {str(one_id): fields for one_id, fields in filled if fields},
    }
    run.done_at = services().clock.now()
    audit.record(
        "organisations-imported",
        run,
        by_user_id=run.by_user_id,
        organisation_id=above.id,
        details=run.made,
    )
    return added


def undo_organisations(run: ImportRun, *, by_user_id: int) -> None:
    """Take back what the import made; refused when something else already rests on it."""
    if run.done_at is None or run.undone_at is not None:
        raise Conflict("There is nothing to undo.")
    ids, people = run.made["organisation"], run.made["person"]
    used = referred(Organisation, ids, besides=[Authority])
    used |= referred(Person, people, besides=[PersonName, Authority])
    if used:
        raise Conflict(
            "It cannot be undone: people, papers or users already belong to these organisations."
        )
    for one_id, fields in run.made["filled"].items():
        organisation = db.session.get_one(Organisation, int(one_id))
        for field in fields:
            setattr(organisation, field, "")
    db.session.execute(sa.delete(Authority).where(Authority.organisation_id.in_(ids)))
    db.session.execute(sa.delete(Organisation).where(Organisation.id.in_(ids)))
    db.session.execute(sa.delete(PersonName).where(PersonName.person_id.in_(people)))
    db.session.execute(sa.delete(Person).where(Person.id.in_(people)))
    run.undone_at = services().clock.now()
    audit.record("import-undone", run, by_user_id=by_user_id, organisation_id=run.organisation_id)


def _add(row: OrganisationRow, run: ImportRun, above: Organisation) -> Organisation:
    is_partner = run.kind == PARTNERS
    organisation = create_organisation(
        row.full_name,
        row.short_name or row.full_name,
        by_user_id=run.by_user_id,
        kind=OrganisationKind.HOST if is_partner else OrganisationKind.SCHOOL,
        parent=None if is_partner else above,
        owner=above if is_partner else None,
    )
    for field in FILLED:
        setattr(organisation, field, getattr(row, field))
    if row.head:
        _appoint_head(row, organisation, run)
    return organisation


def _appoint_head(row: OrganisationRow, organisation: Organisation, run: ImportRun) -> None:
    language = organisation.language
    parts = grammar.split_full_name(row.head, language)
    head = add_person(
        *parts,
        language=language,
        gender=grammar.guess_gender(*parts, language)[0],
        by_user_id=run.by_user_id,
        organisation_id=run.organisation_id,
    )
    title, basis = _HEAD[language]
    appoint(
        organisation,
        head,
        by_user_id=run.by_user_id,
        title=row.head_title or title,
        basis=basis,
        started_on=run.at.date(),
    )


def _fill(row: OrganisationRow, organisation: Organisation) -> tuple[int, list[str]]:
    empty = [f for f in FILLED if getattr(row, f) and not getattr(organisation, f)]
    for field in empty:
        setattr(organisation, field, getattr(row, field))
    return organisation.id, empty
