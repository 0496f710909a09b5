"""Papers sent in for a personnel file: from the phone into the inventory, or into the trash."""

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from portal.audit import AccessEntry
from portal.extensions import db, services
from portal.files.models import FileItem, Section, Upload
from portal.files.uploads import clean_file_name, same_bytes
from portal.permissions import Role
from tests.factories import make_employment, make_user, sign_in
from tests.fakes import one_page_pdf

FILE_NAMES = Path(__file__).parent.parent / "bad_input/strings/filenames.jsonl"


@pytest.fixture
def teacher(lyceum):
    """The account of the teacher whose file it is."""
    return make_user(Role.TEACHER, lyceum.organisation, person=lyceum.teachers[0].person)


@pytest.fixture
def file(lyceum):
    return f"/files/{lyceum.teachers[0].id}"


def photo(shape=(300, 400)):
    target = io.BytesIO()
    Image.new("RGB", shape, "white").save(target, "JPEG")
    return target.getvalue()


def sending(*files, title="Диплом магістра"):
    return {"title": title, "files": [(io.BytesIO(data), name) for name, data in files]}


def the_upload():
    db.session.rollback()
    return db.session.scalars(sa.select(Upload)).one()


def test_a_teacher_photographs_a_paper_and_the_secretary_puts_it_into_the_file(
    client, lyceum, teacher, file
):
    sign_in(client, teacher)
    sent = client.post(f"{file}/send", data=sending(("1.jpg", photo()), ("2.jpg", photo())))
    upload = the_upload()
    address = f"{file}/uploads/{upload.id}"
    own_page, page_image = client.get(address), client.get(f"{address}/pages/2.png")
    refused = client.post(address, data={"title": "x"})
    sign_in(client, lyceum.secretary)
    waits = client.get(file).text

    filed = client.post(
        address,
        data={
            "title": "Диплом магістра",
            "section": "P4",
            "index": "МН № 12345",
            "dated_on": "2012-06-30",
        },
    )

    assert sent.location == address
    assert (upload.pages, upload.media_type) == (2, "application/pdf")
    assert own_page.status_code == 200
    assert page_image.mimetype == "image/png"
    assert refused.status_code == 403
    assert address in waits
    assert filed.status_code == 303
    item = db.session.scalars(sa.select(FileItem)).one()
    assert (item.section, item.line, item.sheets) == (Section.EDUCATION, 1, 2)
    assert item.sha256 == upload.sha256
    assert "Sent in, not in the file yet" not in client.get(file).text


def test_a_refused_file_is_told_with_its_code_and_nothing_is_kept(client, teacher, file):
    sign_in(client, teacher)

    answer = client.post(f"{file}/send", data=sending(("cert.pdf", b"%PDF-1.7 nothing more")))

    assert answer.status_code == 422
    assert "The PDF is damaged. Save or scan it once more. (PDF-BAD)" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Upload.id))) == 0


def test_what_was_sent_is_given_back_byte_for_byte_and_only_to_be_saved(
    client, lyceum, teacher, file
):
    sign_in(client, teacher)
    pdf = one_page_pdf(["Свідоцтво"]) + b"%signed"
    client.post(f"{file}/send", data=sending(("свідоцтво.pdf", pdf)))

    answer = client.get(f"{file}/uploads/{the_upload().id}/original")

    assert answer.data == pdf
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert the_upload().sha256 != the_upload().original_sha256


def test_the_same_bytes_again_are_told_to_whoever_keeps_the_files(client, lyceum, teacher, file):
    sign_in(client, teacher)
    for _ in range(2):
        client.post(f"{file}/send", data=sending(("a.jpg", photo())))
    db.session.rollback()
    first, second = db.session.scalars(sa.select(Upload).order_by(Upload.id))
    sign_in(client, lyceum.secretary)

    page = client.get(f"{file}/uploads/{second.id}").text

    assert f"{file}/uploads/{first.id}" in page
    assert same_bytes([lyceum.organisation.id], first.original_sha256) == [first, second]
    assert same_bytes([], first.sha256) == []


def test_a_colleague_and_a_methodist_see_nothing_of_what_was_sent(client, lyceum, teacher, file):
    sign_in(client, teacher)
    client.post(f"{file}/send", data=sending(("a.jpg", photo())))
    address = f"{file}/uploads/{the_upload().id}"
    colleague = make_employment("UA02", lyceum.organisation).person
    strangers = [
        make_user(Role.TEACHER, lyceum.organisation, person=colleague),
        make_user(Role.METHODIST, lyceum.organisation),
    ]
    for user in strangers:
        sign_in(client, user)

        assert client.get(address).status_code == 404
        assert client.get(f"{address}/original").status_code == 404
        assert client.get(f"{address}/pages/1.png").status_code == 404
        assert client.post(f"{address}/throw-away").status_code == 404


def test_reading_what_was_sent_is_written_down(client, lyceum, teacher, file):
    sign_in(client, teacher)
    client.post(f"{file}/send", data=sending(("a.jpg", photo())))
    address = f"{file}/uploads/{the_upload().id}"
    sign_in(client, lyceum.secretary)

    client.get(f"{address}/original")

    db.session.rollback()
    read = db.session.scalars(sa.select(AccessEntry.what)).all()
    assert read == ["sent in: Диплом магістра"]


def test_a_teacher_throws_away_what_was_sent_by_mistake(client, teacher, file):
    sign_in(client, teacher)
    client.post(f"{file}/send", data=sending(("a.jpg", photo())))
    upload_id = the_upload().id

    client.post(f"{file}/uploads/{upload_id}/throw-away")

    assert client.get(f"{file}/uploads/{upload_id}").status_code == 404
    assert "Диплом магістра" in client.get("/trash").text


def test_nothing_is_sent_while_a_virus_is_found(client, teacher, file):
    services().antivirus.finds = "Eicar"
    sign_in(client, teacher)

    answer = client.post(f"{file}/send", data=sending(("a.jpg", photo())))

    assert "The virus scanner refuses this file: Eicar. (UPL-VIRUS)" in answer.text


@pytest.mark.parametrize("line", FILE_NAMES.read_text("utf-8").splitlines())
def test_a_file_name_is_only_something_to_show(line):
    name = json.loads(line)["value"] if isinstance(json.loads(line), dict) else json.loads(line)

    shown = clean_file_name(name)

    assert shown not in ("", ".", "..")
    assert shown.isprintable()
    assert not {"/", "\\"} & set(shown)
    assert len(shown.encode()) <= 180
