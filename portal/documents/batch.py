"""Many papers of one kind at once: a table of people, a dry run, items that are done or not.

A batch never lives in memory: an item is done when its document exists, so work goes on after any
interruption exactly where it stopped.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal import audit
from portal.documents.catalogue import Kind
from portal.documents.context import (
    Content,
    Problem,
    build_context,
    current_catalogue,
    fill,
    problems,
    sorted_people,
)
from portal.documents.drafts import following, start_draft
from portal.documents.issue import derived_paper, register, template_of
from portal.documents.models import Batch, BatchItem, Document
from portal.errors import Conflict, Invalid, PapkaError
from portal.extensions import db, services
from portal.paper import PaperFault
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
        items=[
            BatchItem(employment=employment, position=position)
            for position, employment in enumerate(sorted_people(people, dated_on), start=1)
        ],
    )
    db.session.add(batch)
    db.session.flush()
    audit.record("plan-batch", batch, by_user_id=made_by, organisation_id=organisation.id)
    return batch


def dry_run(batch: Batch) -> dict[int, list[Problem]]:
    """The problems of each item by its id, found by filling its paper without keeping it."""
    return {item.id: _item_problems(item) for item in batch.items if not item.left_out}


def start_batch(batch: Batch, *, started_by: int) -> None:
    """Let the work begin; items with blocking problems must have been mended or left out."""
    if batch.started_at:
        raise Conflict("This batch is already under way.")
    for item_problems in dry_run(batch).values():
        for problem in item_problems:
            if problem.blocks:
                raise Invalid(problem.message, field=problem.field, **problem.params)
    batch.started_at = services().clock.now()
    audit.record("start-batch", batch, by_user_id=started_by, organisation_id=batch.organisation_id)


def issue_chunk(batch_id: int) -> int:
    """Register the next papers of the batch within the running transaction; how many were left.

    The caller commits. A paper that cannot be made is noted on its item and takes no number.
    """
    batch = db.session.get(Batch, batch_id, with_for_update=True)
    if batch is None or batch.started_at is None:
        return 0
    waiting = pending_items(batch)
    for item in waiting[:CHUNK]:
        _issue_item(item)
    return len(waiting[CHUNK:])


def pending_items(batch: Batch) -> list[BatchItem]:
    """Items without a document that are neither left out nor faulty."""
    return [i for i in batch.items if not (i.document_id or i.left_out or i.fault)]


def progress(batch: Batch) -> tuple[int, int]:
    """How many papers are registered, of how many."""
    counted = [item for item in batch.items if not item.left_out]
    return sum(1 for item in counted if item.document_id), len(counted)


def unfinished_batches() -> Sequence[int]:
    """Batches that were started and not finished: a killed process leaves such."""
    return db.session.scalars(
        sa.select(Batch.id).where(Batch.started_at.is_not(None), Batch.finished_at.is_(None))
    ).all()


def documents_of(batch: Batch) -> list[Document]:
    """The papers made so far, in the order of their items."""
    return [item.document for item in batch.items if item.document]


def _issue_item(item: BatchItem) -> None:
    batch = item.batch
    try:
        with db.session.begin_nested():
            document = _existing_derived(item) or _new_document(item)
            item.document = document
    except PapkaError as e:
        item.fault = str(e)
        db.session.flush()
        return
    audit.record(
        "issue-item", batch, by_user_id=batch.created_by_id, organisation_id=batch.organisation_id,
        details={"item": item.id},
    )  # fmt: skip


def _new_document(item: BatchItem) -> Document:
    batch = item.batch
    draft = start_draft(
        current_catalogue().kind(batch.kind),
        batch.organisation,
        made_by=batch.created_by_id,
        dated_on=batch.dated_on,
        people=[item.employment],
        data={**batch.data, **item.data},
    )
    return register(draft, issued_by=batch.created_by_id, request_key=f"batch:{batch.id}:{item.id}")


def _existing_derived(item: BatchItem) -> Document | None:
    if current_catalogue().kind(item.batch.kind).manifest.derived_from is None:
        return None
    return derived_paper(item.batch.kind, item.batch.source_id, item.employment_id)


def _item_problems(item: BatchItem) -> list[Problem]:
    batch = item.batch
    content = Content(
        kind=current_catalogue().kind(batch.kind),
        organisation=batch.organisation,
        language=batch.language,
        dated_on=batch.dated_on,
        data={**batch.data, **item.data},
        people=[item.employment],
    )
    found = problems(content)
    if not any(problem.blocks for problem in found):
        try:
            fill(content, template_of(content), build_context(content, ""))
        except PaperFault as fault:
            found.append(
                Problem("The template cannot be filled: %(fault)s.", {"fault": str(fault)})
            )
    return found
