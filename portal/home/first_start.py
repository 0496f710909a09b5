"""The first start: one form makes the organisation, its journals and the user who does everything.

A school of one secretary can work at once after it: the user is administrator and secretary.
"""

from dataclasses import dataclass

from portal import grammar
from portal.accounts.first_start import spend_first_code
from portal.accounts.models import User
from portal.accounts.service import add_user, grant_role, set_password
from portal.documents.journals import open_journals
from portal.extensions import services
from portal.people.models import Organisation, Person
from portal.people.service import add_person, create_organisation, employ, give_post
from portal.permissions import Role


@dataclass(frozen=True)
class FirstStart:
    """What the form of the first start asks for."""

    code: str
    country: str
    kind: str
    full_name: str
    short_name: str
    person: str  # family, given name, patronymic
    post: str
    login: str
    password: str


def start_portal(asked: FirstStart, *, language: str) -> User:
    """Spend the code and make all that is needed to work; `language` is that of the pages."""
    spend_first_code(asked.code)
    user = add_user(asked.login, "", None, by_user_id=None)
    organisation = create_organisation(
        asked.full_name,
        asked.short_name,
        by_user_id=user.id,
        kind=asked.kind,
        country=asked.country,
    )
    open_journals(organisation, services().clock.today())
    user.language = language
    user.person = _add_clerk(asked, organisation, user)
    for role in (Role.ADMIN, Role.SECRETARY):
        grant_role(user, organisation, role, by_user_id=user.id)
    set_password(user, asked.password)
    return user


def _add_clerk(asked: FirstStart, organisation: Organisation, user: User) -> Person:
    family, given, patronymic = grammar.split_full_name(asked.person, organisation.language)
    gender, _is_certain = grammar.guess_gender(family, given, patronymic, organisation.language)
    person = add_person(
        family,
        given,
        patronymic,
        language=organisation.language,
        by_user_id=user.id,
        organisation_id=organisation.id,
        gender=gender,
    )
    employment = employ(person, organisation, by_user_id=user.id)
    give_post(employment, asked.post, by_user_id=user.id)
    return person
