"""The names a template is checked against, out of a file: a `kind.toml` or a plain list of fields.

A plain list says `name = ""` for a value, a table for a record, a list of one table for a list of
records, and `filters = […]` for filters that its templates use beyond ours.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portal.documents.catalogue import Catalogue
from portal.documents.manifest import Manifest
from portal.documents.samples import sample_context
from portal.errors import Invalid
from portal.paper.filters import ARGUMENTS
from portal.paper.given import Given
from portal.studio.offered import offered

_SHOWN = "Проба"  # what stands for a value whose sample is empty
_ROWS = 3


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Names, filters, and values to try a template with; without a sample it is not tried."""

    given: Given | None = None
    filters: Collection[str] = frozenset(ARGUMENTS)
    sample: Mapping[str, Any] | None = None
    language: str = "uk"


def read_dictionary(file: Path, catalogue: Catalogue) -> Dictionary:
    """Raises `Invalid` for what is neither."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Invalid(
            "%(file)s is not a list of fields: %(reason)s.", file=file.name, reason=str(fault)
        ) from fault
    if {"code", "title", "heading"} <= set(data):
        return _of_kind(file, data, catalogue)
    filters = frozenset(map(str, data.pop("filters", ())))
    return Dictionary(Given.of(data), frozenset(ARGUMENTS) | filters, _filled(data))


def _of_kind(file: Path, data: Mapping[str, Any], catalogue: Catalogue) -> Dictionary:
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as fault:
        error = fault.errors()[0]
        key = ".".join(str(part) for part in error["loc"])
        raise Invalid(
            "%(file)s is not a list of fields: %(reason)s.",
            file=file.name,
            reason=f"{key}: {error['msg']}",
        ) from fault
    given = offered(manifest, {kind.name: kind.manifest for kind in catalogue})
    own = next((kind for kind in catalogue if kind.manifest == manifest), None)
    if own is None:
        return Dictionary(given)
    country, language = next(iter(own.templates))
    sample = sample_context(catalogue, own, country, language)
    return Dictionary(given, sample=sample, language=language)


def _filled(value: Any) -> Any:
    """The same tree with something to print at every end, and some rows in every list."""
    if isinstance(value, Mapping):
        return {name: _filled(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item) for item in value for _ in range(_ROWS)]
    return value or _SHOWN
