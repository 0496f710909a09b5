"""Acts that register papers lock in one order, so that none waits for another that waits for it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from portal.documents.approval import approve, return_draft, submit
from portal.documents.batch import issue_chunk
from portal.documents.drafts import save_draft
from portal.documents.filing import attach_scan, file_document, mark_printed, mark_signed
from portal.documents.issue import annul, correct, register
from portal.documents.journals import open_journals
from portal.extensions import db, services, writing
from portal.permissions import Role
from tests.documents.batches import make_staff, start_referrals
from tests.documents.issued import SCAN
from tests.files.received import as_received
from tests.postgresql_server import postgresql_server

pytestmark = pytest.mark.postgresql


@pytest.fixture
def database_url(tmp_path) -> Iterator[str]:
    with postgresql_server(tmp_path) as address:
        yield address


@contextmanager
def _locked_tables() -> Iterator[list[str]]:
    """The tables whose rows are locked or changed meanwhile, in the order of the first time."""
    tables: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        table = re.search(r"FROM (\w+)[^;]*FOR UPDATE|^UPDATE (\w+)", statement, re.DOTALL)
        name = table and (table[1] or table[2])
        if name and name not in tables:
            tables.append(name)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def test_one_paper_and_a_batch_queue_at_the_chain_before_they_lock_a_journal(lyceum, make_draft):
    open_journals(lyceum.organisation, services().clock.today())
    draft = make_draft()
    with _locked_tables() as single, writing():
        register(draft, issued_by=lyceum.secretary.id, request_key="one")
        db.session.commit()
    batch_id = start_referrals(lyceum, make_staff(lyceum, 2)).id
    with _locked_tables() as many, writing():
        issue_chunk(batch_id)
        db.session.commit()

    for tables in (single, many):
        assert tables.index("audit_chain") < tables.index("journal")


def test_every_act_on_a_paper_queues_at_the_chain_before_it_changes_the_paper(lyceum, make_draft):
    lyceum.organisation.settings = {"approval": {"order_of_sending": ["head"]}}
    db.session.commit()
    paper, by = make_draft(), lyceum.secretary.id
    head = {"roles": [Role.HEAD]}
    acts: dict[str, Callable[[], object]] = {
        "save": lambda: save_draft(paper, {**paper.data, "hours": "72"}, paper.dated_on, staff),
        "submit": lambda: submit(paper, submitted_by=by, own_roles=[]),
        "return": lambda: return_draft(paper, returned_by=by, reason="Години", **head),
        "submit again": lambda: submit(paper, submitted_by=by, own_roles=[]),
        "approve": lambda: approve(paper, approved_by=by, **head),
        "register": lambda: register(paper, issued_by=by, request_key="one"),
        "correct": lambda: correct(paper, data=paper.data, reason="Години", made_by=by),
        "print": lambda: mark_printed(paper, by=by),
        "sign": lambda: mark_signed(paper, by=by),
        "scan": lambda: attach_scan(paper, as_received(SCAN), attached_by=by),
        "file": lambda: file_document(paper, confirmed_by=by),
        "annul": lambda: annul(paper, reason="Помилка", annulled_by=by),
    }
    staff = [row.employment for row in paper.people]

    for name, act in acts.items():
        with _locked_tables() as tables, writing():
            act()
            db.session.commit()
        assert tables[:2] == ["audit_chain", "document"], name
