"""Two versions side by side, and what has been made by each."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal import paper
from portal.documents.models import Document
from portal.extensions import db, services
from portal.studio.changes import FieldChange, field_changes, likely_renames
from portal.studio.checking import fields_used
from portal.studio.kinds import plain_kinds
from portal.studio.manifests import read_manifest
from portal.studio.models import TemplateVersion


@dataclass(frozen=True)
class Comparison:
    """What is other in the newer one; `older` is None where that is a template of another's."""

    older: TemplateVersion | None
    newer: TemplateVersion
    fields: list[FieldChange]
    text: list[tuple[str, str]]  # paragraphs before and after, "" where there was or is none


def compare(newer: TemplateVersion, older: TemplateVersion | None) -> Comparison | None:
    """With the older version, or with the template that would be used without one's own."""
    before = _docx(older) if older else _template_of_others(newer)
    after = _docx(newer)
    if before is None or after is None:
        return None
    was, now = fields_used(before), fields_used(after)
    renames = likely_renames(was, now, read_manifest((older or newer).manifest))
    return Comparison(
        older, newer, field_changes(was, now, renames), paper.differences(before, after)
    )


def version_before(version: TemplateVersion) -> TemplateVersion | None:
    """The newest one in its language that was in force before it came."""
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id == version.organisation_id,
        TemplateVersion.kind == version.kind,
        TemplateVersion.country == version.country,
        TemplateVersion.language == version.language,
        TemplateVersion.n < version.n,
        TemplateVersion.published_at.is_not(None),
    )
    return db.session.scalar(query.order_by(TemplateVersion.n.desc()).limit(1))


def papers_made(version: TemplateVersion) -> int:
    """How many papers were registered while it was in force here."""
    if version.published_at is None:
        return 0
    d = Document
    made = sa.select(sa.func.count(d.id)).where(
        d.organisation_id == version.organisation_id,
        d.kind == version.kind,
        d.language == version.language,
        d.registered_at >= version.published_at,
    )
    if version.retired_at:
        made = made.where(d.registered_at < version.retired_at)
    return db.session.scalar(made) or 0


def _docx(version: TemplateVersion) -> bytes | None:
    return services().store.get(version.docx_sha256) if version.docx_sha256 else None


def _template_of_others(version: TemplateVersion) -> bytes | None:
    """Of the kind in force, as long as it is not of one's own."""
    kind = plain_kinds(version.organisation).get(version.kind)
    if kind is None or kind.owner_id == version.organisation_id:
        return None
    return kind.templates.get((version.country, version.language))
