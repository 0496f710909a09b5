"""Pages of papers, journals and batches; each module adds its own to a blueprint."""

from portal.documents.views import (
    acknowledgements,
    acts,
    approvals,
    batch_list,
    batches,
    check,
    corrections,
    documents,
    finish,
    journals,
    names,
    own,
    paper,
    people_step,
    quick,
    requests,
    saved,
    trash,
    wizard,
    word,
)
from portal.documents.views.blueprint import blueprint

blueprints = (
    blueprint,
    journals.blueprint,
    batches.blueprint,
    own.blueprint,
    requests.blueprint,
    trash.blueprint,
)

__all__ = [
    "acknowledgements",
    "acts",
    "approvals",
    "batch_list",
    "batches",
    "blueprints",
    "check",
    "corrections",
    "documents",
    "finish",
    "journals",
    "names",
    "own",
    "paper",
    "people_step",
    "quick",
    "requests",
    "saved",
    "trash",
    "wizard",
    "word",
]
