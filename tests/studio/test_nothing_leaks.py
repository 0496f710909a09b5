"""No file of the corpus writes, connects or reads anything while it is checked, filled, converted.

The harmless payloads of the corpus are turned to this test's own folder, file and port, so that
whatever they did would be seen here.
"""

import csv
import io
import os
import tomllib
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pypdfium2
import pytest

from portal.converters import LibreOffice
from portal.paper import render, text
from portal.paper.filters import ARGUMENTS
from portal.paper.gate import check_printed, check_template
from portal.paper.given import Given
from portal.studio.check.trial import look_apart, template_job, trial_of
from tests.converters.documents import listener

CORPUS = Path(__file__).parent.parent / "bad_input"
SECRET = "Перемога-7319"
SAMPLE = {
    "person": {"full_name": "Ткач Андрій", "birth_date": "", "position": "", "name": ""},
    "org": {"name": "Ліцей", "edrpou": "00000011"},
    "doc": {"number": "12-к", "date": "05.06.2026", "title": "Довідка"},
    "people": [{"full_name": "Ткач Андрій", "birth_date": "", "position": "", "courses": []}] * 3,
    "qr": "qr",
    "rich": "rich",
}
_names = tomllib.loads((CORPUS / "fields.toml").read_text("utf-8"))
FILTERS = frozenset(ARGUMENTS) | frozenset(_names.pop("filters"))
GIVEN = Given.of(_names)


@pytest.fixture
def secret(tmp_path):
    """A file nobody may read; a reader would leave the time of it."""
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, encoding="utf-8")
    os.utime(file, (0, file.stat().st_mtime))
    return file


def templates(canaries, secret, address):
    """Every template of the corpus, its payloads turned to what this test watches."""
    turned = {
        b"/tmp/ssti-canary": os.fsencode(canaries / "ssti-canary"),
        b"/etc/hostname": os.fsencode(secret),
        b"http://127.0.0.1:9/": f"{address}/".encode(),
    }
    with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            if row["path"].startswith("templates/"):
                yield row["path"], _turned((CORPUS / row["path"]).read_bytes(), turned)


def _turned(data, turned):
    try:
        with ZipFile(io.BytesIO(data)) as package:
            parts = [(entry, package.read(entry)) for entry in package.infolist()]
    except (BadZipFile, RuntimeError, NotImplementedError, zlib.error):
        return data  # broken on purpose: it stays as it is
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for entry, part in parts:
            if len(part) < 1_000_000:
                for payload, own in turned.items():
                    part = part.replace(payload, own)
            package.writestr(entry, part)
    return target.getvalue()


def pdf_text(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.converter
@pytest.mark.filterwarnings("ignore:Duplicate name")  # of the package that has a part twice
def test_nothing_is_written_fetched_or_read(tmp_path, secret):
    canaries = tmp_path / "canaries"
    canaries.mkdir()
    filters = {name: lambda value, *_: str(value) for name in FILTERS}

    with listener() as (address, asked):
        corpus = dict(templates(canaries, secret, address))
        here = {path: check_template(data, GIVEN, FILTERS) for path, data in corpus.items()}
        accepted = {path: one.cleaned for path, one in here.items() if one.cleaned is not None}
        papers = [render(template, SAMPLE, filters) for template in accepted.values()]
        job = template_job(given=GIVEN, filters=FILTERS, sample=SAMPLE)
        jobs = [(docx, job) for docx in corpus.values()]
        apart = look_apart("portal.studio.check.look_at_template", jobs)
        pdfs = LibreOffice().convert(papers)

    assert len(accepted) >= 15
    assert [path for path, one in zip(corpus, apart, strict=True) if trial_of(one).is_good] == list(
        accepted
    )
    assert [check_printed(paper) for paper in papers] == [[]] * len(papers)
    assert all(pdf_text(pdf).strip() for pdf in pdfs)
    assert asked == []
    assert list(canaries.iterdir()) == []
    assert secret.stat().st_atime == 0
    assert not any(SECRET in text(paper) for paper in papers)
    assert not any(SECRET in pdf_text(pdf) for pdf in pdfs)


def test_the_watch_would_see_a_reader(secret):
    secret.read_text(encoding="utf-8")

    if secret.stat().st_atime == 0:
        pytest.skip("this disk does not keep the time of reading")
