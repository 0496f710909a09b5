"""LibreOffice kept ready: the same papers, and always a way when it is not there."""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portal.converters import ConverterFailed, LibreOffice, OfficePool
from portal.converters.pool import UNO, Turns
from portal.converters.warm import LIFE, MOST_MEMORY
from tests.converters.documents import (
    listener,
    some_picture,
    with_embedded_picture,
    with_linked_picture,
    word_file,
)
from tests.fakes import one_page_pdf

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60  # seconds


class Unwanted(LibreOffice):
    """A LibreOffice that nobody should have to start."""

    def convert(self, documents):
        raise AssertionError("the helper did not do it")


@pytest.fixture
def warm():
    """A pool of one helper, which is ready."""
    office = OfficePool(LibreOffice(), size=1, seconds=PATIENCE)
    office.convert([word_file("Перший")])
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
    (helper,) = warm.idle
    helper.program.end()

    assert _text(warm.convert([word_file("Наказ")])[0]) == "Наказ"
    assert helper not in warm.idle


@pytest.mark.converter
def test_a_file_that_is_no_word_file_is_refused(warm):
    with pytest.raises(ConverterFailed):
        warm.convert([b"{\\rtf1 secret}"])


@pytest.mark.converter
def test_nothing_runs_after_it_is_closed(warm):
    (helper,) = warm.idle
    mark, folder = helper.program.mark, helper.folder

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
from portal.converters import LibreOffice, OfficePool
office = OfficePool(LibreOffice(), seconds=60)
office.convert([Path("paper.docx").read_bytes()])
print(office.idle[0].program.mark, office.idle[0].folder, flush=True)
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
    (tmp_path / "cold.pdf").write_bytes(one_page_pdf(["Наказ"]))
    return LibreOffice(
        _program(tmp_path / "soffice", f"#!/bin/sh\nmkdir out; cp {tmp_path}/cold.pdf out/0000.pdf")
    )


def _program(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return os.fspath(path)


def _helper(tmp_path: Path, behaviour: str, greeting: str = "bytes(16)") -> Path:
    """A stand-in for the system's Python that greets, takes one document and then does that."""
    (tmp_path / "other.pdf").write_bytes(one_page_pdf(["Довідка"]))
    return Path(
        _program(
            tmp_path / "python",
            f"#!{sys.executable}\nimport os, signal, socket, struct, subprocess, time\n"
            "def give(pdf, size=None, memory=0):\n"
            "    head = struct.pack('>QQ', len(pdf) if size is None else size, memory)\n"
            "    peer.sendall(head + pdf)\n"
            f"other = open('{tmp_path}/other.pdf', 'rb').read()\n"
            f"peer = socket.socket(fileno=0)\npeer.sendall({greeting})\n"
            f"peer.recv(1000000)\n{behaviour}\n",
        )
    )


needs_uno = pytest.mark.skipif(not UNO.exists(), reason="python3-uno is not installed")


@needs_uno
@pytest.mark.parametrize(
    "behaviour",
    [
        "",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "give(b'')",
        "give(b'%PDF-half')",
        "give(b'%PDF-', size=99)",
        "give(b'Sorry', size=1 << 60)",
        "peer.sendall(b'I am not a helper at all, I only talk')",
        "give(other)",
        "give(other[:-20])",
        "time.sleep(600)",
        "subprocess.Popen(['sleep', '600'], start_new_session=True); time.sleep(600)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
    ],
    ids=[
        "it ends",
        "it is killed",
        "it gives nothing",
        "half a file",
        "it dies while giving",
        "it promises too much",
        "nonsense",
        "pages of another paper",
        "a PDF cut off",
        "it hangs",
        "it hangs with a child",
        "it does not want to end",
    ],
)
def test_whatever_the_helper_does_the_paper_comes(tmp_path, cold, behaviour):
    office = OfficePool(cold, python=_helper(tmp_path, behaviour), seconds=2)

    pdfs = office.convert([word_file("Наказ")])
    office.close()

    assert pdfs == [(tmp_path / "cold.pdf").read_bytes()]


@needs_uno
@pytest.mark.parametrize("greeting", ["b''", "b'hello there, I am the helper'"])
def test_a_helper_that_does_not_come_up_is_not_waited_for_for_ever(tmp_path, cold, greeting):
    helper = _helper(tmp_path, "time.sleep(600)", greeting)

    pdfs = OfficePool(cold, python=helper, seconds=1).convert([word_file("Наказ")])

    assert pdfs == [(tmp_path / "cold.pdf").read_bytes()]


@needs_uno
def test_a_helper_that_has_grown_is_replaced(tmp_path, cold):
    helper = _helper(tmp_path, f"give(other, memory={MOST_MEMORY + 1})\ntime.sleep(600)")
    office = OfficePool(cold, python=helper, seconds=5)

    pdfs = office.convert([word_file("Довідка")])

    assert pdfs == [(tmp_path / "other.pdf").read_bytes()]
    assert office.idle == []


def test_a_pdf_of_another_paper_is_not_believed_whoever_made_it(tmp_path, cold):
    office = OfficePool(cold, python=tmp_path / "absent")

    with pytest.raises(ConverterFailed, match="try again, or take the Word file"):
        office.convert([word_file("Довідка про години")])


def test_without_the_systems_python_every_paper_is_converted_anew(tmp_path, cold):
    office = OfficePool(cold, python=tmp_path / "absent")

    assert office.convert([word_file("Наказ")]) == [(tmp_path / "cold.pdf").read_bytes()]
    assert office.idle == []


def test_nothing_to_convert_starts_nothing(cold):
    office = OfficePool(cold)

    assert office.convert([]) == office.convert_alike([]) == []
    assert office.idle == []


@needs_uno
def test_papers_that_cannot_be_cut_apart_are_converted_one_by_one(tmp_path, cold):
    """The PDF of the whole lacks the places where papers begin and end."""
    office = OfficePool(cold, python=_helper(tmp_path, "give(other)"), seconds=5)

    pdfs = office.convert_alike([word_file("Наказ"), word_file("Наказ")])
    office.close()

    assert pdfs == [(tmp_path / "cold.pdf").read_bytes()] * 2


@pytest.mark.converter
def test_papers_that_look_alike_come_back_each_with_its_own_pages(warm):
    warm.cold = Unwanted()
    papers = [word_file(f"Наказ № {number}") for number in range(30)]

    pdfs = warm.convert_alike(papers)

    assert [_text(pdf) for pdf in pdfs] == [f"Наказ № {number}" for number in range(30)]
    assert warm.idle[0].left >= LIFE - 3  # not thirty conversions


@pytest.mark.converter
def test_papers_of_several_looks_come_back_in_their_order(warm):
    warm.cold = Unwanted()
    papers = [
        word_file("Наказ"),
        with_embedded_picture(),
        word_file("Витяг"),
        word_file("Довідка", face="Arial"),
        with_embedded_picture(),
    ]

    pdfs = warm.convert_alike(papers)

    assert [_text(pdf) for pdf in pdfs] == ["Наказ", "Емблема", "Витяг", "Довідка", "Емблема"]
    assert [_pictures(pdf) for pdf in pdfs] == [0, 1, 0, 0, 1]


@pytest.mark.converter
def test_one_bad_paper_among_many_stops_no_other_for_long(warm):
    papers = [word_file(f"Наказ № {number}") for number in range(4)]

    with pytest.raises(ConverterFailed):
        warm.convert_alike([*papers, b"no paper at all"])

    assert [_text(pdf) for pdf in warm.convert_alike(papers)] == [
        f"Наказ № {number}" for number in range(4)
    ]


def test_who_has_one_page_goes_before_who_has_a_batch():
    turns, order = Turns(1), []

    def work(name, is_short):
        with turns.taken(is_short=is_short):
            order.append(name)

    with turns.taken(is_short=False):
        threads = [threading.Thread(target=work, args=("batch", False)) for _ in range(3)]
        threads[0].start()
        threads.append(threading.Thread(target=work, args=("page", True)))
        threads[-1].start()
        while turns.short == 0:
            time.sleep(0.01)
        for thread in threads[1:3]:
            thread.start()
    for thread in threads:
        thread.join()

    assert order == ["page", "batch", "batch", "batch"]
