"""The form of a draft made to fit its file: what stays, what has another name, what is gone."""

from collections.abc import Mapping
from typing import Any

from portal.extensions import services
from portal.studio import manifests
from portal.studio.changes import asked_of_form, carried_over, likely_renames
from portal.studio.checking import fields_used
from portal.studio.kinds import plain_kinds, shipped_kind
from portal.studio.models import TemplateVersion
from portal.studio.versions import versions_of


def fit_form(version: TemplateVersion, before: frozenset[str]) -> None:
    """Settings of fields that stay or only have another name stay; what is gone is not asked."""
    used = fields_of(version)
    if not used:
        return
    manifest = manifests.read_manifest(version.manifest)
    renames = likely_renames(before, used, manifest)
    others = _fields_of_other_languages(version)
    dropped = asked_of_form(before, manifest) - asked_of_form(used, manifest) - others
    form = carried_over(version.manifest, renames, dropped=dropped - set(renames))
    form = _with_remembered(version, form, used)
    manifests.read_manifest(form)
    version.manifest = form
    names = {field["name"] for field in form["fields"]}
    answers = {renames.get(name, name): value for name, value in version.sample.items()}
    version.sample = {name: value for name, value in answers.items() if name in names}
    version.report = {**version.report, "renames": renames}


def _with_remembered(
    version: TemplateVersion, form: Mapping[str, Any], used: frozenset[str]
) -> dict[str, Any]:
    """A question that comes back is asked as it once was, here or in Papka's own kind."""
    lacking = asked_of_form(used, manifests.read_manifest(form)) - {
        field["name"] for field in form.get("fields", ())
    }
    older = [one.manifest for one in versions_of(version.organisation_id, version.kind)]
    if shipped := shipped_kind(version.kind):
        older.append(manifests.as_data(shipped.manifest))
    known = {field["name"]: field for data in reversed(older) for field in data.get("fields", ())}
    asked = {field["name"] for field in form.get("fields", ())} | lacking
    back = [
        known[name]
        for name in sorted(lacking & set(known))
        if set(known[name].get("when", ())) <= asked and "compute" not in known[name]
    ]
    return {**form, "fields": [*form.get("fields", ()), *back]}


def fields_of(version: TemplateVersion) -> frozenset[str]:
    """The paths its file names; none while there is no clean one."""
    return (
        fields_used(services().store.get(version.docx_sha256))
        if version.docx_sha256
        else frozenset()
    )


def fields_in_force(version: TemplateVersion) -> frozenset[str]:
    """What the template now in force names, the organisation's own or another's."""
    template = _templates(version).get((version.country, version.language))
    return fields_used(template) if template else frozenset()


def _fields_of_other_languages(version: TemplateVersion) -> set[str]:
    """Roots that the other templates of the kind still name: their questions stay."""
    own = version.country, version.language
    paths = {
        path
        for place, docx in _templates(version).items()
        if place != own and place[0] == version.country
        for path in fields_used(docx)
    }
    return {path.partition(".")[0] for path in paths}


def _templates(version: TemplateVersion) -> Mapping[tuple[str, str], bytes]:
    kind = plain_kinds(version.organisation).get(version.kind)
    return kind.templates if kind else {}


def keep_questions_of_others(version: TemplateVersion) -> None:
    """What templates of the kind in other languages ask stays in the form, whoever made it."""
    kinds = plain_kinds(version.organisation)
    if version.kind not in kinds:
        return
    own = {field["name"] for field in version.manifest.get("fields", ())}
    wanted = _fields_of_other_languages(version) - own
    usual = manifests.as_data(kinds[version.kind].manifest).get("fields", ())
    if more := [field for field in usual if field["name"] in wanted]:
        fields = [*version.manifest.get("fields", ()), *more]
        version.manifest = {**version.manifest, "fields": fields}
