"""`python3 -m portal issue`: papers for a list of people, without the pages."""

import io
import json

import pytest
import sqlalchemy as sa
import xlsxwriter

from portal.documents.models import Batch, Decision, Document, LastValue
from portal.extensions import db
from portal.paper import page_count
from portal.permissions import Role
from tests.documents.batches import make_staff, register_order
from tests.factories import make_employment, make_user

TRAINING = (
    "training_kind=course",
    "provider=Навчально-методичний центр професійно-технічної освіти",
    "programme=Сучасні технології обслуговування техніки",
    "training_from=15.06.2026",
    "training_to=2026-06-26",
    "hours=60",
)


def write_list(path, *rows):
    """An Excel file of these rows."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


@pytest.fixture
def issue(app, lyceum, tmp_path):
    """Runs the command for the lyceum; `rows` are those of the list of people."""

    def run(kind, *rows, words=(), options=(), out=tmp_path / "out"):
        people = write_list(tmp_path / "people.xlsx", *rows)
        answers = [part for word in words for part in ("--set", word)]
        command = ["issue", kind, "--organisation", lyceum.organisation.code, *options]
        command += ["--people", people, "--out", out, *answers]
        db.session.commit()
        done = app.test_cli_runner().invoke(args=[str(word) for word in command])
        db.session.rollback()
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        done.lines = [json.loads(line) for line in done.stdout.splitlines()]
        return done

    return run


NAMES = (["ПІБ"], ["Ткач Андрій Петрович"], ["Гриць Любов Степанівна"])


def test_an_order_comes_with_its_extracts_as_files_and_lines(issue, tmp_path):
    done = issue("D06", *NAMES, words=TRAINING, options=["--date", "2026-06-05"])

    assert done.exit_code == 0, done.stderr
    order, *extracts = done.lines
    assert (order["number"], order["kind"], order["person"]) == ("1-к/тр", "order_of_sending", None)
    assert [(line["number"], line["kind"], line["person"]) for line in extracts] == [
        ("1-к/тр", "extract_of_order", "Гриць Любов Степанівна"),
        ("1-к/тр", "extract_of_order", "Ткач Андрій Петрович"),
    ]
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert len(files) == 6
    assert {line["docx"] for line in done.lines} | {line["pdf"] for line in done.lines} == {
        str(tmp_path / "out" / name) for name in files
    }
    assert "Наказ № 1-к-тр від 05.06.2026, Гриць Л. С., Ткач А. П.pdf".replace(" ", "") in {
        name.replace(" ", "").replace("\u00a0", "") for name in files
    }


CONTRACT = (*TRAINING, "is_paid=yes", "price=1250,50", "vat=without")


def test_a_contract_for_a_list_is_one_paper_without_extracts(issue):
    done = issue("contract", *NAMES, words=CONTRACT, options=["--date", "2026-06-04"])

    assert done.exit_code == 0, done.stderr
    assert [(line["number"], line["kind"]) for line in done.lines] == [("1/2026-ПК", "contract")]
    contract = db.session.scalars(sa.select(Document)).one()
    assert len(contract.people) == 2
    assert "'2501.00'" in str(contract.edition.data["amount"])


def test_a_letter_is_issued_without_a_list_of_people(app, lyceum, tmp_path):
    answers = ["addressee=Керівникам закладів освіти", "about=Про літо", "body=Повідомляємо."]
    db.session.commit()
    sets = [part for word in answers for part in ("--set", word)]
    command = ["issue", "letter", "--organisation", lyceum.organisation.code, *sets]
    done = app.test_cli_runner().invoke(args=[*command, "--out", str(tmp_path)])
    db.session.rollback()

    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["number"] == "01-15/1"
    letter = db.session.scalars(sa.select(Document)).one()
    assert (letter.title, letter.people) == ("Про літо", [])
    command[1] = "contract"
    refused = app.test_cli_runner().invoke(args=[*command[:4], "--out", str(tmp_path)])
    assert "give their list" in refused.stderr


def test_a_kind_of_one_person_gives_each_a_paper_of_the_followed_order(issue, lyceum):
    order = register_order(lyceum, make_staff(lyceum, 0) + list(lyceum.teachers))

    done = issue("referral", *NAMES, words=[f"order={order.number}", "hours=30"])

    assert done.exit_code == 0, done.stderr
    assert [(line["number"], line["person"]) for line in done.lines] == [
        ("1", "Гриць Любов Степанівна"),
        ("2", "Ткач Андрій Петрович"),
    ]
    papers = db.session.scalars(sa.select(Document).where(Document.kind == "referral")).all()
    assert {paper.data["hours"] for paper in papers} == {"30"}
    assert {paper.data["programme"] for paper in papers} == {order.data["programme"]}


def test_three_columns_make_a_name_and_other_columns_are_left_alone(issue):
    rows = (
        ["№", "Прізвище", "Ім'я", "По батькові", "Примітка"],
        [1, "Ткач", "Андрій", "Петрович", "був минулого року"],
    )

    done = issue("D06", *rows, words=TRAINING)

    assert done.exit_code == 0, done.stderr
    assert done.lines[0]["person"] == "Ткач Андрій Петрович"


def test_a_list_without_heading_is_read_from_its_first_row(issue):
    done = issue("D06", [1, "Ткач Андрій Петрович"], [2, "Гриць Л. С."], words=TRAINING)

    assert done.exit_code == 0, done.stderr
    assert len(done.lines) == 3


def test_a_column_headed_like_a_question_answers_it_for_one_person(issue, lyceum):
    order = register_order(lyceum, list(lyceum.teachers))
    rows = (["ПІБ", "Обсяг, годин"], ["Ткач Андрій Петрович", 90], ["Гриць Любов Степанівна", ""])

    done = issue("D07", *rows, words=[f"order={order.id}"])

    assert done.exit_code == 0, done.stderr
    papers = db.session.scalars(sa.select(Document).where(Document.kind == "referral")).all()
    assert {p.people[0].name.split()[0]: p.data["hours"] for p in papers} == {
        "Ткач": "90",
        "Гриць": "60",
    }


def test_each_problem_is_a_line_with_its_cell_and_nothing_is_issued(issue, lyceum):
    make_employment("UA04", lyceum.organisation)
    rows = (["ПІБ"], ["Ткач Андрій Петрович"], ["Сорока Павел Дмитрович"])

    done = issue("D06", *rows, words=TRAINING)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "A2: Several people are called «Ткач Андрій Петрович»: say which one is meant.",
        "A3: Nobody here is called «Сорока Павел Дмитрович».",
    ]
    assert db.session.scalars(sa.select(Document)).all() == []


def test_a_person_without_gender_is_named_by_the_cell(issue, lyceum):
    lyceum.teachers[1].person.gender = ""

    done = issue("D06", *NAMES, words=TRAINING)

    assert done.exit_code == 1
    assert done.stderr == "A3: Гриць Любов Степанівна: say whether a man or a woman.\n"


def test_an_answer_that_is_missing_is_named_by_its_field_and_takes_no_number(issue, tmp_path):
    done = issue("D06", *NAMES, words=TRAINING[:-1])

    assert done.exit_code == 1
    assert done.stderr == "hours: This is still empty.\n"
    assert not (tmp_path / "out").exists()
    assert issue("D06", *NAMES, words=TRAINING).lines[0]["number"] == "1-к/тр"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("hours=many", "Error: --set hours=many: Write a number, for example 60.\n"),
        ("control=nobody", "Error: --set control=nobody: Choose one of the answers.\n"),
    ],
)
def test_an_answer_that_means_nothing_is_refused_with_the_words(issue, word, said):
    done = issue("D06", *NAMES, words=[*TRAINING, word])

    assert (done.exit_code, done.stderr) == (1, said)


def test_an_unknown_field_is_answered_with_those_there_are(issue):
    done = issue("D07", *NAMES, words=["ours=60"])

    assert done.exit_code == 1
    assert done.stderr.startswith("Error: --set ours=60: write one of these and =value: order, ")


def test_an_order_that_is_not_there_is_not_followed(issue):
    done = issue("D07", *NAMES, words=["order=45-к/тр"])

    assert done.stderr == "Error: --set order: no such paper is in force: 45-к/тр.\n"


def test_steps_of_approval_are_said_by_the_operator_and_recorded(issue, lyceum):
    lyceum.organisation.settings = {"approval": {"order_of_sending": ["deputy", "head"]}}

    done = issue("D06", *NAMES, words=TRAINING, options=["--by", lyceum.director.login])

    assert done.exit_code == 0, done.stderr
    decisions = db.session.scalars(sa.select(Decision)).all()
    assert [(d.step, d.verdict, d.by_user_id) for d in decisions] == [
        ("deputy", "approve", lyceum.director.id),
        ("head", "approve", lyceum.director.id),
    ]


def test_nobody_acts_without_the_right_to_prepare_papers(issue, lyceum):
    teacher = make_user(Role.TEACHER, lyceum.organisation)

    done = issue("D06", *NAMES, words=TRAINING, options=["--by", teacher.login])

    assert done.exit_code == 1
    assert done.stderr == f"Error: {teacher.login} may not prepare papers there.\n"


def test_without_a_converter_the_word_files_are_there_and_the_papers_issued(app, issue):
    app.extensions["papka"].pdf.is_down = True

    done = issue("D06", *NAMES, words=TRAINING)

    assert done.exit_code == 0
    assert [line["pdf"] for line in done.lines] == [None, None, None]
    assert "3 PDF could not be made now" in done.stderr


def test_the_pdf_of_a_referral_is_a_whole_pdf(issue, lyceum, tmp_path):
    order = register_order(lyceum, list(lyceum.teachers))

    done = issue("D07", *NAMES, words=[f"order={order.number}"])

    pdf = (tmp_path / "out" / done.lines[0]["pdf"]).read_bytes()
    assert page_count(pdf) == 1
    assert db.session.scalar(sa.select(Batch.finished_at)) is not None


def test_namesakes_get_files_of_different_names(issue, lyceum, tmp_path):
    twin = make_employment("UA04", lyceum.organisation, post="майстер")
    twin.person.names[0].respell("Ткач", "Антон", "Павлович")

    done = issue("D06", ["ПІБ"], ["Ткач Андрій Петрович"], ["Ткач Антон Павлович"], words=TRAINING)

    assert len({line["docx"] for line in done.lines}) == 3
    assert len(list((tmp_path / "out").glob("*.docx"))) == 3


def test_what_was_typed_last_is_remembered_by_the_command_too(issue):
    issue("D06", *NAMES, words=TRAINING)

    assert db.session.scalar(sa.select(LastValue.value).where(LastValue.field == "hours")) == "60"


def test_the_shipped_excel_reader_takes_the_list_as_csv_too(app, lyceum, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("ПІБ;Посада\nТкач Андрій Петрович;викладач\n", encoding="utf-8-sig")
    command = ["issue", "D06", "--organisation", lyceum.organisation.code, "--people", str(people)]
    answers = [part for word in TRAINING for part in ("--set", word)]
    db.session.commit()

    done = app.test_cli_runner().invoke(args=[*command, "--out", str(tmp_path / "o"), *answers])

    assert done.exit_code == 0, done.stderr
    assert json.loads(io.StringIO(done.stdout).readline())["person"] == "Ткач Андрій Петрович"
