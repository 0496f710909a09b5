"""Finding papers by words: those of their number and title, their kind, the people they name.

The words of each paper are kept beside it, so that a word few papers have leads straight to them.
A word that many have is asked of each paper instead, the newest first: a page of them is soon full.
"""

import re
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal import grammar
from portal.documents.catalogue import Kind, kinds_among
from portal.documents.models import Document, DocumentPerson
from portal.documents.of_kinds import of_kinds
from portal.extensions import Base, Word, db
from portal.people.models import Employment
from portal.people.search import is_called

FEW = 1000  # papers with a word: not more than these are looked up by it
LONGEST = 64
SHORTEST_STEM = 3
LAST_LETTER = "\U0010ffff"  # behind every word with the same beginning
_AROUND = "«»“”„\"'’.,;:!?()[]–—…"


class DocumentWord(Base):
    """A paper has this word in its number or its title, written as `grammar.search_key` does."""

    __tablename__ = "document_word"
    __table_args__ = (
        sa.Index("ix_document_word_word", "word", "document_id"),
        {"sqlite_with_rowid": False},
    )
    document_id: Mapped[int] = mapped_column(
        sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[Word] = mapped_column(primary_key=True)


def says(
    query: str, organisation_ids: Collection[int], *, loosely: bool = False
) -> sa.ColumnElement[bool]:
    """That each word of the query begins a word of a paper's number, title or kind, or stands in a
    name it names.

    `loosely` also leaves endings out: «наказ про Шевченка» finds Шевченко.
    """
    words = words_of(without_endings(query) if loosely else query)
    return sa.and_(sa.true(), *(_has(word, organisation_ids) for word in words))


def without_endings(query: str) -> str:
    """The words as far as they stay the same in every case, about."""
    return " ".join(_stem(word) for word in query.split())


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, without the marks around them."""
    words = (word.strip(_AROUND) for word in grammar.search_key(text.replace("№", " ")).split())
    return [word[:LONGEST] for word in words if word]


def kept_words(number: str | None, title: str) -> set[str]:
    """What a paper is found by; «Нечай-Левицька» by either half, a number as a whole."""
    words = words_of(title)
    halves = [half for word in words for half in re.split("[-/]", word) if half.isalpha()]
    return {*words_of(number or ""), *words, *halves}


@sa.event.listens_for(Document, "after_insert")
@sa.event.listens_for(Document, "after_update")
def _keep_words(mapper: Mapper[Any], connection: sa.Connection, paper: Document) -> None:
    state = sa.inspect(paper)
    if not (state.attrs.number.history.has_changes() or state.attrs.title.history.has_changes()):
        return
    connection.execute(sa.delete(DocumentWord).where(DocumentWord.document_id == paper.id))
    rows = [
        {"document_id": paper.id, "word": word}
        for word in sorted(kept_words(paper.number, paper.title or ""))
    ]
    if rows:
        connection.execute(sa.insert(DocumentWord), rows)


def _has(word: str, organisation_ids: Collection[int]) -> sa.ColumnElement[bool]:
    written = DocumentWord.word.between(word, word + LAST_LETTER)
    is_number = any(letter.isdigit() for letter in word)  # such are no names and no kinds
    people = [] if is_number else _called(word, organisation_ids)
    in_title = sa.select(DocumentWord.document_id).where(written)
    named = sa.select(DocumentPerson.document_id).where(DocumentPerson.employment_id.in_(people))
    ways = (in_title, named) if people else (in_title,)
    is_kind = not is_number and any(_is_titled(k, word) for k in kinds_among(organisation_ids))
    if not is_kind and all(map(_is_short, ways)):
        return Document.id.in_(sa.union(*ways))
    return sa.or_(
        sa.exists().where(DocumentWord.document_id == Document.id, written),
        of_kinds(organisation_ids, lambda kind: _is_titled(kind, word)),
        sa.exists().where(
            DocumentPerson.document_id == Document.id, DocumentPerson.employment_id.in_(people)
        ),
    )


def _called(word: str, organisation_ids: Collection[int]) -> Collection[int]:
    """Who has, or had, a name with this in it."""
    own = Employment.organisation_id.in_(organisation_ids)
    return db.session.scalars(sa.select(Employment.id).where(own, is_called(word))).all()


def _is_short(found: sa.Select[Any]) -> bool:
    """Whether it finds few rows; no more than that are counted."""
    rows = found.limit(FEW + 1).subquery()
    return (db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0) <= FEW


def _is_titled(kind: Kind, word: str) -> bool:
    titles = (grammar.search_key(kind.title(one)) for one in ("uk", "ru", "en"))
    return any(word in title for title in titles)


def _stem(word: str) -> str:
    ending = 1 if len(word) < 6 else 2 if len(word) < 8 else 3
    return word[: max(SHORTEST_STEM, len(word) - ending)]
