"""While the head is away the acting head signs; before and after nothing has to be switched."""

from datetime import date

import pytest

from portal.extensions import db
from tests.documents.issued import text_of
from tests.factories import make_employment, sign_in

CLICK = {"names_are_right": "y", "late_reason": "Наказ видано із запізненням."}


@pytest.fixture
def away(client, lyceum):
    """The head is on leave from 8 to 19 June; the secretary says who acts, on the school's page."""
    deputy = make_employment("UA10", lyceum.organisation)
    sign_in(client, lyceum.secretary)
    answer = client.post(
        f"/organisations/{lyceum.organisation.id}/authorities/new",
        data={
            "employment": deputy.id,
            "capacity": "acting",
            "title": "В. о. директора",
            "basis": "наказу від 05.06.2026 № 12-к/тм",
            "started_on": "2026-06-08",
            "ended_on": "2026-06-19",
        },
    )
    assert answer.status_code == 302, answer.text


@pytest.mark.parametrize(
    ("day", "signs"),
    [
        (date(2026, 6, 5), "Директор Олена КОВАЛЬ"),
        (date(2026, 6, 8), "В. о. директора Надія ЧОРНА"),
        (date(2026, 6, 19), "В. о. директора Надія ЧОРНА"),
        (date(2026, 6, 22), "Директор Олена КОВАЛЬ"),
    ],
)
def test_the_signature_follows_the_date_of_the_paper(
    app, client, lyceum, make_draft, clock, away, day, signs
):
    clock.set_day(day)
    sign_in(client, lyceum.secretary)
    draft = make_draft(dated_on=day)
    client.post(f"/documents/{draft.id}/register", data=CLICK)

    db.session.expire_all()
    assert draft.registered_at
    assert draft.signatory.replace("\u00a0", " ") == signs
    page = client.get(f"/documents/{draft.id}").text.replace("\u00a0", " ")
    assert signs in page
    assert text_of(app, draft.edition.docx_sha256).startswith(b"PK")
