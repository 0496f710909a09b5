"""Many registrations at once, from several processes, with repeated clicks (SECURITY R2)."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit import verify_chain
from portal.config import ROOT, Config
from portal.documents.journals import find_gaps, open_journal
from portal.documents.models import Document, Edition
from portal.extensions import db, services
from tests.documents.conftest import Lyceum

PROCESSES, THREADS, PAPERS = 4, 13, 50


@pytest.fixture
def database_url(each_database: str) -> str:
    return each_database


def _run_registrars(config: Config, ids: Sequence[int]) -> list[dict[str, object]]:
    """Four processes, each given all drafts, so that most are asked for several times."""
    words = [config.database_url, str(config.instance), str(THREADS), *map(str, ids)]
    command = [sys.executable, "-m", "tests.documents.registrar", *words]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(PROCESSES)
    ]
    answers = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    return [json.loads(line) for answer in answers for line in answer.splitlines()]


def test_fifty_papers_registered_at_once_are_numbered_one_to_fifty(
    app: Flask, config: Config, lyceum: Lyceum, make_draft: Callable[..., Document]
):
    open_journal(lyceum.organisation, "R01", services().clock.today())
    ids = [make_draft().id for _ in range(PAPERS)]

    answers = _run_registrars(config, ids)

    db.session.rollback()
    numbers = {answer["document"]: answer["number"] for answer in answers}
    assert len(answers) == PROCESSES * (PAPERS + PAPERS // 5)
    assert all(numbers[answer["document"]] == answer["number"] for answer in answers)
    assert sorted(numbers.values()) == sorted(f"{n}-к/тр" for n in range(1, PAPERS + 1))
    assert db.session.scalar(sa.select(sa.func.count(Edition.id))) == PAPERS
    _assert_nothing_is_half(lyceum, config)


def _assert_nothing_is_half(lyceum: Lyceum, config: Config) -> None:
    journal = open_journal(lyceum.organisation, "R01", services().clock.today())
    assert (journal.last_number, find_gaps(journal).missing) == (PAPERS, [])
    assert verify_chain(lyceum.organisation.id) is None
    for sha256 in db.session.scalars(sa.select(Edition.docx_sha256)):
        assert (Path(config.instance) / "files" / sha256[:2] / sha256).exists()
