"""Rules over several records of organisations and people; each change leaves a line in the audit.

The audit names records and fields, never values: it must not become a second card of the person.
"""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from portal import audit
from portal.errors import Conflict, Invalid
from portal.extensions import Base, db, with_trashed
from portal.people.models import (
    Authority,
    Employment,
    Organisation,
    OrganisationKind,
    Person,
    PersonName,
    Post,
)

LANGUAGE_OF = {"ua": "uk", "ru": "ru"}  # of the papers of a country


def create_organisation(
    full_name: str,
    short_name: str,
    *,
    by_user_id: int | None,
    kind: str = OrganisationKind.SCHOOL,
    parent: Organisation | None = None,
    owner: Organisation | None = None,
    country: str = "",
    code: str = "",
) -> Organisation:
    """A new organisation of the tree, or, with an owner, a card of the owner's directory.

    The country comes from above; only the first organisation of an installation has to say it.
    """
    above = parent or owner
    country = above.country if above else country
    if country not in LANGUAGE_OF:
        raise Invalid("Choose the country first.", field="country")
    organisation = Organisation(
        parent=parent,
        owner_id=owner.id if owner else None,
        code=code or _free_code(kind),
        kind=kind,
        country=country,
        language=LANGUAGE_OF[country],
    )
    organisation.rename(full_name, short_name)
    db.session.add(organisation)
    db.session.flush()
    audit.record(
        "organisation-added",
        organisation,
        by_user_id=by_user_id,
        organisation_id=owner.id if owner else organisation.id,
    )
    return organisation


def add_person(
    family: str,
    given: str,
    patronymic: str = "",
    *,
    language: str,
    by_user_id: int | None,
    organisation_id: int = audit.NO_ORGANISATION,
    gender: str = "",
    birth_date: date | None = None,
    tax_number: str = "",
    phone: str = "",
    email: str = "",
) -> Person:
    """A new person under the name given at birth, so far employed nowhere."""
    person = Person(
        gender=gender, birth_date=birth_date, tax_number=tax_number, phone=phone, email=email
    )
    person.names.append(PersonName.of(family, given, patronymic, language=language))
    db.session.add(person)
    db.session.flush()
    audit.record("person-added", person, by_user_id=by_user_id, organisation_id=organisation_id)
    return person


def give_name(
    person: Person,
    family: str,
    given: str,
    patronymic: str = "",
    *,
    valid_from: date,
    by_user_id: int | None,
    organisation_id: int = audit.NO_ORGANISATION,
    document: str = "",
) -> PersonName:
    """A new name from a day on; papers dated earlier go on printing the old one."""
    _check_free_day(person, valid_from)
    name = PersonName.of(family, given, patronymic, language=person.name.language)
    name.valid_from, name.document = valid_from, document
    person.names.append(name)
    person.names.sort(key=lambda version: version.valid_from or date.min)
    db.session.flush()
    audit.record(
        "name-given",
        person,
        by_user_id=by_user_id,
        organisation_id=organisation_id,
        details={"name": name.id},
    )
    return name


def redate_name(name: PersonName, valid_from: date, document: str) -> None:
    """Correct from which day, and by which document, a name is valid."""
    if valid_from != name.valid_from:
        _check_free_day(name.person, valid_from)
    name.valid_from, name.document = valid_from, document


def _check_free_day(person: Person, day: date) -> None:
    if any(name.valid_from == day for name in person.names):
        raise Invalid(
            "There already is a name from that day. Correct that one instead.", field="valid_from"
        )


def employ(
    person: Person,
    organisation: Organisation,
    *,
    by_user_id: int | None,
    started_on: date | None = None,
    file_number: str | None = None,
) -> Employment:
    """The person begins to work in the organisation; the personnel file hangs on this."""
    for other in person.employments:
        is_over = other.ended_on and (started_on is None or other.ended_on < started_on)
        if other.organisation_id == organisation.id and not is_over:
            raise Conflict("This person already works here. Add a post to that employment.")
    check_file_number(organisation.id, file_number)
    employment = Employment(
        organisation=organisation,
        person=person,
        started_on=started_on,
        file_number=file_number or None,
    )
    db.session.add(employment)
    db.session.flush()
    audit.record(
        "employed",
        employment,
        by_user_id=by_user_id,
        organisation_id=organisation.id,
        details={"person": person.id},
    )
    return employment


def check_file_number(
    organisation_id: int, file_number: str | None, *, besides: int | None = None
) -> None:
    """Refuse a file number that another employment of the organisation has."""
    taken = sa.select(Employment.id).where(
        Employment.organisation_id == organisation_id, Employment.file_number == file_number
    )
    if file_number and db.session.scalar(with_trashed(taken)) not in (None, besides):
        raise Invalid("Another file already has this number.", field="file_number")


def end_employment(employment: Employment, ended_on: date, *, by_user_id: int | None) -> None:
    """The last day of work; posts still held end with it, the file stays."""
    if employment.started_on and ended_on < employment.started_on:
        raise Invalid("The last day cannot be before the first.", field="ended_on")
    employment.ended_on = ended_on
    for post in employment.posts:
        if post.covers(ended_on) or (post.started_on and post.started_on > ended_on):
            post.ended_on = max(ended_on, post.started_on or ended_on)
    record_change("employment-ended", employment, employment.organisation_id, by_user_id=by_user_id)


def give_post(
    employment: Employment,
    title: str,
    tail: str = "",
    *,
    by_user_id: int | None,
    load: str = "",
    is_main: bool = True,
    started_on: date | None = None,
) -> Post:
    """A post from a day on; a new main post ends the main post held until then."""
    held = [p for p in employment.posts if is_main and p.is_main and p.ended_on is None]
    for post in held:
        if started_on is None or (post.started_on and post.started_on >= started_on):
            raise Invalid(
                "Say from which day: another main post is held until then.", field="started_on"
            )
        post.ended_on = started_on - timedelta(days=1)
    post = Post(title=title, tail=tail, load=load, is_main=is_main, started_on=started_on)
    employment.posts.append(post)
    db.session.flush()
    audit.record(
        "post-given",
        post,
        by_user_id=by_user_id,
        organisation_id=employment.organisation_id,
        details={"employment": employment.id},
    )
    return post


def appoint(
    organisation: Organisation,
    person: Person,
    *,
    by_user_id: int | None,
    title: str,
    started_on: date,
    ended_on: date | None = None,
    capacity: str = "head",
    basis: str = "",
    document_kinds: Collection[str] = (),
) -> Authority:
    """The person signs for the organisation in the period, under the exact title."""
    if ended_on and ended_on < started_on:
        raise Invalid("The last day cannot be before the first.", field="ended_on")
    authority = Authority(
        organisation=organisation,
        person=person,
        capacity=capacity,
        title=title,
        basis=basis,
        document_kinds={"kinds": sorted(document_kinds)} if document_kinds else {},
        started_on=started_on,
        ended_on=ended_on,
    )
    db.session.add(authority)
    db.session.flush()
    audit.record(
        "authority-given",
        authority,
        by_user_id=by_user_id,
        organisation_id=organisation.owner_id or organisation.id,
        details={"person": person.id},
    )
    return authority


def record_change(
    action: str, record: Base, organisation_id: int, *, by_user_id: int | None
) -> None:
    """Write down which fields of a record are about to change, if any; nothing flushed since."""
    state = sa.inspect(record)
    changed = [c.key for c in state.mapper.column_attrs if state.attrs[c.key].history.has_changes()]
    if changed:
        db.session.flush()
        audit.record(
            action,
            record,
            by_user_id=by_user_id,
            organisation_id=organisation_id,
            details={"fields": changed},
        )


def _free_code(kind: str) -> str:
    """A code commands can name the organisation by: "school-2"; the secretary may change it."""
    taken = set(db.session.scalars(sa.select(Organisation.code)))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{kind}-{n}") not in taken)
