"""The catalogue of kinds of papers: reads the folders, proves them, hands out what they hold.

A folder in, frozen values out, without the database. A folder with a `kind.toml`, templates named
`<country>.<language>.docx` and a `sample.toml` is a working kind; a bad one stops the start with
file, key and reason. What all samples share stands in one `sample.toml` beside the folders.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args

from flask import current_app
from pydantic import ValidationError

from portal.documents.manifest import Country, FormField, Language, Manifest, Retention
from portal.errors import NotFound
from portal.paper import TemplateFault, fields

# Parts of the values of grammar that a template may ask for by themselves.
_OF_VALUES = frozenset({"family", "given", "patronymic", "gender", "text", "year"})
_TEMPLATE_NAME = re.compile(r"(?P<country>[a-z]{2})\.(?P<language>[a-z]{2})\.docx")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class CatalogueFault(Exception):
    """A kind that cannot be used: which file, which key in it, and why."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper; `name` is that of its folder."""

    name: str
    manifest: Manifest
    templates: Mapping[tuple[str, str], bytes]
    sample: Mapping[str, Any]

    @property
    def code(self) -> str:
        return self.manifest.code

    @property
    def fields(self) -> tuple[FormField, ...]:
        return self.manifest.fields

    def title(self, language: str) -> str:
        return self.manifest.title.in_language(language)

    def fields_in(self, country: str) -> tuple[FormField, ...]:
        """The questions of the form in that country."""
        return tuple(f for f in self.fields if country in f.countries)

    def languages(self, country: str) -> tuple[str, ...]:
        """In which languages it is written there; none when the country does not have it."""
        return tuple(sorted(lang for land, lang in self.templates if land == country))

    def language_of(self, country: str, data: Mapping[str, Any], usual: str) -> str:
        """In which language a paper with these answers is written.

        A question named `written_in` lets the clerk choose one of the kind's templates; unasked or
        unanswered, it is the usual one of the organisation.
        """
        chosen = str(data.get("written_in", ""))
        return chosen if (country, chosen) in self.templates else usual

    def template(self, country: str, language: str) -> bytes:
        """The Word template; raises `NotFound` when it is not written in that language."""
        try:
            return self.templates[country, language]
        except KeyError as e:
            raise NotFound("This paper is not written in that language.") from e

    def template_hash(self, country: str, language: str) -> str:
        return sha256(self.template(country, language)).hexdigest()

    def retention(self, country: str) -> Retention:
        return next(rule for land, rule in self.manifest.retention.items() if land == country)

    def file_name(self, language: str, *, number: str, date: str, people: str) -> str:
        """The name of a file that is handed out, without its ending, fit for every file system."""
        rule = self.manifest.file_name.in_language(language)
        name = rule.format(number=number, date=date, people=people)
        return " ".join(_NOT_IN_FILE_NAMES.sub("-", name).split()).rstrip(".")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All kinds, in the order of their codes."""

    kinds: tuple[Kind, ...]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds)

    def kind(self, name_or_code: str) -> Kind:
        """By the name of its folder or by its code; raises `NotFound`."""
        for kind in self.kinds:
            if name_or_code in (kind.name, kind.code):
                return kind
        raise NotFound("There is no such kind of paper.")

    def of(self, country: str) -> tuple[Kind, ...]:
        """What is written in that country."""
        return tuple(kind for kind in self.kinds if kind.languages(country))

    def extracts_of(self, kind: Kind, country: str, language: str) -> tuple[Kind, ...]:
        """What each person named gets together with the paper, where files take extracts of it."""
        filing = kind.manifest.filing
        if filing is None or filing.copy_as != "extract":
            return ()
        derived = (k for k in self.kinds if k.manifest.derived_from == kind.name)
        return tuple(k for k in derived if (country, language) in k.templates)

    def following(self, name: str, *roles: str) -> tuple[Kind, ...]:
        """The kinds that may follow a paper of this kind, in these roles if any is said."""
        return tuple(
            kind
            for kind in self.kinds
            if any(f.kind == name and f.role in (roles or (f.role,)) for f in kind.manifest.follows)
        )


def current_catalogue() -> Catalogue:
    """The catalogue the running portal was started with."""
    return cast("Catalogue", current_app.extensions["catalogue"])


def load_catalogue(folder: Path) -> Catalogue:
    """Read and prove every kind in the folder; raises `CatalogueFault` at the first bad one."""
    shared = _read_toml(folder / "sample.toml")
    homes = sorted(home for home in folder.iterdir() if (home / "kind.toml").is_file())
    kinds = {home.name: _load_kind(home, shared) for home in homes}
    _check_codes(folder, kinds.values())
    for name, kind in kinds.items():
        _check_chain(folder / name / "kind.toml", kind, kinds)
        for country, language in kind.templates:
            _check_template(folder / name, kind, country, language, kinds)
    return Catalogue(tuple(sorted(kinds.values(), key=lambda kind: kind.code)))


def _load_kind(home: Path, shared: Mapping[str, Any]) -> Kind:
    file = home / "kind.toml"
    try:
        manifest = Manifest.model_validate(_read_toml(file))
    except ValidationError as e:
        error = e.errors()[0]
        key = ".".join(str(part) for part in error["loc"])
        raise CatalogueFault(file, key, error["msg"]) from e
    kind = Kind(home.name, manifest, _load_templates(home), _load_sample(home, shared))
    for country, language in kind.templates:
        _check_sample(home / "sample.toml", kind, country, language)
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


def _check_sample(file: Path, kind: Kind, country: str, language: str) -> None:
    sample = kind.sample.get(country, {}).get(language, {})
    wanted = {f.name for f in kind.fields_in(country) if f.required and not f.when}
    for name in sorted({"number", "date", "organisation", "head", "people", *wanted}):
        if name not in sample:
            raise CatalogueFault(file, f"{country}.{language}.{name}", "it is missing")


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise CatalogueFault(file, "", "it is missing") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CatalogueFault(file, "", str(e)) from e


def _check_codes(folder: Path, kinds: Collection[Kind]) -> None:
    seen: dict[str, str] = {}
    for kind in kinds:
        if kind.code in seen:
            file = folder / kind.name / "kind.toml"
            raise CatalogueFault(file, "code", f"{kind.code} is taken by {seen[kind.code]}")
        seen[kind.code] = kind.name


def _check_chain(file: Path, kind: Kind, kinds: Mapping[str, Kind]) -> None:
    for followed in kind.manifest.follows:
        if followed.kind not in kinds:
            raise CatalogueFault(file, "follows", f"there is no kind {followed.kind}")
    for field in kind.fields:
        if missing := set(field.kinds) - set(kinds):
            key = f"fields.{field.name}.kinds"
            raise CatalogueFault(file, key, f"there is no kind {', '.join(sorted(missing))}")
    for country in {country for country, _ in kind.templates}:
        if country not in kind.manifest.retention:
            raise CatalogueFault(file, f"retention.{country}", "it is missing")


def _check_template(
    home: Path, kind: Kind, country: str, language: str, kinds: Mapping[str, Kind]
) -> None:
    """Every path the template uses is one that issuing will give."""
    file = home / f"{country}.{language}.docx"
    try:
        used = fields(kind.template(country, language))
    except TemplateFault as e:
        raise CatalogueFault(file, "", str(e)) from e
    for path in sorted(used):
        if not _is_given(path.split("."), kind.manifest, country, kinds):
            raise CatalogueFault(file, path, "neither the form nor the fixed names give it")


def _is_given(path: list[str], manifest: Manifest, country: str, kinds: Mapping[str, Kind]) -> bool:
    root, *rest = path
    followed = next((f.kind for f in manifest.follows if f.name == root), None)
    if followed is not None:
        return not rest or _is_given(rest, kinds[followed].manifest, country, kinds)
    parts = manifest.names_in(country).get(root)
    if parts is None or (rest and parts and rest[0] not in parts):
        return False
    of_value = rest[1:] if parts else rest
    field = next((f for f in manifest.fields if f.name == root), None)
    if field and of_value and of_value[0] in field.parts_of(rest[0]):
        of_value = of_value[1:]
    return len(of_value) <= 1 and _OF_VALUES.issuperset(of_value)
