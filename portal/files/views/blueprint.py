"""The blueprint that the pages of personnel files share, and who opens which part of a file."""

from collections.abc import Collection

from flask import Blueprint, g
from flask_login import current_user

from portal.audit import note_access
from portal.errors import NotFound
from portal.extensions import db
from portal.files.models import Section
from portal.people.models import Employment
from portal.permissions import Right, holds

blueprint = Blueprint("files", __name__, template_folder="../templates")

TRAINING_SECTIONS = frozenset({Section.TRAINING, Section.ATTESTATION})
EVERY_SECTION = frozenset(Section)


def find_file(employment_id: int) -> tuple[Employment, Collection[str]]:
    """A file the reader may open, and which of its sections."""
    employment = db.session.get(Employment, employment_id)
    sections = open_sections(employment) if employment else frozenset()
    if employment is None or not sections:
        raise NotFound
    return employment, sections


def open_sections(employment: Employment) -> Collection[str]:
    """What of the file the reader may see; nothing for a stranger."""
    is_own = current_user.person_id == employment.person_id
    g.section = "files" if is_own else "people"  # the index tab it stands under
    if is_own or holds(Right.READ_FILES, employment.organisation_id):
        return EVERY_SECTION
    if holds(Right.READ_TRAINING_FILES, employment.organisation_id):
        return TRAINING_SECTIONS
    return frozenset()


def sees_uploads(employment: Employment) -> bool:
    """Whether the reader may see what was sent in for the file: it may belong to any section."""
    return open_sections(employment) == EVERY_SECTION


def may_send(employment: Employment) -> bool:
    """Whether the acting person may send in papers for the file, and throw them away."""
    is_own = current_user.person_id == employment.person_id
    return is_own or holds(Right.KEEP_FILES, employment.organisation_id)


def note_reading(employment: Employment, what: str) -> None:
    """Reading another's file is written down (SECURITY, access log); reading one's own is not."""
    if employment.person_id != current_user.person_id:
        note_access(employment.person_id, what)


def as_file_name(text: str) -> str:
    """Fit for the name of a file."""
    return " ".join("".join(c if c not in '\\/:*?"<>|' else "-" for c in text).split())[:150]
