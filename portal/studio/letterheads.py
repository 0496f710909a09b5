"""An organisation's letterhead in the templates that ask for one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from portal import paper
from portal.documents.catalogue import Kind
from portal.extensions import services
from portal.paper import TemplateFault
from portal.studio.models import LETTERHEAD, TemplateVersion


def letterheads_of(
    organisation_id: int, versions: Sequence[TemplateVersion]
) -> Mapping[tuple[str, str], bytes]:
    """The organisation's own ones in force; that of a district says the district's name."""
    return {
        (v.country, v.language): services().store.get(v.docx_sha256)
        for v in versions
        if v.kind == LETTERHEAD
        and v.organisation_id == organisation_id
        and v.retired_at is None
        and v.docx_sha256
    }


def dressed(kind: Kind, heads: Mapping[tuple[str, str], bytes]) -> Kind:
    """The kind with the letterhead where its templates ask for one."""
    if kind.owner_id is None and not heads:
        return kind  # a shipped template has its own head
    templates = {place: _under(heads.get(place), docx) for place, docx in kind.templates.items()}
    return replace(kind, templates=MappingProxyType(templates))


def _under(head: bytes | None, template: bytes) -> bytes:
    """A draft that is no template yet stays as it is; its check says why."""
    try:
        if head is None:
            return paper.without_letterhead(template)
        return paper.with_letterhead(template, head)
    except TemplateFault:
        return template
