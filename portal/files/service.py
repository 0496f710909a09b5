"""Putting papers into a personnel file and taking them out: the inventory only grows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal import audit
from portal.errors import Conflict, Invalid, NotFound
from portal.extensions import db, services
from portal.files.models import FileItem, Section
from portal.people.models import Employment


@dataclass(frozen=True)
class Paper:
    """What goes into a file; `source` names what it is a copy of, so that it is filed once."""

    section: Section
    title: str
    dated_on: date
    sha256: str
    media_type: str
    source: str
    paper_index: str = ""
    sheets: int | None = None
    certification: Mapping[str, Any] | None = None


def put_into_file(employment: Employment, paper: Paper, *, filed_by: int) -> FileItem:
    """The next line of the inventory; the same paper again gives the line it already has."""
    audit.take_turn(employment.organisation_id)
    db.session.refresh(employment, with_for_update=True)
    filed = db.session.scalar(
        sa.select(FileItem).where(
            FileItem.employment_id == employment.id, FileItem.source == paper.source
        )
    )
    if filed:
        return filed
    item = FileItem(
        employment=employment,
        line=1 + _last_line(employment),
        section=paper.section,
        paper_index=paper.paper_index,
        dated_on=paper.dated_on,
        title=paper.title,
        sheets=paper.sheets,
        sha256=paper.sha256,
        media_type=paper.media_type,
        source=paper.source,
        certification=dict(paper.certification or {}),
        filed_at=services().clock.now(),
        filed_by_id=filed_by,
    )
    db.session.add(item)
    db.session.flush()
    _record("file", item, filed_by)
    return item


def take_out(item: FileItem, *, reason: str, removed_by: int) -> None:
    """Mark a line as taken out (вилучено); the line and its bytes stay."""
    if item.removed_at:
        raise Conflict("This paper is already taken out of the file.")
    if not reason.strip():
        raise Invalid("Say in one sentence why it is taken out.", field="reason")
    item.removed_at = services().clock.now()
    item.removal_reason = reason.strip()
    _record("take-out", item, removed_by)


def inventory(employment: Employment) -> list[FileItem]:
    """All lines of the file in their order, those taken out among them."""
    return list(
        db.session.scalars(
            sa.select(FileItem)
            .where(FileItem.employment_id == employment.id)
            .order_by(FileItem.line)
        )
    )


def find_item(employment: Employment, item_id: int) -> FileItem:
    """A line of this file; raises `NotFound` for one of another's as for a missing one."""
    item = db.session.get(FileItem, item_id)
    if item is None or item.employment_id != employment.id:
        raise NotFound
    return item


def _last_line(employment: Employment) -> int:
    newest = sa.select(sa.func.max(FileItem.line)).where(FileItem.employment_id == employment.id)
    return db.session.scalar(newest) or 0


def _record(action: str, item: FileItem, by: int) -> None:
    audit.record(
        action,
        item,
        by_user_id=by,
        organisation_id=item.employment.organisation_id,
        details={"line": item.line, "source": item.source},
    )
