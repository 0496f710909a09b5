"""Pages of papers, journals and batches; each module adds its own to a blueprint."""

from portal.documents.views import (
    acts,
    approvals,
    check,
    corrections,
    documents,
    finish,
    journals,
    names,
    paper,
    people_step,
    quick,
    wizard,
    word,
)
from portal.documents.views.blueprint import blueprint

blueprints = (blueprint, journals.blueprint)

__all__ = [
    "acts",
    "approvals",
    "blueprints",
    "check",
    "corrections",
    "documents",
    "finish",
    "journals",
    "names",
    "paper",
    "people_step",
    "quick",
    "wizard",
    "word",
]
