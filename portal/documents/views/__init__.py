"""Pages of papers, journals and batches; each module adds its own to a blueprint."""

from portal.documents.views import acts, documents, journals, paper, quick
from portal.documents.views.blueprint import blueprint

blueprints = (blueprint, journals.blueprint)

__all__ = ["acts", "blueprints", "documents", "journals", "paper", "quick"]
