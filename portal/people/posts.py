"""The catalogue of posts: shipped titles, those of the organisation and of all above it."""

from collections.abc import Iterable

import sqlalchemy as sa

from portal import grammar
from portal.extensions import db
from portal.people.models import Organisation, PostTitle
from portal.people.scope import lineage


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
    titles = {*grammar.shipped_posts(organisation.language), *own}
    return sorted(titles, key=lambda title: grammar.sort_key(title, organisation.language))


def split_post(text: str, titles: Iterable[str]) -> tuple[str, str]:
    """A post typed in one line as title of the catalogue and tail: «учитель» + «математики».

    What the catalogue does not know is a title as a whole.
    """
    folded = f"{text.casefold()} "
    length = max((len(t) for t in titles if folded.startswith(f"{t.casefold()} ")), default=0)
    return (text[:length], text[length:].strip()) if length else (text, "")
