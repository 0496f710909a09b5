"""A kind made in the studio does everything that a shipped one does."""

import pytest

from portal.documents.models import Batch, Document, Journal
from portal.extensions import db, services, writing
from portal.paper import text
from portal.studio import service
from portal.studio.manifests import as_data
from tests.factories import make_employment, sign_in
from tests.studio.conftest import make_office

LINES = (
    "Подяка № {{ number }} від {{ date|in_words }}",
    "{{ employee.name|dative }} за {{ achievement }}",
    "{{ head.post }} {{ head.name|signature }}",
)
FIELD = {
    "name": "achievement",
    "type": "text",
    "required": True,
    "label": {"uk": "За що", "ru": "За что", "en": "What for"},
}


@pytest.fixture
def school(app):
    return make_office("UAS1")


@pytest.fixture
def thanks(school, bring):
    """Letters of thanks, one for each person, in the register R03; in force."""
    draft = bring(school, *LINES, kind=None, file_name="Подяка.docx")
    form = {
        **draft.manifest,
        "register": "R03",
        "per_person": True,
        "filing": {"section": "P6"},
        "fields": [FIELD],
    }
    with writing():
        service.set_form(
            draft,
            by=school.secretary.id,
            manifest=form,
            sample={"achievement": "перемогу"},
        )
        service.publish(draft, by=school.director.id)
        db.session.commit()
    return draft


@pytest.fixture
def teachers(school):
    return [make_employment(code, school.organisation) for code in ("UA04", "UA06")]


@pytest.fixture
def desk(client, school, thanks):
    sign_in(client, school.secretary)
    return client


def _words(paper):
    return text(services().store.get(paper.edition.docx_sha256))


def _issue(desk, teacher, kind):
    desk.post("/documents/new", data={"kind": kind})
    draft = db.session.scalars(db.select(Document).order_by(Document.id.desc())).first()
    place = f"/documents/{draft.id}"
    desk.post(f"{place}/people", data={"people": [teacher.id]})
    desk.post(f"{place}/data", data={"achievement": "перемогу", "dated_on": "2026-06-05"})
    desk.post(f"{place}/register", data={"request_key": f"click {draft.id}"})
    return db.session.get_one(Document, draft.id)


def test_it_is_offered_and_issued_and_stands_in_its_journal(desk, thanks, teachers):
    assert "Подяка" in desk.get("/documents/new").text

    paper = _issue(desk, teachers[0], thanks.kind)

    assert paper.number == "1-к/тм"
    assert "Ткачу Андрію Петровичу за перемогу" in _words(paper)
    journal = db.session.scalars(db.select(Journal)).one()
    assert journal.register == "R03"
    assert "Подяка" in desk.get(f"/journals/{journal.id}").text
    assert "Подяка" in desk.get("/documents").text
    assert desk.get(f"/documents/{paper.id}").status_code == 200


def test_many_are_made_from_one_list(desk, thanks, teachers):
    answer = desk.get("/batches/new", query_string={"kind": thanks.kind})

    assert answer.status_code == 200
    sent = {"people": [t.id for t in teachers], "achievement": "перемогу", "dated_on": "2026-06-05"}
    desk.post("/batches/new", query_string={"kind": thanks.kind}, data=sent)
    batch = db.session.scalars(db.select(Batch)).one()
    assert (batch.kind, len(batch.items)) == (thanks.kind, 2)
    assert desk.get(f"/batches/{batch.id}").status_code == 200


def test_the_same_again_begins_one_more(desk, thanks, teachers):
    paper = _issue(desk, teachers[0], thanks.kind)

    desk.post("/documents/new", data={"from": paper.id})

    again = db.session.scalars(db.select(Document).order_by(Document.id.desc())).first()
    assert (again.kind, again.data["achievement"]) == (thanks.kind, "перемогу")


def test_it_is_issued_by_the_command_too(app, school, thanks, teachers, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("Прізвище;Ім'я;По батькові\nТкач;Андрій;Петрович\n", encoding="utf-8")
    arguments = [
        *("issue", thanks.kind, "--organisation", school.organisation.code),
        *("--people", str(people), "--set", "achievement=перемогу"),
        *("--by", school.secretary.login, "--out", str(tmp_path / "out")),
    ]

    told = app.test_cli_runner().invoke(args=arguments)

    assert told.exit_code == 0, told.output
    paper = db.session.scalars(db.select(Document)).one()
    assert "за перемогу" in _words(paper)


def test_another_school_is_not_offered_it(client, thanks):
    neighbour = make_office("UAS2")
    sign_in(client, neighbour.secretary)

    assert "Подяка" not in client.get("/documents/new").text
    assert client.post("/documents/new", data={"kind": thanks.kind}).status_code == 404


def test_the_form_is_kept_as_kind_toml_says_it(thanks, school, kind_in):
    assert as_data(kind_in(school, thanks.kind).manifest) == thanks.manifest
