"""The list of people, its export, and the card of one person."""

from datetime import date

import sqlalchemy as sa
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from portal.audit import note_access
from portal.downloads import table
from portal.extensions import db, services
from portal.people.models import Authority, Employment, Organisation, Person, PersonName, Post
from portal.people.scope import find_readable_person, reach, reaches
from portal.people.search import employments_by_name, is_called, works_on
from portal.people.views.blueprints import people as blueprint
from portal.people.views.cases import doubts_of, shown_cases
from portal.permissions import Right, permitted, requires, signed_in

PAGE = 50
WORKING, LEFT = "working", "left"


@blueprint.get("/people")
@requires(Right.READ_PEOPLE)
def index() -> str:
    today = services().clock.today()
    state = LEFT if request.args.get("state") == LEFT else WORKING
    counts = {one: _count(_asked_for(one, today)) for one in (WORKING, LEFT)}
    found = db.session.scalars(_after(_asked_for(state, today), today).limit(PAGE + 1)).all()
    return render_template(
        "people/index.html",
        employments=found[:PAGE],
        next_after=found[PAGE - 1].id if len(found) > PAGE else None,
        today=today,
        state=state,
        counts=counts,
        titles=_titles_held(),
        organisations=_organisations(),
        doubts_of=doubts_of,
        editable=permitted(Right.EDIT_PEOPLE),
    )


@blueprint.get("/people/export.<any(xlsx, csv):ending>")
@requires(Right.READ_PEOPLE)
def export(ending: str) -> Response:
    """The list as it is filtered, all pages of it; personal data as far as the right reaches."""
    today = services().clock.today()
    state = LEFT if request.args.get("state") == LEFT else WORKING
    employments = db.session.scalars(_asked_for(state, today)).all()
    head = [
        *("№", _("Surname"), _("Given name"), _("Patronymic"), _("Post"), _("Load")),
        *(_("File number"), _("Works from"), _("Until")),
        *(_("Birth date"), _("Phone"), _("E-mail"), _("Tax number")),
    ]
    rows = [[n, *_row(employment, today)] for n, employment in enumerate(employments, 1)]
    return table(ending, f"{_('People')} {today:%d.%m.%Y}", head, rows)


@blueprint.get("/people/<int:person_id>")
@signed_in
def card(person_id: int) -> str | Redirect:
    person = db.session.get(Person, person_id)
    if person is not None and person.merged_into_id:
        return redirect(url_for("people.card", person_id=person.merged_into_id))
    person = find_readable_person(person_id)
    today = services().clock.today()
    sees_personal_data = _sees_personal_data(person)
    if sees_personal_data and person.id != current_user.person_id:
        note_access(person.id, "card")
    return render_template(
        "people/card.html",
        person=person,
        name=person.name_on(today),
        employments=_visible_employments(person),
        authorities=_visible_authorities(person),
        today=today,
        cases=shown_cases(person.name.language),
        doubts=doubts_of(person.name_on(today)),
        sees_personal_data=sees_personal_data,
        may_edit=reaches(person, Right.EDIT_PEOPLE),
    )


def _asked_for(state: str, today: date) -> sa.Select[Employment]:
    """What the filters in the address ask for, within the reader's organisations."""
    own = permitted(Right.READ_PEOPLE)
    wanted = request.args.get("organisation", type=int)
    found = employments_by_name(own & {wanted} if wanted else own, today)
    found = found.where(works_on(today) if state == WORKING else ~works_on(today))
    if query := request.args.get("q", "").strip():
        found = found.where(is_called(query))
    if title := request.args.get("post", ""):
        found = found.where(Employment.posts.any(Post.title == title))
    return found


def _after(found: sa.Select[Employment], today: date) -> sa.Select[Employment]:
    """The list from behind the person the last page ended with."""
    last = db.session.get(Employment, request.args.get("after", 0, type=int))
    if last is None:
        return found
    key = last.person.name_on(today).sort_key
    return found.where(
        sa.or_(
            PersonName.sort_key > key,
            sa.and_(PersonName.sort_key == key, Employment.id > last.id),
        )
    )


def _count(found: sa.Select[Employment]) -> int:
    ids = found.with_only_columns(Employment.id).order_by(None).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(ids)) or 0


def _titles_held() -> list[tuple[str, str]]:
    held = (
        sa.select(Post.title)
        .join(Employment)
        .where(Employment.organisation_id.in_(permitted(Right.READ_PEOPLE)))
        .distinct()
        .order_by(Post.title)
    )
    return [(title, title) for title in db.session.scalars(held)]


def _organisations() -> list[tuple[int, str]]:
    own = sa.select(Organisation).where(Organisation.id.in_(permitted(Right.READ_PEOPLE)))
    found = db.session.scalars(own.order_by(Organisation.sort_key))
    return [(one.id, one.short_name) for one in found]


def _row(employment: Employment, today: date) -> list[object]:
    person, post = employment.person, employment.post_on(today)
    name = person.name_on(today)
    personal: list[object] = [""] * 4
    if employment.organisation_id in permitted(Right.READ_PERSONAL_DATA):
        personal = [person.birth_date, person.phone, person.email, person.tax_number]
    return [
        *(name.family, name.given, name.patronymic),
        *(post.text if post else "", post.load if post else ""),
        *(employment.file_number, employment.started_on, employment.ended_on),
        *personal,
    ]


def _visible_employments(person: Person) -> list[Employment]:
    if person.id == current_user.person_id:
        return person.employments
    return [e for e in person.employments if e.organisation_id in permitted(Right.READ_PEOPLE)]


def _visible_authorities(person: Person) -> list[Authority]:
    return list(
        db.session.scalars(
            sa.select(Authority)
            .where(
                Authority.person_id == person.id,
                Authority.organisation_id.in_(reach(Right.READ_PEOPLE)),
            )
            .order_by(Authority.started_on.desc())
        )
    )


def _sees_personal_data(person: Person) -> bool:
    return person.id == current_user.person_id or reaches(person, Right.READ_PERSONAL_DATA)
