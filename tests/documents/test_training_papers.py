"""Certificates and consent through the pages and the command: from the form to the file."""

import io
import json

import pytest
import sqlalchemy as sa
import xlsxwriter
import zxingcpp
from flask import current_app
from PIL import Image

from portal import paper
from portal.converters import LibreOffice
from portal.documents.models import Document
from portal.extensions import db, services
from portal.files.models import FileItem
from portal.jobs import jobs
from portal.permissions import Role
from tests.documents.batches import make_staff
from tests.documents.papers import PAPERS, fill
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in
from tests.fakes import one_page_pdf

CERTIFICATE = {
    "paper_name": "certificate",
    "programme": "Цифрові інструменти вчителя",
    "training_from": "2026-03-02",
    "training_to": "2026-03-06",
    "hours": "15",
    "outcomes": "1) добирає інструменти;\n2) будує урок з ними.",
    "dated_on": "2026-06-05",
}
ENGLISH = {
    **CERTIFICATE,
    "written_in": "en",
    "organisation_in_english": "Vyshnehorsk Vocational Lyceum",
    "head_post_in_english": "Director",
    "programme": "Digital tools of a teacher",
    "outcomes": "1) selects tools",
}


@pytest.fixture
def office(client, lyceum):
    """The browser of the lyceum's secretary."""
    sign_in(client, lyceum.secretary)
    return client


@pytest.fixture
def centre(client):
    """The browser of the secretary of a Russian school, and one of its teachers."""
    school = make_organisation("RUS1")
    make_head(school, "RU01")
    sign_in(client, make_user(Role.SECRETARY, school))
    return client, make_employment("RU03", school)


def write(office, kind, employment, answers):
    """The whole way of a paper as its form goes; the registered paper."""
    place = office.post("/documents/new", data={"kind": kind}).location.removesuffix("/draft")
    office.post(f"{place}/people", data={"people": employment.id})
    answer = office.post(f"{place}/data", data=answers)
    assert answer.status_code == 303, answer.text
    assert office.get(f"{place}/check").status_code == 200
    done = office.post(f"{place}/register", data={"request_key": place, "names_are_right": "y"})
    assert done.status_code == 303, done.text
    db.session.expire_all()
    return db.session.get_one(Document, int(place.rsplit("/", 1)[1]))


def text_of(document):
    return paper.text(services().store.get(document.edition.docx_sha256))


def test_a_certificate_goes_from_its_form_into_the_register(office, lyceum):
    certificate = write(office, "certificate", lyceum.teachers[0], CERTIFICATE)

    assert (certificate.number, certificate.language) == ("1", "uk")
    assert certificate.journal.register == "R09"
    assert "15\u00a0годин (0,5\u00a0кредиту ЄКТС)" in text_of(certificate)
    journal = office.get(f"/journals/{certificate.journal_id}").text
    assert "Ткач Андрій Петрович" in journal


def test_a_certificate_is_written_in_english_while_the_pages_are_ukrainian(office, lyceum):
    office.post("/language", data={"language": "uk"})
    certificate = write(office, "certificate", lyceum.teachers[0], ENGLISH)

    assert certificate.language == "en"
    assert "This is to certify that\nAndrii Tkach" in text_of(certificate)
    assert "Vyshnehorsk Vocational Lyceum" in text_of(certificate)
    page = office.get(f"/documents/{certificate.id}").text
    assert "Сертифікат (свідоцтво) про підвищення кваліфікації" in page


def test_english_names_are_asked_only_for_a_paper_in_english(office, lyceum):
    answers = {**ENGLISH, "organisation_in_english": ""}
    place = office.post("/documents/new", data={"kind": "certificate"}).location[: -len("/draft")]
    office.post(f"{place}/people", data={"people": lyceum.teachers[0].id})

    assert office.post(f"{place}/data", data=answers).status_code == 422
    assert office.post(f"{place}/data", data={**answers, "written_in": "uk"}).status_code == 303


def test_the_obligatory_outcomes_are_asked_for(office, lyceum):
    place = office.post("/documents/new", data={"kind": "certificate"}).location[: -len("/draft")]
    office.post(f"{place}/people", data={"people": lyceum.teachers[0].id})

    assert office.post(f"{place}/data", data={**CERTIFICATE, "outcomes": ""}).status_code == 422


def test_twelve_certificates_are_numbered_by_the_alphabet(office, lyceum):
    staff = make_staff(lyceum, 12)
    people = [employment.id for employment in staff]
    answers = {**CERTIFICATE, "people": people}
    address = office.post("/batches/new?kind=certificate", data=answers).location
    office.post(f"{address}/start")
    jobs(current_app).run_pending()
    db.session.rollback()

    made = db.session.scalars(
        sa.select(Document).where(Document.kind == "certificate").order_by(Document.sequence)
    ).all()
    keys = [one.people[0].employment.person.name.sort_key for one in made]
    assert [one.number for one in made] == [str(n) for n in range(1, 13)]
    assert keys == sorted(keys)


def test_certificates_are_issued_by_the_command(app, lyceum, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "people.xlsx")
    sheet = book.add_worksheet()
    for number, name in enumerate(("ПІБ", "Ткач Андрій Петрович", "Гриць Любов Степанівна")):
        sheet.write(number, 0, name)
    book.close()
    answers = {name: text for name, text in CERTIFICATE.items() if name != "dated_on"}
    words = [part for name, text in answers.items() for part in ("--set", f"{name}={text}")]
    command = ["issue", "certificate", "--organisation", lyceum.organisation.code]
    command += ["--people", str(tmp_path / "people.xlsx"), "--out", str(tmp_path), *words]
    db.session.commit()

    done = app.test_cli_runner().invoke(args=[*command, "--date", "2026-06-05"])

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["number"], line["person"]) for line in lines] == [
        ("1", "Гриць Любов Степанівна"),
        ("2", "Ткач Андрій Петрович"),
    ]


def test_a_consent_has_no_number_and_is_filed_as_the_original_it_is(office, client, lyceum):
    consent = write(office, "consent", lyceum.teachers[0], {"dated_on": "2026-06-05"})
    page = office.get(f"/documents/{consent.id}").text

    assert consent.number is None
    assert "Registered. This paper has no number." in page
    assert "None" not in page
    assert consent.signatory == "Андрій ТКАЧ"
    scan = {"scan": (io.BytesIO(one_page_pdf(["Підписано"])), "scan.pdf")}
    office.post(f"/documents/{consent.id}/scan", data=scan)
    sign_in(client, lyceum.director)
    client.post(f"/documents/{consent.id}/file")

    item = db.session.scalars(sa.select(FileItem)).one()
    assert (item.section, item.paper_index, item.certification) == ("P8", "", {})


def test_the_copy_of_a_certificate_in_the_file_bears_the_mark(office, client, lyceum):
    certificate = write(office, "certificate", lyceum.teachers[0], CERTIFICATE)
    scan = {"scan": (io.BytesIO(one_page_pdf(["Підписано"])), "scan.pdf")}
    office.post(f"/documents/{certificate.id}/scan", data=scan)
    sign_in(client, lyceum.director)
    client.post(f"/documents/{certificate.id}/file")
    item = db.session.scalars(sa.select(FileItem)).one()

    copy = client.get(f"/files/{item.employment_id}/items/{item.id}").data
    assert "Згідно з оригіналом\nДиректор" in paper.page_texts(copy)[0]


def test_papers_without_a_number_stand_together_in_the_catalogue(office):
    page = office.get("/documents/new").text

    assert "Papers without a number" in page
    assert "Consent to processing of personal data" in page


def test_a_consent_stands_in_lists_without_a_number(office, lyceum):
    consent = write(office, "consent", lyceum.teachers[0], {"dated_on": "2026-06-05"})

    assert "no number yet" not in office.get("/documents/").text
    for act in ("correct", "scan"):
        assert "None" not in office.get(f"/documents/{consent.id}/{act}").text


def test_a_russian_certificate_takes_sixteen_hours_and_no_less(centre):
    office, teacher = centre
    answers = {name: CERTIFICATE[name] for name in ("programme", "training_from", "training_to")}
    place = office.post("/documents/new", data={"kind": "certificate"}).location[: -len("/draft")]
    office.post(f"{place}/people", data={"people": teacher.id})
    dated = {**answers, "dated_on": "2026-06-05"}

    refused = office.post(f"{place}/data", data={**dated, "hours": "15"})
    assert refused.status_code == 422
    assert "16 is the least here." in refused.text
    assert office.post(f"{place}/data", data={**dated, "hours": "16"}).status_code == 303


def test_a_municipal_certificate_goes_into_the_register_of_certificates(centre):
    office, teacher = centre
    answers = {
        "programme": "Формирующее оценивание на уроке",
        "event_form": "seminar",
        "training_from": "2026-06-04",
        "hours": "8",
        "dated_on": "2026-06-05",
    }
    certificate = write(office, "municipal_certificate", teacher, answers)

    assert (certificate.number, certificate.journal.register) == ("1", "R09")
    assert "Ткачу Роману Игоревичу" in text_of(certificate)
    journal = office.get(f"/journals/{certificate.journal_id}").text
    assert "Ткач Роман Игоревич" in journal


@pytest.mark.converter
def test_certificates_carry_both_codes_at_the_foot_of_their_first_page():
    address = "https://papka.example.org/verify/AAAAAAAAAAAAAAAAAAAAAA"
    wanted = [where for where in PAPERS if where[0].endswith("certificate")]
    made = LibreOffice().convert([fill(*where) for where in wanted])
    for pdf in made:
        stamped = paper.stamp(pdf, lambda page: paper.routing_code(12, 1, page), address)
        picture = Image.open(io.BytesIO(paper.page_image(stamped, 1, 200)))
        found = {code.text: code.position for code in zxingcpp.read_barcodes(picture)}

        assert set(found) == {address, paper.routing_code(12, 1, 1)}
        assert found[address].top_left.x > picture.width * 0.8
        assert found[address].top_left.y > picture.height * 0.85


def test_a_certificate_is_taken_as_word_and_as_pdf_with_its_codes(office, lyceum):
    answers = {**CERTIFICATE, "programme": "Ґанок, єдність, їжа № 1 «ім’я» – і ще"}
    certificate = write(office, "certificate", lyceum.teachers[0], answers)
    jobs(current_app).run_pending()
    db.session.rollback()

    word = office.get(f"/documents/{certificate.id}/editions/1.docx").data
    pdf = office.get(f"/documents/{certificate.id}/editions/1.pdf").data
    picture = Image.open(io.BytesIO(paper.page_image(pdf, 1, 200)))
    codes = sorted(code.text for code in zxingcpp.read_barcodes(picture))
    assert answers["programme"] in paper.text(word)
    assert answers["programme"] in paper.page_texts(pdf)[0].replace("\n", " ")
    assert codes[0] == paper.routing_code(certificate.id, 1, 1)
    assert "/verify/" in codes[1]
