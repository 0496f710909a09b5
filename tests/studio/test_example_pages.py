"""The page that makes a template of papers already filled in."""

import io
import json
import re
from html import unescape

import pytest

from portal.extensions import db, services
from portal.paper import text
from tests.studio import plain_pairs
from tests.studio.test_studio_pages import bring, page_of, questions, shown

ORDER = plain_pairs.PAPERS["order uk"]


@pytest.fixture
def draft(client, office, secretary):
    return bring(client, office, docx=plain_pairs.document(ORDER[1]))


def _values(page):
    return [unescape(value) for value in re.findall(r'name="place"[^>]*? value="([^"]*)"', page)]


def test_a_filled_paper_is_asked_about_and_becomes_a_template_with_its_form(client, draft):
    assert f"{page_of(draft)}/examples" in shown(client, page_of(draft))
    page = client.get(f"{page_of(draft)}/examples").text
    assert "Мельничук Оксану Володимирівну" in page

    client.post(f"{page_of(draft)}/examples/taught", data={"place": _values(page)})

    assert {"programme", "training_from", "training_to", "hours", "amount"} == set(questions(draft))
    template = text(services().store.get(draft.docx_sha256))
    assert "{{ employee.name|accusative }}, {{ employee.post|accusative }}" in template
    assert "No faults" in shown(client, page_of(draft))


def test_a_second_paper_makes_the_places_surer(client, draft):
    alone = client.get(f"{page_of(draft)}/examples").text

    second = {"file": (io.BytesIO(plain_pairs.document(ORDER[2])), "Другий.docx")}
    both = client.post(
        f"{page_of(draft)}/examples", data=second, content_type="multipart/form-data"
    ).text

    assert both.count("<td>sure</td>") > alone.count("<td>sure</td>")
    assert len(_values(both)) >= len(plain_pairs.places(ORDER[1]))


def test_a_second_file_that_is_no_paper_is_told_and_the_list_stays(client, draft):
    second = {"file": (io.BytesIO(b"not a package"), "Другий.docx")}

    answer = client.post(
        f"{page_of(draft)}/examples", data=second, content_type="multipart/form-data"
    )

    assert answer.status_code == 422
    assert "This file cannot be used" in answer.text
    assert _values(answer.text)


def test_what_was_not_proposed_by_the_page_is_refused(client, draft):
    before = draft.docx_sha256
    forged = json.loads(_values(client.get(f"{page_of(draft)}/examples").text)[0])
    forged["path"] = "x }}{% include 'y' %}{{ z"

    answer = client.post(f"{page_of(draft)}/examples/taught", data={"place": [json.dumps(forged)]})

    assert answer.status_code == 422
    db.session.refresh(draft)
    assert draft.docx_sha256 == before
