"""Filing: a marked copy for those whom a paper names, an original without the mark of a copy."""

from typing import Any

from portal import paper
from portal.documents.filing import attach_scan, file_document
from portal.documents.issue import register
from portal.documents.models import Document
from portal.extensions import db, services
from tests.documents.conftest import Lyceum
from tests.fakes import one_page_pdf
from tests.files.received import as_received

SCAN = one_page_pdf(["Підписано"])


def _filed(draft: Document, lyceum: Lyceum, scan: bytes = SCAN) -> list[Any]:
    document = register(draft, issued_by=lyceum.secretary.id, request_key=f"key-{draft.id}")
    attach_scan(document, as_received(scan), attached_by=lyceum.secretary.id)
    items = file_document(document, confirmed_by=lyceum.director.id)
    db.session.commit()
    return items


def test_a_copy_of_an_order_carries_mark_post_name_and_date(make_draft, lyceum: Lyceum):
    (item,) = _filed(make_draft(), lyceum)

    assert item.certification == {
        "mark": "Згідно з оригіналом",
        "post": "Директор",
        "name": "Олена КОВАЛЬ",
        "date": "2026-06-05",
    }


def test_an_extract_is_filed_as_the_original_it_is(make_draft, lyceum: Lyceum):
    order = make_draft(people=lyceum.teachers)
    register(order, issued_by=lyceum.secretary.id, request_key="order")
    extract = make_draft(
        kind="extract_of_order", order=order.id, certified_by=lyceum.teachers[1].id
    )

    (item,) = _filed(extract, lyceum)

    assert item.certification == {}
    assert item.paper_index == "1-к/тр"


def test_an_order_goes_to_the_files_of_those_without_an_extract(make_draft, lyceum: Lyceum):
    order = make_draft(people=lyceum.teachers)
    register(order, issued_by=lyceum.secretary.id, request_key="order")
    extract = make_draft(
        kind="extract_of_order", order=order.id, certified_by=lyceum.teachers[1].id
    )
    register(extract, issued_by=lyceum.secretary.id, request_key="extract")
    attach_scan(order, as_received(SCAN), attached_by=lyceum.secretary.id)

    items = file_document(order, confirmed_by=lyceum.director.id)

    served = {item.employment_id for item in items}
    assert served == {teacher.id for teacher in lyceum.teachers[1:]}


def test_the_copy_itself_bears_the_mark(make_draft, lyceum: Lyceum):
    (item,) = _filed(make_draft(), lyceum, one_page_pdf(["Підписано"]))
    copy = services().store.get(item.sha256)

    assert paper.page_texts(copy)[0].split("\n") == [
        "Підписано КОПІЯ",
        "Згідно з оригіналом",
        "Директор ______________________ Олена КОВАЛЬ",
        "05 червня 2026 року",
    ]
