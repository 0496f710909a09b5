"""From people to paper: a batch of referrals numbered, filled, made PDF, stored, put together.

Slow peers make a sample; their time is multiplied and marked so. They do less than we do: they
fill one template and convert it, without numbers, rows, hashes, codes on the pages or a print job.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from portal.converters import PdfTools
from portal.documents.batch import plan_batch, start_batch
from portal.documents.catalogue import kinds_of
from portal.documents.drafts import following, start_draft
from portal.documents.issue import register
from portal.documents.models import Batch, Document
from portal.documents.work import issue_next_chunk, make_pdfs, run_batch
from portal.extensions import db, services, writing
from tests.benchmarks.figures import Figure, percentile, quicker, say
from tests.benchmarks.offices import MakePdf, cold_office, unoserver
from tests.benchmarks.peers import Absent
from tests.benchmarks.school import School, draft_order, make_school, opened

SIZE = 1_000
SAMPLE = 20
CLICKS = 30
PEERS = (("docxtpl + cold soffice", cold_office), ("docxtpl + unoserver", unoserver))


@dataclass(frozen=True)
class Made:
    """How long a batch took, from the click to the print job, and its single papers."""

    seconds: float
    clicks: Sequence[float]


def figures(*, size: int = SIZE, clicks: int = CLICKS, with_peers: bool = True) -> Iterator[Figure]:
    """A batch beside slow ways to make it, and one paper from the click to its PDF."""
    peers = _Sample()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        if with_peers:
            peers.start(stack, folder)
        else:
            say("cold soffice, unoserver: left out as asked")
        peers.make(SAMPLE // 2)
        made = _ours(folder / "school", size, clicks)
        peers.make(SAMPLE - SAMPLE // 2)
    name = f"{size} referrals: numbered, filled, PDF, stored, one print PDF"
    if not peers.times:
        yield Figure(name, made.seconds, "s", 1)
    for peer, times in peers.times.items():
        scaled = sum(times) / len(times) * size
        yield quicker(name, made.seconds, scaled, peer, unit="s", rounds=1, scaled=True)
    click = percentile(made.clicks, 0.95)
    yield Figure("one referral, click to PDF, warm: p95", click, "s", clicks)


class _Sample:
    """The slow peers, each making a few documents now and then."""

    def __init__(self) -> None:
        self.makers: dict[str, MakePdf] = {}
        self.times: dict[str, list[float]] = {}

    def start(self, stack: ExitStack, folder: Path) -> None:
        for name, opened_ in PEERS:
            own = folder / name.split()[-1]
            own.mkdir()
            try:
                self.makers[name] = stack.enter_context(opened_(own))
                self.makers[name](0)  # the first document makes a profile: not counted
            except Absent as reason:
                self.makers.pop(name, None)
                say(f"{name}: left out, {reason}")

    def make(self, number: int) -> None:
        for _ in range(number):
            for name, make in self.makers.items():
                started = time.monotonic()
                if not make(len(self.times.get(name, ())) + 1).startswith(b"%PDF"):
                    raise AssertionError(f"{name} made no PDF")
                self.times.setdefault(name, []).append(time.monotonic() - started)


def _ours(folder: Path, size: int, clicks: int) -> Made:
    folder.mkdir()
    tools = PdfTools()
    with opened(folder, tools) as app:
        school = make_school(size)
        order = _order(school)
        drafts = _drafts(school, order, clicks + 1)
        batch_id = _batch(school, order)
        _click(drafts[0])  # not counted: LibreOffice may be starting
        times = [_click(draft) for draft in drafts[1:]]
        started = time.monotonic()
        while issue_next_chunk(batch_id):
            pass
        numbered = time.monotonic() - started
        run_batch(batch_id)
        seconds = time.monotonic() - started
        batch = db.session.get_one(Batch, batch_id)
        if batch.finished_at is None or not services().store.exists(batch.print_sha256 or ""):
            raise AssertionError("the batch is not finished")
        say(f"{size} referrals: {numbered:.1f} s for numbers and papers, {seconds:.1f} s in all")
        db.session.rollback()
        app.extensions["papka"].pdf.office.close()
    return Made(seconds, times)


def _order(school: School) -> Document:
    """An order in force that sends everybody."""
    with writing():
        order = draft_order(school, school.staff)
        register(order, issued_by=school.secretary.id, request_key="order")
        db.session.commit()
    return order


def _batch(school: School, order: Document) -> int:
    with writing():
        batch = plan_batch(
            kinds_of(school.organisation).kind("referral"),
            school.organisation,
            school.staff,
            data={},
            dated_on=services().clock.today(),
            made_by=school.secretary.id,
            source=order,
        )
        start_batch(batch, started_by=school.secretary.id)
        db.session.commit()
    return batch.id


def _drafts(school: School, order: Document, number: int) -> list[int]:
    """Drafts of single referrals that follow the order."""
    kind = kinds_of(school.organisation).kind("referral")
    with writing():
        drafts = [
            start_draft(
                kind,
                school.organisation,
                made_by=school.secretary.id,
                dated_on=services().clock.today(),
                people=[school.staff[n % len(school.staff)]],
                data=following(kind, order),
            )
            for n in range(number)
        ]
        db.session.commit()
    return [draft.id for draft in drafts]


def _click(document_id: int) -> float:
    """From the press of «Register» to the bytes of the PDF."""
    started = time.monotonic()
    with writing():
        document = db.session.get_one(Document, document_id)
        register(document, issued_by=document.created_by_id, request_key=f"click-{document_id}")
        db.session.commit()
    edition_id = document.edition.id
    db.session.rollback()
    make_pdfs([edition_id])
    sha256 = db.session.get_one(Document, document_id).edition.pdf_sha256
    if not sha256 or not services().store.get(sha256).startswith(b"%PDF"):
        raise AssertionError("the paper has no PDF")
    db.session.rollback()
    return time.monotonic() - started
