"""A question of type image: from the form of a draft onto the paper."""

import io
import shutil
from dataclasses import replace

import pytest
from docx import Document as Word
from PIL import Image

from portal.documents.kind_folders import load_catalogue
from portal.documents.models import Document
from portal.documents.samples import sample_context
from portal.documents.snapshot import thaw
from portal.documents.wording import filters_of
from portal.extensions import db, services
from portal.paper import Picture, compile_template
from tests.documents.papers import FOLDER
from tests.factories import sign_in

MANIFEST = """
code = "D88"
title = { uk = "Грамота", ru = "Грамота", en = "Diploma" }
heading = { uk = "Грамота", ru = "Грамота", en = "Diploma" }
file_name = { uk = "Грамота {number}", ru = "Грамота {number}", en = "Diploma {number}" }
register = "R07"
per_person = true
prepared_by = ["secretary"]
signed_by = ["head"]
retention.ua = { years = 3, words = "3 роки" }

[[fields]]
name = "emblem"
type = "image"
required = true
width_mm = 25
source = ["last"]
label = { uk = "Емблема", ru = "Эмблема", en = "Emblem" }

[[fields]]
name = "facsimile"
type = "image"
label = { uk = "Факсиміле", ru = "Факсимиле", en = "Facsimile" }
"""


@pytest.fixture
def config(config, tmp_path):
    """The shipped kinds and one with two pictures."""
    folder = tmp_path / "kinds"
    shutil.copytree(FOLDER, folder)
    home = folder / "diploma"
    home.mkdir()
    (home / "kind.toml").write_text(MANIFEST, encoding="utf-8")
    (home / "sample.toml").write_text('[ua.uk]\nemblem = "Ліцей"\n', encoding="utf-8")
    word = Word()
    word.sections[0].header.paragraphs[0].text = "{{ emblem }}"
    word.add_paragraph("Нагороджується {{ employee.name }}")
    word.add_paragraph("{% if facsimile %}{{ facsimile }}{% endif %} {{ head.name }}")
    word.save(str(home / "ua.uk.docx"))
    return replace(config, doc_templates=folder)


@pytest.fixture
def office(client, lyceum):
    sign_in(client, lyceum.secretary)
    return client


def photo(kind="PNG", size=(80, 60), **facts):
    target = io.BytesIO()
    Image.new("RGB", size, "navy").save(target, kind, **facts)
    return target.getvalue()


@pytest.fixture
def draft(office, lyceum):
    office.post("/documents/new", data={"kind": "diploma"})
    draft = db.session.scalars(db.select(Document)).one()
    office.post(f"/documents/{draft.id}/people", data={"people": lyceum.teachers[0].id})
    return draft


def answered(office, draft, **files):
    named = {name: (io.BytesIO(data), f"{name}.png") for name, data in files.items()}
    data = {"dated_on": "2026-06-05", **named}
    return office.post(f"/documents/{draft.id}/data", data=data, content_type="multipart/form-data")


def header_pictures(docx):
    header = Word(io.BytesIO(docx)).sections[0].header.part
    return [Image.open(io.BytesIO(part.blob)).size for part in header.related_parts.values()]


def test_a_picture_chosen_in_the_form_stands_on_the_registered_paper(office, draft):
    answer = answered(office, draft, emblem=photo())
    assert answer.location == f"/documents/{draft.id}/check"

    office.post(f"/documents/{draft.id}/register", data={"request_key": "once"})

    edition = db.session.get_one(Document, draft.id).edition
    docx = services().store.get(edition.docx_sha256)
    assert header_pictures(docx) == [(80, 60)]
    assert (
        Word(io.BytesIO(docx)).inline_shapes == [] or len(Word(io.BytesIO(docx)).inline_shapes) == 0
    )
    frozen = thaw(edition.data)["emblem"]
    assert isinstance(frozen, Picture)
    assert frozen.width_mm == 25


def test_a_picture_chosen_once_is_there_for_the_next_paper(office, draft):
    answered(office, draft, emblem=photo())
    office.post(f"/documents/{draft.id}/register", data={"request_key": "once"})

    office.post("/documents/new", data={"kind": "diploma"})
    following = db.session.scalars(db.select(Document).order_by(Document.id.desc())).first()

    assert following.data["emblem"] == draft.data["emblem"]


def test_a_required_picture_is_asked_for(office, draft):
    answer = answered(office, draft)

    assert answer.status_code == 422
    assert "This has to be filled in." in answer.text


def test_a_kept_picture_stays_while_other_answers_are_saved(office, draft):
    answered(office, draft, emblem=photo())
    kept = draft.data["emblem"]

    office.post(f"/documents/{draft.id}/save", data={"dated_on": "2026-06-06"})

    assert draft.data["emblem"] == kept
    assert answered(office, draft).location == f"/documents/{draft.id}/check"


def test_a_picture_is_taken_away_by_a_tick_unless_another_is_chosen(office, draft):
    place = f"/documents/{draft.id}"
    assert "Take away the picture that is kept" not in office.get(f"{place}/data").text
    answered(office, draft, emblem=photo(), facsimile=photo(size=(60, 60)))
    assert "Take away the picture that is kept: Facsimile" in office.get(f"{place}/data").text

    another = (io.BytesIO(photo(size=(90, 90))), "emblem.png")
    ticked = {"emblem-away": "y", "facsimile-away": "y", "emblem": another}
    office.post(f"{place}/save", data=ticked, content_type="multipart/form-data")

    assert draft.data["facsimile"] is None
    kept = services().store.get(draft.data["emblem"]["sha256"])
    assert Image.open(io.BytesIO(kept)).size == (90, 90)


def test_what_a_camera_noted_is_not_kept(office, draft):
    exif = Image.Exif()
    exif[0x010F] = "Camera of the director"
    exif[0x0112] = 6  # lying on its side
    answered(office, draft, emblem=photo("JPEG", exif=exif))

    picture = services().store.get(draft.data["emblem"]["sha256"])
    assert b"Camera of the director" not in picture
    assert Image.open(io.BytesIO(picture)).size == (60, 80)


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"not a picture", photo()[:70], photo("GIF")])
def test_what_is_no_picture_is_refused_at_its_question(office, draft, data):
    answer = answered(office, draft, emblem=data)

    assert answer.status_code == 422
    assert "emblem" not in draft.data or draft.data["emblem"] is None


def test_the_sample_of_a_kind_shows_a_code_where_its_picture_goes(config):
    catalogue = load_catalogue(config.doc_templates)
    kind = catalogue.kind("diploma")
    context = sample_context(catalogue, kind, "ua", "uk")

    docx = compile_template(kind.template("ua", "uk"), filters_of("uk")).render(context)

    assert len(header_pictures(docx)) == 1
