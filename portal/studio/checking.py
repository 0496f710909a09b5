"""The check of a version: its file, its form, and whether the two fit together."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from portal import paper
from portal.documents.catalogue import Catalogue, Kind, kinds_of
from portal.documents.kind_checks import (
    KindFault,
    chain_faults,
    code_faults,
    is_given,
    sample_faults,
    template_faults,
)
from portal.extensions import services
from portal.paper import Place, TemplateFault
from portal.paper.findings import Finding
from portal.paper.gate import Checked, check_package, check_tags
from portal.paper.given import Given
from portal.studio.kinds import kinds_with
from portal.studio.manifests import read_manifest
from portal.studio.models import LETTERHEAD, TemplateVersion
from portal.studio.offered import offered
from portal.studio.versions import in_force


def fields_used(docx: bytes) -> frozenset[str]:
    """The dotted paths a file names; none while it is no template."""
    try:
        return paper.fields(docx)
    except TemplateFault:
        return frozenset()


def take_file(version: TemplateVersion, docx: bytes) -> Checked:
    """Look at the package before anything else does; keep the file as it came, and clean."""
    checked = check_package(docx)
    store = services().store
    version.original_sha256 = store.put(docx)
    version.docx_sha256 = store.put(checked.cleaned) if checked.cleaned else None
    version.report = {"package": [asdict(one) for one in checked.findings]}
    return checked


def check(version: TemplateVersion) -> list[Finding]:
    """Look at it as it stands now, and keep what was found: faults keep it from being published."""
    found = [_read(one) for one in version.report.get("package", ())]
    if version.docx_sha256:
        found += check_tags(services().store.get(version.docx_sha256), _given(version)).findings
    if version.docx_sha256 and not any(one.is_fault for one in found):
        found += _of_letterhead(version) if version.kind == LETTERHEAD else _of_kind(version)
    version.report = {**version.report, "findings": [asdict(one) for one in found]}
    return found


def _given(version: TemplateVersion) -> Given | None:
    """What its form and the papers it follows offer, so that a misspelt name has a proposal."""
    if version.kind == LETTERHEAD:
        return None
    kinds = {kind.name: kind.manifest for kind in kinds_of(version.organisation)}
    given = offered(read_manifest(version.manifest), kinds, version.country)
    return replace(given, parts={**given.parts, LETTERHEAD: Given()})


def findings_of(version: TemplateVersion) -> list[Finding]:
    """What its last check found."""
    return [_read(one) for one in version.report.get("findings", ())]


def _of_letterhead(version: TemplateVersion) -> Iterator[Finding]:
    """It may name what every paper has, and nothing that only some forms ask."""
    manifest = read_manifest(version.manifest)
    used = fields_used(services().store.get(version.docx_sha256 or ""))
    for path in sorted(used):
        if not is_given(path, manifest, version.country, {}):
            yield Finding("TPL-FIELD", "unknown-field", tag=path)


def _of_kind(version: TemplateVersion) -> Iterator[Finding]:
    """What its form and sample lack, and what other languages of the kind would lose by it."""
    catalogue = kinds_with(version)
    kind = catalogue.kind(version.kind)
    if _lacks_letterhead(version):
        yield Finding("KIND", "no-letterhead", tag="{{ letterhead }}")
    yield from map(_finding, _kind_faults(version, kind, catalogue))
    known = {one.name: one for one in catalogue}
    before = {one.name: one for one in kinds_of(version.organisation)}.get(version.kind)
    for country, language in sorted(set(before.templates if before else ()) - set(kind.templates)):
        if country != version.country:
            continue
        used = fields_used(before.template(country, language)) if before else ()
        lost = [path for path in sorted(used) if not is_given(path, kind.manifest, country, known)]
        yield Finding("KIND", "other-language", tag=", ".join(lost), params={"language": language})


def _lacks_letterhead(version: TemplateVersion) -> bool:
    place = version.country, version.language
    return LETTERHEAD in fields_used(
        services().store.get(version.docx_sha256 or "")
    ) and not in_force(version.organisation_id, LETTERHEAD, *place)


def _kind_faults(version: TemplateVersion, kind: Kind, catalogue: Catalogue) -> Iterator[KindFault]:
    place = version.country, version.language
    own = replace(kind, templates={place: kind.template(*place)})
    kinds = {one.name: one for one in catalogue}
    yield from sample_faults(own)
    yield from chain_faults(own, kinds)
    in_use = [one for one in catalogue if not one.is_retired]
    yield from (fault for other, fault in code_faults(in_use) if other.name == kind.name)
    yield from template_faults(own, *place, kinds)


def _finding(fault: KindFault) -> Finding:
    code = "TPL-FIELD" if fault.code == "not-given" else "KIND"
    reason = "unknown-field" if fault.code == "not-given" else fault.code
    return Finding(code, reason, tag=fault.key, params={"file": fault.file, "detail": fault.detail})


def _read(kept: Mapping[str, Any]) -> Finding:
    place = kept.get("place")
    return Finding(**{**kept, "place": Place(**place) if place else None})
