"""Who writes which kinds: the secretary and the head all, others those that name their role."""

import pytest

from portal.documents.models import Document
from portal.extensions import db
from portal.permissions import Role
from tests.documents.conftest import ANSWERS
from tests.documents.desk import registered
from tests.factories import make_user, sign_in

WRITES = [Role.METHODIST, Role.PD_OFFICER]


@pytest.fixture
def sit_down(client, lyceum):
    """Gives the browser of somebody with that role in the lyceum."""

    def sit(role):
        sign_in(client, make_user(role, lyceum.organisation))
        return client

    return sit


@pytest.mark.parametrize("role", WRITES)
def test_an_order_is_written_and_registered_by_a_role_its_kind_names(sit_down, lyceum, role):
    desk = sit_down(role)
    desk.post("/documents/new", data={"kind": "order_of_sending"})
    draft = db.session.scalars(db.select(Document)).one()
    place = f"/documents/{draft.id}"
    desk.post(f"{place}/people", data={"people": [lyceum.teachers[0].id]})
    desk.post(f"{place}/data", data={**ANSWERS, "dated_on": "2026-06-05"})

    answer = desk.post(f"{place}/register", data={"request_key": "once"})

    assert answer.location == place
    assert db.session.get_one(Document, draft.id).number == "1-к/тр"
    assert desk.post(f"{place}/print").status_code in (303, 409)
    assert desk.get(f"{place}/annul").status_code == 403


def test_a_role_that_no_kind_names_is_offered_none(sit_down):
    desk = sit_down(Role.ATTESTATION_OFFICER)

    assert "Order of sending" not in desk.get("/documents/new").text
    assert desk.post("/documents/new", data={"kind": "order_of_sending"}).status_code == 404


@pytest.mark.parametrize("step", ["people", "data", "check", "word"])
def test_a_draft_of_a_kind_of_others_is_read_and_not_written(sit_down, make_draft, step):
    draft = make_draft()
    desk = sit_down(Role.ATTESTATION_OFFICER)

    assert desk.get(f"/documents/{draft.id}/{step}").status_code == 403
    assert desk.get(f"/documents/{draft.id}/approval").status_code == 200


def test_no_batch_and_no_paper_after_another_of_a_kind_of_others(sit_down, make_draft, lyceum):
    order = registered(make_draft())
    desk = sit_down(Role.ATTESTATION_OFFICER)
    after = {"kind": "referral", "source": order.id}

    assert desk.get("/documents/new", query_string=after).status_code == 403
    assert desk.post("/documents/new", data=after).status_code == 403
    assert desk.post("/documents/new", data={"from": order.id}).status_code == 403
    assert desk.get("/batches/new", query_string=after).status_code == 403
    person = {"person": lyceum.teachers[0].id, "kind": "order_of_sending"}
    assert desk.post("/documents/begin", data=person).status_code == 403


def test_a_paper_is_not_followed_by_one_that_does_not_follow_it(sit_down, make_draft):
    order = registered(make_draft())
    desk = sit_down(Role.SECRETARY)
    after = {"kind": "order_of_sending", "source": order.id}

    assert desk.get("/documents/new", query_string=after).status_code == 404
