"""Who may do what: roles, rights, the table between them; guards of views; the scope of queries.

The table is the one of the design's section "Rights". A right is always held within organisations:
a query is narrowed by `permitted(right)`, which is empty when in doubt, and an id outside of it
answers 404, so nobody learns what exists elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import sqlalchemy as sa
from flask_login import current_user, login_required
from sqlalchemy.orm import InstrumentedAttribute

from portal.errors import Forbidden, NotFound
from portal.extensions import Base, db

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Base)


class Role(StrEnum):
    """What a person is granted to be in an organisation."""

    ADMIN = "admin"
    SECRETARY = "secretary"
    HEAD = "head"
    METHODIST = "methodist"
    PD_OFFICER = "pd-officer"
    ATTESTATION_OFFICER = "attestation-officer"
    TEACHER = "teacher"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    DEPARTMENT_HEAD = "department-head"


class Right(StrEnum):
    """What somebody may do within an organisation."""

    READ_PEOPLE = "read-people"
    EDIT_PEOPLE = "edit-people"
    READ_PERSONAL_DATA = "read-personal-data"  # birth date, phone, tax number
    READ_FILES = "read-files"
    READ_TRAINING_FILES = "read-training-files"  # sections P5 and P6 only
    READ_PAPERS = "read-papers"
    PREPARE_PAPERS = "prepare-papers"  # of the kinds whose manifest names the role
    PREPARE_EVERY_KIND = "prepare-every-kind"
    APPROVE_PAPERS = "approve-papers"  # also sign, annul and confirm filing
    KEEP_JOURNALS = "keep-journals"
    KEEP_FILES = "keep-files"  # take a paper out of a personnel file
    KEEP_HOURS = "keep-hours"  # check certificates, write lines of the ledger of hours
    EDIT_TEMPLATES = "edit-templates"  # bring a file, set its form, send it on
    PUBLISH_TEMPLATES = "publish-templates"  # also retire, lock; a secretary's own by another
    MANAGE_ORGANISATION = "manage-organisation"  # requisites, authorities
    MANAGE_USERS = "manage-users"


_TEMPLATES = frozenset({Role.ADMIN, Role.SECRETARY, Role.HEAD, Role.COORDINATOR})
_METHODISTS = {Role.METHODIST, Role.PD_OFFICER, Role.ATTESTATION_OFFICER}

RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.READ_PEOPLE: frozenset({Role.ADMIN, Role.SECRETARY, Role.HEAD, *_METHODISTS}),
    Right.EDIT_PEOPLE: frozenset({Role.ADMIN, Role.SECRETARY}),
    Right.READ_PERSONAL_DATA: frozenset({Role.ADMIN, Role.SECRETARY, Role.HEAD}),
    Right.READ_FILES: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.READ_TRAINING_FILES: frozenset({Role.SECRETARY, Role.HEAD, *_METHODISTS}),
    Right.READ_PAPERS: frozenset({Role.SECRETARY, Role.HEAD, Role.DEPARTMENT_HEAD, *_METHODISTS}),
    Right.PREPARE_PAPERS: frozenset({Role.SECRETARY, Role.HEAD, *_METHODISTS}),
    Right.PREPARE_EVERY_KIND: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.APPROVE_PAPERS: frozenset({Role.HEAD, Role.DEPARTMENT_HEAD}),
    Right.KEEP_JOURNALS: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.KEEP_FILES: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.KEEP_HOURS: frozenset({Role.SECRETARY, Role.HEAD, Role.PD_OFFICER}),
    Right.EDIT_TEMPLATES: _TEMPLATES,
    Right.PUBLISH_TEMPLATES: _TEMPLATES,
    Right.MANAGE_ORGANISATION: frozenset({Role.ADMIN, Role.SECRETARY}),
    Right.MANAGE_USERS: frozenset({Role.ADMIN}),
}


class _Grant(Protocol):
    organisation_id: int
    role: str


def permitted(right: Right) -> frozenset[int]:
    """The organisations in which the acting person holds the right; empty for a stranger."""
    grants: Iterable[_Grant] = getattr(current_user, "grants", ())
    return frozenset(g.organisation_id for g in grants if g.role in RIGHTS[right])


def holds(right: Right, organisation_id: int) -> bool:
    """Whether the acting person holds the right in this organisation."""
    return organisation_id in permitted(right)


def require(right: Right, organisation_id: int) -> None:
    """Stop with 403 when the thing may be seen, but this may not be done with it."""
    if not holds(right, organisation_id):
        raise Forbidden


def scoped(model: type[M], right: Right) -> sa.Select[M]:
    """All records of an organisation-owned model which the right opens to the acting person."""
    column = cast("InstrumentedAttribute[int]", getattr(model, "organisation_id"))  # noqa: B009
    return sa.select(model).where(column.in_(permitted(right)))


def find(model: type[M], record_id: int, right: Right) -> M:
    """One such record; raises `NotFound` for a foreign id as for a missing one."""
    key = sa.inspect(model).primary_key[0]
    record = db.session.scalar(scoped(model, right).where(key == record_id))
    if record is None:
        raise NotFound
    return record


def public(view: Callable[P, R]) -> Callable[P, R]:
    """A page for anyone: said aloud, so that no page is public by forgetting."""
    return _marked(view, "public")


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """A page for everyone who has signed in; it scopes what it shows by itself."""
    return _marked(cast("Callable[P, R]", login_required(view)), "signed-in")


def requires(*rights: Right) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page for those who hold one of the rights in some organisation."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not any(permitted(right) for right in rights):
                raise Forbidden
            return view(*args, **kwargs)

        return _marked(cast("Callable[P, R]", login_required(guarded)), *rights)

    return guard


def _marked(view: Callable[P, R], *marks: str) -> Callable[P, R]:
    cast("Any", view).guards = tuple(str(mark) for mark in marks)
    return view
