"""Finding received papers by a number, ours or theirs, a word, or a person they concern."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import InstrumentedAttribute

from portal import grammar
from portal.documents.finding import without_endings
from portal.documents.line_models import Received, ReceivedPerson
from portal.extensions import db
from portal.people.models import Employment
from portal.people.search import is_called


def find_received(query: str, organisation_ids: Collection[int], *, few: int) -> Sequence[Received]:
    """The newest that hold every word of the query, or what stays of the words in all cases."""
    for text in (query, without_endings(query)):
        found = db.session.scalars(
            sa.select(Received)
            .where(Received.organisation_id.in_(organisation_ids), says(text, organisation_ids))
            .order_by(Received.id.desc())
            .options(selectinload(Received.people))
            .limit(few)
        ).all()
        if found:
            break
    return found


def says(query: str, organisation_ids: Collection[int]) -> sa.ColumnElement[bool]:
    """That a received paper has every word of the query in a number, its text or a name."""
    words = grammar.search_key(query.replace("№", " ")).split()
    return sa.and_(sa.true(), *(_has(word, organisation_ids) for word in words))


def _has(word: str, organisation_ids: Collection[int]) -> sa.ColumnElement[bool]:
    named = sa.exists().where(
        ReceivedPerson.received_id == Received.id,
        ReceivedPerson.employment_id == Employment.id,
        is_called(word),
    )
    numbers = (
        column.contains(spelt, autoescape=True)
        for column in (Received.number, Received.sender_number)
        for spelt in (word, word.upper())
    )
    texts = (
        column.in_(_texts_with(word, column, organisation_ids))
        for column in (Received.sender, Received.subject)
    )
    return sa.or_(*numbers, *texts, named)


def _texts_with(
    word: str, column: InstrumentedAttribute[str], organisation_ids: Collection[int]
) -> list[str]:
    """Databases do not know capitals of our alphabets."""
    own = sa.select(column).where(Received.organisation_id.in_(organisation_ids)).distinct()
    return [text for text in db.session.scalars(own) if word in grammar.search_key(text)]
