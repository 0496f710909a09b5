"""A template from outside is looked at, and filled in for the first time, apart (see `trial`).

Only what has come through that unharmed is filled in by the portal itself: pages for the author,
then papers.
"""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock
from typing import Any

from portal import paper
from portal.documents.wording import filters_of
from portal.errors import Invalid
from portal.extensions import db
from portal.studio.check.trial import Trial, look_apart, template_job, trial_of

_KEPT = 512  # templates at work at the same time in one district
_PROGRAM = "portal.studio.check.look_at_template"


class TooHeavy(Invalid):
    """The file hangs or swells; whatever else is wrong with it cannot be told."""

    code = "TPL-HEAVY"

    def __init__(self) -> None:
        super().__init__(
            "The file is too heavy: it was not ready in reasonable time. Make it simpler.",
            field="file",
        )


class Proved:
    """The hashes of templates that were filled in apart and did no harm."""

    def __init__(self) -> None:
        self._hashes: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, template: bytes) -> bool:
        with self._lock:
            return sha256(template).hexdigest() in self._hashes

    def add(self, template: bytes) -> None:
        with self._lock:
            self._hashes[sha256(template).hexdigest()] = None
            if len(self._hashes) > _KEPT:
                self._hashes.popitem(last=False)


_PROVED = Proved()


def admit(docx: bytes) -> None:
    """Before a file that was sent in is looked at here; raises `TooHeavy`.

    Nobody waits for the database meanwhile: what reading it has begun is let go of.
    """
    db.session.rollback()
    _look(docx, template_job())


def prove(template: bytes, context: Mapping[str, Any], language: str) -> None:
    """Before a template is filled in here for the first time; raises `TooHeavy`."""
    if template not in _PROVED:
        db.session.rollback()
        if not _look(template, template_job(sample=context, language=language)).is_good:
            raise Invalid("The pages are shown when the faults are mended.")
        _PROVED.add(template)


def filled(template: bytes, context: Mapping[str, Any], language: str) -> bytes:
    """The paper; raises `PaperFault` as `paper.render` does, and `TooHeavy`."""
    prove(template, context, language)
    return paper.render(template, context, filters_of(language))


def _look(docx: bytes, job: Mapping[str, Any]) -> Trial:
    (answer,) = look_apart(_PROGRAM, [(docx, job)])
    if not answer.is_whole:
        raise TooHeavy
    return trial_of(answer)
