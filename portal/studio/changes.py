"""What changes between two versions of a template: its fields, and what becomes of the form.

A field that only has another name now keeps its label, help, type and the rest: it is found by the
likeness of the names and by whether the old type gives what the new place asks for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from portal.documents.manifest import FormField, Manifest
from portal.documents.shapes import CONTEXT
from portal.studio.models import LETTERHEAD

_ALIKE = 0.6
_OF_VALUES = frozenset({"family", "given", "patronymic", "gender", "text", "year"})


class Turn(StrEnum):
    """What became of a field."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"  # probably


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One path of the template; `was` is its path in the version before."""

    path: str
    turn: Turn
    was: str = ""


def field_changes(
    before: Collection[str], now: Collection[str], renames: Mapping[str, str]
) -> list[FieldChange]:
    """The paths of both versions, in the order of their names; `renames`: old root → new root."""
    changes, told = [], set()
    for path in before:
        root, _, rest = path.partition(".")
        new = renames.get(root, root) + (f".{rest}" if rest else "")
        told.add(new)
        if new not in now:
            changes.append(FieldChange(path, Turn.REMOVED, path))
        else:
            changes.append(FieldChange(new, Turn.SAME if new == path else Turn.RENAMED, path))
    changes += [FieldChange(path, Turn.ADDED) for path in now if path not in told]
    return sorted(changes, key=lambda change: change.path)


def asked_of_form(paths: Collection[str], manifest: Manifest) -> set[str]:
    """The roots that only questions of a form can give."""
    given = {*CONTEXT, LETTERHEAD, *(f.name for f in manifest.follows)}
    return {path.partition(".")[0] for path in paths} - given


def likely_renames(
    before: Collection[str], now: Collection[str], manifest: Manifest
) -> dict[str, str]:
    """Old name → new name, the likest first; each name once."""
    old, new = asked_of_form(before, manifest), asked_of_form(now, manifest)
    known = {f.name: f for f in manifest.fields}
    pairs = sorted(
        (-_likeness(gone, come), gone, come)
        for gone in (old - new) & set(known)
        for come in new - old - set(known)
        if _likeness(gone, come) >= _ALIKE and _serves(known[gone], come, now)
    )
    found: dict[str, str] = {}
    for _, gone, come in pairs:
        if gone not in found and come not in found.values():
            found[gone] = come
    return found


def carried_over(
    data: Mapping[str, Any],
    renames: Mapping[str, str],
    *,
    dropped: Collection[str],
) -> dict[str, Any]:
    """The form with its fields renamed, without those dropped that nothing leans on any more."""
    kept = [_renamed_field(field, renames) for field in data.get("fields", [])]
    gone = set(dropped) - _leaned_on(data)
    form = {**data, "fields": [field for field in kept if field["name"] not in gone]}
    if "titled_by" in form:
        form["titled_by"] = renames.get(form["titled_by"], form["titled_by"])
    if "at_least_one" in form:
        form["at_least_one"] = [renames.get(name, name) for name in form["at_least_one"]]
    return form


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _serves(field: FormField, name: str, paths: Collection[str]) -> bool:
    """Whether the field's type has every part that the new name is asked for."""
    parts = {path.split(".")[1] for path in paths if path.startswith(f"{name}.")}
    return parts <= (field.parts or _OF_VALUES)


def _renamed_field(field: Mapping[str, Any], renames: Mapping[str, str]) -> dict[str, Any]:
    changed = {**field, "name": renames.get(field["name"], field["name"])}
    if "when" in field:
        changed["when"] = {renames.get(k, k): v for k, v in field["when"].items()}
    if "compute" in field:
        of = [_renamed_path(path, renames) for path in field["compute"]["of"]]
        changed["compute"] = {**field["compute"], "of": of}
    return changed


def _renamed_path(path: str, renames: Mapping[str, str]) -> str:
    root, dot, rest = path.partition(".")
    return renames.get(root, root) + dot + rest


def _leaned_on(data: Mapping[str, Any]) -> set[str]:
    """Questions that others are computed from or asked by, or that name the paper."""
    fields = data.get("fields", [])
    when = {name for field in fields for name in field.get("when", {})}
    of = {path.split(".")[0] for f in fields for path in f.get("compute", {}).get("of", ())}
    return {*when, *of, *data.get("at_least_one", ()), data.get("titled_by", "")}
