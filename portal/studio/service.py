"""The way of a template: brought as a draft, sent to a second person, published, retired.

A version once published is never changed; a better one takes its place, and papers already issued
keep the wording they were issued with (their editions keep the template's hash and their bytes).
"""

from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import Any

from portal import audit, trash
from portal.documents.snapshot import freeze
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.people.models import Organisation
from portal.studio import manifests
from portal.studio.checking import check, findings_of, take_file
from portal.studio.fitting import fields_in_force, fields_of, fit_form, keep_questions_of_others
from portal.studio.kinds import plain_kinds
from portal.studio.locks import keeper_of
from portal.studio.models import LETTERHEAD, State, TemplateVersion
from portal.studio.second_person import needs_second_person
from portal.studio.versions import (
    free_code,
    in_force,
    kind_called,
    names_taken,
    next_n,
    record,
    sample_of,
)

_LONGEST_FILE_NAME = 200


def bring(
    organisation: Organisation,
    docx: bytes,
    file_name: str,
    *,
    by: int,
    kind: str | None = None,
    country: str,
    language: str,
) -> TemplateVersion:
    """A draft made of a Word file: of a kind the organisation has, or of a new one.

    The form of the version now in force goes with it: fields that stay, and those that only have
    another name now, keep their settings; what the file no longer names is no longer asked.
    """
    audit.take_turn(organisation.id)
    known, sample = None, {}
    if kind == LETTERHEAD:
        form = manifests.letterhead_manifest(country)
    elif kind is None:
        title = PureWindowsPath(file_name).stem.strip()[:_LONGEST_FILE_NAME] or "?"
        form = manifests.new_manifest(title, free_code(organisation), country)
        kind = manifests.name_for(title, names_taken(organisation))
    else:
        known = plain_kinds(organisation)[kind_called(organisation, kind).name]
        kind, form = known.name, manifests.as_data(known.manifest)
        sample = sample_of(known, country, language)
    version = bring_with_form(
        organisation,
        docx,
        file_name,
        by=by,
        kind=kind,
        place=(country, language),
        form=form,
        sample=sample,
    )
    if known:
        fit_form(version, fields_in_force(version))
        _check_again(version)
    return version


def bring_with_form(
    organisation: Organisation,
    docx: bytes,
    file_name: str,
    *,
    by: int,
    kind: str,
    place: tuple[str, str],
    form: Mapping[str, Any],
    sample: Mapping[str, Any],
) -> TemplateVersion:
    """The same with a form of its own: a file from elsewhere, a copy of another kind."""
    audit.take_turn(organisation.id)
    country, language = place
    version = TemplateVersion(
        organisation_id=organisation.id,
        organisation=organisation,
        kind=kind,
        country=country,
        language=language,
        n=next_n(organisation.id, kind),
        manifest=dict(form),
        sample=dict(sample),
        made_at=services().clock.now(),
        made_by_id=by,
    )
    _take(version, docx, file_name)
    db.session.add(version)
    _check_again(version)
    record(version, "bring-template", by)
    return version


def replace_file(version: TemplateVersion, docx: bytes, file_name: str, *, by: int) -> None:
    """Another file for the same draft."""
    _change(version)
    before = fields_in_force(version) | fields_of(version)
    _take(version, docx, file_name)
    version.made_by_id = by
    fit_form(version, before)
    _check_again(version)
    record(version, "replace-template", by)


def set_form(
    version: TemplateVersion,
    *,
    by: int,
    manifest: Mapping[str, Any] | None = None,
    sample: Mapping[str, Any] | None = None,
) -> None:
    """Another form for the draft, or other answers in its sample; raises `Invalid`."""
    _change(version)
    if manifest is not None:
        manifests.read_manifest(manifest)
        version.manifest = dict(manifest)
    if sample is not None:
        version.sample = freeze(sample)
    version.made_by_id = by
    _check_again(version)
    record(version, "edit-template", by)


def note(version: TemplateVersion, text: str, *, by: int) -> None:
    """What is new in it, for the list of versions."""
    _change(version)
    version.note = text.strip()
    record(version, "note-template", by)


def send(version: TemplateVersion, *, by: int) -> None:
    """Ask a second person to publish it."""
    _change(version)
    _refuse_faults(version)
    version.sent_at = services().clock.now()
    record(version, "send-template", by)


def publish(version: TemplateVersion, *, by: int) -> None:
    """Put it in force in place of the one before.

    Raises `Conflict` when it is no draft, has faults, needs a second person, or the kind is kept
    by an organisation above.
    """
    audit.take_turn(version.organisation_id)
    if not version.is_draft:
        raise Conflict("This version has been published already.")
    if keeper := keeper_of(version.organisation, version.kind):
        raise Conflict(
            "%(keeper)s keeps this kind for all: own templates of it are not used.",
            keeper=keeper.short_name,
        )
    _refuse_faults(version)
    if needs_second_person(version, by):
        raise Conflict("A second person publishes it: send it, and somebody else will look at it.")
    before = in_force(version.organisation_id, version.kind, version.country, version.language)
    if before:
        before.retired_at = services().clock.now()
        db.session.flush()
    version.published_at = services().clock.now()
    version.published_by_id = by
    details = {"replaces": before.n} if before else {}
    record(version, "publish-template", by, **details)


def retire(version: TemplateVersion, *, by: int) -> None:
    """Take it out of force by hand: what is above it, or what is shipped, is used again."""
    audit.take_turn(version.organisation_id)
    if version.state is not State.PUBLISHED:
        raise Conflict("Only a version in force can be retired.")
    version.retired_at = services().clock.now()
    record(version, "retire-template", by)


def restore(version: TemplateVersion, *, by: int) -> TemplateVersion:
    """A new draft that is word for word as an old version was."""
    audit.take_turn(version.organisation_id)
    if version.is_draft:
        raise Conflict("This version is a draft still: there is nothing to bring back.")
    draft = TemplateVersion(
        **{name: getattr(version, name) for name in _KEPT},
        n=next_n(version.organisation_id, version.kind),
        made_at=services().clock.now(),
        made_by_id=by,
    )
    db.session.add(draft)
    _check_again(draft)
    record(draft, "restore-template", by, of=version.n)
    return draft


def discard(version: TemplateVersion, *, by: int) -> None:
    """Throw a draft away; it may be taken back from the trash."""
    _change(version)
    trash.throw_away(version, by=by, organisation_id=version.organisation_id)


_KEPT = (
    *("organisation_id", "organisation", "kind", "country", "language", "file_name"),
    *("original_sha256", "docx_sha256", "manifest", "sample", "report", "note"),
)


def _take(version: TemplateVersion, docx: bytes, file_name: str) -> None:
    """Keep the file as it came and cleaned."""
    version.file_name = PureWindowsPath(file_name).name[:_LONGEST_FILE_NAME]
    take_file(version, docx)


def _check_again(version: TemplateVersion) -> None:
    db.session.flush()
    keep_questions_of_others(version)
    check(version)
    db.session.flush()


def _refuse_faults(version: TemplateVersion) -> None:
    _check_again(version)
    faults = [one for one in findings_of(version) if one.is_fault]
    if faults:
        raise Invalid(
            "The check found faults (%(count)s): mend them before it is published.",
            count=len(faults),
        )


def _change(version: TemplateVersion) -> None:
    """Wait for one's turn; only a draft changes, and what was sent is a draft again."""
    audit.take_turn(version.organisation_id)
    if not version.is_draft:
        raise Conflict("A published version is not changed: bring a new one.")
    version.sent_at = None
