"""The pages by which a secretary turns her Word file into a template."""

import io
from html import unescape

import pytest

from portal.documents.catalogue import kinds_of
from portal.extensions import db
from portal.studio.models import TemplateVersion
from tests.factories import make_employment, sign_in
from tests.studio.made import word

TRIP = (
    "{{ заклад.назва }}",
    "НАКАЗ № {{ номер }} від {{ дата|словами }}",
    "НАПРАВИТИ {{ працівник.піб|знахідний }} до {{ місце_поїздки }}, {{ дата_виїзду|словами }}.",
    "{% if спосіб == “автобусом” %}Перевозить {{ перевізник }}.{% endif %}",
    "{{ керівник|підпис }}",
)


def send_file(client, docx, path="/templates/new", **fields):
    data = {"file": (io.BytesIO(docx), "Наказ про поїздку.docx"), **fields}
    return client.post(path, data=data, content_type="multipart/form-data")


def bring(client, office, *paragraphs, docx=b"", **fields):
    fields = {"kind": "", "title": "Наказ про поїздку", "register": "R01", **fields}
    answer = send_file(
        client,
        docx or word(*(paragraphs or TRIP)),
        organisation=office.organisation.id,
        language="uk",
        whom="several",
        prepared_by="secretary",
        signed_by="head",
        section="",
        copies="1",
        **fields,
    )
    assert answer.status_code == 303, unescape(answer.text)
    return db.session.scalars(db.select(TemplateVersion)).all()[-1]


def page_of(version):
    return f"/templates/versions/{version.id}"


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.text)


def questions(version):
    db.session.refresh(version)
    return {field["name"]: field for field in version.manifest["fields"]}


pytestmark = pytest.mark.usefixtures("secretary")


def test_a_file_of_ones_own_becomes_a_draft_with_its_form(client, office):
    version = bring(client, office)

    assert version.title("uk") == "Наказ про поїздку"
    assert {name: field["type"] for name, field in questions(version).items()} == {
        "mistse_poizdky": "text",
        "data_vyizdu": "date",
        "sposib": "choice",
        "pereviznyk": "text",
    }
    page = shown(client, page_of(version))
    assert "Місце поїздки" in page
    assert "a line of text" in page


def test_all_faults_stand_on_one_page_with_place_cause_and_mend(client, office):
    version = bring(
        client,
        office,
        "{{ працівник.піб|знaхідний }}",  # with a Latin a
        "{{ працівнк.посада }}",
        "{% if дата %}без кінця",
    )
    page = shown(client, page_of(version))

    assert "3 faults, it cannot be published yet" in page
    assert "Paragraph 2" in page
    assert "{{ працівник.посада }}" in page


def test_safe_faults_are_mended_by_one_click_and_others_one_by_one(client, office):
    version = bring(client, office, "{{ працівник.піб|знaхідний }}", "{{ працівнк.посада }}")

    client.post(f"{page_of(version)}/mend")
    page = shown(client, page_of(version))
    assert "1 fault, it cannot be published yet" in page

    client.post(f"{page_of(version)}/mend", data={"finding": _index_of_fault(version)})
    assert "No faults" in shown(client, page_of(version))


def _index_of_fault(version):
    db.session.refresh(version)
    return next(i for i, f in enumerate(version.report["findings"]) if f["is_fault"])


def test_the_file_is_given_back_with_a_comment_at_each_fault(client, office):
    version = bring(client, office, "{{ працівнк.посада }}")
    docx = client.get(f"{page_of(version)}/comments.docx").data

    assert b"word/comments.xml" in docx


def test_a_file_that_is_no_word_document_says_what_to_do(client, office):
    page = shown(client, page_of(bring(client, office, docx=b"not a package")))

    assert "This is not a Word document" in page


def test_a_new_file_keeps_what_was_set_in_the_form(client, office):
    version = bring(client, office)
    set_question(client, version, "mistse_poizdky", label="Куди їдуть", help="Місто")

    send_file(client, word(*TRIP, "Ще {{ години }} годин."), f"{page_of(version)}/file")

    kept = questions(version)
    assert kept["mistse_poizdky"]["label"]["uk"] == "Куди їдуть"
    assert kept["hours"]["type"] == "number"


def set_question(client, version, name, **changes):
    field = questions(version)[name]
    data = {"label": field["label"]["en"], "type": field["type"], "answers": "", "when": ""}
    answer = client.post(f"{page_of(version)}/questions/{name}", data={**data, **changes})
    assert answer.status_code == 303, unescape(answer.text)


def test_a_question_gets_another_type_answers_and_a_condition(client, office):
    version = bring(client, office)

    set_question(client, version, "sposib", type="choice", answers="автобусом\nпотягом")
    set_question(client, version, "pereviznyk", when="sposib=avtobusom", required="y", last="y")

    changed = questions(version)
    assert [c["value"] for c in changed["sposib"]["choices"]] == ["avtobusom", "potiagom"]
    assert changed["pereviznyk"]["when"] == {"sposib": "avtobusom"}
    assert changed["pereviznyk"]["source"] == ["last"]
    assert "only when" in shown(client, page_of(version))


def test_a_choice_without_answers_is_not_kept(client, office):
    version = bring(client, office)
    data = {"label": "Куди", "type": "choice", "answers": "", "when": ""}
    answer = client.post(f"{page_of(version)}/questions/mistse_poizdky", data=data)

    assert answer.status_code == 422
    assert "Write the answers" in unescape(answer.text)


def test_questions_are_put_in_order(client, office):
    version = bring(client, office)
    client.post(f"{page_of(version)}/questions/pereviznyk/move", data={"way": "up"})

    assert list(questions(version))[-2:] == ["pereviznyk", "sposib"]


def test_fields_are_compared_with_the_template_in_force(client, office):
    version = bring(client, office, "НАПРАВИТИ {{ людина }}, {{ номер }}", kind="order_of_sending")
    page = shown(client, page_of(version))

    assert ">New<" in page
    assert ">Gone<" in page
    assert "Against what is in force" in page


def test_what_kind_of_paper_it_is_may_be_changed(client, office):
    version = bring(client, office)
    facts = {"title": "Наказ про виїзд", "register": "R03", "whom": "one", "signed_by": "head"}
    data = {**facts, "prepared_by": "secretary", "section": "P2", "copies": "2"}
    client.post(f"{page_of(version)}/kind", data=data)
    db.session.refresh(version)

    assert version.manifest["register"] == "R03"
    assert version.manifest["per_person"] is True
    assert version.manifest["filing"]["section"] == "P2"
    assert "Наказ про виїзд" in shown(client, f"{page_of(version)}/kind")


def test_the_preview_is_made_for_the_longest_and_the_shortest_name(client, office):
    make_employment("UA04", office.organisation)
    version = bring(client, office)
    page = shown(client, f"{page_of(version)}/preview")

    assert "Коваль Олена Ігорівна, the longest name" in page
    assert "Ткач Андрій Петрович, the shortest name" in page
    assert "Дюбуа Софі, the shortest name" in page
    assert "Нечай-Левицька Ольга Юріївна, the longest name" in page
    longest, shortest = (
        client.get(f"{page_of(version)}/preview/1.png?who={who}").data
        for who in ("longest", "shortest")
    )
    assert longest != shortest


def test_a_second_person_publishes_and_the_kind_is_there(client, office):
    version = bring(client, office)
    client.post(f"{page_of(version)}/send")
    assert "It waits for a second person" in shown(client, page_of(version))

    sign_in(client, office.director)
    assert "New in it" not in shown(client, page_of(version))
    client.post(f"{page_of(version)}/publish")

    titles = [kind.title("uk") for kind in kinds_of(office.organisation).of("ua")]
    assert "Наказ про поїздку" in titles
    assert "In force" in shown(client, "/templates/")


def test_the_fields_of_a_draft_are_called_as_its_author_wrote_them(client, office):
    version = bring(client, office)

    assert "{{ місце_поїздки }}" in shown(client, f"/templates/fields?version={version.id}")
    assert "<code>місце_поїздки</code>" in shown(
        client, f"{page_of(version)}/questions/mistse_poizdky"
    )
