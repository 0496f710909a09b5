"""Cards of organisations and people as a template is given them; their shape says `shapes`."""

from datetime import date
from typing import Any

from portal import grammar
from portal.documents.shapes import REQUISITES
from portal.people.models import Authority, Employment, Organisation

_ANY_PAPER = "*"  # the name of no kind: a deputy for some kinds does not sign it


def organisation_card(organisation: Organisation) -> dict[str, Any]:
    """What an organisation says of itself."""
    label = "код ЄДРПОУ" if organisation.country == "ua" else "ИНН"
    code = organisation.registry_code
    return {
        "name": organisation.name(),
        "short": organisation.short_name,
        "founder": organisation.founder,
        "settlement": organisation.settlement,
        "address": organisation.address,
        "phone": organisation.phone,
        "email": organisation.email,
        "registry_code": f"{label} {code}" if code else "",
        **{name: organisation.requisites.get(name, "") for name in REQUISITES},
    }


def head_card(authority: Authority | None) -> dict[str, Any] | None:
    """Who signs, with the post as it is printed."""
    if authority is None:
        return None
    name = authority.person.name.declined()
    language = authority.organisation.language
    return {
        "name": name,
        "post": grammar.decline_post(authority.title, language, name.gender, authority.forms),
        "basis": authority.basis,
    }


def partner_card(organisation: Organisation, day: date) -> dict[str, Any]:
    """An organisation named by a paper of another one, with who signs for it on that day."""
    head = head_card(organisation.authority_on(day, _ANY_PAPER))
    return {**organisation_card(organisation), "head": head}


def unknown_partner(name: str, language: str) -> dict[str, Any]:
    """An organisation without a card: only its name is known."""
    return {
        **dict.fromkeys(("founder", "settlement", "address", "phone", "email"), ""),
        **dict.fromkeys(("registry_code", *REQUISITES), ""),
        "name": grammar.decline_organisation(name, language),
        "short": name,
        "head": None,
    }


def person_card(employment: Employment, day: date) -> dict[str, Any]:
    """A person with the name and the post of that day."""
    name = employment.person.name_on(day).declined()
    post, language = employment.post_on(day), employment.organisation.language
    text = post.declined(language, name.gender) if post else grammar.decline_post("", language)
    return {"id": employment.id, "name": name, "post": text}
