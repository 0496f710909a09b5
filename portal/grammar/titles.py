"""Words the portal knows by heart: usual posts of schools, and what houses are called.

The lists were written and read through by hand; pages suggest the posts, and a word that heads
one of them is not doubted. An organisation adds its own posts, see `people.posts`.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("known")


def shipped_posts(language: str) -> tuple[str, ...]:
    """The posts that come with the portal, in a language of papers."""
    return known_lines(f"{language}_posts.txt")


def houses(language: str) -> tuple[str, ...]:
    """The nouns that head the names of organisations."""
    return known_lines(f"{language}_houses.txt")


@cache
def known_lines(name: str) -> tuple[str, ...]:
    """The lines of a list that was read through by hand, without its remarks."""
    path = _FOLDER / name
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
