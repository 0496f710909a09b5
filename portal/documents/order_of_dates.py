"""A paper is not older than what it rests on: an order than its contract.

DOMAIN 2.2 asks for it; it is a warning, for a contract may be signed late.
"""

from collections.abc import Iterator
from datetime import date

from portal.documents.context import Content, Problem
from portal.documents.values import given_value
from portal.errors import Invalid


def later_papers(content: Content) -> Iterator[Problem]:
    """Every paper it follows or names as its basis that has a later date."""
    for name, day in _dates(content):
        if day and day > content.dated_on:
            params = {"day": f"{day:%d.%m.%Y}"}
            yield Problem(
                "This paper is of %(day)s: later than the one that rests on it.",
                params,
                name,
                blocks=False,
            )


def _dates(content: Content) -> Iterator[tuple[str, date | None]]:
    for follows in content.kind.manifest.follows:
        if document := content.followed(follows.name):
            yield follows.name, document.dated_on
    for question in content.kind.fields_in(content.organisation.country):
        plain = content.data.get(question.name)
        if question.type != "document" or not plain:
            continue
        try:
            named = given_value(question, plain, content.language, content.dated_on, {})
        except Invalid:  # told as an answer that cannot be read
            continue
        yield question.name, named["date"] if named else None
