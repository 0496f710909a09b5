"""Whose turn it is with a paper: every act on one begins here, so that two never cross."""

import sqlalchemy as sa

from portal import audit
from portal.documents.models import Document
from portal.extensions import db


def take_paper(document: Document) -> None:
    """Wait for those who change papers of the organisation now, then read this one afresh.

    All queue at the chain of the audit before they lock a paper, a journal or a file; whoever
    waited judges what the other has left behind, not what was read before.
    """
    db.session.flush()  # reading afresh would drop what is not written yet
    if sa.inspect(document).persistent:
        audit.take_turn(document.organisation_id)
        db.session.refresh(document, with_for_update=True)
