"""Pages of organisations and people; each module adds its own to one of the two sections."""

from portal.people.views import (
    authorities,
    cards,
    imports,
    merging,
    names,
    post_titles,
    removal,
    work,
)
from portal.people.views import organisations as organisation_pages
from portal.people.views import people as people_pages
from portal.people.views.blueprints import organisations, people

blueprints = (people, organisations)

__all__ = [
    "authorities",
    "blueprints",
    "cards",
    "imports",
    "merging",
    "names",
    "organisation_pages",
    "people_pages",
    "post_titles",
    "removal",
    "work",
]
