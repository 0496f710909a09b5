"""Which papers a list shows: folders by state, filters, and finding by number, name or word.

Lists go by id, the newest first, and are turned by the id of their last line, so that a page costs
the same in the tenth year as in the first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.documents.catalogue import Kind
from portal.documents.finding import says
from portal.documents.models import Document, DocumentPerson
from portal.documents.of_kinds import of_kinds
from portal.extensions import db

PAGE = 50
MOST_COUNTED = 1000  # papers; beyond it a list is only said to be longer

_IS_ISSUED = Document.registered_at.is_not(None) & Document.annulled_at.is_(None)
IS_DRAFT = Document.registered_at.is_(None)
IS_UNSCANNED = _IS_ISSUED & Document.scanned_at.is_(None)
IS_UNFILED = _IS_ISSUED & Document.scanned_at.is_not(None) & Document.filed_at.is_(None)
IS_ANNULLED = Document.annulled_at.is_not(None)


class Folder(StrEnum):
    """Where a paper lies by its state."""

    WORK = "work"
    DRAFTS = "drafts"
    TO_APPROVE = "to-approve"
    TO_SIGN = "to-sign"
    TO_SCAN = "to-scan"
    TO_FILE = "to-file"
    FILED = "filed"
    ANNULLED = "annulled"
    ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """What is asked of a list; nothing asked shows everything."""

    folder: Folder = Folder.ALL
    kind: str = ""
    journal_id: int | None = None
    employment_id: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and whether there are newer and older ones."""

    items: Sequence[Document]
    has_newer: bool = False
    has_older: bool = False


def conditions(organisation_ids: Collection[int]) -> Mapping[Folder, sa.ColumnElement[bool]]:
    """What makes a paper lie in each folder.

    The short folders are read from indices of their own, whatever else is asked of their papers.
    """
    d = Document
    waits = d.submitted_at.is_not(None) & d.approved_at.is_(None)
    goes_to_files = of_kinds(organisation_ids, _goes_to_files)
    scanned = d.registered_at.is_not(None) & d.annulled_at.is_(None) & d.scanned_at.is_not(None)

    def among(*wheres: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        own = d.organisation_id.in_(organisation_ids)
        return d.id.in_(
            sa.union_all(*(sa.select(d.id).where(own, one).correlate(None) for one in wheres))
        )

    return {
        Folder.WORK: among(IS_DRAFT, IS_UNSCANNED, IS_UNFILED & goes_to_files),
        Folder.DRAFTS: among(IS_DRAFT & ~waits),
        Folder.TO_APPROVE: among(IS_DRAFT & waits),
        Folder.TO_SIGN: among(IS_UNSCANNED & d.signed_at.is_(None)),
        Folder.TO_SCAN: among(IS_UNSCANNED & d.signed_at.is_not(None)),
        Folder.TO_FILE: among(IS_UNFILED & goes_to_files),
        Folder.FILED: scanned & ~(d.filed_at.is_(None) & goes_to_files),
        Folder.ANNULLED: among(IS_ANNULLED),
        Folder.ALL: sa.true(),
    }


def papers(organisation_ids: Collection[int], wanted: Wanted) -> sa.Select[Document]:
    """The papers of those organisations that are asked for, in no order."""
    in_folder = conditions(organisation_ids)[wanted.folder]
    return _narrowed(sa.select(Document).where(in_folder), organisation_ids, wanted)


def count_folders(organisation_ids: Collection[int], wanted: Wanted) -> dict[Folder, int]:
    """How many papers lie in each folder under the other filters, as far as `MOST_COUNTED`."""
    folders = conditions(organisation_ids)
    all_of_them = _narrowed(sa.select(Document), organisation_ids, wanted)
    row = db.session.execute(
        sa.select(*(_counted(all_of_them.where(one)) for one in folders.values()))
    ).one()
    return dict(zip(folders, (int(number) for number in row), strict=True))


def count(organisation_ids: Collection[int], wanted: Wanted) -> int:
    """How many papers are asked for, as far as `MOST_COUNTED` and one more."""
    return db.session.scalar(sa.select(_counted(papers(organisation_ids, wanted)))) or 0


def said_count(number: int) -> str:
    """A count for people: of a long list, that it is longer than is counted."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _counted(found: sa.Select[Document]) -> sa.ScalarSelect[int]:
    ids = found.with_only_columns(Document.id).limit(MOST_COUNTED + 1).subquery()
    return sa.select(sa.func.count()).select_from(ids).scalar_subquery()


def neighbours(found: sa.Select[Document], document_id: int) -> tuple[int | None, int | None]:
    """The papers before and behind this one in the list, which need not hold it any more."""
    ids = found.with_only_columns(Document.id)
    newer = ids.where(Document.id > document_id).order_by(Document.id)
    older = ids.where(Document.id < document_id).order_by(Document.id.desc())
    return db.session.scalar(newer.limit(1)), db.session.scalar(older.limit(1))


def page_of(
    found: sa.Select[Document], *, before: int | None = None, after: int | None = None
) -> Page:
    """The lines older than the id `before`, or newer than `after`, or the newest."""
    if after is not None:
        turned = found.where(Document.id > after).order_by(Document.id)
        rows = db.session.scalars(_with_lists(turned).limit(PAGE + 1)).all()
        return Page(rows[:PAGE][::-1], has_newer=len(rows) > PAGE, has_older=True)
    if before is not None:
        found = found.where(Document.id < before)
    rows = db.session.scalars(_with_lists(found).order_by(Document.id.desc()).limit(PAGE + 1)).all()
    return Page(rows[:PAGE], has_newer=before is not None, has_older=len(rows) > PAGE)


def every(found: sa.Select[Document]) -> Sequence[Document]:
    """All of them, the newest first."""
    return db.session.scalars(_with_lists(found).order_by(Document.id.desc())).all()


def _narrowed(
    query: sa.Select[Document], organisation_ids: Collection[int], wanted: Wanted
) -> sa.Select[Document]:
    query = query.where(Document.organisation_id.in_(organisation_ids))
    if wanted.kind:
        query = query.where(Document.kind == wanted.kind)
    if wanted.journal_id:
        query = query.where(Document.journal_id == wanted.journal_id)
    if wanted.employment_id:
        named = DocumentPerson.employment_id == wanted.employment_id
        query = query.where(Document.id.in_(sa.select(DocumentPerson.document_id).where(named)))
    if wanted.since:
        query = query.where(Document.dated_on >= wanted.since)
    if wanted.until:
        query = query.where(Document.dated_on <= wanted.until)
    return query.where(says(wanted.text, organisation_ids)) if wanted.text else query


def _goes_to_files(kind: Kind) -> bool:
    return kind.manifest.filing is not None


def _with_lists(query: sa.Select[Document]) -> sa.Select[Document]:
    return query.options(
        selectinload(Document.people),
        selectinload(Document.scans),
        joinedload(Document.organisation),
        joinedload(Document.journal),
    )


def derived_from(document_id: int) -> Sequence[Document]:
    """Papers in force that repeat this one: its extracts."""
    return db.session.scalars(
        sa.select(Document)
        .where(Document.derived_from_id == document_id, Document.annulled_at.is_(None))
        .order_by(Document.id)
    ).all()


def _index(name: str, *columns: Any, where: sa.ColumnElement[bool] | None = None) -> None:
    """An index that a list is read from in its order; `where` keeps it as short as the folder."""
    sa.Index(f"ix_document_{name}", *columns, sqlite_where=where, postgresql_where=where)


_OWN = (Document.organisation_id, Document.id)
_index("drafts", *_OWN, where=IS_DRAFT)
_index("unscanned", *_OWN, where=IS_UNSCANNED)
_index("unfiled", Document.organisation_id, Document.kind, Document.id, where=IS_UNFILED)
_index("annulled", *_OWN, where=IS_ANNULLED)
_index("kind", Document.organisation_id, Document.kind, Document.id)
_index("journal", Document.journal_id, Document.id)
_index("newest_date", Document.journal_id, Document.fraction, Document.dated_on)
