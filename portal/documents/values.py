"""Values of a form: from text to plain JSON (kept by a draft), and on to what a template is given.

A draft keeps: text as it is; dates as ISO text; numbers and sums as text; choices by value; people
and organisations by id, or an organisation's bare name; papers by id or as title, number, date.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from portal import grammar
from portal.documents import requisites
from portal.documents.manifest import BLANK, Column, FormField
from portal.documents.models import Document
from portal.errors import Invalid
from portal.extensions import db
from portal.grammar import Phrase
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
            return f"{_parsed_number(question, text):f}"
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


def given_value(
    question: Question, plain: Any, language: str, day: date, values: Mapping[str, Any]
) -> Any:
    """What a template is given for a plain value; `values` are those of the fields before it."""
    if question.type == "computed":
        return _computed(question, values)
    if isinstance(question, FormField) and question.by_hand and plain in (None, ""):
        return BLANK
    if question.type == "yes_no":
        return bool(plain)
    if question.type == "rows":
        return [_row(question, row, language, day) for row in plain or []]
    if question.type == "people":
        return [_person(int(one), day) for one in plain or []]
    if plain in (None, ""):
        return _EMPTY.get(question.type)
    try:
        return _typed(question, plain, language, day)
    except (ValueError, ArithmeticError, StopIteration) as e:
        raise Invalid("What is written here cannot be read.", field=question.name) from e


_EMPTY: Mapping[str, Any] = dict.fromkeys(
    ("text", "long_text", "tax_id", "iban", "phone", "email", "programme"), ""
)


def is_asked(field: FormField, country: str, data: Mapping[str, Any]) -> bool:
    """Whether the form asks the field at all: by country, and by the answers it depends on."""
    if country not in field.countries or field.type == "computed":
        return False
    return all(_answers(data.get(name), wanted) for name, wanted in field.when.items())


def _answers(plain: Any, wanted: str | bool) -> bool:
    return bool(plain) is wanted if isinstance(wanted, bool) else plain == wanted


def _typed(question: Question, plain: Any, language: str, day: date) -> Any:
    match question.type:
        case "date":
            return date.fromisoformat(plain)
        case "number":
            number = Decimal(plain)
            return int(number) if number == number.to_integral_value() else number
        case "money":
            return Decimal(plain)
        case "choice":
            return next(c for c in question.choices if c.value == plain).phrase(language)
        case "person":
            return _person(int(plain), day)
        case "organisation":
            return _organisation(plain, language)
        case "document":
            return _document(plain)
        case _:
            return str(plain)


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


def _parsed_number(question: Question, text: str) -> Decimal:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as e:
        raise Invalid("Write a number, for example 60.", field=question.name) from e
    if not number.is_finite() or abs(number) >= 10**12:
        raise Invalid("Write a number, for example 60.", field=question.name)
    if question.minimum is not None and number < Decimal(str(question.minimum)):
        raise Invalid(
            "%(minimum)s is the least here.", field=question.name, minimum=f"{question.minimum:g}"
        )
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


def _person(employment_id: int, day: date) -> dict[str, Any] | None:
    employment = db.session.get(Employment, employment_id)
    if employment is None:
        return None
    name = employment.person.name_on(day).declined()
    post = employment.post_on(day)
    language = employment.organisation.language
    text = post.declined(language, name.gender) if post else grammar.decline_post("", language)
    return {"name": name, "post": text}


def _organisation(plain: Any, language: str) -> dict[str, Any]:
    organisation = db.session.get(Organisation, plain) if isinstance(plain, int) else None
    if organisation is None:
        name: Phrase = grammar.decline_organisation(str(plain), language)
        return {"name": name, "short": str(plain), "address": "", "email": ""}
    return {
        "name": organisation.name(),
        "short": organisation.short_name,
        "address": organisation.address,
        "email": organisation.email,
    }


def _document(plain: Any) -> dict[str, Any] | None:
    if not isinstance(plain, int):
        moment = plain.get("date")
        return {**plain, "date": date.fromisoformat(moment) if moment else None}
    document = db.session.get(Document, plain)
    if document is None:
        return None
    return {"title": document.title, "number": document.number or "", "date": document.dated_on}


def _row(question: Question, row: Mapping[str, Any], language: str, day: date) -> dict[str, Any]:
    values: dict[str, Any] = {}
    columns: Sequence[Column] = getattr(question, "columns", ())
    for column in columns:
        values[column.name] = given_value(column, row.get(column.name), language, day, values)
    return values


def _computed(question: Question, values: Mapping[str, Any]) -> Any:
    rule = question.compute
    if rule is None:
        return None
    operands = [_operand(name, values) for name in rule.of]
    if any(operand in (None, "") for operand in operands):
        return None
    match rule.function:
        case "sum":
            flat = [n for o in operands for n in (o if isinstance(o, list) else [o])]
            return sum((Decimal(str(n)) for n in flat), Decimal(0))
        case "days":
            return (operands[1] - operands[0]).days + 1
        case "add_days":
            return operands[0] + timedelta(days=int(operands[1]))
        case "ects":
            credits = (Decimal(str(operands[0])) / rule.per).quantize(Decimal("0.01")).normalize()
            return int(credits) if credits == credits.to_integral_value() else credits


def _operand(name: str, values: Mapping[str, Any]) -> Any:
    field, _, column = name.partition(".")
    value = values.get(field)
    return [row.get(column) for row in value] if column and value else value
