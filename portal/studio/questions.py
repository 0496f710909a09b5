"""The questions of a draft's form: drafted from its file, changed by its author, put in order."""

from collections.abc import Mapping
from typing import Any

from portal.documents.catalogue import kinds_of
from portal.documents.manifest import FormField, Manifest
from portal.documents.shapes import CONTEXT
from portal.documents.snapshot import thaw
from portal.errors import NotFound
from portal.extensions import services
from portal.paper.usage import Usage, usages
from portal.studio import manifests, service
from portal.studio.drafting import drafted
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.sample_answers import sample_answers

_IN_EVERY_SAMPLE = ("number", "date", "organisation", "head", "people")
_BY_SETTINGS = ("choice", "rows")  # an answer of these may not fit any more
_USUAL = {"ua": "uk", "ru": "ru"}  # whose sample a paper in English borrows


def used_values(version: TemplateVersion) -> tuple[Usage, ...]:
    """How its file uses each value; nothing while the file is not let in."""
    if version.docx_sha256 is None:
        return ()
    return usages(services().store.get(version.docx_sha256))


def names_as_written(version: TemplateVersion) -> dict[str, str]:
    """What the author calls each question in the file."""
    asked = {field["name"] for field in version.manifest.get("fields", ())}
    return {one.path: one.written for one in used_values(version) if one.path in asked}


def draft_questions(version: TemplateVersion, *, by: int) -> int:
    """Ask in the form for what the file names and nobody gives; how many questions that made."""
    if version.kind == LETTERHEAD:
        return 0
    manifest = manifests.read_manifest(version.manifest)
    known = {*CONTEXT, *(f.name for f in manifest.follows), *(f.name for f in manifest.fields)}
    questions = drafted(used_values(version), known, version.language)
    data = [q.model_dump(mode="json", by_alias=True, exclude_defaults=True) for q in questions]
    form = {**version.manifest, "fields": [*version.manifest.get("fields", []), *data]}
    fields = [*manifest.fields, *questions]
    service.set_form(version, by=by, manifest=form, sample=_sample(version, fields))
    return len(questions)


def question_of(version: TemplateVersion, name: str) -> FormField:
    """One question of the form; raises `NotFound`."""
    fields = manifests.read_manifest(version.manifest).fields
    found = next((field for field in fields if field.name == name), None)
    if found is None:
        raise NotFound
    return found


def change_question(
    version: TemplateVersion, name: str, changes: Mapping[str, Any], *, by: int
) -> None:
    """Other facts of one question; what is None is taken away. Raises `Invalid`."""
    fields = []
    for field in version.manifest["fields"]:
        if field["name"] == name:
            changed = {**field, **changes}
            fields.append({key: value for key, value in changed.items() if value is not None})
        else:
            fields.append(field)
    form = {**version.manifest, "fields": fields}
    manifest = manifests.read_manifest(form)
    service.set_form(version, by=by, manifest=form, sample=_sample(version, manifest.fields))


def move_question(version: TemplateVersion, name: str, *, up: bool, by: int) -> None:
    """One place up or down among the questions."""
    fields = list(version.manifest["fields"])
    names = [field["name"] for field in fields]
    if name not in names:
        raise NotFound
    here = names.index(name)
    there = max(0, min(len(fields) - 1, here + (-1 if up else 1)))
    fields.insert(there, fields.pop(here))
    service.set_form(version, by=by, manifest={**version.manifest, "fields": fields})


def remove_question(version: TemplateVersion, name: str, *, by: int) -> None:
    """Ask it no more; raises `Invalid` while another question leans on it."""
    fields = [field for field in version.manifest["fields"] if field["name"] != name]
    service.set_form(version, by=by, manifest={**version.manifest, "fields": fields})


def manifest_of(version: TemplateVersion) -> Manifest:
    return manifests.read_manifest(version.manifest)


def _sample(version: TemplateVersion, fields: list[FormField] | tuple[FormField, ...]) -> Any:
    """The sample with an answer of the right type for each question; its own answers stay."""
    shared = kinds_of(version.organisation).shared.get(version.country, {})
    common = shared.get(version.language) or shared[_USUAL[version.country]]
    kept = thaw(version.sample)
    usual = sample_answers(fields, common, version.language)
    types = {field["name"]: field["type"] for field in version.manifest.get("fields", [])}
    own = {
        field.name: kept[field.name]
        for field in fields
        if field.name in kept and types.get(field.name) == field.type not in _BY_SETTINGS
    }
    base = {} if version.language in shared else {k: common[k] for k in _IN_EVERY_SAMPLE}
    return {**base, **usual, **own}
