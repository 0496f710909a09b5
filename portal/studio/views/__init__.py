"""The pages of the template studio."""

from portal.studio.views import dictionary
from portal.studio.views.blueprint import blueprint

__all__ = ["blueprint", "dictionary"]
