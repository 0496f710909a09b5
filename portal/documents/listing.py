"""Which papers a list shows: folders by state, filters, and finding by number, name or word.

Lists go by id, the newest first, and are turned by the id of their last line, so that a page costs
the same in the tenth year as in the first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal import grammar
from portal.documents.catalogue import Kind
from portal.documents.models import Document, DocumentPerson
from portal.documents.of_kinds import of_kinds
from portal.extensions import db
from portal.people.models import Employment
from portal.people.search import is_called

PAGE = 50
SHORTEST_STEM = 3


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
    """What makes a paper lie in each folder."""
    d = Document
    live = d.annulled_at.is_(None)
    is_draft = d.registered_at.is_(None)
    waits = is_draft & d.submitted_at.is_not(None) & d.approved_at.is_(None)
    issued = d.registered_at.is_not(None) & live
    unsigned = issued & d.signed_at.is_(None) & d.scanned_at.is_(None)
    unscanned = issued & d.signed_at.is_not(None) & d.scanned_at.is_(None)
    scanned = issued & d.scanned_at.is_not(None)
    to_file = scanned & d.filed_at.is_(None) & of_kinds(organisation_ids, _goes_to_files)
    return {
        Folder.WORK: is_draft | unsigned | unscanned | to_file,
        Folder.DRAFTS: is_draft & ~waits,
        Folder.TO_APPROVE: waits,
        Folder.TO_SIGN: unsigned,
        Folder.TO_SCAN: unscanned,
        Folder.TO_FILE: to_file,
        Folder.FILED: scanned & ~to_file,
        Folder.ANNULLED: d.annulled_at.is_not(None),
        Folder.ALL: sa.true(),
    }


def papers(organisation_ids: Collection[int], wanted: Wanted) -> sa.Select[Document]:
    """The papers of those organisations that are asked for, in no order."""
    in_folder = conditions(organisation_ids)[wanted.folder]
    return _narrowed(sa.select(Document).where(in_folder), organisation_ids, wanted)


def count_folders(organisation_ids: Collection[int], wanted: Wanted) -> dict[Folder, int]:
    """How many papers lie in each folder under the other filters."""
    folders = conditions(organisation_ids)
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
        for condition in folders.values()
    ]
    row = db.session.execute(_narrowed(sa.select(*sums), organisation_ids, wanted)).one()
    return dict(zip(folders, (int(number) for number in row), strict=True))


def count(organisation_ids: Collection[int], wanted: Wanted) -> int:
    """How many papers are asked for."""
    found = papers(organisation_ids, wanted).with_only_columns(Document.id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


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


def says(
    query: str, organisation_ids: Collection[int], *, loosely: bool = False
) -> sa.ColumnElement[bool]:
    """That a paper has every word of the query in its number, its title or a name it names.

    `loosely` also leaves endings out: «наказ про Шевченка» finds Шевченко.
    """
    text = without_endings(query) if loosely else query
    words = grammar.search_key(text.replace("№", " ")).split()
    return sa.and_(sa.true(), *(_has(word, organisation_ids) for word in words))


def without_endings(query: str) -> str:
    """The words as far as they stay the same in every case, about."""
    return " ".join(_stem(word) for word in query.split())


def _narrowed(
    query: sa.Select[Document], organisation_ids: Collection[int], wanted: Wanted
) -> sa.Select[Document]:
    query = query.where(Document.organisation_id.in_(organisation_ids))
    if wanted.kind:
        query = query.where(Document.kind == wanted.kind)
    if wanted.journal_id:
        query = query.where(Document.journal_id == wanted.journal_id)
    if wanted.employment_id:
        query = query.where(Document.people.any(employment_id=wanted.employment_id))
    if wanted.since:
        query = query.where(Document.dated_on >= wanted.since)
    if wanted.until:
        query = query.where(Document.dated_on <= wanted.until)
    return query.where(says(wanted.text, organisation_ids)) if wanted.text else query


def _has(word: str, organisation_ids: Collection[int]) -> sa.ColumnElement[bool]:
    named = sa.exists().where(
        DocumentPerson.document_id == Document.id,
        DocumentPerson.employment_id == Employment.id,
        is_called(word),
    )
    number = Document.number.contains(word, autoescape=True) | Document.number.contains(
        word.upper(), autoescape=True
    )
    return sa.or_(
        number,
        Document.title.in_(_titles_with(word)),
        of_kinds(organisation_ids, lambda kind: _is_called(kind, word)),
        named,
    )


def _titles_with(word: str) -> list[str]:
    """Titles are few, and databases do not know capitals of our alphabets."""
    titles = db.session.scalars(sa.select(Document.title).distinct())
    return [title for title in titles if word in grammar.search_key(title)]


def _is_called(kind: Kind, word: str) -> bool:
    return any(word in grammar.search_key(kind.title(one)) for one in ("uk", "ru", "en"))


def _goes_to_files(kind: Kind) -> bool:
    return kind.manifest.filing is not None


def _stem(word: str) -> str:
    ending = 1 if len(word) < 6 else 2 if len(word) < 8 else 3
    return word[: max(SHORTEST_STEM, len(word) - ending)]


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
