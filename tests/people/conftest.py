"""A school with its secretary at the keyboard."""

import pytest
from flask.testing import FlaskClient

from portal.people.models import Organisation
from portal.permissions import Role
from tests.factories import make_head, make_organisation, make_user, sign_in


@pytest.fixture
def school(app) -> Organisation:
    """A Ukrainian lyceum whose head signs."""
    return make_organisation("UAS1")


@pytest.fixture
def secretary(client: FlaskClient, school: Organisation) -> FlaskClient:
    """A browser in which the school's secretary has signed in."""
    sign_in(client, make_user(Role.SECRETARY, school))
    return client


@pytest.fixture
def headed(school: Organisation) -> Organisation:
    """The school with its head appointed."""
    make_head(school)
    return school
