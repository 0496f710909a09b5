"""Who has read a paper and who has not: the sheet to sign, the report, the reminder."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.documents.force import in_force
from portal.documents.models import Document, DocumentPerson
from portal.documents.news import tell_readers
from portal.documents.of_kinds import of_kinds
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import Act, acting_user_id, find_paper, may
from portal.documents.views.steps import page_language
from portal.documents.views.words import calling
from portal.extensions import db
from portal.permissions import Right, permitted, requires

MOST = 200  # papers of one report; those of the longest waiting


@blueprint.get("/documents/unread")
@requires(Right.READ_PAPERS)
def unread() -> str:
    """Signed papers that somebody named in them has not read yet, the oldest first."""
    papers = db.session.scalars(unread_papers(permitted(Right.READ_PAPERS)).limit(MOST)).all()
    return render_template(
        "documents/unread.html",
        papers=[(one, not_read(one)) for one in papers],
        calling=lambda document: calling(document, page_language()),
        may_remind=lambda document: may(Act.ACKNOWLEDGE, document),
    )


@blueprint.get("/documents/<int:document_id>/acknowledgement")
@requires(Right.READ_PAPERS)
def acknowledgement(document_id: int) -> str:
    """The sheet on which people sign that they have read the paper, in its own language."""
    document = find_paper(document_id)
    with force_locale(document.language):
        heads = {
            "title": _("Acknowledgement sheet"),
            "paper": _("to the paper"),
            "columns": [_("No."), _("Surname, given name"), _("Post"), _("Date"), _("Signature")],
        }
        name = calling(document, document.language)
    return render_template(
        "documents/acknowledgement.html", document=document, sheet=heads, name=name
    )


@blueprint.post("/documents/<int:document_id>/remind")
@requires(Right.PREPARE_PAPERS)
def remind(document_id: int) -> Response:
    """A letter to everybody who has not read it yet."""
    document = find_paper(document_id, Act.ACKNOWLEDGE)
    rows = not_read(document) if document.signed_at and not document.annulled_at else []
    written = tell_readers(document, rows, by=acting_user_id())
    db.session.commit()
    if written:
        said = ngettext(
            "%(num)d reminder is on its way.", "%(num)d reminders are on their way.", written
        )
        flash(said, "ok")
    else:
        flash(_("Nobody of them has an e-mail address here. Let them sign the sheet."), "wait")
    return redirect(url_for("documents.show", document_id=document_id), 303)


def not_read(document: Document) -> Sequence[DocumentPerson]:
    return [row for row in document.people if row.acknowledged_on is None]


def unread_papers(organisation_ids: frozenset[int]) -> sa.Select[Document]:
    """Signed papers in force, of kinds that are acknowledged, that somebody has not read."""
    lacking = sa.exists().where(
        DocumentPerson.document_id == Document.id, DocumentPerson.acknowledged_on.is_(None)
    )
    return (
        sa.select(Document)
        .where(
            Document.organisation_id.in_(organisation_ids),
            of_kinds(organisation_ids, lambda kind: kind.manifest.acknowledged),
            Document.signed_at.is_not(None),
            in_force(),
            lacking,
        )
        .order_by(Document.id)
    )
