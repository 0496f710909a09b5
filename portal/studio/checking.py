"""The check of a version: its file, its form, and whether the two fit together."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from portal import paper
from portal.documents.catalogue import Catalogue, Kind
from portal.documents.kind_checks import (
    KindFault,
    chain_faults,
    code_faults,
    sample_faults,
    template_faults,
)
from portal.extensions import services
from portal.paper import Place, TemplateFault
from portal.paper.findings import Finding
from portal.studio.kinds import kinds_with
from portal.studio.models import TemplateVersion

_CODES = {"forbidden": "TPL-EXPR", "unknown-filter": "TPL-FILTER", "unknown-name": "TPL-FIELD"}


def read_template(docx: bytes) -> tuple[frozenset[str], list[Finding]]:
    """The fields a file uses, and what keeps it from being a template."""
    try:
        return paper.fields(docx), []
    except TemplateFault as fault:
        finding = Finding(
            code=_CODES.get(fault.code, "TPL-SYNTAX"),
            reason=fault.code,
            place=fault.place,
            tag=str(fault.params.get("tag", "")),
            params=fault.params,
        )
        return frozenset(), [finding]


def check(version: TemplateVersion) -> list[Finding]:
    """Everything that keeps the version, as it stands now, from being published."""
    if version.docx_sha256 is None:
        return findings_of(version)
    catalogue = kinds_with(version)
    kind = catalogue.kind(version.kind)
    _, found = read_template(services().store.get(version.docx_sha256))
    if found:
        return found
    return [_finding(fault) for fault in _kind_faults(version, kind, catalogue)]


def findings_of(version: TemplateVersion) -> list[Finding]:
    """What its last check found."""
    return [_read(one) for one in version.report.get("findings", ())]


def remember(version: TemplateVersion, findings: list[Finding]) -> None:
    """Keep the result of a check with the version."""
    version.report = {**version.report, "findings": [asdict(one) for one in findings]}


def _kind_faults(version: TemplateVersion, kind: Kind, catalogue: Catalogue) -> Iterator[KindFault]:
    own = replace(
        kind,
        templates={
            place: docx
            for place, docx in kind.templates.items()
            if place in {(version.country, version.language)}
        },
    )
    kinds = {one.name: one for one in catalogue}
    yield from sample_faults(own)
    yield from chain_faults(own, kinds)
    yield from (
        fault
        for other, fault in code_faults(k for k in catalogue if not k.is_retired)
        if other.name == kind.name
    )
    yield from template_faults(own, version.country, version.language, kinds)


def _finding(fault: KindFault) -> Finding:
    code = "TPL-FIELD" if fault.code == "not-given" else "KIND"
    reason = "unknown-field" if fault.code == "not-given" else fault.code
    return Finding(code, reason, tag=fault.key, params={"file": fault.file, "detail": fault.detail})


def _read(kept: Mapping[str, Any]) -> Finding:
    place = kept.get("place")
    return Finding(**{**kept, "place": Place(**place) if place else None})
