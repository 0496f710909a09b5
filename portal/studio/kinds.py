"""The catalogue's second source: own kinds, those of the organisations above, the shipped ones.

For each country and language the nearest version in force is taken, the organisation's own first;
a lock above leaves out everything below it. The form (`manifest`) is that of the nearest
organisation which has a version in force, and a template of another origin stays only while that
form still gives everything it names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from portal.documents.catalogue import Catalogue, Kind
from portal.documents.kind_checks import is_given
from portal.documents.manifest import Manifest
from portal.documents.snapshot import thaw
from portal.extensions import db, services
from portal.paper import fields
from portal.people.models import Organisation
from portal.studio.letterheads import dressed, letterheads_of
from portal.studio.models import LETTERHEAD, KindLock, TemplateVersion

# What the session remembers: one transaction sees one state of all catalogues.
_KNOWN, _FACTS = "kinds of organisations", "facts"

Layer = Sequence[TemplateVersion]


class KindsOfOrganisations:
    """Makes the catalogue of an organisation, and keeps it until a version or a lock changes."""

    def __init__(self, shipped: Catalogue) -> None:
        self.shipped = shipped
        self._catalogue = lru_cache(maxsize=128)(self._build)

    def __call__(self, organisation: Organisation) -> Catalogue:
        known = db.session.info.setdefault(_KNOWN, {})
        if organisation.id not in known:
            known[organisation.id] = self._resolve(organisation, known)
        catalogue: Catalogue = known[organisation.id]
        return catalogue

    def with_version(self, version: TemplateVersion) -> Catalogue:
        """The catalogue as it would be with this draft in force."""
        chain = chain_of(version.organisation)
        versions, locks = _versions(chain), _locks(chain)
        rest = [v for v in versions if not _is_replaced(v, version)]
        return self._put_together(chain, [*rest, version], locks, proposed=version)

    def _resolve(self, organisation: Organisation, known: dict[Any, Any]) -> Catalogue:
        if _FACTS not in known:
            known[_FACTS] = _facts()
        facts: _Facts = known[_FACTS]
        chain = chain_of(organisation)
        stamp = facts.stamp(chain)
        return self._catalogue(tuple(chain), stamp) if stamp else self.shipped

    def _build(self, chain: tuple[int, ...], stamp: object) -> Catalogue:
        """`stamp` is there to tell one state of the versions from another."""
        return self._put_together(chain, _versions(chain), _locks(chain))

    def _put_together(
        self,
        chain: Sequence[int],
        versions: Sequence[TemplateVersion],
        locks: Iterable[tuple[int, str]],
        proposed: TemplateVersion | None = None,
    ) -> Catalogue:
        heads = letterheads_of(chain[0], versions)
        plain = self._as_they_came(chain, versions, locks, proposed)
        whole = {name: dressed(kind, heads) for name, kind in plain.items()}
        held = [_held_together(kind, whole, proposed) for kind in whole.values()]
        in_order = sorted(held, key=lambda k: (k.is_retired, k.code))
        return Catalogue(tuple(in_order), self.shipped.shared)

    def _as_they_came(
        self,
        chain: Sequence[int],
        versions: Sequence[TemplateVersion],
        locks: Iterable[tuple[int, str]],
        proposed: TemplateVersion | None = None,
    ) -> dict[str, Kind]:
        kinds = {kind.name: kind for kind in self.shipped}
        for name in {v.kind for v in versions} - {LETTERHEAD}:
            layers = list(_layers(name, chain, versions, locks))
            own = _own_kind(layers, kinds.get(name), self.shipped.shared, proposed)
            if own:
                kinds[name] = own
        return kinds

    def plain(self, organisation: Organisation) -> Mapping[str, Kind]:
        """The kinds by name, with their templates as they were brought: no letterhead in them."""
        chain = chain_of(organisation)
        return self._as_they_came(chain, _versions(chain), _locks(chain))


def plain_kinds(organisation: Organisation) -> Mapping[str, Kind]:
    """What the organisation writes, with templates as they were brought."""
    return cast("KindsOfOrganisations", current_app.extensions["kinds"]).plain(organisation)


def shipped_kind(name: str) -> Kind | None:
    """Papka's own kind of that name."""
    source = cast("KindsOfOrganisations", current_app.extensions["kinds"])
    return next((kind for kind in source.shipped if kind.name == name), None)


def kinds_with(version: TemplateVersion) -> Catalogue:
    """The catalogue of its organisation as it would be with this draft in force."""
    source = cast("KindsOfOrganisations", current_app.extensions["kinds"])
    return source.with_version(version)


def chain_of(organisation: Organisation) -> list[int]:
    """The organisation and those above it, the nearest first."""
    chain: list[int] = []
    one: Organisation | None = organisation
    while one is not None and one.id not in chain:
        chain.append(one.id)
        one = one.parent
    return chain


def forget_kinds(session: Session) -> None:
    """Look again at the next question: the versions have changed, or may have."""
    session.info.pop(_KNOWN, None)


@sa.event.listens_for(db.session, "after_transaction_end")
def _forget_with_transaction(session: Session, transaction: object) -> None:
    forget_kinds(session)


@sa.event.listens_for(db.session, "after_flush")
def _forget_what_changed(session: Session, context: object) -> None:
    touched = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(one, TemplateVersion | KindLock | Organisation) for one in touched):
        forget_kinds(session)


@dataclass(frozen=True)
class _Facts:
    """Which versions and locks there are, in a few numbers each: asked once a transaction."""

    versions: Mapping[int, tuple[object, ...]]
    locks: Mapping[int, tuple[str, ...]]

    def stamp(self, chain: Sequence[int]) -> tuple[object, ...]:
        """Equal stamps, equal catalogues; empty: nothing but shipped kinds."""
        versions = tuple(self.versions.get(owner, ()) for owner in chain)
        return (
            (versions, tuple(self.locks.get(owner, ()) for owner in chain)) if any(versions) else ()
        )


def _facts() -> _Facts:
    published = sa.select(
        TemplateVersion.organisation_id,
        TemplateVersion.id,
        TemplateVersion.published_at,
        TemplateVersion.retired_at,
    ).where(TemplateVersion.published_at.is_not(None))
    versions: dict[int, tuple[object, ...]] = {}
    for owner, *facts in db.session.execute(published.order_by(TemplateVersion.id)):
        versions[owner] = (*versions.get(owner, ()), tuple(facts))
    locks: dict[int, tuple[str, ...]] = {}
    if versions:
        for lock in db.session.scalars(sa.select(KindLock).order_by(KindLock.id)):
            locks[lock.organisation_id] = (*locks.get(lock.organisation_id, ()), lock.kind)
    return _Facts(versions, locks)


def _versions(chain: Sequence[int]) -> list[TemplateVersion]:
    """Everything ever published along the chain, the newest first."""
    query = sa.select(TemplateVersion).where(
        TemplateVersion.organisation_id.in_(chain), TemplateVersion.published_at.is_not(None)
    )
    order = (TemplateVersion.published_at.desc(), TemplateVersion.id.desc())
    return list(db.session.scalars(query.order_by(*order)))


def _locks(chain: Sequence[int]) -> list[tuple[int, str]]:
    query = sa.select(KindLock.organisation_id, KindLock.kind).where(
        KindLock.organisation_id.in_(chain)
    )
    return [(owner, kind) for owner, kind in db.session.execute(query.order_by(KindLock.id))]


def _is_replaced(old: TemplateVersion, new: TemplateVersion) -> bool:
    def place(v: TemplateVersion) -> tuple[object, ...]:
        return v.organisation_id, v.kind, v.country, v.language

    return place(old) == place(new) and old.retired_at is None


def _layers(
    name: str,
    chain: Sequence[int],
    versions: Sequence[TemplateVersion],
    locks: Iterable[tuple[int, str]],
) -> Iterator[Layer]:
    """The versions of the kind by organisation, the nearest first; none from below a lock."""
    locked = [chain.index(owner) for owner, kind in locks if kind == name]
    for owner in chain[max(locked, default=0) :]:
        yield [v for v in versions if v.organisation_id == owner and v.kind == name]


def _own_kind(
    layers: Sequence[Layer],
    shipped: Kind | None,
    shared: Mapping[str, Any],
    proposed: TemplateVersion | None,
) -> Kind | None:
    """The kind of these layers over the shipped one; None when they add nothing to it.

    A kind of one's own whose versions are all out of force is still known as it last was.
    """
    live = [[v for v in layer if v.retired_at is None] for layer in layers]
    is_retired = not any(live)
    if is_retired and shipped:
        return None
    layers = [layer for layer in (layers if is_retired else live) if layer]
    if not layers:
        return None
    nearest = [v for v in layers[0] if v is proposed] or layers[0]
    manifest = Manifest.model_validate(nearest[0].manifest)
    templates = dict(shipped.templates) if shipped else {}
    sample = _by_place(shipped.sample if shipped else {})
    for layer in reversed(layers):
        for version in reversed(layer):
            place = version.country, version.language
            if version.docx_sha256:
                templates[place] = services().store.get(version.docx_sha256)
            common = shared.get(place[0], {}).get(place[1], {})
            sample[place] = {**common, **sample.get(place, {}), **thaw(version.sample)}
    return Kind(
        name=nearest[0].kind,
        manifest=manifest,
        templates=MappingProxyType(templates),
        sample=_by_country(sample),
        owner_id=nearest[0].organisation_id,
        is_retired=is_retired,
    )


def _by_place(sample: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (c, lang): dict(values) for c, langs in sample.items() for lang, values in langs.items()
    }


def _by_country(sample: Mapping[tuple[str, str], Any]) -> Mapping[str, Any]:
    countries: dict[str, dict[str, Any]] = {}
    for (country, language), values in sample.items():
        countries.setdefault(country, {})[language] = values
    return countries


def _held_together(kind: Kind, kinds: Mapping[str, Kind], proposed: TemplateVersion | None) -> Kind:
    """Without the templates of another origin that name what its form no longer gives."""
    if kind.owner_id is None:
        return kind
    is_proposed = proposed is not None and proposed.kind == kind.name
    spared = {(proposed.country, proposed.language)} if is_proposed and proposed else set()
    kept = {
        place: docx
        for place, docx in kind.templates.items()
        if place in spared
        or all(is_given(path, kind.manifest, place[0], kinds) for path in fields(docx))
    }
    return replace(kind, templates=MappingProxyType(kept))
