"""The values a paper was filled with, as plain JSON and back.

An issued paper keeps them for good: what is derived from it later is made from these values, not
from cards that may have changed since.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from portal.documents.models import Edition
from portal.extensions import services
from portal.grammar import Name, Phrase
from portal.paper import Picture

_VALUES: Mapping[str, type] = {"$name": Name, "$phrase": Phrase}
_thawed: WeakKeyDictionary[Edition, dict[str, Any]] = WeakKeyDictionary()


def kept_values(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a paper keeps of the values it was filled with, as JSON.

    The paper of one person leaves out the others whom a paper it follows names: a thousand
    referrals would each keep a thousand people.
    """
    people = context["people"]
    if len(people) != 1:
        return {key: freeze(value) for key, value in context.items()}
    return {key: freeze(_about(value, people[0]["id"])) for key, value in context.items()}


def values_of(edition: Edition) -> dict[str, Any]:
    """What an edition was filled with; not to be changed, all who ask are given the same."""
    if edition not in _thawed:
        _thawed[edition] = thaw(edition.data)
    return _thawed[edition]


def _about(value: Any, person: int) -> Any:
    if isinstance(value, Mapping) and isinstance(value.get("people"), list):
        return {**value, "people": [one for one in value["people"] if one.get("id") == person]}
    return value


def freeze(value: Any) -> Any:
    """Plain JSON of a context: records, lists, plain values, names and phrases with their forms."""
    match value:
        case Name() | Phrase():
            tag = "$name" if isinstance(value, Name) else "$phrase"
            return {tag: {f.name: freeze(getattr(value, f.name)) for f in fields(value)}}
        case Picture():
            kept = {"sha256": sha256(value.data).hexdigest(), "text": value.text}
            return {"$picture": {**kept, "width": value.width_mm, "height": value.height_mm}}
        case Mapping():
            return {str(key): freeze(item) for key, item in value.items()}
        case list() | tuple():
            return [freeze(item) for item in value]
        case date():
            return {"$date": value.isoformat()}
        case Decimal():
            return {"$decimal": str(value)}
        case str() | int() | bool() | None:
            return value
    raise TypeError(f"{type(value).__name__} cannot be kept with a paper")


def thaw(value: Any) -> Any:
    """What `freeze` was given; lists stay lists."""
    if isinstance(value, list):
        return [thaw(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (tag, inner), *_ = value.items()
        if tag == "$date":
            return date.fromisoformat(inner)
        if tag == "$decimal":
            return Decimal(inner)
        if tag == "$picture":
            return _picture(**inner)
        if tag in _VALUES:
            return _value(_VALUES[tag], thaw(inner))
    return {key: thaw(item) for key, item in value.items()}


def _picture(sha256: str, text: str, width: float | None, height: float | None) -> Picture:
    return Picture(services().store.get(sha256), width, height, text)


def _value(kind: type, parts: dict[str, Any]) -> Any:
    forms = {
        case: tuple(form) if isinstance(form, list) else form
        for case, form in parts.pop("forms").items()
    }
    return kind(**{**parts, "doubts": tuple(parts["doubts"])}, forms=forms)
