"""Values of a form: from the plain JSON that a draft keeps to what a template is given.

A draft keeps: text as it is; dates as ISO text; numbers and sums as text; choices by value; people
and organisations by id, or an organisation's bare name; papers by id or as title, number, date;
pictures by their hash.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import prod
from typing import Any

from portal.documents.cards import partner_card, person_card, unknown_partner
from portal.documents.manifest import Column, FormField
from portal.documents.models import Document
from portal.documents.shapes import BLANK, PICTURE_WIDTH
from portal.documents.typed import Question
from portal.errors import Invalid
from portal.extensions import db, services
from portal.paper import Picture
from portal.people.models import Employment, Organisation


def given_value(
    question: Question, plain: Any, language: str, day: date, values: Mapping[str, Any]
) -> Any:
    """What a template is given for a plain value.

    `values` are those of the fields before it, and under their names the people of the paper and
    the papers it follows.
    """
    if question.type == "computed":
        return _computed(question, values)
    if isinstance(question, FormField) and question.by_hand and plain in (None, ""):
        return BLANK
    if question.type == "yes_no":
        return bool(plain)
    if question.type == "rows":
        return [_row(question, row, language, day, values) for row in plain or []]
    if question.type == "people":
        return [_person(int(one), day) for one in plain or []]
    if question.among and plain and question.among in values:
        return _named(values[question.among], int(plain))
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
            return _organisation(plain, language, day)
        case "document":
            return _document(plain)
        case "image":
            return _picture(question, plain)
        case _:
            return str(plain)


def _picture(question: Question, plain: Mapping[str, str]) -> Picture:
    width = getattr(question, "width_mm", None) or PICTURE_WIDTH
    return Picture(services().store.get(plain["sha256"]), width_mm=width)


def _person(employment_id: int, day: date) -> dict[str, Any] | None:
    employment = db.session.get(Employment, employment_id)
    return person_card(employment, day) if employment else None


def _named(source: Any, employment_id: int) -> dict[str, Any] | None:
    """The person as this paper, or the one it follows, names them."""
    people = source["people"] if isinstance(source, Mapping) else source or ()
    named = (p for p in people if isinstance(p, Mapping) and p["id"] == employment_id)
    return next((dict(person) for person in named), None)


def _organisation(plain: Any, language: str, day: date) -> dict[str, Any]:
    organisation = db.session.get(Organisation, plain) if isinstance(plain, int) else None
    if organisation is None:
        return unknown_partner(str(plain), language)
    return partner_card(organisation, day)


def _document(plain: Any) -> dict[str, Any] | None:
    if not isinstance(plain, int):
        moment = plain.get("date")
        return {**plain, "date": date.fromisoformat(moment) if moment else None}
    document = db.session.get(Document, plain)
    if document is None:
        return None
    return {"title": document.title, "number": document.number or "", "date": document.dated_on}


def _row(
    question: Question, row: Mapping[str, Any], language: str, day: date, outer: Mapping[str, Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    columns: Sequence[Column] = getattr(question, "columns", ())
    for column in columns:
        plain = row.get(column.name)
        values[column.name] = given_value(column, plain, language, day, {**outer, **values})
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
        case "times":
            return prod((Decimal(_counted(one)) for one in operands), start=Decimal(1))
        case "days":
            return (operands[1] - operands[0]).days + 1
        case "add_days":
            return operands[0] + timedelta(days=int(operands[1]))
        case "ects":
            credits = (Decimal(str(operands[0])) / rule.per).quantize(Decimal("0.01")).normalize()
            return int(credits) if credits == credits.to_integral_value() else credits


def _counted(operand: Any) -> Any:
    return operand if isinstance(operand, Decimal | int) else len(operand)


def _operand(name: str, values: Mapping[str, Any]) -> Any:
    field, _, column = name.partition(".")
    value = values.get(field)
    return [row.get(column) for row in value] if column and value else value
