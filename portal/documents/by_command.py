"""What the `issue` command does: reads its words, plans the papers, hands out their files.

Whoever sits at the shell of the machine is the operator: steps of approval are taken as said and
recorded as decisions. Nothing is registered as long as there is one problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Grant, User
from portal.documents.approval import steps_for, submit
from portal.documents.batch import documents_of, name_people, plan_batch, start_batch
from portal.documents.batch_check import dry_run, shared_problems
from portal.documents.catalogue import Kind, kind_of, kinds_of
from portal.documents.context import Problem, problems
from portal.documents.drafts import content_of, start_draft
from portal.documents.force import in_force
from portal.documents.issue import register
from portal.documents.manifest import Follows
from portal.documents.models import Batch, Document
from portal.documents.people_lists import ListedPerson, read_people_list
from portal.documents.typed import parse
from portal.errors import Invalid, NotFound, PapkaError
from portal.extensions import db, services
from portal.people.models import Organisation
from portal.permissions import RIGHTS, Right

NOT_IN_WORDS = ("computed", "image", "rows")


@dataclass(frozen=True)
class Wish:
    """The words of the command, read."""

    kind: Kind
    organisation: Organisation
    people: Sequence[ListedPerson]
    answers: Mapping[str, Any]
    dated_on: date
    by: User


@dataclass
class Plan:
    """What will be made, or, with `problems`, why nothing is."""

    documents: list[Document] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def papers(self) -> list[Document]:
        """All papers, each order before its extracts."""
        of_batches = (paper for batch in self.batches for paper in documents_of(batch))
        return [*self.documents, *of_batches]

    def failed(self) -> Iterator[str]:
        """Why papers of single persons were not made after all."""
        for batch in self.batches:
            for item in batch.items:
                if item.fault:
                    name = item.employment.person.name_on(batch.dated_on)
                    yield f"{name}: {PapkaError(item.fault, **item.fault_params)}"


def read_wish(
    kind: str,
    organisation: str,
    people: Path | None,
    words: Sequence[str],
    *,
    day: date | None,
    by: str,
) -> Wish:
    """What is asked for; raises `PapkaError` for what means nothing."""
    owner = db.session.scalar(sa.select(Organisation).where(Organisation.code == organisation))
    if owner is None:
        raise Invalid("There is no organisation with the code %(code)s.", code=organisation)
    chosen, dated_on = kinds_of(owner).kind(kind), day or services().clock.today()
    return Wish(
        kind=chosen,
        organisation=owner,
        people=_people(people, chosen, owner, dated_on),
        answers=dict(_answer(chosen, owner, word) for word in words),
        dated_on=dated_on,
        by=_acting_user(owner, by),
    )


def _people(
    file: Path | None, kind: Kind, organisation: Organisation, day: date
) -> Sequence[ListedPerson]:
    if file is None and kind.manifest.names_people:
        raise Invalid("--people: papers of this kind name people; give their list.")
    if file is None or not kind.manifest.names_people:
        return ()
    return read_people_list(file.read_bytes(), file.name, kind, organisation, day)


def plan_papers(wish: Wish) -> Plan:
    """Register the paper that names all, or start the batch; the caller commits if it is right."""
    lines = [f"{at}: {PapkaError(said, **has)}" for p in wish.people for at, said, has in p.faults]
    if lines:
        return Plan(problems=lines)
    return _plan_one_each(wish) if wish.kind.manifest.per_person else _plan_one_for_all(wish)


def parse_day(text: str) -> date:
    """The date of the papers as the office or as a program writes it."""
    for day in (text, "-".join(reversed(text.split(".")))):
        try:
            return date.fromisoformat(day)
        except ValueError:
            continue
    raise Invalid("Write the date like 05.06.2026.")


def _plan_one_each(wish: Wish) -> Plan:
    follows = {f.name for f in wish.kind.manifest.follows}
    ids = [plain for name, plain in wish.answers.items() if name in follows]
    batch = plan_batch(
        wish.kind,
        wish.organisation,
        [],
        data=wish.answers,
        dated_on=wish.dated_on,
        made_by=wish.by.id,
        source=db.session.get(Document, ids[0]) if ids else None,
    )
    own = {one.employment.id: one.answers for one in wish.people if one.employment}
    name_people(batch, [one.employment for one in wish.people if one.employment], own)
    return _started(wish, Plan(batches=[batch]))


def _plan_one_for_all(wish: Wish) -> Plan:
    kind, organisation, by = wish.kind, wish.organisation, wish.by.id
    document = start_draft(
        kind,
        organisation,
        made_by=by,
        dated_on=wish.dated_on,
        people=[one.employment for one in wish.people if one.employment],
        data=wish.answers,
    )
    if lines := _lines(problems(content_of(document)), wish.people):
        return Plan(problems=lines)
    if steps := steps_for(kind, organisation):
        submit(document, submitted_by=by, own_roles=steps)
    register(document, issued_by=by, request_key=f"command:{document.id}")
    extracts = [
        plan_batch(
            derived,
            organisation,
            [row.employment for row in document.people],
            data={},
            dated_on=wish.dated_on,
            made_by=by,
            source=document,
        )
        for derived in kinds_of(organisation).extracts_of(
            kind, organisation.country, organisation.language
        )
    ]
    return _started(wish, Plan([document], extracts))


def _started(wish: Wish, plan: Plan) -> Plan:
    for batch in plan.batches:
        found = dry_run(batch)
        shared = shared_problems(found)
        own = [p for problem in found.values() for p in problem if p not in shared]
        plan.problems += _lines([*shared, *own], wish.people)
        if not plan.problems:
            kind = kind_of(batch)
            steps = steps_for(kind, batch.organisation)
            start_batch(batch, started_by=wish.by.id, own_roles=steps)
    return plan


def _lines(found: Sequence[Problem], people: Sequence[ListedPerson]) -> list[str]:
    """What must be mended, after the cell or the field it stands in."""
    cells = {one.employment.id: one.address for one in people if one.employment}
    return [
        f"{cells.get(problem.employment_id or 0) or problem.field}: "
        f"{PapkaError(problem.message, **problem.params)}"
        for problem in found
        if problem.blocks
    ]


def _answer(kind: Kind, organisation: Organisation, word: str) -> tuple[str, Any]:
    """`hours=60`: the field and its plain value."""
    name, has_value, text = word.partition("=")
    follows = next((f for f in kind.manifest.follows if f.name == name), None)
    if follows and has_value:
        return name, _followed(follows, organisation, text.strip())
    question = next((f for f in kind.fields_in(organisation.country) if f.name == name), None)
    if question is None or not has_value or question.type in NOT_IN_WORDS:
        asked = [f.name for f in kind.fields_in(organisation.country) if f.type not in NOT_IN_WORDS]
        known = ", ".join([*(f.name for f in kind.manifest.follows), *asked])
        raise Invalid(
            "--set %(word)s: write one of these and =value: %(known)s.", word=word, known=known
        )
    if question.type == "people":
        one = question.model_copy(update={"type": "person"})
        return name, [parse(one, part, organisation) for part in text.split(";")]
    try:
        return name, parse(question, text, organisation)
    except Invalid as fault:
        said = str(fault)
        raise Invalid("--set %(word)s: %(said)s", word=word, said=said) from fault


def _followed(follows: Follows, organisation: Organisation, text: str) -> int:
    """The paper in force of that number in the newest journal that has it, or of that id."""
    papers = sa.select(Document.id).where(
        Document.organisation_id == organisation.id, Document.kind == follows.kind, in_force()
    )
    numbered = papers.where(Document.number == text).order_by(Document.dated_on.desc())
    found = db.session.scalar(numbered.limit(1))
    if found is None and text.isdecimal():
        found = db.session.scalar(papers.where(Document.id == int(text)))
    if found is None:
        raise Invalid(
            "--set %(name)s: no such paper is in force: %(text)s.", name=follows.name, text=text
        )
    return found


def _acting_user(organisation: Organisation, login: str) -> User:
    """The user of that login, or the first one, who may prepare papers there."""
    today = services().clock.today()
    users = sa.select(User).where(User.disabled_at.is_(None)).order_by(User.id)
    if login:
        users = users.where(User.login == login.casefold())
    for user in db.session.scalars(
        users.join(Grant).where(Grant.organisation_id == organisation.id)
    ):
        roles = {g.role for g in user.grants_on(today) if g.organisation_id == organisation.id}
        if roles & RIGHTS[Right.PREPARE_EVERY_KIND]:
            return user
    if login:
        raise Invalid("%(login)s may not prepare papers there.", login=login)
    raise NotFound("Nobody there may prepare papers yet: make a user who is secretary or head.")
