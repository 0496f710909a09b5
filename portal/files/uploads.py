"""Papers sent in for a personnel file: kept, shown, thrown away, put into the file.

Who may do what is the views' concern; what a file from outside is, that of `intake.py`.
"""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from portal import audit, trash
from portal.errors import Conflict, Invalid, NotFound
from portal.extensions import db, services, with_trashed
from portal.files.intake import Received
from portal.files.models import FileItem, Purpose, Section, Upload
from portal.files.service import Paper, put_into_file
from portal.people.models import Employment

LONGEST_NAME = 180  # bytes, as file systems count
# Letters that are not seen, or turn the direction of the others round.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def keep(
    employment: Employment,
    received: Received,
    *,
    file_name: str,
    purpose: Purpose,
    uploaded_by: int,
    title: str = "",
) -> Upload:
    """The paper, its bytes stored before the row that names them."""
    store = services().store
    upload = Upload(
        employment=employment,
        uploaded_at=services().clock.now(),
        uploaded_by_id=uploaded_by,
        purpose=purpose,
        title=title,
        file_name=clean_file_name(file_name),
        sha256=store.put(received.data),
        original_sha256=store.put(received.original) if received.original else None,
        media_type=received.media_type,
        pages=received.pages,
    )
    db.session.add(upload)
    db.session.flush()
    _record("upload", upload, uploaded_by)
    return upload


def clean_file_name(name: str) -> str:
    """What may be shown of the name a file came under (security plan, T15); it is never a path."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    kept = " ".join(seen.split()).strip(". ").encode()[:LONGEST_NAME].decode(errors="ignore")
    return kept.strip(". ") or "paper"


def waiting(employment: Employment) -> Sequence[Upload]:
    """What was sent in for this file and is not in it yet, the newest first."""
    return db.session.scalars(
        sa.select(Upload)
        .where(
            Upload.employment_id == employment.id,
            Upload.purpose == Purpose.PERSONNEL_FILE,
            Upload.filed_at.is_(None),
        )
        .order_by(Upload.id.desc())
    ).all()


def find_upload(employment: Employment, upload_id: int) -> Upload:
    """A paper sent in for this file; raises `NotFound` for another's as for none."""
    upload = db.session.scalar(
        sa.select(Upload).where(Upload.id == upload_id, Upload.employment_id == employment.id)
    )
    if upload is None:
        raise NotFound
    return upload


def same_bytes(organisation_ids: Collection[int], sha256: str) -> Sequence[Upload]:
    """Papers there with these bytes, as they came or as they are shown."""
    return db.session.scalars(
        sa.select(Upload)
        .join(Employment)
        .where(
            Employment.organisation_id.in_(organisation_ids),
            sa.or_(Upload.sha256 == sha256, Upload.original_sha256 == sha256),
        )
        .order_by(Upload.id)
    ).all()


def put_upload_into_file(
    upload: Upload, section: Section, *, title: str, dated_on: date, index: str, filed_by: int
) -> FileItem:
    """A line of the inventory for it, as the original it is."""
    audit.take_turn(upload.employment.organisation_id)
    if upload.filed_at:
        raise Conflict("This paper is already in the file.")
    if dated_on > services().clock.today():
        raise Invalid("This day has not come yet.", field="dated_on")
    paper = Paper(
        section=section,
        title=title,
        dated_on=dated_on,
        sha256=upload.sha256,
        media_type=upload.media_type,
        source=f"upload:{upload.id}",
        paper_index=index,
        sheets=upload.pages,
    )
    item = put_into_file(upload.employment, paper, filed_by=filed_by)
    upload.filed_at = services().clock.now()
    return item


def throw_upload_away(upload: Upload, *, by: int) -> None:
    """Into the trash; what is in a file is taken out of it instead."""
    if upload.filed_at:
        raise Conflict("This paper is in the file. Take it out there; its line stays.")
    trash.throw_away(upload, by=by, organisation_id=upload.employment.organisation_id)


def trashed_uploads(
    organisation_ids: Collection[int], *, own_person_id: int | None
) -> Sequence[Upload]:
    """What lies in the trash of those organisations, and of the own files of a person."""
    return db.session.scalars(
        with_trashed(
            sa.select(Upload)
            .join(Employment)
            .where(
                Upload.trashed_at.is_not(None),
                sa.or_(
                    Employment.organisation_id.in_(organisation_ids),
                    Employment.person_id == own_person_id,
                ),
            )
            .order_by(Upload.trashed_at.desc(), Upload.id)
        )
    ).all()


def remove_old_uploads() -> None:
    """Rows whose time in the trash is over; their bytes stay as files no row names."""
    old = sa.select(Upload).where(Upload.trashed_at < trash.removal_due())
    for upload in db.session.scalars(with_trashed(old)).all():
        trash.remove(upload, organisation_id=upload.employment.organisation_id)


def _record(action: str, upload: Upload, by: int) -> None:
    audit.record(
        action,
        upload,
        by_user_id=by,
        organisation_id=upload.employment.organisation_id,
        details={"sha256": upload.sha256, "pages": upload.pages},
    )
