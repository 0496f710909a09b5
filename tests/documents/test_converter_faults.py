"""SECURITY R4: whatever a converter does, the paper stays registered and gets its PDF some day."""

import errno
import os
from pathlib import Path

import pytest
from flask import current_app

from portal.converters import LibreOffice, OfficePool, PdfTools
from portal.documents.models import Document
from portal.extensions import Services, db, services
from portal.jobs import jobs
from tests.converters.documents import word_file
from tests.documents.issued import issue
from tests.factories import sign_in
from tests.fakes import FakePdf

FAULTS = {
    "it hangs": "sleep 600.{mark}",
    "it hangs with a child in a session of its own": "setsid sleep 601.{mark} & sleep 601.{mark}",
    "it crashes": "exit 139",
    "it says it is done and leaves nothing": "exit 0",
    "it leaves half a file": "mkdir out; head -c 700 {good} > out/0000.pdf",
    "it fills the disk": "mkdir out; exec truncate -s 2G out/0000.pdf",
    "it shouts without end": "head -c 100000000 /dev/zero >&2; exit 1",
    "it needs its time": "sleep 0.5; mkdir out; cp {good} out/0000.pdf",
    "it leaves locks behind": "touch .~lock.0000.docx#; exit 77",
    "it does not want to end": "trap '' TERM; sleep 602.{mark}; sleep 602.{mark}",
    "it gives another paper's pages": "mkdir out; cp {other} out/0000.pdf",
    "it is gone": "",
}
WORKS = {"it needs its time"}


@pytest.fixture
def office(app, tmp_path):
    """Sets what LibreOffice does; it has two seconds for a paper."""
    program = tmp_path / "soffice"
    tools = app.extensions["papka"]

    def behave(script: str) -> None:
        program.unlink(missing_ok=True)
        if script:
            program.write_text(f"#!/bin/bash\n{script}\n")
            program.chmod(0o755)

    cold = LibreOffice(os.fspath(program), seconds=2, seconds_each=0)
    pdf = PdfTools(OfficePool(cold, python=tmp_path / "absent"))
    app.extensions["papka"] = Services(tools.store, pdf, tools.mailer, tools.clock)
    return behave


def running(mark: str) -> bool:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().decode(errors="replace"))
        except OSError:
            continue  # it has ended meanwhile
    return any(mark in line for line in lines)


def afresh(paper):
    db.session.rollback()
    return db.session.get(Document, paper.id)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_converter_that_fails_costs_no_paper_and_no_number(
    client, lyceum, make_draft, office, tmp_path, clock, fault
):
    paper = issue(make_draft(), pdf=False)
    number, word = paper.number, paper.edition.docx_sha256
    files = {"good": tmp_path / "good.pdf", "other": tmp_path / "other.pdf"}
    files["good"].write_bytes(*FakePdf().convert([services().store.get(word)]))
    files["other"].write_bytes(*FakePdf().convert([_another()]))
    mark = f"{os.getpid()}{len(fault)}"
    sign_in(client, lyceum.secretary)

    office(FAULTS[fault].format(mark=mark, **files))
    client.get(f"/documents/{paper.id}")
    jobs(current_app).run_pending()

    page, paper = client.get(f"/documents/{paper.id}").text, afresh(paper)
    assert not running(mark)
    assert bool(paper.edition.pdf_sha256) == (fault in WORKS)
    assert ("The PDF could not be made" in page) == (fault not in WORKS)
    assert ("The next try: " in page and "Try now" in page) == (fault not in WORKS)

    office("mkdir out; cp {good} out/0000.pdf".format(**files))
    clock.advance(minutes=2)
    jobs(current_app).run_sweeps()
    jobs(current_app).run_pending()

    paper = afresh(paper)
    assert paper.edition.pdf_sha256
    assert (paper.number, paper.edition.docx_sha256) == (number, word)
    assert services().store.get(word)


def test_a_full_disk_is_a_fault_like_any_other(app, client, lyceum, make_draft):
    class NoRoom(FakePdf):
        def convert(self, documents):
            raise OSError(errno.ENOSPC, "No space left on device")

    tools = app.extensions["papka"]
    app.extensions["papka"] = Services(tools.store, NoRoom(), tools.mailer, tools.clock)
    paper = issue(make_draft(), pdf=False)
    sign_in(client, lyceum.secretary)

    client.get(f"/documents/{paper.id}")
    jobs(current_app).run_pending()

    assert "The PDF could not be made" in client.get(f"/documents/{paper.id}").text
    assert afresh(paper).number


def _another() -> bytes:
    return word_file("Договір про поставку дров", "Лісгосп зобов’язується поставити їх до зими.")
