"""Pages of personnel files; each module adds its own to the blueprint."""

from portal.files.views import personnel_file, printing, uploads
from portal.files.views.blueprint import blueprint

__all__ = ["blueprint", "personnel_file", "printing", "uploads"]
