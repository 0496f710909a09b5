"""What was issued stays as it was, however the cards and the templates change: through the web."""

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordFile

from portal import paper
from portal.app import create_app
from portal.documents.drafts import start_draft
from portal.documents.models import Document
from portal.documents.work import make_pdfs
from portal.extensions import db, services, writing
from portal.files.service import inventory
from portal.people.models import Authority, PersonName
from tests.documents.issued import SCAN, issue
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, sign_in
from tests.portal_app import Browser

NEW_WORDS = "НОВЕ ФОРМУЛЮВАННЯ ШАБЛОНУ"


def with_new_templates(config, folder: Path):
    """The same installation with other words in each Ukrainian template."""
    shutil.copytree(config.doc_templates, folder)
    for file in folder.glob("*/ua.uk.docx"):
        template = WordFile(str(file))
        template.paragraphs[0].insert_paragraph_before(NEW_WORDS)
        template.save(str(file))
    return replace(config, doc_templates=folder)


def rename_and_replace_the_head(lyceum, clock):
    """The teacher marries, gets another post; the school gets another head."""
    clock.set_day(date(2026, 6, 8))
    teacher = lyceum.teachers[0]
    name = PersonName.of("Бондаренко", "Андрій", "Петрович", language="uk")
    name.valid_from = date(2026, 1, 1)
    teacher.person.names.append(name)
    teacher.posts[0].title = "завідувач майстерні"
    lyceum.head.ended_on = date(2026, 6, 4)
    successor = make_employment("UA09", lyceum.organisation)
    db.session.add(
        Authority(
            organisation=lyceum.organisation,
            person=successor.person,
            capacity="head",
            title="Директор",
            basis="Статуту",
            started_on=date(2026, 6, 5),
        )
    )
    lyceum.organisation.rename("Ліцей з новою назвою", "Новий ліцей")
    db.session.commit()


@pytest.fixture
def later(app, config, clock, lyceum, make_draft, tmp_path):
    """An order of the old days, and the portal as it is after everything has changed."""
    order = issue(make_draft(), pdf=False)
    before = services().store.get(order.edition.docx_sha256)
    rename_and_replace_the_head(lyceum, clock)
    changed = create_app(with_new_templates(config, tmp_path / "other"), app.extensions["papka"])
    changed.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    changed.test_client_class = Browser
    with changed.app_context():
        yield changed, order.id, before
        db.session.remove()
        db.engine.dispose()


def test_bytes_pdf_extract_journal_and_inventory_keep_the_old_words(later, lyceum):
    app, order_id, before = later
    secretary, head = app.test_client(), app.test_client()
    sign_in(secretary, lyceum.secretary)
    sign_in(head, lyceum.director)
    page = f"/documents/{order_id}"

    with writing():
        order = db.session.get_one(Document, order_id)
        extract = start_draft(
            CATALOGUE.kind("extract_of_order"),
            order.organisation,
            made_by=order.created_by_id,
            dated_on=services().clock.today(),
            people=[order.people[0].employment],
            data={"order": order_id, "certified_by": lyceum.secretary.person_id or 1},
        )
        db.session.commit()
        extract_id = extract.id
    issue(extract, pdf=False)
    make_pdfs([order.edition.id])
    secretary.post(f"{page}/scan", data={"scan": (BytesIO(SCAN), "scan.pdf")})
    head.post(f"{page}/file")

    word = secretary.get(f"{page}/editions/1.docx").data
    pdf = "\n".join(paper.page_texts(secretary.get(f"{page}/editions/1.pdf").data))
    own = secretary.get(f"/documents/{extract_id}/editions/1.docx").data
    journal = secretary.get(f"/journals/{order.journal_id}").text
    file = secretary.get(f"/files/{order.people[0].employment_id}").text
    line = inventory(order.people[0].employment)[0]

    assert word == before
    for text in (pdf, paper.text(own)):
        assert "ТКАЧА Андрія Петровича" in text or "Ткача Андрія Петровича" in text
        assert "БОНДАРЕНКА" not in text.upper()
        assert "викладача професійно-теоретичної підготовки" in text
        assert "КОВАЛЬ" in text
        assert NEW_WORDS not in text
    assert "Ткач Андрій Петрович" in journal
    assert "КОВАЛЬ" in journal
    assert (line.title, line.paper_index) == (order.title, order.number)
    assert order.number in file


def test_a_paper_issued_afterwards_has_the_new_words(later, lyceum):
    _app, order_id, _before = later
    with writing():
        old = db.session.get_one(Document, order_id)
        fresh = start_draft(
            CATALOGUE.kind(old.kind),
            old.organisation,
            made_by=old.created_by_id,
            dated_on=services().clock.today(),
            people=[old.people[0].employment],
            data=old.data,
        )
        db.session.commit()
    issue(fresh, pdf=False)

    text = paper.text(services().store.get(fresh.edition.docx_sha256))

    assert NEW_WORDS in text
    assert "БОНДАРЕНКА" in text.upper()
    assert "КОВАЛЬ" not in text
