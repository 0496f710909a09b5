"""Work outside of requests: PDFs refused, workers that meet, a queue that does not grow."""

import sqlite3

import pytest
import sqlalchemy as sa
from flask import current_app

from portal import paper
from portal.documents.models import Batch, Document, Edition
from portal.documents.work import find_unfinished, make_pdfs, run_batch
from portal.errors import Unavailable
from portal.extensions import Services, db
from portal.jobs import jobs
from tests.documents.batches import make_staff, start_referrals
from tests.fakes import FakePdf


class PickyPdf(FakePdf):
    """Refuses a whole group for the sake of one paper, as LibreOffice does; counts its calls."""

    def __init__(self, refused=(), meanwhile=lambda: None):
        super().__init__()
        self.refused, self.meanwhile, self.calls = refused, meanwhile, 0

    def convert(self, documents):
        self.calls += 1
        self.meanwhile()
        for document in documents:
            if any(word in paper.text(document) for word in self.refused):
                raise Unavailable("The converter could not make a PDF of this paper.")
        return super().convert(documents)


@pytest.fixture
def use(app):
    """Puts another converter into the app."""

    def replace(pdf):
        tools = app.extensions["papka"]
        app.extensions["papka"] = Services(tools.store, pdf, tools.mailer, tools.clock)
        return pdf

    return replace


def without_pdf():
    db.session.rollback()
    query = sa.select(Edition).join(Document).where(Document.kind == "referral")
    return [edition for edition in db.session.scalars(query) if edition.pdf_sha256 is None]


def waiting():
    """The names of the calls in the queue."""
    calls = jobs(current_app).huey.pending()
    return sorted(call.args[0].rpartition(".")[2] for call in calls)


def sweep(clock, *, minutes):
    """What happens in so many minutes while nobody does anything."""
    for _ in range(minutes):
        clock.advance(minutes=1)
        jobs(current_app).run_sweeps()
        jobs(current_app).run_pending()


def test_one_paper_that_cannot_be_converted_does_not_hold_up_the_others(app, lyceum, use):
    use(PickyPdf(refused=["Швець"]))
    batch_id = start_referrals(lyceum, make_staff(lyceum, 10)).id

    run_batch(batch_id)

    (refused,) = without_pdf()
    assert refused.document.people[0].name.startswith("Швець")
    assert refused.pdf_failed_at
    assert db.session.get(Batch, batch_id).finished_at is None


def test_a_paper_refused_again_and_again_is_tried_more_and_more_seldom(app, lyceum, use, clock):
    run_batch(start_referrals(lyceum, make_staff(lyceum, 10)).id)
    pdf = use(PickyPdf(refused=["Швець"]))
    run_batch(start_referrals(lyceum, make_staff(lyceum, 10)).id)
    tried = pdf.calls

    sweep(clock, minutes=120)

    assert 5 <= pdf.calls - tried <= 8


def test_a_converter_that_is_down_is_not_asked_for_every_paper(app, lyceum, use, clock):
    pdf = use(PickyPdf(refused=[""]))

    run_batch(start_referrals(lyceum, make_staff(lyceum, 40)).id)

    assert pdf.calls == 4  # the group, then three by themselves
    assert len(without_pdf()) == 40


def test_everything_is_made_up_for_when_the_converter_is_back(app, lyceum, use, clock):
    pdf = use(PickyPdf(refused=[""]))
    batch_id = start_referrals(lyceum, make_staff(lyceum, 12)).id
    run_batch(batch_id)

    pdf.refused = []
    sweep(clock, minutes=5)

    assert without_pdf() == []
    assert db.session.get(Batch, batch_id).finished_at


def test_a_batch_that_only_waits_for_a_pdf_is_not_run_every_minute(app, lyceum, use, clock):
    use(PickyPdf(refused=["Швець"]))
    run_batch(start_referrals(lyceum, make_staff(lyceum, 10)).id)

    find_unfinished()

    assert waiting() == ["make_pdfs"]  # of the order


def test_a_call_that_waits_is_not_put_behind_itself(app, lyceum):
    start_referrals(lyceum, make_staff(lyceum, 3))

    for _ in range(5):
        find_unfinished()

    assert waiting() == ["make_pdfs", "run_batch"]  # the order has no PDF yet


def test_nothing_is_locked_while_the_converter_works(app, config, lyceum, use):
    def write_from_outside():
        connection = sqlite3.connect(config.instance / "papka.db", timeout=0.1)
        connection.execute("BEGIN IMMEDIATE")
        connection.rollback()
        connection.close()

    use(PickyPdf(meanwhile=write_from_outside))

    run_batch(start_referrals(lyceum, make_staff(lyceum, 3)).id)

    assert without_pdf() == []


def test_two_workers_do_not_convert_the_same_papers(app, lyceum, use):
    pdf = use(PickyPdf())
    ids: list[int] = []

    def second_worker():
        pdf.meanwhile = lambda: None
        make_pdfs(ids)

    batch_id = start_referrals(lyceum, make_staff(lyceum, 5)).id
    pdf.meanwhile = lambda: (ids.extend(edition.id for edition in without_pdf()), second_worker())

    run_batch(batch_id)

    assert (pdf.calls, len(ids)) == (1, 5)


def test_a_paper_nobody_foresaw_does_not_hold_up_the_batch(app, lyceum, caplog):
    staff = make_staff(lyceum, 3)
    batch = start_referrals(lyceum, staff)
    batch.items[1].data = {"contract": {"title": "договір", "number": "1", "date": 5}}
    db.session.commit()
    batch_id = batch.id

    run_batch(batch_id)

    batch = db.session.get(Batch, batch_id)
    assert [item.document.sequence for item in batch.items if item.document] == [1, 2]
    assert [bool(item.fault) for item in batch.items] == [False, True, False]
    assert batch.finished_at
