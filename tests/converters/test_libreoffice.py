"""Word to PDF: with the real program, and with programs that hang, crash and lie."""

import io
import os
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portal.converters import ConverterFailed, LibreOffice
from tests.converters.documents import (
    listener,
    some_picture,
    with_embedded_picture,
    with_linked_picture,
    word_file,
)


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def _pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(len(page.get_images()) for page in document.pages)


def _office(folder: Path, script: str, seconds: float = 20) -> LibreOffice:
    """A LibreOffice that does what the script says."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return LibreOffice(os.fspath(path), seconds=seconds, seconds_each=0)


@pytest.mark.converter
def test_a_batch_comes_back_in_its_order():
    papers = [word_file(f"Наказ № {number}-к/тр") for number in range(1, 13)]

    pdfs = LibreOffice().convert(papers)

    assert [_text(pdf).strip() for pdf in pdfs] == [
        f"Наказ № {number}-к/тр" for number in range(1, 13)
    ]


@pytest.mark.converter
def test_the_copy_is_marked_for_long_keeping_and_carries_its_fonts():
    (pdf,) = LibreOffice().convert([word_file("Посвідчення")])

    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        fonts = [str(font.BaseFont) for font in document.pages[0].Resources.Font.values()]
    assert all("Liberation" in font for font in fonts)


@pytest.mark.converter
def test_an_embedded_picture_is_printed():
    (pdf,) = LibreOffice().convert([with_embedded_picture()])

    assert _pictures(pdf) == 1


@pytest.mark.converter
def test_a_linked_picture_is_neither_fetched_nor_printed():
    with listener() as (address, asked):
        (pdf,) = LibreOffice().convert([with_linked_picture(f"{address}/picture.png")])

    assert asked == []
    assert _pictures(pdf) == 0


@pytest.mark.converter
def test_a_picture_of_this_machine_is_not_printed(tmp_path):
    picture = tmp_path / "private.png"
    picture.write_bytes(some_picture())

    (pdf,) = LibreOffice().convert([with_linked_picture(picture.as_uri())])

    assert _pictures(pdf) == 0


@pytest.mark.converter
@pytest.mark.parametrize(
    "document",
    [b"{\\rtf1 secret}", b"<html>secret</html>", b"not a document", b""],
    ids=["RTF", "HTML", "text", "nothing"],
)
def test_a_file_that_is_no_word_file_is_refused(document):
    with pytest.raises(ConverterFailed):
        LibreOffice().convert([document])


def test_nothing_to_convert_starts_no_program(tmp_path):
    assert LibreOffice(os.fspath(tmp_path / "absent")).convert([]) == []


def test_without_the_program_the_message_says_what_to_do(tmp_path):
    with pytest.raises(ConverterFailed, match=r"not installed.*Take the Word file"):
        LibreOffice(os.fspath(tmp_path / "absent")).convert([word_file("Наказ")])


@pytest.mark.parametrize(
    "script",
    [
        "exit 0",
        "exit 139",
        "kill -SEGV $$",
        "mkdir out; : > out/0000.pdf",
        "mkdir out; printf '%%PDF-1.7 half a fi' > out/0000.pdf",
        "mkdir out; echo '<html>' > out/0000.pdf",
        "mkdir out; exec truncate -s 2G out/0000.pdf",
    ],
    ids=["no file", "crash", "signal", "empty", "half", "something else", "endless"],
)
def test_a_program_that_leaves_no_whole_pdf_is_not_believed(tmp_path, script):
    with pytest.raises(ConverterFailed, match="try again, or take the Word file"):
        _office(tmp_path, script).convert([word_file("Наказ")])


def test_a_program_that_hangs_is_given_up(tmp_path):
    with pytest.raises(ConverterFailed, match="within 1 seconds"):
        _office(tmp_path, "sleep 600", seconds=1).convert([word_file("Наказ")])


def test_a_slow_program_is_waited_for(tmp_path):
    ready = tmp_path / "ready.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(ready)

    office = _office(tmp_path, f"sleep 1; mkdir out; cp {ready} out/0000.pdf")

    assert office.convert([word_file("Наказ")]) == [ready.read_bytes()]


def test_no_working_folder_stays_behind(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path / "temporary"))

    with pytest.raises(ConverterFailed):
        _office(tmp_path, "touch .~lock.0000.docx#; exit 1").convert([word_file("Наказ")])

    assert list((tmp_path / "temporary").iterdir()) == []
