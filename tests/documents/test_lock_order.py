"""Acts that register papers lock in one order, so that none waits for another that waits for it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from portal.documents.batch import issue_chunk
from portal.documents.issue import register
from portal.documents.journals import open_journals
from portal.extensions import db, services, writing
from tests.documents.batches import make_staff, start_referrals
from tests.postgresql_server import postgresql_server

pytestmark = pytest.mark.postgresql


@pytest.fixture
def database_url(tmp_path) -> Iterator[str]:
    with postgresql_server(tmp_path) as address:
        yield address


@contextmanager
def _locked_tables() -> Iterator[list[str]]:
    """The tables whose rows are locked meanwhile, each at its first lock."""
    tables: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "FOR UPDATE" in statement:
            table = re.search(r"FROM (\w+)", statement)
            if table and table[1] not in tables:
                tables.append(table[1])

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
