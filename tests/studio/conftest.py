"""A lyceum with two people who keep its templates, and Word files such as they make."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from docx import Document as WordFile

from portal.accounts.models import User
from portal.documents.catalogue import kinds_of
from portal.extensions import db, writing
from portal.people.models import Organisation
from portal.permissions import Role
from portal.studio import service
from tests.factories import make_head, make_organisation, make_user, sign_in

ORDER = (
    "{{ organisation.name }}",
    "НАКАЗ № {{ number }} від {{ date }}",
    "НАПРАВИТИ {% for p in people %}{{ p.name|accusative }}; {% endfor %}",
    "на навчання за програмою «{{ programme }}».",
    "{{ head.post }} {{ head.name|signature }}",
)


@dataclass(frozen=True)
class Office:
    """A school and those who keep its templates."""

    organisation: Organisation
    secretary: User
    director: User


def word_file(*paragraphs):
    """A plain .docx with these paragraphs."""
    document, target = WordFile(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(target)
    return target.getvalue()


def make_office(sample="UAS1", **fields) -> Office:
    organisation = make_organisation(sample, **fields)
    make_head(organisation)
    return Office(
        organisation, make_user(Role.SECRETARY, organisation), make_user(Role.HEAD, organisation)
    )


@pytest.fixture
def office(app):
    return make_office(founder="Міністерство освіти")


@pytest.fixture
def bring():
    """Brings a Word file of these paragraphs as a draft; committed."""

    def bring(office, *paragraphs, kind="order_of_sending", file_name="Наказ.docx"):
        organisation = office.organisation
        with writing():
            version = service.bring(
                organisation,
                word_file(*(paragraphs or ORDER)),
                file_name,
                by=office.secretary.id,
                kind=kind,
                country=organisation.country,
                language=organisation.language,
            )
            db.session.commit()
        return version

    return bring


@pytest.fixture
def put_in_force(bring):
    """Brings and publishes, by two people."""

    def put(office, *paragraphs, **how):
        version = bring(office, *paragraphs, **how)
        with writing():
            service.publish(version, by=office.director.id)
            db.session.commit()
        return version

    return put


@pytest.fixture
def kind_in():
    """What the organisation's catalogue says of a kind now."""
    return lambda office, name: kinds_of(office.organisation).kind(name)


@pytest.fixture
def secretary(client, office):
    """The secretary, signed in in the browser of the test."""
    sign_in(client, office.secretary)
    return office.secretary
