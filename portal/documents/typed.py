"""What a typed text means for a question: from text to the plain value that a draft keeps."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from portal import grammar
from portal.documents import requisites
from portal.documents.manifest import Column, FormField
from portal.errors import Invalid
from portal.extensions import db
from portal.people.models import Employment, Organisation
from portal.people.scope import directory, lineage

_YES = {"1", "true", "yes", "on", "так", "да", "y"}

Question = FormField | Column


def parse(question: Question, text: str, organisation: Organisation) -> Any:
    """The plain value that a typed text means.

    Raises `Invalid` with the field's name when it means nothing for the field's type.
    """
    text = text.strip()
    if not text:
        return None
    match question.type:
        case "date":
            return _parsed_date(question, text).isoformat()
        case "number" | "money":
            return f"{_parsed_number(question, text, organisation.country):f}"
        case "yes_no":
            return text.casefold() in _YES
        case "choice":
            return _parsed_choice(question, text)
        case "person":
            return _parsed_person(question, text, organisation)
        case "organisation":
            return _parsed_organisation(text, organisation)
        case "document":
            return int(text) if text.isdecimal() else {"title": text, "number": "", "date": None}
        case "tax_id" | "iban" | "phone" | "email":
            return _parsed_requisite(question, text, organisation.country)
        case _:
            return _parsed_text(question, text)


def _parsed_date(question: Question, text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return _strict_date(text, pattern)
        except ValueError:
            continue
    raise Invalid("Write the date like 05.06.2026.", field=question.name)


def _strict_date(text: str, pattern: str) -> date:
    separator = pattern[2]
    parts = [int(part) for part in text.split(separator)]
    year, month, day = parts if pattern.startswith("%Y") else reversed(parts)
    return date(year, month, day)


def _parsed_number(question: Question, text: str, country: str) -> Decimal:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as e:
        raise Invalid("Write a number, for example 60.", field=question.name) from e
    if not number.is_finite() or abs(number) >= 10**12:
        raise Invalid("Write a number, for example 60.", field=question.name)
    least = question.least_in(country)
    if least is not None and number < Decimal(str(least)):
        raise Invalid("%(minimum)s is the least here.", field=question.name, minimum=f"{least:g}")
    if question.maximum is not None and number > Decimal(str(question.maximum)):
        raise Invalid(
            "%(maximum)s is the most here.", field=question.name, maximum=f"{question.maximum:g}"
        )
    return number


def _parsed_choice(question: Question, text: str) -> str:
    wanted = text.casefold()
    for choice in question.choices:
        words = {choice.value, *(choice.label.in_language(code) for code in ("uk", "ru", "en"))}
        if wanted in {word.casefold() for word in words}:
            return str(choice.value)
    raise Invalid("Choose one of the answers.", field=question.name)


def _parsed_text(question: Question, text: str) -> str:
    if question.max_length and len(text) > question.max_length:
        raise Invalid("%(most)s characters at most.", field=question.name, most=question.max_length)
    return text


def _parsed_person(question: Question, text: str, organisation: Organisation) -> int:
    """By id, or by full name when exactly one person of the organisation has it."""
    employments = sa.select(Employment).where(Employment.organisation_id == organisation.id)
    if text.isdecimal():
        found = db.session.scalars(employments.where(Employment.id == int(text))).all()
    else:
        key = grammar.search_key(text)
        found = [
            e
            for e in db.session.scalars(employments)
            if any(name.search_key == key for name in e.person.names)
        ]
    if len(found) != 1:
        raise Invalid("Choose a person from the list.", field=question.name)
    return found[0].id


def known_organisations(organisation: Organisation) -> sa.Select[Organisation]:
    """Those it may name by a card: its directory, itself and all above it."""
    seen = directory([organisation.id]).with_only_columns(Organisation.id).order_by(None)
    own = lineage([organisation.id])
    return (
        sa.select(Organisation)
        .where(sa.or_(Organisation.id.in_(own), Organisation.id.in_(seen)))
        .order_by(Organisation.sort_key, Organisation.id)
    )


def _parsed_organisation(text: str, organisation: Organisation) -> Any:
    """By id, code or name from the directory; any other text is taken as the name itself."""
    key = grammar.search_key(text)
    for known in db.session.scalars(known_organisations(organisation)):
        names = {grammar.search_key(known.full_name), known.code.casefold()}
        names.add(grammar.search_key(known.short_name))
        if text == str(known.id) or key in names:
            return known.id
    return text


def _parsed_requisite(question: Question, text: str, country: str) -> str:
    plain = requisites.tidied(question.type, text)
    if requisites.is_valid(question.type, plain, country):
        return plain
    match question.type:
        case "tax_id":
            fault = Invalid("This is not a tax number: look at its digits once more.")
        case "iban":
            fault = Invalid("This is not an account number: look at its digits once more.")
        case "phone":
            fault = Invalid("This is not a telephone number; write it like +380 67 123 45 67.")
        case _:
            fault = Invalid("This is not an e-mail address; write it like name@school.example.")
    fault.field = question.name
    raise fault
