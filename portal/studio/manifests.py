"""The form of a kind as plain data: from the catalogue's models and back, new, and as TOML.

The data are those of `kind.toml`; a version keeps them as JSON.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from portal.documents.manifest import Manifest
from portal.documents.registers import register_of
from portal.errors import Invalid
from portal.grammar.latin import in_latin

Data = dict[str, Any]

LANGUAGES = ("uk", "ru", "en")
USUAL_REGISTER = "R02"
_LONGEST_NAME = 40
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def as_data(manifest: Manifest) -> Data:
    """What `kind.toml` would say, without what is usual."""
    return manifest.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read_manifest(data: Mapping[str, Any]) -> Manifest:
    """The proved form; raises `Invalid` naming the key that is wrong."""
    try:
        return Manifest.model_validate(data)
    except ValidationError as e:
        error = e.errors()[0]
        key = ".".join(str(part) for part in error["loc"]) or "kind.toml"
        raise Invalid(
            "The description of the kind is wrong at %(key)s: %(reason)s.",
            key=key,
            reason=error["msg"],
        ) from e


def new_manifest(title: str, code: str, country: str, *, register: str = USUAL_REGISTER) -> Data:
    """A kind that asks nothing yet; what is usual for the register stands in it."""
    words = dict.fromkeys(LANGUAGES, title)
    kept = register_of(register).profile(country).retention or "3"
    return {
        "code": code,
        "title": words,
        "heading": words,
        "file_name": dict.fromkeys(LANGUAGES, f"{_unbraced(title)} № {{number}}, {{date}}"),
        "register": register,
        "per_person": False,
        "prepared_by": ["secretary", "head"],
        "signed_by": ["head"],
        "retention": {country: {"words": kept}},
        "fields": [],
    }


def letterhead_manifest(country: str) -> Data:
    """A letterhead asks nothing; the paper it stands on does."""
    titles = {"uk": "Бланк", "ru": "Бланк", "en": "Letterhead"}
    return {**new_manifest("Letterhead", "LH", country), "title": titles}


def renamed(data: Data, *, title: str, code: str) -> Data:
    """The same form for a new kind."""
    words = dict.fromkeys(LANGUAGES, title)
    file_name = dict.fromkeys(LANGUAGES, f"{_unbraced(title)} № {{number}}, {{date}}")
    return {**data, "code": code, "title": words, "heading": words, "file_name": file_name}


def name_for(title: str, taken: Collection[str]) -> str:
    """A name for the kind that is not in use, made from its title."""
    latin = re.sub(r"[^a-z0-9]+", "_", in_latin(title.lower())).strip("_")
    stem = (latin if latin[:1].isalpha() else f"kind_{latin}").strip("_")[: _LONGEST_NAME - 4]
    names = [stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def free_code(taken: Collection[str]) -> str:
    """The first code of one's own kinds that is not in use: K01, K02 …"""
    return next(code for n in range(1, len(taken) + 2) if (code := f"K{n:02}") not in taken)


def toml(data: Mapping[str, Any]) -> str:
    """The data as a file that people read and `tomllib` reads back as equal data."""
    return "\n".join(_table(data, ())).strip() + "\n"


def _unbraced(title: str) -> str:
    return title.replace("{", "").replace("}", "")


def _table(data: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    """Plain values first, then tables, then lists of tables, as TOML wants them."""
    plain = {k: v for k, v in data.items() if not _is_table(v) and not _is_tables(v)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in data.items():
        inner = (*path, _key(key))
        if _is_table(value):
            lines += ["", f"[{'.'.join(inner)}]", *_table(value, inner)]
        elif _is_tables(value):
            for one in value:
                lines += ["", f"[[{'.'.join(inner)}]]", *_table(one, inner)]
    return lines


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_table, value))


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
