"""The command that checks files: the whole corpus of bad input, in words and as JSON."""

import csv
import json
from pathlib import Path

import pytest

from tests.paper.package_kit import docx, p

CORPUS = Path(__file__).parent.parent / "bad_input"
FIELDS = CORPUS / "fields.toml"
SENDING = Path(__file__).parents[2] / "doc_templates" / "order_of_sending"
with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as _manifest:
    ROWS = list(csv.DictReader(_manifest, delimiter="\t"))


@pytest.fixture
def check(app):
    """Runs the command; its lines as they are printed, and its status."""

    def run(*words, language="uk_UA.UTF-8"):
        words = [str(word) for word in ("check", *words)]
        result = app.test_cli_runner(env={"LANG": language, "LC_ALL": language}).invoke(args=words)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.output.splitlines(), result.exit_code

    return run


@pytest.fixture
def look(check):
    """The same as JSON."""

    def run(*words):
        lines, status = check("--json", *words)
        told = [json.loads(line) for line in lines]
        assert status == int(any(one["verdict"] == "reject" for one in told))
        return told

    return run


@pytest.mark.parametrize("kind", ["template", "upload", "import"])
def test_every_file_of_the_corpus_gets_its_verdict_and_code(look, kind):
    rows = [row for row in ROWS if row["path"].startswith(f"{kind}s/")]

    told = look("--as", kind, "--fields", FIELDS, *(CORPUS / row["path"] for row in rows))

    assert [one["file"] for one in told] == [str(CORPUS / row["path"]) for row in rows]
    expected = {row["path"]: (row["expected"], row["code"]) for row in rows}
    assert expected == {
        row["path"]: (one["verdict"], one["codes"][0] if one["codes"] else "")
        for row, one in zip(rows, told, strict=True)
    }
    assert all(one["messages"] for one in told if one["verdict"] != "accept")


def test_people_read_where_what_is_wrong_in_their_language(check):
    bad = CORPUS / "templates" / "bad_unknown_field.docx"

    lines, status = check("--fields", FIELDS, bad)
    said_in_russian, _ = check("--fields", FIELDS, bad, language="ru_RU.UTF-8")

    assert status == 1
    assert lines[0] == f"BAD {bad}"
    assert "абзац 1" in lines[1]
    assert "Немає поля «person.fullname»" in lines[1]
    assert "person.full_name" in lines[1]
    assert "Нет поля" in said_in_russian[1]


def test_a_good_template_is_told_with_its_fields(look):
    (told,) = look("--fields", FIELDS, CORPUS / "templates" / "ok_plain.docx")

    assert told["verdict"] == "accept"
    assert told["codes"] == []
    assert set(told["fields"]) >= {"person.full_name", "org.name", "doc.number", "doc.date"}


def test_names_are_looked_up_in_a_kind_of_paper(look, tmp_path):
    own = SENDING / "ua.uk.docx"
    foreign = CORPUS / "templates" / "ok_plain.docx"

    good, bad = look("--fields", SENDING / "kind.toml", own, foreign)

    assert good["verdict"] == "accept"
    assert "head.name" in good["fields"]
    assert bad["codes"] == ["TPL-FIELD"]


def test_every_shipped_template_is_accepted_with_its_own_kind(look):
    for kind in sorted(SENDING.parent.glob("*/kind.toml")):
        told = look("--fields", kind, *sorted(kind.parent.glob("*.docx")))

        assert [one for one in told if one["verdict"] == "reject"] == []


def test_code_in_a_template_is_refused_by_name_and_never_run(look, tmp_path):
    canary = tmp_path / "ssti-canary-00"
    template = tmp_path / "наказ.docx"
    template.write_bytes(docx(p(f'{{{{ cycler.__init__.__globals__.os.mkdir("{canary}") }}}}')))

    (told,) = look(template)

    assert (told["verdict"], told["codes"]) == ("reject", ["TPL-EXPR"])
    assert not canary.exists()


def test_a_file_that_is_no_list_of_fields_is_told(check):
    lines, status = check("--fields", FIELDS.with_name("manifest.tsv"), FIELDS)

    assert status == 1
    assert "manifest.tsv" in lines[0]


def test_the_ending_says_what_a_file_is_brought_for(look):
    told = look(
        CORPUS / "templates" / "ok_plain.docx",
        CORPUS / "imports" / "ok_utf8.csv",
        CORPUS / "uploads" / "PDF_UPPER.PDF",
    )

    assert [one["verdict"] for one in told] == ["accept"] * 3
    assert told[1]["fields"]
