"""The folders of shipped kinds, read and proved when the portal starts.

A folder with a `kind.toml`, templates named `<country>.<language>.docx` and a `sample.toml` is a
working kind; a bad one stops the start with file, key and reason. What all samples share stands in
one `sample.toml` beside the folders.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from pydantic import ValidationError

from portal.documents.catalogue import Catalogue, Kind
from portal.documents.kind_checks import (
    KindFault,
    chain_faults,
    code_faults,
    sample_faults,
    template_faults,
)
from portal.documents.manifest import Country, Language, Manifest

_TEMPLATE_NAME = re.compile(r"(?P<country>[a-z]{2})\.(?P<language>[a-z]{2})\.docx")


class CatalogueFault(Exception):
    """A kind that cannot be used: which file, which key in it, and why."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


def load_catalogue(folder: Path) -> Catalogue:
    """Read and prove every kind in the folder; raises `CatalogueFault` at the first bad one."""
    shared = _read_toml(folder / "sample.toml")
    homes = sorted(home for home in folder.iterdir() if (home / "kind.toml").is_file())
    kinds = {home.name: _load_kind(home, shared) for home in homes}
    for kind, fault in code_faults(kinds.values()):
        raise _refusal(folder / kind.name, fault)
    for name, kind in kinds.items():
        for fault in chain_faults(kind, kinds):
            raise _refusal(folder / name, fault)
        for country, language in kind.templates:
            for fault in template_faults(kind, country, language, kinds):
                raise _refusal(folder / name, fault)
    return Catalogue(tuple(sorted(kinds.values(), key=lambda kind: kind.code)), shared)


def _refusal(home: Path, fault: KindFault) -> CatalogueFault:
    return CatalogueFault(home / fault.file, fault.key, str(fault))


def _load_kind(home: Path, shared: Mapping[str, Any]) -> Kind:
    file = home / "kind.toml"
    try:
        manifest = Manifest.model_validate(_read_toml(file))
    except ValidationError as e:
        error = e.errors()[0]
        key = ".".join(str(part) for part in error["loc"])
        raise CatalogueFault(file, key, error["msg"]) from e
    kind = Kind(home.name, manifest, _load_templates(home), _load_sample(home, shared))
    for fault in sample_faults(kind):
        raise _refusal(home, fault)
    return kind


def _load_sample(home: Path, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """By country and language: what all kinds share, under what this one says itself."""
    own = _read_toml(home / "sample.toml")
    return {
        country: {
            language: {**shared.get(country, {}).get(language, {}), **values}
            for language, values in languages.items()
        }
        for country, languages in own.items()
    }


def _load_templates(home: Path) -> Mapping[tuple[str, str], bytes]:
    templates = {}
    for file in sorted(home.glob("*.docx")):
        match = _TEMPLATE_NAME.fullmatch(file.name)
        if not match or not _is_known(match["country"], match["language"]):
            raise CatalogueFault(file, "", "a template is named like ua.uk.docx")
        templates[match["country"], match["language"]] = file.read_bytes()
    if not templates:
        raise CatalogueFault(home, "", "it has no template")
    return MappingProxyType(templates)


def _is_known(country: str, language: str) -> bool:
    return country in get_args(Country) and language in get_args(Language)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise CatalogueFault(file, "", "it is missing") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CatalogueFault(file, "", str(e)) from e
