"""The pages of the template studio."""

from portal.studio.views import (
    bringing,
    by_example,
    dictionary,
    index,
    kinds,
    lifecycle,
    preview,
    question,
    settings,
    version,
)
from portal.studio.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "bringing",
    "by_example",
    "dictionary",
    "index",
    "kinds",
    "lifecycle",
    "preview",
    "question",
    "settings",
    "version",
]
