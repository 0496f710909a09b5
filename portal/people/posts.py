"""The catalogue of posts: shipped titles, those of the organisation and of all above it."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from portal import grammar
from portal.extensions import db
from portal.people.models import Organisation, PostTitle
from portal.people.scope import lineage

_SHIPPED = Path(__file__).with_name("post_titles.toml")


@cache
def shipped_titles(language: str) -> tuple[str, ...]:
    """The titles that come with the portal, in a language of papers."""
    titles = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(titles.get(language, ()))


def own_titles(organisation: Organisation) -> sa.Select[PostTitle]:
    """The titles the organisation, and those above it, added to the shipped ones."""
    return (
        sa.select(PostTitle)
        .where(
            PostTitle.owner_id.in_(lineage([organisation.id])),
            PostTitle.language == organisation.language,
        )
        .order_by(PostTitle.sort_key, PostTitle.id)
    )


def post_titles(organisation: Organisation) -> list[str]:
    """All titles to choose from, in alphabetical order."""
    own = [title.title for title in db.session.scalars(own_titles(organisation))]
    titles = {*shipped_titles(organisation.language), *own}
    return sorted(titles, key=lambda title: grammar.sort_key(title, organisation.language))


def split_post(text: str, titles: Iterable[str]) -> tuple[str, str]:
    """A post typed in one line as title of the catalogue and tail: «учитель» + «математики».

    What the catalogue does not know is a title as a whole.
    """
    folded = f"{text.casefold()} "
    length = max((len(t) for t in titles if folded.startswith(f"{t.casefold()} ")), default=0)
    return (text[:length], text[length:].strip()) if length else (text, "")
