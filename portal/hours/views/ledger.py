"""The ledger: everybody's balance, one person's lines, both as Excel; the norm of the school."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as WerkzeugResponse

from portal import audit
from portal.audit import note_access
from portal.downloads import table
from portal.errors import Conflict, NotFound
from portal.extensions import db, services
from portal.hours.balance import Balance, balance_of, needed_hours, norm_on
from portal.hours.checks import plain
from portal.hours.ledger import endings, entries_of, running
from portal.hours.models import HourEntry
from portal.hours.views import words
from portal.hours.views.addresses import hours
from portal.hours.views.rights import find_person, may_read
from portal.people.models import Employment, Organisation, Person, PersonName
from portal.permissions import Right, holds, permitted, requires, signed_in


@dataclass(frozen=True)
class Line:
    """One employee with the hours."""

    employment: Employment
    balance: Balance


@hours.get("")
@requires(Right.READ_TRAINING_FILES)
def index() -> str:
    """Who has how many hours, and whose documents end."""
    lines, today = _lines(), services().clock.today()
    organisations = {one.employment.organisation for one in lines}
    return render_template(
        "hours/people.html",
        lines=lines,
        endings=endings([line.employment.person_id for line in lines], today),
        norms=[
            (one, norm_on(one.country, today).choices, needed_hours(one, today))
            for one in sorted(organisations, key=lambda one: one.sort_key)
            if norm_on(one.country, today).choices and holds(Right.KEEP_HOURS, one.id)
        ],
        plain=plain,
        today=today,
    )


@hours.get("/people.<any(xlsx, csv):ending>")
@requires(Right.READ_TRAINING_FILES)
def export_people(ending: str) -> Response:
    head = [
        *(_("Surname, given name, patronymic"), _("Post"), _("Hours counted"), _("Hours needed")),
        *(_("Waits for recognition"), _("Beside the norm"), _("Last document"), _("Next due by")),
    ]
    today = services().clock.today()
    rows = [_person_row(line, today) for line in _lines()]
    return table(ending, _("Hours of professional development"), head, rows)


@hours.get("/people/<int:person_id>")
@signed_in
def person(person_id: int) -> str:
    """All lines of one person with the running total."""
    found = _find(person_id)
    entries, today = entries_of(found), services().clock.today()
    home = _home(found)
    return render_template(
        "hours/person.html",
        person=found,
        name=found.name_on(today),
        home=home,
        balance=balance_of(entries, home, today) if home else None,
        rows=running(entries),
        endings=endings([found.id], today),
        may_keep=home is not None and holds(Right.KEEP_HOURS, home.organisation_id),
        keeps=permitted(Right.KEEP_HOURS),
        may_read=may_read,
        words=words,
        plain=plain,
        today=today,
    )


@hours.get("/people/<int:person_id>/ledger.<any(xlsx, csv):ending>")
@signed_in
def export_person(person_id: int, ending: str) -> Response:
    found = _find(person_id)
    head = [
        *(_("Date"), _("Programme"), _("Provider"), _("Document"), _("Number"), _("Date of issue")),
        *(_("Hours"), _("ECTS credits"), _("Total"), _("Recognition"), _("Genuine")),
        *(_("Valid until"), _("Before Papka")),
    ]
    rows = [_entry_row(row.entry, row.total) for row in running(entries_of(found))]
    name = found.name_on(services().clock.today())
    return table(ending, _("Hours, %(name)s", name=str(name)), head, rows)


@hours.post("/norm/<int:organisation_id>")
@requires(Right.KEEP_HOURS)
def set_norm(organisation_id: int) -> WerkzeugResponse:
    """Which of the norms of the law holds for the school's people."""
    organisation = find_organisation(organisation_id)
    chosen = request.form.get("hours", type=int)
    if chosen not in norm_on(organisation.country, services().clock.today()).choices:
        raise Conflict("Choose one of the norms of the law.")
    audit.take_turn(organisation.id)
    organisation.settings = {**organisation.settings, "hours_norm": chosen}
    audit.record(
        "hours-norm-set",
        organisation,
        by_user_id=current_user.id,
        organisation_id=organisation.id,
        details={"hours": chosen},
    )
    db.session.commit()
    flash(_("The norm is %(hours)s hours in five years.", hours=chosen), "ok")
    return redirect(url_for("hours.index"), 303)


def find_organisation(organisation_id: int) -> Organisation:
    """An organisation whose hours the acting person keeps."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or not holds(Right.KEEP_HOURS, organisation.id):
        raise NotFound
    return organisation


def _find(person_id: int) -> Person:
    """Oneself, or somebody of the reader's school; reading another's is written down."""
    own: Person | None = current_user.person
    if own is not None and own.id == person_id:
        return own
    found = find_person(person_id)
    note_access(found.id, "hours")
    return found


def _home(person: Person) -> Employment | None:
    """The employment by whose norm the hours are read: the reader's school before others."""
    mine = permitted(Right.READ_TRAINING_FILES)
    present = [one for one in person.employments if one.ended_on is None]
    ordered = sorted(present, key=lambda one: one.organisation_id not in mine)
    return next(iter(ordered or person.employments), None)


def _lines() -> list[Line]:
    """Everybody who works where the reader may read training papers, in order of the alphabet."""
    today = services().clock.today()
    employments = db.session.scalars(
        sa.select(Employment)
        .join(PersonName, PersonName.person_id == Employment.person_id)
        .where(
            Employment.organisation_id.in_(permitted(Right.READ_TRAINING_FILES)),
            Employment.ended_on.is_(None),
        )
        .options(
            sa.orm.joinedload(Employment.person).selectinload(Person.names),
            sa.orm.selectinload(Employment.posts),
        )
        .order_by(PersonName.sort_key)
    ).unique()
    kept = list(dict.fromkeys(employments))
    entries = _entries([one.person_id for one in kept])
    return [Line(one, balance_of(entries.get(one.person_id, ()), one, today)) for one in kept]


def _entries(person_ids: Sequence[int]) -> Mapping[int, Sequence[HourEntry]]:
    found: defaultdict[int, list[HourEntry]] = defaultdict(list)
    query = sa.select(HourEntry).where(HourEntry.person_id.in_(person_ids))
    for entry in db.session.scalars(query.order_by(HourEntry.id)):
        found[entry.person_id].append(entry)
    return found


def _person_row(line: Line, today: object) -> list[object]:
    balance, employment = line.balance, line.employment
    post = employment.post_on(balance.today)
    return [
        str(employment.person.name_on(balance.today)),
        post.text if post else "",
        balance.counted,
        balance.needed,
        balance.waiting,
        balance.beside,
        balance.last.dated_on if balance.last else None,
        balance.due_on,
    ]


def _entry_row(entry: HourEntry, total: Decimal) -> list[object]:
    return [
        entry.dated_on,
        entry.topic,
        entry.provider,
        str(words.KINDS[entry.kind]),
        entry.number,
        entry.issued_on,
        entry.hours,
        entry.ects,
        total,
        entry.recognised_by or str(words.RECOGNITIONS[entry.recognition]),
        str(words.VERIFICATIONS[entry.verification_status][0]),
        entry.valid_until,
        _("yes") if entry.is_opening else "",
    ]
