"""The values papers are filled with, as plain JSON and back.

Pure, so that a program without database and store can read them too.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from portal.grammar import Name, Phrase
from portal.paper import Picture

_VALUES: Mapping[str, type] = {"$name": Name, "$phrase": Phrase}


def to_json(value: Any, keep: Callable[[Picture], str]) -> Any:
    """Records, lists, plain values, names and phrases with their forms; `keep` puts the bytes of
    a picture away and says how they are found again."""
    match value:
        case Name() | Phrase():
            tag = "$name" if isinstance(value, Name) else "$phrase"
            return {tag: {f.name: to_json(getattr(value, f.name), keep) for f in fields(value)}}
        case Picture():
            kept = {"sha256": keep(value), "text": value.text}
            return {"$picture": {**kept, "width": value.width_mm, "height": value.height_mm}}
        case Mapping():
            return {str(key): to_json(item, keep) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item, keep) for item in value]
        case date():
            return {"$date": value.isoformat()}
        case Decimal():
            return {"$decimal": str(value)}
        case str() | int() | bool() | None:
            return value
    raise TypeError(f"{type(value).__name__} cannot be kept with a paper")


def from_json(value: Any, find: Callable[[str], bytes]) -> Any:
    """What `to_json` was given; lists stay lists."""
    if isinstance(value, list):
        return [from_json(item, find) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (tag, inner), *_ = value.items()
        if tag == "$date":
            return date.fromisoformat(inner)
        if tag == "$decimal":
            return Decimal(inner)
        if tag == "$picture":
            data = find(inner["sha256"])
            return Picture(data, inner["width"], inner["height"], inner["text"])
        if tag in _VALUES:
            return _value(_VALUES[tag], from_json(inner, find))
    return {key: from_json(item, find) for key, item in value.items()}


def _value(kind: type, parts: dict[str, Any]) -> Any:
    forms = {
        case: tuple(form) if isinstance(form, list) else form
        for case, form in parts.pop("forms").items()
    }
    return kind(**{**parts, "doubts": tuple(parts["doubts"])}, forms=forms)
