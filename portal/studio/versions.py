"""Finding versions and what is taken already; writing an act on a version into the history."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from portal import audit
from portal.documents.catalogue import Kind, kinds_of
from portal.documents.snapshot import freeze
from portal.extensions import db, with_trashed
from portal.people.models import Organisation
from portal.studio import manifests
from portal.studio.models import LETTERHEAD, TemplateVersion


def in_force(
    organisation_id: int, kind: str, country: str, language: str
) -> TemplateVersion | None:
    """The organisation's own version in force."""
    return db.session.scalar(
        sa.select(TemplateVersion).where(
            TemplateVersion.organisation_id == organisation_id,
            TemplateVersion.kind == kind,
            TemplateVersion.country == country,
            TemplateVersion.language == language,
            TemplateVersion.published_at.is_not(None),
            TemplateVersion.retired_at.is_(None),
        )
    )


def versions_of(organisation_id: int, kind: str) -> list[TemplateVersion]:
    """All versions of the kind, drafts too, the newest first."""
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id == organisation_id, TemplateVersion.kind == kind
    )
    return list(db.session.scalars(query.order_by(TemplateVersion.n.desc())))


def trashed_versions(organisation_ids: Collection[int]) -> list[TemplateVersion]:
    """Drafts that were thrown away, the newest first."""
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id.in_(organisation_ids),
        TemplateVersion.trashed_at.is_not(None),
    )
    return list(db.session.scalars(with_trashed(query.order_by(TemplateVersion.id.desc()))))


def kind_called(organisation: Organisation, name: str) -> Kind:
    """The kind of that name or code, as the organisation has it; raises `NotFound`."""
    return kinds_of(organisation).kind(name)


def names_taken(organisation: Organisation) -> set[str]:
    """Names of kinds that something else is already called here."""
    drafts = sa.select(TemplateVersion.kind).where(
        TemplateVersion.organisation_id == organisation.id
    )
    taken = {LETTERHEAD, *(k.name for k in kinds_of(organisation))}
    return taken | set(db.session.scalars(with_trashed(drafts)))


def free_code(organisation: Organisation) -> str:
    """A code for one more kind of one's own."""
    own = sa.select(TemplateVersion.manifest).where(
        TemplateVersion.organisation_id == organisation.id
    )
    drafts = {data.get("code", "") for data in db.session.scalars(with_trashed(own))}
    return manifests.free_code({k.code for k in kinds_of(organisation)} | drafts)


def sample_of(kind: Kind, country: str, language: str) -> dict[str, Any]:
    """The answers of the kind's own questions in its sample, as a version keeps them."""
    sample = kind.sample.get(country, {}).get(language, {})
    names = {f.name for f in kind.fields}
    kept: dict[str, Any] = freeze({k: v for k, v in sample.items() if k in names})
    return kept


def next_n(organisation_id: int, kind: str) -> int:
    newest = sa.select(sa.func.max(TemplateVersion.n)).where(
        TemplateVersion.organisation_id == organisation_id, TemplateVersion.kind == kind
    )
    return (db.session.scalar(with_trashed(newest)) or 0) + 1


def record(version: TemplateVersion, action: str, by: int, **details: object) -> None:
    """Into the organisation's history, after what has changed."""
    db.session.flush()
    audit.record(
        action,
        version,
        by_user_id=by,
        organisation_id=version.organisation_id,
        details={"kind": version.kind, "n": version.n, **details},
    )
