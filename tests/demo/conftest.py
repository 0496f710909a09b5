"""The furnished portal in memory."""

from datetime import date

import pytest

from portal.demo.furnish import furnish
from portal.extensions import db

DAY = date(2026, 6, 5)  # the story's order is of this day


@pytest.fixture
def furnished(app):
    furnish(DAY)
    db.session.commit()
    return app
