"""From a card to the file of that person."""

import pytest

from portal.permissions import Role
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.mark.parametrize(
    ("role", "leads"), [(Role.SECRETARY, True), (Role.METHODIST, True), (Role.ADMIN, False)]
)
def test_a_card_leads_to_the_file_whoever_may_open_it(client, role, leads):
    organisation = make_organisation()
    employment = make_employment("UA04", organisation)
    sign_in(client, make_user(role, organisation))
    page = client.get(f"/people/{employment.person_id}").text

    assert (f'href="/files/{employment.id}"' in page) is leads
