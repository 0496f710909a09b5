"""Fictional papers: the context a kind's `sample.toml` gives, for previews and for the tests.

The values have the very shape that issuing gives (see `manifest`), only they come from a file.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal import grammar
from portal.documents.catalogue import Catalogue, Kind
from portal.documents.manifest import Column, FormField
from portal.documents.shapes import ORGANISATION, PERSON, PICTURE_WIDTH
from portal.documents.values import given_value
from portal.paper import qr_picture

# On a paper in English the names of people and places stay those of their country.
SPOKEN: Mapping[str, str] = {"en": "uk"}


def sample_context(
    catalogue: Catalogue, kind: Kind, country: str, language: str, **changes: Any
) -> dict[str, Any]:
    """What the template of that country and language is given.

    `changes` replace values of the sample, in the sample's own shape, in the papers it follows too.
    """
    sample = {**kind.sample[country][language], **changes}
    people = [_person(one, language, n) for n, one in enumerate(sample["people"], start=1)]
    of_source = {name: value for name, value in changes.items() if name not in ("number", "date")}
    followed = {
        f.name: sample_context(catalogue, catalogue.kind(f.kind), country, language, **of_source)
        for f in kind.manifest.follows
    }
    named = people[:1] if kind.manifest.per_person else people
    return {
        "number": sample["number"],
        "date": sample["date"],
        "organisation": _organisation(sample["organisation"], language),
        "head": _head(sample["head"], language),
        "people": named,
        "employee": named[0] if len(named) == 1 else None,
        **followed,
        **_answers(kind, sample, country, language, {**followed, "people": named}),
    }


def _answers(
    kind: Kind, sample: Mapping[str, Any], country: str, language: str, known: Mapping[str, Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in kind.fields_in(country):
        plain, day = sample.get(field.name), sample["date"]
        values[field.name] = _answer(field, plain, language, day, {**known, **values})
    return values


def _answer(
    field: FormField | Column, plain: Any, language: str, day: date, values: Mapping[str, Any]
) -> Any:
    """People and organisations are written out in a sample, not chosen from cards."""
    match field.type:
        case "rows" if isinstance(field, FormField):
            return [
                {c.name: _answer(c, row.get(c.name), language, day, values) for c in field.columns}
                for row in plain or ()
            ]
        case "person" if plain and not field.among:
            return _named(plain, language)
        case "people":
            return [_named(one, language) for one in plain or ()]
        case "organisation" if plain:
            return _organisation(plain, language)
        case "document" if plain:
            return {"title": plain["title"], "number": plain["number"], "date": plain["date"]}
        case "date" if plain:
            return plain
        case "image" if plain:
            return qr_picture(plain, getattr(field, "width_mm", None) or PICTURE_WIDTH)
        case _:
            return given_value(field, plain, language, day, values)


def _named(person: Mapping[str, str], language: str) -> dict[str, Any]:
    spoken = SPOKEN.get(language, language)
    name = grammar.decline_name(
        person["family"], person["given"], person["patronymic"], person["gender"], spoken
    )
    post = grammar.decline_post(person["post"], spoken, person["gender"])
    return {"id": 0, "name": name, "post": post}


def _person(person: Mapping[str, str], language: str, number: int) -> dict[str, Any]:
    facts = {part: person.get(part, "") for part in PERSON}
    return {**facts, **_named(person, language), "id": number}


def _organisation(organisation: Mapping[str, Any], language: str) -> dict[str, Any]:
    facts = {part: organisation.get(part, "") for part in ORGANISATION}
    name = grammar.decline_organisation(organisation["name"], SPOKEN.get(language, language))
    return {**facts, "name": name, "head": _head(organisation.get("head"), language)}


def _head(head: Any, language: str) -> dict[str, Any] | None:
    return {**_named(head, language), "basis": head["basis"]} if head else None
