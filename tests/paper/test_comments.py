"""The file given back with comments of Word."""

import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from portal.paper import text
from portal.paper.diagnosis.comments import commented, uncommented
from portal.paper.diagnosis.diagnose import diagnose
from portal.paper.package import parse_xml, read_parts, write_parts
from tests.paper.as_word_leaves_them import ten
from tests.paper.made import saved


@pytest.fixture
def faulty():
    document = Document()
    document.add_paragraph("Перший абзац")
    document.add_paragraph("Видано {{ employee.name|родовй }} {{ topic }")
    document.add_table(1, 1).cell(0, 0).text = "{{ 7*7 }}"
    document.sections[0].header.paragraphs[0].text = "{{ }}"
    return saved(document)


def _words(finding):
    return f"{finding.reason}\n{finding.place}: {finding.mend or '–'}"


def test_every_finding_is_a_comment_of_papka_at_its_tag(faulty):
    findings = diagnose(faulty).findings

    given_back = commented(faulty, findings, _words)

    comments = list(Document(BytesIO(given_back)).comments)
    assert [comment.author for comment in comments] == ["Papka"] * len(findings)
    assert {comment.text.split("\n")[0] for comment in comments} == {
        finding.reason for finding in findings
    }
    assert text(given_back) == text(faulty)
    body = read_parts(given_back)["word/document.xml"]
    assert body.count(b"commentRangeStart") == body.count(b"commentRangeEnd") == len(findings) == 4


def test_what_is_wrong_in_a_header_is_told_at_the_first_paragraph(faulty):
    header = [f for f in diagnose(faulty).findings if f.place.kind == "header"]

    root = parse_xml(
        read_parts(commented(faulty, header, _words))["word/document.xml"], "word/document.xml"
    )

    first = next(root.iter("{*}p"))
    assert first.find("{*}commentRangeStart") is not None


def test_a_commented_file_is_diagnosed_as_before_and_comments_do_not_heap_up(faulty):
    before = diagnose(faulty)
    once = commented(faulty, before.findings, lambda finding: f"{finding.tag} → {finding.mend}")

    twice = commented(once, diagnose(once).findings, _words)

    assert diagnose(once) == before
    assert len(list(Document(BytesIO(twice)).comments)) == len(before.findings)
    assert text(write_parts(uncommented(read_parts(twice)))) == text(faulty)


@pytest.mark.converter
def test_libreoffice_opens_the_file_and_counts_the_same_comments(faulty, tmp_path):
    box = next(left for left in ten() if left.name == "in_a_text_box").docx
    for number, docx in enumerate((faulty, box)):
        findings = diagnose(faulty).findings
        path = tmp_path / f"{number}.docx"
        path.write_bytes(commented(docx, findings, _words))
        subprocess.run(
            [
                shutil.which("soffice"),
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                *("--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(path)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )

        with ZipFile(tmp_path / f"{number}.odt") as odt:
            assert odt.read("content.xml").count(b"<office:annotation ") == len(findings)
