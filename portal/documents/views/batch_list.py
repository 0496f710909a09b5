"""The batches there have been, as a page and as a file."""

import sqlalchemy as sa
from flask import Response, render_template
from flask_babel import gettext as _

from portal.documents.batch import progress
from portal.documents.catalogue import Kind, kind_of
from portal.documents.models import Batch
from portal.documents.views.batches import blueprint, organisation_of
from portal.documents.views.rights import kinds_written, writes
from portal.documents.views.steps import page_language
from portal.downloads import table
from portal.extensions import db
from portal.permissions import Right, requires, scoped

RECENT = 50


@blueprint.get("/batches")
@requires(Right.PREPARE_PAPERS)
def index() -> str:
    """The last batches, and the kinds a new one may be of."""
    query = scoped(Batch, Right.PREPARE_PAPERS).order_by(Batch.id.desc()).limit(RECENT)
    kinds = [k for k in kinds_written(organisation_of(None)) if k.manifest.per_person]
    return render_template(
        "documents/batches.html",
        batches=[(batch, kind, *progress(batch)) for batch, kind in _own_kinds(query)],
        kinds=kinds,
        language=page_language(),
    )


@blueprint.get("/batches/export.<any(xlsx, csv):ending>")
@requires(Right.PREPARE_PAPERS)
def export(ending: str) -> Response:
    """All batches with what came out of them."""
    language, query = page_language(), scoped(Batch, Right.PREPARE_PAPERS).order_by(Batch.id.desc())
    head = [_("Kind"), _("Date"), _("Registered papers"), _("People"), _("Organisation")]
    rows = [
        [kind.title(language), batch.dated_on, *progress(batch), batch.organisation.short_name]
        for batch, kind in _own_kinds(query)
    ]
    return table(ending, _("Batches"), head, rows)


def _own_kinds(query: sa.Select[Batch]) -> list[tuple[Batch, Kind]]:
    """The batches of kinds that the reader writes."""
    batches = [(b, kind_of(b)) for b in db.session.scalars(query)]
    return [(batch, kind) for batch, kind in batches if writes(kind, batch.organisation_id)]
