"""Acts on several papers at once: which are ticked, and doing it with each as far as it goes."""

from collections.abc import Callable, Iterable

from flask import flash, request
from sqlalchemy import select

from portal.documents.models import Document
from portal.documents.views.words import called
from portal.errors import Conflict, PapkaError
from portal.extensions import db
from portal.permissions import Right, permitted
from portal.web import sentence

REASONS_SHOWN = 3  # refusals that are told one by one


def picked() -> list[Document]:
    """What is ticked, as far as the reader may see it."""
    ids = request.form.getlist("picked", type=int)
    if not ids:
        raise Conflict("Tick at least one paper.")
    seen = Document.organisation_id.in_(permitted(Right.READ_PAPERS))
    query = select(Document).where(seen, Document.id.in_(ids))
    return list(db.session.scalars(query.order_by(Document.id)))


def do_each(documents: Iterable[Document], do: Callable[[Document], object]) -> int:
    """Do it with each; what is refused stays as it was and is told. How many were done."""
    done, refusals = 0, []
    for document in documents:
        try:
            with db.session.begin_nested():
                do(document)
        except PapkaError as refusal:
            refusals.append(f"{called(document)}: {sentence(refusal)}")
        else:
            done += 1
    for text in refusals[:REASONS_SHOWN]:
        flash(text, "bad")
    return done
