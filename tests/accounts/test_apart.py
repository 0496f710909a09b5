"""A transaction apart from the request's cannot wait for itself."""

import pytest
import sqlalchemy as sa

from portal.accounts.apart import apart
from portal.accounts.models import User
from portal.extensions import db
from portal.permissions import Role
from tests.factories import make_organisation, make_user


def test_what_is_written_apart_stays_when_the_request_fails(app):
    user = make_user(Role.HEAD, make_organisation())
    user_id = user.id
    db.session.commit()
    with apart() as session:
        session.execute(sa.update(User).where(User.id == user_id).values(language="ru"))
    db.session.rollback()

    assert db.session.get(User, user_id).language == "ru"


def test_a_second_transaction_inside_of_the_requests_is_refused(app):
    db.session.execute(sa.select(User))

    with pytest.raises(RuntimeError), apart():
        pass
