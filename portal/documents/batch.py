"""Many papers of one kind at once: a table of people, a dry run, items that are done or not.

A batch never lives in memory: an item is done when its document exists, so work goes on after any
interruption exactly where it stopped. Its PDFs and print job are made by `work`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal import audit
from portal.documents.approval import steps_for, submit
from portal.documents.batch_check import blocking, dry_run
from portal.documents.catalogue import Kind, kind_of
from portal.documents.context import sorted_people
from portal.documents.drafts import following, start_draft
from portal.documents.issue import register
from portal.documents.manifest import Follows
from portal.documents.models import Batch, BatchItem, Document, Edition
from portal.errors import Conflict, Invalid, PapkaError
from portal.extensions import db, services
from portal.people.models import Employment, Organisation

CHUNK = 25  # numbers of one transaction; they are unbroken in the journal


def plan_batch(
    kind: Kind,
    organisation: Organisation,
    people: Sequence[Employment],
    *,
    data: Mapping[str, Any],
    dated_on: date,
    made_by: int,
    source: Document | None = None,
) -> Batch:
    """One item a person, in the order of the alphabet in which numbers will be taken."""
    if not kind.manifest.per_person:
        raise Invalid("One paper of this kind names all its people.", field="people")
    shared = {**(following(kind, source) if source else {}), **data}
    batch = Batch(
        organisation=organisation,
        kind=kind.name,
        language=organisation.language,
        data=shared,
        dated_on=dated_on,
        source_id=source.id if source else None,
        created_at=services().clock.now(),
        created_by_id=made_by,
    )
    db.session.add(batch)
    name_people(batch, people)
    audit.record("plan-batch", batch, by_user_id=made_by, organisation_id=organisation.id)
    return batch


def name_people(
    batch: Batch,
    people: Sequence[Employment],
    values: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    """Whom the batch is for; those who were in it before keep their own values.

    `values` are further values of single persons, by the id of their employment.
    """
    refuse_started(batch)
    known = {item.employment_id: item for item in batch.items}
    wanted = sorted_people(people, batch.dated_on)
    batch.items = [known.get(e.id) or BatchItem(employment=e, position=0) for e in wanted]
    for position, item in enumerate(batch.items, start=1):
        item.position = -position  # free the positions first: they are unique
    db.session.flush()
    for item in batch.items:
        item.position = -item.position
        item.data = {**(item.data or {}), **(values or {}).get(item.employment_id, {})}
    db.session.flush()


def start_batch(batch: Batch, *, started_by: int, own_roles: Collection[str] = ()) -> None:
    """Let the work begin; items with blocking problems must have been mended or left out.

    Steps of approval that the starter does not hold would stop every single paper: such a batch is
    refused. What the starter holds is taken as said when each paper is made.
    """
    db.session.refresh(batch, with_for_update=True)
    refuse_started(batch)
    steps = steps_for(kind_of(batch), batch.organisation)
    if set(steps) - set(own_roles):
        raise Conflict("Papers of this kind are approved by others first: issue them one by one.")
    if not any(not item.left_out for item in batch.items):
        raise Invalid("Choose at least one person.", field="people")
    for problem in blocking(dry_run(batch)):
        raise Invalid(problem.message, field=problem.field, **problem.params)
    batch.started_at = services().clock.now()
    audit.record("start-batch", batch, by_user_id=started_by, organisation_id=batch.organisation_id)


def try_again(batch: Batch, *, by: int) -> None:
    """Give the items that failed another try; numbers are taken after those already given."""
    for item in batch.items:
        item.fault, item.fault_params = "", {}
    batch.finished_at = batch.print_sha256 = None
    audit.record("retry-batch", batch, by_user_id=by, organisation_id=batch.organisation_id)


def issue_chunk(batch_id: int) -> int:
    """Register the next papers of the batch within the running transaction; how many were left.

    The caller commits. A paper that cannot be made is noted on its item and takes no number.
    """
    batch = db.session.get(Batch, batch_id, with_for_update=True)
    if batch is None or batch.started_at is None:
        return 0
    audit.take_turn(batch.organisation_id)
    manifest = kind_of(batch).manifest
    _held = _followed(batch, manifest.follows)  # else every paper would load them anew
    waiting = db.session.scalars(
        sa.select(BatchItem)
        .where(BatchItem.batch_id == batch_id, _waits())
        .order_by(BatchItem.position)
        .execution_options(populate_existing=True)
    ).all()
    for item in waiting[:CHUNK]:
        _issue_item(item)
    return len(waiting[CHUNK:])


def pending_items(batch: Batch) -> list[BatchItem]:
    """Items without a document that are neither left out nor faulty."""
    return [i for i in batch.items if not (i.document_id or i.left_out or i.fault)]


def has_pending(batch_id: int) -> bool:
    """Whether something of it is still to be registered."""
    waiting = sa.select(BatchItem.id).where(BatchItem.batch_id == batch_id, _waits())
    return db.session.scalar(waiting.limit(1)) is not None


def progress(batch: Batch) -> tuple[int, int]:
    """How many papers are registered, of how many."""
    counted = [item for item in batch.items if not item.left_out]
    return sum(1 for item in counted if item.document_id), len(counted)


def unfinished_batches() -> Sequence[int]:
    """Batches that can go on: a killed process leaves such.

    Those that only wait for PDFs are not among them; they can go on when the last PDF is there.
    """
    of_batch = BatchItem.batch_id == Batch.id
    unprinted = sa.exists().where(
        of_batch, Edition.document_id == BatchItem.document_id, Edition.pdf_sha256.is_(None)
    )
    return db.session.scalars(
        sa.select(Batch.id).where(
            Batch.started_at.is_not(None),
            Batch.finished_at.is_(None),
            sa.exists().where(of_batch, _waits()) | ~unprinted,
        )
    ).all()


def documents_of(batch: Batch) -> list[Document]:
    """The papers made so far, in the order of their items."""
    return [item.document for item in batch.items if item.document]


def refuse_started(batch: Batch) -> None:
    """Stop a change of what is already being issued."""
    if batch.started_at:
        raise Conflict("This batch is already under way.")


def _followed(batch: Batch, follows: Sequence[Follows]) -> list[tuple[Document, list[Edition]]]:
    ids = [batch.data.get(one.name) for one in follows]
    found = db.session.scalars(sa.select(Document).where(Document.id.in_(ids)))
    return [(document, document.editions) for document in found]


def _waits() -> sa.ColumnElement[bool]:
    return sa.and_(BatchItem.document_id.is_(None), ~BatchItem.left_out, BatchItem.fault == "")


def _issue_item(item: BatchItem) -> None:
    batch = item.batch
    try:
        with db.session.begin_nested():
            item.document = _new_document(item)
    except PapkaError as e:
        _note_fault(item, e)
        return
    except (SQLAlchemyError, OSError):
        raise  # the database or the disk: nothing of this chunk can be trusted
    except Exception:
        # A value nobody foresaw must not hold up the papers of all the others for good.
        current_app.logger.exception("Item %s of batch %s", item.id, batch.id)
        _note_fault(item, Conflict("This paper could not be made. Write it by itself."))
        return
    audit.record(
        "issue-item",
        batch,
        by_user_id=batch.created_by_id,
        organisation_id=batch.organisation_id,
        details={"item": item.id},
    )


def _note_fault(item: BatchItem, fault: PapkaError) -> None:
    item.fault = fault.message
    item.fault_params = {name: str(value) for name, value in fault.params.items()}
    db.session.flush()


def _new_document(item: BatchItem) -> Document:
    batch, kind = item.batch, kind_of(item.batch)
    draft = start_draft(
        kind,
        batch.organisation,
        made_by=batch.created_by_id,
        dated_on=batch.dated_on,
        people=[item.employment],
        data={**batch.data, **item.data},
    )
    if steps := steps_for(kind, batch.organisation):
        submit(draft, submitted_by=batch.created_by_id, own_roles=steps)
    # Held, because the session forgets what was made here and let go of before it is rolled back.
    _held = [*draft.people, *draft.decisions]
    return register(draft, issued_by=batch.created_by_id, request_key=f"batch:{batch.id}:{item.id}")
