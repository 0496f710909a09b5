"""Furnishes an empty portal: organisations with their people, posts, heads, journals and users.

What there is stands in the .toml files; what happens to it is done by the functions that the pages
use, so a demo shows nothing that a school could not do itself. The caller commits.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal import grammar
from portal.accounts import sign_ins
from portal.accounts.models import User
from portal.accounts.passwords import hash_password, make_first_password
from portal.accounts.service import add_user, grant_role
from portal.demo.papers import Office, issue_papers, send_in
from portal.demo.story import ask_for_papers, know_hours, send_certificate, take_in_letter
from portal.documents.journals import open_journal, open_journals, start_at
from portal.extensions import db
from portal.people.models import Employment, Organisation, Person
from portal.people.service import (
    add_person,
    appoint,
    create_organisation,
    employ,
    give_post,
)
from portal.permissions import Role

HERE = Path(__file__).parent
FILES = ("vplm.toml", "zaozernaya.toml")
SINCE = date(2020, 9, 1)  # everybody works, and the heads sign, from this day
REQUISITES = ("founder", "settlement", "address", "phone", "email", "registry_code", "settings")

Described = Mapping[str, Any]


@dataclass(frozen=True)
class Login:
    """What somebody needs to try the portal in one role."""

    login: str
    password: str
    role: str
    name: str


def furnish(today: date) -> None:
    """Make everything that the files describe; nobody can sign in yet."""
    for described in _described():
        _furnish_organisation(described, today)


def give_passwords() -> list[Login]:
    """New passwords for all furnished users, good until they are given anew at the next start.

    A password that stands in a file, or stays the same for ever, would be a default account.
    """
    furnished = {_login(one, user["role"]) for one in _described() for user in _with_role(one)}
    users = db.session.scalars(sa.select(User).where(User.login.in_(furnished)).order_by(User.id))
    return [_given_password(user) for user in users]


def _described() -> Iterator[Described]:
    for file in FILES:
        yield from tomllib.loads((HERE / file).read_text(encoding="utf-8"))["organisations"]


def _with_role(described: Described) -> list[Described]:
    everybody = (*described["people"], *described.get("users", ()))
    return [one for one in everybody if "role" in one]


def _login(described: Described, role: str) -> str:
    return f"{described['code']}.{role}"


def _given_password(user: User) -> Login:
    password = make_first_password()
    user.password_hash, user.first_password_until = hash_password(password), None
    sign_ins.end_all(user)
    return Login(user.login, password, user.all_grants[0].role, user.name)


def _furnish_organisation(described: Described, today: date) -> None:
    organisation = _make_organisation(described)
    for card in described.get("directory", ()):
        create_organisation(by_user_id=None, owner=organisation, **card)
    people = {one["name"]: _take_on(one, organisation) for one in described["people"]}
    users = _make_users(described, organisation, people)
    open_journals(organisation, today)
    for register, number in described.get("first_numbers", {}).items():
        start_at(open_journal(organisation, register, today), number)
    if head := described.get("head"):
        _appoint_head(head, organisation, people)
    if papers := described.get("papers"):
        office = Office(organisation, people, users["secretary"], users["head"], today)
        issue_papers(office, papers)
        know_hours(office, described["earlier_hours"])
        for letter in described["letters"]:
            take_in_letter(office, letter)
    for sent in described.get("sent_in", ()):
        send_in(people[sent["person"]], sent["title"], sent_by=users["teacher"])
    _let_the_teacher_send(described, people, users, today)


def _let_the_teacher_send(
    described: Described, people: Mapping[str, Employment], users: Mapping[str, User], today: date
) -> None:
    for act, told in ((ask_for_papers, "request"), (send_certificate, "certificate")):
        if sent := described.get(told):
            act(people[sent["person"]], users["teacher"], sent, today)


def _make_organisation(described: Described) -> Organisation:
    parent = sa.select(Organisation).where(Organisation.code == described.get("parent"))
    organisation = create_organisation(
        described["full_name"],
        described["short_name"],
        by_user_id=None,
        kind=described["kind"],
        parent=db.session.scalar(parent),
        country=described.get("country", ""),
        code=described["code"],
    )
    for name in REQUISITES:
        setattr(organisation, name, described.get(name, getattr(organisation, name)))
    return organisation


def _take_on(described: Described, organisation: Organisation) -> Employment:
    language = organisation.language
    family, given, patronymic = grammar.split_full_name(described["name"], language)
    person = add_person(
        family,
        given,
        patronymic,
        language=language,
        by_user_id=None,
        organisation_id=organisation.id,
        gender=described["gender"],
    )
    _complete_card(person, described)
    employment = employ(
        person, organisation, by_user_id=None, started_on=SINCE, file_number=described["file"]
    )
    give_post(employment, described["post"], by_user_id=None, started_on=SINCE)
    return employment


def _complete_card(person: Person, described: Described) -> None:
    person.education = described.get("education", "")
    person.experience = described.get("experience", "")
    person.category = described.get("category", "")
    person.previous_training = described.get("training", "")


def _make_users(
    described: Described, organisation: Organisation, people: Mapping[str, Employment]
) -> dict[str, User]:
    users: dict[str, User] = {}
    for one in _with_role(described):
        name, role = one["name"], Role(one["role"])
        person = people[name].person if name in people else None
        user = add_user(_login(described, role), name, person, by_user_id=None)
        user.language = organisation.language
        grant_role(user, organisation, role, by_user_id=None)
        users[role] = user
    return users


def _appoint_head(
    head: Described, organisation: Organisation, people: Mapping[str, Employment]
) -> None:
    appoint(
        organisation,
        people[head["person"]].person,
        by_user_id=None,
        title=head["title"],
        basis=head["basis"],
        started_on=SINCE,
    )
