"""A LibreOffice kept ready: the same papers, and always a way when it is not there."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portal.converters import ConverterFailed, LibreOffice, WarmOffice
from portal.converters.warm import UNO
from tests.converters.documents import (
    listener,
    some_picture,
    with_embedded_picture,
    with_linked_picture,
    word_file,
)

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60  # seconds


class Unwanted(LibreOffice):
    """A LibreOffice that nobody should have to start."""

    def convert(self, documents):
        raise AssertionError("the helper did not do it")


@pytest.fixture
def warm():
    """An office whose helper is ready."""
    office = WarmOffice(LibreOffice())
    office.convert([word_file("Перший")])
    deadline = time.monotonic() + PATIENCE
    while not office.helper.is_ready() and time.monotonic() < deadline:
        time.sleep(0.1)
    yield office
    office.close()


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).strip()


def _pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(len(page.get_images()) for page in document.pages)


@pytest.mark.converter
def test_the_papers_come_back_in_their_order_for_long_keeping(warm):
    warm.cold = Unwanted()

    pdfs = warm.convert([word_file(f"Наказ № {number}") for number in (1, 2, 3)])

    assert [_text(pdf) for pdf in pdfs] == ["Наказ № 1", "Наказ № 2", "Наказ № 3"]
    with pikepdf.open(io.BytesIO(pdfs[0])) as document:
        assert document.open_metadata()["pdfaid:part"] == "2"


@pytest.mark.converter
def test_no_link_is_followed(warm, tmp_path):
    warm.cold = Unwanted()
    private = tmp_path / "private.png"
    private.write_bytes(some_picture())

    with listener() as (address, asked):
        linked, local, embedded = warm.convert(
            [
                with_linked_picture(f"{address}/picture.png"),
                with_linked_picture(private.as_uri()),
                with_embedded_picture(),
            ]
        )

    assert asked == []
    assert [_pictures(pdf) for pdf in (linked, local, embedded)] == [0, 0, 1]


@pytest.mark.converter
def test_a_helper_that_was_killed_is_replaced_and_nobody_notices(warm):
    warm.helper.program.end()

    assert _text(warm.convert([word_file("Наказ")])[0]) == "Наказ"
    assert warm.helper is None


@pytest.mark.converter
def test_a_file_that_is_no_word_file_is_refused(warm):
    with pytest.raises(ConverterFailed):
        warm.convert([b"{\\rtf1 secret}"])


@pytest.mark.converter
def test_nothing_runs_after_it_is_closed(warm):
    mark = warm.helper.program.mark
    folder = warm.helper.folder

    warm.close()

    assert not folder.exists()
    assert not _marked(mark)


@pytest.mark.converter
@pytest.mark.parametrize("ending", ["sys.exit()", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_helper_ends_with_the_portal_however_that_ends(tmp_path, ending):
    (tmp_path / "paper.docx").write_bytes(word_file("Наказ"))
    script = f"""
import os, signal, sys, time
from pathlib import Path
from portal.converters import LibreOffice, WarmOffice
office = WarmOffice(LibreOffice())
office.convert([Path("paper.docx").read_bytes()])
while not office.helper.is_ready():
    time.sleep(0.1)
print(office.helper.program.mark, office.helper.folder, flush=True)
{ending}
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    mark, folder = done.stdout.split()
    deadline = time.monotonic() + PATIENCE
    while (_marked(mark) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert done.stderr == ""
    assert not _marked(mark)
    assert not Path(folder).exists()


def _marked(mark: str) -> list[Path]:
    processes = Path("/proc").glob("[0-9]*")
    return [process for process in processes if mark.encode() in _environment(process)]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def cold(tmp_path):
    """A LibreOffice that always gives the same page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "cold.pdf")
    return LibreOffice(
        _program(tmp_path / "soffice", f"#!/bin/sh\nmkdir out; cp {tmp_path}/cold.pdf out/0000.pdf")
    )


def _program(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return os.fspath(path)


def _helper(tmp_path: Path, behaviour: str) -> Path:
    """A stand-in for the system's Python that greets, takes one document and then does that."""
    return Path(
        _program(
            tmp_path / "python",
            f"#!{sys.executable}\nimport socket, time\npeer = socket.socket(fileno=0)\n"
            f"peer.sendall(bytes(8))\npeer.recv(1000000)\n{behaviour}\n",
        )
    )


@pytest.mark.skipif(not UNO.exists(), reason="python3-uno is not installed")
@pytest.mark.parametrize(
    "behaviour",
    [
        "",
        "peer.sendall(bytes(8))",
        "peer.sendall(bytes(7) + bytes([9]) + b'%PDF-half')",
        "peer.sendall(bytes(7) + bytes([99]) + b'%PDF-')",
        "time.sleep(600)",
    ],
    ids=["it dies", "it gives nothing", "half a file", "it dies while giving", "it hangs"],
)
def test_whatever_the_helper_does_the_paper_comes(tmp_path, cold, behaviour):
    office = WarmOffice(cold, python=_helper(tmp_path, behaviour), seconds=1)
    office.convert([word_file("Перший")])
    deadline = time.monotonic() + PATIENCE
    while not office.helper.is_ready() and time.monotonic() < deadline:
        time.sleep(0.05)

    pdfs = office.convert([word_file("Наказ")])

    assert pdfs == [(tmp_path / "cold.pdf").read_bytes()]
    assert office.helper is None


def test_without_the_systems_python_every_paper_is_converted_anew(tmp_path, cold):
    office = WarmOffice(cold, python=tmp_path / "absent")

    assert office.convert([word_file("Наказ")]) == [(tmp_path / "cold.pdf").read_bytes()]
    assert office.helper is None


def test_nothing_to_convert_starts_nothing(cold):
    office = WarmOffice(cold)

    assert office.convert([]) == []
    assert office.helper is None
