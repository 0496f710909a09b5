"""What the pages of a batch say: the dry run, and the work going on or done."""

from typing import Any

import sqlalchemy as sa
from flask import render_template

from portal.documents.batch import documents_of, has_pending, progress
from portal.documents.batch_check import content_of_item, dry_run, shared_problems
from portal.documents.catalogue import kind_of
from portal.documents.issue import expected_number
from portal.documents.models import Batch, BatchItem
from portal.documents.views.batch_words import count_of, numbers_of
from portal.documents.views.steps import page_language
from portal.documents.views.words import STATES, next_try
from portal.errors import PapkaError
from portal.extensions import db
from portal.people.models import Employment
from portal.permissions import Right, holds
from portal.web import sentence


def dry_run_page(batch: Batch) -> str:
    kind, found = kind_of(batch), dry_run(batch)
    shared = shared_problems(found)
    own = {key: [p for p in problems if p not in shared] for key, problems in found.items()}
    blocked = [key for key, problems in own.items() if any(p.blocks for p in problems)]
    return render_template(
        "documents/batch_check.html",
        batch=batch,
        kind=kind,
        shared=shared,
        own=own,
        blocked=blocked,
        rows=_unclear_rows(batch),
        will=expected_number(content_of_item(batch.items[0])) if batch.items else "",
        what=count_of(kind, len(found)),
        questions={question.name: question for question in kind.fields},
        may_edit_people=holds(Right.EDIT_PEOPLE, batch.organisation_id),
        sentence=sentence,
        language=page_language(),
    )


def _unclear_rows(batch: Batch) -> list[tuple[dict[str, Any], list[Employment]]]:
    rows = batch.unresolved.get("rows", [])
    people = sa.select(Employment).where(Employment.organisation_id == batch.organisation_id)
    return [
        (row, list(db.session.scalars(people.where(Employment.id.in_(row["choices"])))))
        for row in rows
    ]


def work_facts(batch: Batch) -> dict[str, Any]:
    """Everything the page of a started batch says."""
    kind, papers = kind_of(batch), documents_of(batch)
    done, total = progress(batch)
    unprinted = [paper.edition for paper in papers if paper.edition.pdf_sha256 is None]
    is_refused = any(edition.pdf_failed_at for edition in unprinted)
    has_stopped = batch.finished_at is not None or (is_refused and not has_pending(batch.id))
    return {
        "batch": batch,
        "kind": kind,
        "papers": papers,
        "done": done,
        "total": total,
        "with_pdf": len(papers) - len(unprinted),
        "is_working": not has_stopped,
        "is_refused": is_refused,
        "next_try": next_try(unprinted),
        "failed": [item for item in batch.items if item.fault],
        "numbers": numbers_of(papers),
        "what": count_of(kind, done),
        "fault_of": _fault_of,
        "states": STATES,
        "language": page_language(),
    }


def _fault_of(item: BatchItem) -> str:
    return sentence(PapkaError(item.fault, **item.fault_params))
