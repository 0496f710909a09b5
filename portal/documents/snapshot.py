"""The values a paper was filled with, as plain JSON and back.

An issued paper keeps them for good: what is derived from it later is made from these values, not
from cards that may have changed since.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from portal.documents.frozen import from_json, to_json
from portal.documents.models import Edition
from portal.extensions import services

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
    """Plain JSON of a context; a picture is kept in the store, here only its hash."""
    return to_json(value, lambda picture: sha256(picture.data).hexdigest())


def thaw(value: Any) -> Any:
    """What `freeze` was given; lists stay lists."""
    return from_json(value, services().store.get)
