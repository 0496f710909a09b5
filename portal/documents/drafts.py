"""Drafts: made from a kind, from another paper, saved as they are typed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal import audit, trash
from portal.accounts.models import User
from portal.documents.catalogue import Kind, kind_of
from portal.documents.context import Content, sorted_people
from portal.documents.models import Document, DocumentPerson, LastValue, Link
from portal.documents.snapshot import values_of
from portal.documents.turns import take_paper
from portal.errors import Conflict
from portal.extensions import db, services, with_trashed
from portal.people.models import Employment, Organisation


def start_draft(
    kind: Kind,
    organisation: Organisation,
    *,
    made_by: int,
    dated_on: date,
    people: Sequence[Employment] = (),
    data: Mapping[str, Any] | None = None,
) -> Document:
    """A new draft: what is usual for this kind here, under what is given."""
    now = services().clock.now()
    usual = usual_answers(kind, organisation, made_by=made_by, day=dated_on)
    answers = {**usual, **(data or {})}
    draft = Document(
        organisation=organisation,
        kind=kind.name,
        country=organisation.country,
        language=kind.language_of(organisation.country, answers, organisation.language),
        title=kind.manifest.heading.in_language(organisation.language),
        data=answers,
        dated_on=dated_on,
        created_at=now,
        created_by_id=made_by,
        saved_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    name_people(draft, people)
    audit.record("draft", draft, by_user_id=made_by, organisation_id=organisation.id)
    return draft


def save_draft(
    draft: Document, data: Mapping[str, Any], dated_on: date | None, people: Sequence[Employment]
) -> None:
    """Keep what has been typed so far, faults and all; an approved draft must be approved anew."""
    take_paper(draft)
    refuse_registered(draft)
    changed = (_said(draft.data), draft.dated_on) != (_said(data), dated_on)
    changed |= {p.employment_id for p in draft.people} != {e.id for e in people}
    draft.data, draft.dated_on = dict(data), dated_on
    kind, usual = kind_of(draft), draft.organisation.language
    draft.language = kind.language_of(draft.country, data, usual)
    draft.title = content_of(draft).title
    draft.saved_at = services().clock.now()
    name_people(draft, people)
    if changed:
        draft.submitted_at = draft.approved_at = draft.word_sha256 = None


def discard_draft(draft: Document, *, by: int) -> None:
    """Throw away what never was a paper; for a while it may be taken back."""
    take_paper(draft)
    refuse_registered(draft)
    trash.throw_away(draft, by=by, organisation_id=draft.organisation_id)


def trashed_drafts(organisation_ids: Collection[int]) -> Sequence[Document]:
    """Drafts in the trash of those organisations, the last thrown away first."""
    return db.session.scalars(
        with_trashed(
            sa.select(Document)
            .where(Document.trashed_at.is_not(None), Document.organisation_id.in_(organisation_ids))
            .order_by(Document.trashed_at.desc(), Document.id)
        )
    ).all()


def remove_old_drafts() -> None:
    """Drafts whose time in the trash is over, with what was decided about them."""
    old = sa.select(Document).where(
        Document.trashed_at < trash.removal_due(), Document.registered_at.is_(None)
    )
    by_turn = old.order_by(Document.organisation_id, Document.id)
    for draft in db.session.scalars(with_trashed(by_turn)).all():
        audit.take_turn(draft.organisation_id)
        for row in (*draft.decisions, *_links_of(draft)):
            db.session.delete(row)
        trash.remove(draft, organisation_id=draft.organisation_id)


def _links_of(draft: Document) -> Sequence[Link]:
    touching = sa.or_(Link.from_id == draft.id, Link.to_id == draft.id)
    return db.session.scalars(sa.select(Link).where(touching)).all()


def name_people(draft: Document, people: Sequence[Employment]) -> None:
    """Whom the draft concerns, in the order of the alphabet."""
    day = draft.dated_on or services().clock.today()
    draft.people.clear()
    db.session.flush()
    for position, employment in enumerate(sorted_people(people, day), start=1):
        post = employment.post_on(day)
        draft.people.append(
            DocumentPerson(
                employment=employment,
                position=position,
                name=str(employment.person.name_on(day)),
                post=post.text if post else "",
            )
        )
    db.session.flush()


def same_again(
    source: Document, *, made_by: int, dated_on: date, people: Sequence[Employment] | None = None
) -> Document:
    """A new draft of the same kind with the same answers, for another person or date."""
    kind = kind_of(source)
    chosen = people if people is not None else [p.employment for p in source.people]
    return start_draft(
        kind,
        source.organisation,
        made_by=made_by,
        dated_on=dated_on,
        people=chosen,
        data=source.data,
    )


def following(kind: Kind, source: Document) -> dict[str, Any]:
    """The first answers of a paper that follows `source`: the source, and what they share."""
    data: dict[str, Any] = {}
    for follows in kind.manifest.follows:
        if follows.kind == source.kind:
            data[follows.name] = source.id
    shared = {f.name for f in kind.manifest.fields if "follows" in f.source}
    return {**data, **{name: plain for name, plain in source.data.items() if name in shared}}


def content_of(document: Document) -> Content:
    """What the document says, as its cards stand now."""
    return Content(
        kind=kind_of(document),
        organisation=document.organisation,
        language=document.language,
        dated_on=document.dated_on or services().clock.today(),
        data=document.data,
        people=[person.employment for person in document.people],
        document_id=document.id,
    )


def frozen_context(document: Document) -> dict[str, Any]:
    """What a registered document was filled with."""
    return values_of(document.edition)


def usual_answers(
    kind: Kind, organisation: Organisation, *, made_by: int, day: date
) -> dict[str, Any]:
    """What is known before anybody types: the values typed last, and who of the house is meant.

    A person whom the organisation gives (`source` has "organisation") is whoever makes the paper,
    as far as they work there, else the head.
    """
    answers = remembered(kind, organisation)
    asked = [
        q.name for q in kind.manifest.fields if q.type == "person" and "organisation" in q.source
    ]
    employment = _responsible(organisation, made_by, day) if asked else None
    return {**answers, **dict.fromkeys(asked, employment.id)} if employment else answers


def _responsible(organisation: Organisation, made_by: int, day: date) -> Employment | None:
    user = db.session.get(User, made_by)
    authority = organisation.authority_on(day)
    people = [user.person if user else None, authority.person if authority else None]
    works = (
        employment
        for person in people
        if person
        for employment in person.employments
        if employment.organisation_id == organisation.id
        and (employment.ended_on is None or employment.ended_on >= day)
    )
    return next(works, None)


def remembered(kind: Kind, organisation: Organisation) -> dict[str, Any]:
    """The values typed last into this kind here."""
    return {name: row.value for name, row in _last_values(kind, organisation.id).items()}


def remember(kind: Kind, document: Document) -> None:
    """Keep the values of the fields that ask for it (`source` has "last")."""
    kept = _last_values(kind, document.organisation_id)
    for question in kind.manifest.fields:
        plain = document.data.get(question.name)
        if "last" not in question.source or plain in (None, ""):
            continue
        if row := kept.get(question.name):
            row.value = plain
        else:
            db.session.add(
                LastValue(
                    organisation_id=document.organisation_id,
                    kind=kind.name,
                    field=question.name,
                    value=plain,
                )
            )


def _last_values(kind: Kind, organisation_id: int) -> dict[str, LastValue]:
    rows = db.session.scalars(
        sa.select(LastValue).where(
            LastValue.organisation_id == organisation_id, LastValue.kind == kind.name
        )
    )
    return {row.field: row for row in rows}


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that say something: an empty field is no change of a draft that lacks it."""
    return {name: plain for name, plain in data.items() if plain not in (None, "", [], False)}


def refuse_registered(document: Document) -> None:
    """Stop an act that belongs to drafts alone."""
    if document.registered_at:
        raise Conflict(
            "This paper is already registered: %(paper)s.", paper=document.number or document.title
        )
