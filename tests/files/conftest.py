"""A lyceum, and a teacher whose file holds papers."""

import pytest

from portal.extensions import db, services, writing
from portal.files.models import Section
from portal.files.service import Paper, put_into_file
from portal.permissions import Role
from tests.documents.conftest import Lyceum
from tests.factories import make_employment, make_head, make_organisation, make_user
from tests.fakes import one_page_pdf


@pytest.fixture
def lyceum(app):
    """ДНЗ «ВПЛМ» with a head, a secretary and one teacher."""
    organisation = make_organisation("UAS1")
    return Lyceum(
        organisation=organisation,
        head=make_head(organisation),
        secretary=make_user(Role.SECRETARY, organisation),
        director=make_user(Role.HEAD, organisation),
        teachers=[make_employment("UA04", organisation)],
    )


@pytest.fixture
def file_paper(lyceum):
    """Puts a paper into a file, by default the teacher's: `file_paper("P5", "Сертифікат")`."""

    def put(section, title, employment=None, source=""):
        paper = Paper(
            section=Section(section),
            title=title,
            dated_on=services().clock.today(),
            sha256=services().store.put(one_page_pdf([title])),
            media_type="application/pdf",
            source=source or f"test:{title}",
            paper_index="0118-23",
            sheets=1,
        )
        with writing():
            item = put_into_file(
                employment or lyceum.teachers[0], paper, filed_by=lyceum.secretary.id
            )
            db.session.commit()
        return item

    return put
