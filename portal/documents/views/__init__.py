"""Pages of papers, journals and batches; each module adds its own to a blueprint."""

from portal.documents.views.blueprint import blueprint

blueprints = (blueprint,)
