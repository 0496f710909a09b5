"""The personnel file on the screen: who opens which sections, the inventory, the access log."""

import pytest

from portal.audit import AccessEntry
from portal.documents.models import Document
from portal.extensions import db
from portal.files.models import FileItem
from portal.permissions import Role
from portal.tables import read_table
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def teacher(lyceum):
    """The account of the teacher whose file it is."""
    return make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person)


def address(item):
    return f"/files/{item.employment_id}/items/{item.id}"


def test_the_inventory_shows_all_lines_and_each_section_its_own(client, lyceum, file_paper):
    certificate, order = file_paper("P5", "Сертифікат"), file_paper("P2", "Наказ про прийняття")
    sign_in(client, lyceum.secretary)

    inventory = client.get(f"/files/{certificate.employment_id}").text
    section = client.get(f"/files/{certificate.employment_id}?section=P5").text

    assert address(certificate) in inventory
    assert address(order) in inventory
    assert address(certificate) in section
    assert address(order) not in section


def test_an_empty_file_says_how_papers_come_to_it(client, lyceum):
    sign_in(client, lyceum.secretary)

    page = client.get(f"/files/{lyceum.teachers[0].id}")

    assert page.status_code == 200
    assert "The file is empty" in page.text


def test_a_paper_is_taken_under_its_title(client, lyceum, file_paper):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, lyceum.secretary)

    answer = client.get(address(item))

    assert answer.data.startswith(b"%PDF")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "%D0%A1%D0%B5%D1%80%D1%82" in answer.headers["Content-Disposition"]


def test_a_line_taken_out_stays_with_its_reason(client, lyceum, file_paper):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, lyceum.secretary)

    silent = client.post(f"{address(item)}/take-out", data={"reason": ""})
    answer = client.post(f"{address(item)}/take-out", data={"reason": "Внесено двічі"})
    page = client.get(answer.location).text

    assert silent.status_code == 422
    assert '<tr class="annulled">' in page
    assert "taken out 05.06.2026: Внесено двічі" in page
    assert db.session.get(FileItem, item.id).removed_at


def test_a_methodist_opens_professional_development_and_attestation_only(
    client, lyceum, file_paper
):
    certificate, contract = file_paper("P5", "Сертифікат"), file_paper("P2", "Договір")
    sign_in(client, make_user(Role.METHODIST, lyceum.organisation))
    file = f"/files/{certificate.employment_id}"

    page = client.get(file).text

    assert "section=P6" in page
    assert "section=P2" not in page
    assert address(certificate) in page
    assert address(contract) not in client.get(f"{file}?section=P2").text
    assert client.get(address(certificate)).status_code == 200
    assert client.get(address(contract)).status_code == 404
    assert client.get(f"{file}/inventory.xlsx").status_code == 404
    assert client.get(f"{address(certificate)}/take-out").status_code == 403


def test_a_teacher_reads_the_own_file_and_changes_nothing(client, teacher, file_paper):
    item = file_paper("P2", "Договір")
    sign_in(client, teacher)

    answer = client.get("/files/mine")
    page = client.get(answer.location)

    assert answer.location == f"/files/{item.employment_id}"
    assert address(item) in page.text
    assert "take-out" not in page.text
    assert client.get(address(item)).status_code == 200
    assert client.post(f"{address(item)}/take-out", data={"reason": "?"}).status_code == 403


def test_a_teacher_does_not_open_the_file_of_another(client, lyceum, teacher, file_paper):
    other = make_employment("UA13", lyceum.organisation)
    item = file_paper("P5", "Сертифікат", other)
    sign_in(client, teacher)

    assert client.get(f"/files/{other.id}").status_code == 404
    assert client.get(address(item)).status_code == 404
    assert client.get(f"/files/{lyceum.teachers[0].id}/items/{item.id}").status_code == 404


def test_somebody_without_a_file_is_told_so(client, lyceum):
    sign_in(client, make_user(Role.ADMIN, lyceum.organisation))

    assert "You have no personnel file here" in client.get("/files/mine").text


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HEAD, Role.METHODIST])
def test_nobody_of_another_school_opens_the_file(client, file_paper, role):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, make_user(role, make_organisation("UAS2")))

    assert client.get(f"/files/{item.employment_id}").status_code == 404
    assert client.get(address(item)).status_code == 404
    assert client.get(f"/files/{item.employment_id}/inventory.csv").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR, Role.DEPARTMENT_HEAD, Role.LEADER])
def test_administrators_and_coordinators_open_no_files(client, lyceum, file_paper, role):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, make_user(role, lyceum.organisation))

    assert client.get(f"/files/{item.employment_id}").status_code == 404
    assert client.get(address(item)).status_code == 404


def test_every_reading_of_another_file_is_written_down_after_the_answer(client, lyceum, file_paper):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, lyceum.secretary)

    client.get(f"/files/{item.employment_id}")
    client.get(address(item))
    client.get(f"/files/{item.employment_id}/inventory.xlsx")

    entries = db.session.query(AccessEntry).order_by(AccessEntry.id).all()
    assert [entry.what for entry in entries] == ["file, P1", "line 1: Сертифікат", "inventory"]
    assert {entry.person_id for entry in entries} == {lyceum.teachers[0].person_id}
    assert {entry.by_user_id for entry in entries} == {lyceum.secretary.id}


def test_a_refused_reading_and_ones_own_leave_no_entry(client, lyceum, teacher, file_paper):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, teacher)
    client.get(f"/files/{item.employment_id}")
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))
    client.get(f"/files/{item.employment_id}")

    assert db.session.query(AccessEntry).count() == 0


def test_the_inventory_goes_to_excel_in_the_form_of_the_archive(client, lyceum, file_paper):
    item = file_paper("P5", "Сертифікат")
    sign_in(client, lyceum.secretary)

    book = read_table(client.get(f"/files/{item.employment_id}/inventory.xlsx").data, "x.xlsx")

    assert [cell.text for cell in book.head] == [
        *("№ з/п", "Індекс документа", "Дата документа"),
        *("Заголовок документа", "Номери аркушів", "Примітки"),
    ]
    assert book.rows[0][3].text == "Сертифікат"


def test_a_paper_is_begun_for_the_person_from_the_file(client, lyceum, file_paper):
    file_paper("P5", "Сертифікат")
    teacher = lyceum.teachers[0]
    sign_in(client, lyceum.secretary)

    page = client.get(f"/files/{teacher.id}").text
    answer = client.post(
        "/documents/begin", data={"kind": "order_of_sending", "person": teacher.id}
    )
    draft = db.session.query(Document).one()

    assert 'value="order_of_sending"' in page
    assert answer.location == f"/documents/{draft.id}/draft"
    assert [row.employment_id for row in draft.people] == [teacher.id]


def test_no_paper_is_begun_for_a_person_of_another_school(client, lyceum):
    teacher = lyceum.teachers[0]
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))

    answer = client.post(
        "/documents/begin", data={"kind": "order_of_sending", "person": teacher.id}
    )

    assert answer.status_code == 404


REQUIRED = [
    ("P2", "Заява про прийняття на роботу"),
    ("P2", "Наказ про прийняття на роботу"),
    ("P3", "Особовий листок з обліку кадрів"),
    ("P4", "Диплом спеціаліста, копія"),
    ("P8", "Згода на обробку персональних даних"),
]


def test_the_file_tells_which_papers_it_lacks(client, lyceum, file_paper):
    sign_in(client, lyceum.secretary)
    address = f"/files/{lyceum.teachers[0].id}"
    assert "5 papers are missing" in client.get(address).text

    for section, title in REQUIRED[:3]:
        file_paper(section, title)
    page = client.get(address).text

    assert "2 papers are missing" in page
    assert "Згода на обробку персональних даних" in page
    assert page.count('class="lack"') == 2  # of P4 and of P8


def test_a_paper_taken_out_or_filed_elsewhere_is_missing(client, lyceum, file_paper):
    sign_in(client, lyceum.secretary)
    address = f"/files/{lyceum.teachers[0].id}"
    for section, title in REQUIRED[:4]:
        file_paper(section, title)
    consent = file_paper("P9", "Згода на обробку персональних даних")
    assert "1 paper is missing" in client.get(address).text

    consent = file_paper("P8", "Згода на обробку даних", source="test:again")
    assert "missing" not in client.get(address).text
    client.post(f"/files/{consent.employment_id}/items/{consent.id}/take-out", data={"reason": "x"})
    assert "1 paper is missing" in client.get(address).text


def test_who_reads_the_training_sections_alone_is_not_told_of_the_others(
    client, lyceum, file_paper
):
    sign_in(client, make_user(Role.METHODIST, lyceum.organisation))

    assert "missing" not in client.get(f"/files/{lyceum.teachers[0].id}").text
