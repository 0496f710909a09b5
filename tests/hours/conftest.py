"""A lyceum with a teacher who can sign in, certificates on each step of their way."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image, ImageDraw

from portal.accounts.models import User
from portal.extensions import db
from portal.hours.models import Certificate
from portal.people.models import Employment, Organisation, Person
from portal.permissions import Role
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in
from tests.fakes import one_page_pdf


@dataclass
class School:
    """A school and those who take part in a certificate's way."""

    organisation: Organisation
    employment: Employment
    teacher: User
    secretary: User
    head: User

    @property
    def person(self) -> Person:
        return self.employment.person


def make_school(sample: str = "UAS1", teacher: str = "UA04", head: str = "UA14") -> School:
    organisation = make_organisation(sample)
    make_head(organisation, head)
    employment = make_employment(teacher, organisation)
    return School(
        organisation=organisation,
        employment=employment,
        teacher=make_user(Role.TEACHER, organisation, person=employment.person),
        secretary=make_user(Role.SECRETARY, organisation),
        head=make_user(Role.HEAD, organisation),
    )


@pytest.fixture
def school(app) -> School:
    """ДНЗ «ВПЛМ», where UA04 teaches."""
    return make_school()


@pytest.fixture
def russian_school(app) -> School:
    """МКОУ «Заозёрская СОШ», where RU03 teaches."""
    return make_school("RUS1", "RU03", "RU01")


def photo(text: str = "СЕРТИФІКАТ", *, turned: bool = False) -> bytes:
    """A photograph of a paper; `turned`: held sideways, as the camera notes in its EXIF."""
    picture = Image.new("RGB", (600, 840), "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 300, 60), fill="black")
    ImageDraw.Draw(picture).text((40, 100), str(hash(text) % 10**9), fill="black")
    exif = Image.Exif()
    if turned:
        picture = picture.rotate(90, expand=True)
        exif[0x0112] = 6
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def pdf(text: str = "СЕРТИФІКАТ") -> bytes:
    return one_page_pdf([text])


def form_of(data: bytes | None = None, name: str = "photo.jpg", **changes: Any) -> dict[str, Any]:
    """What the form of a certificate sends; PG3 of the sample programmes unless changed."""
    typed: Mapping[str, Any] = {
        "topic": "Цифрові інструменти вчителя",
        "provider": "ФОП Лисенко Марія Тарасівна",
        "number": "0044-26",
        "issued_on": "2026-03-06",
        "started_on": "2026-03-02",
        "ended_on": "2026-03-06",
        "hours": "15",
        "kind": "qualification",
        "form": "",
        **changes,
    }
    sent = {key: value for key, value in typed.items() if value is not None}
    return {**sent, "pictures": (io.BytesIO(data), name)} if data is not None else sent


def send(client, school: School, data: bytes | None = None, **changes: Any):
    """The teacher sends a certificate; the answer of the portal."""
    sign_in(client, school.teacher)
    return client.post("/my-hours/send", data=form_of(data or photo(), **changes))


def sent(client, school: School, data: bytes | None = None, **changes: Any) -> Certificate:
    """A certificate the teacher has sent."""
    answer = send(client, school, data, **changes)
    assert answer.status_code == 303, answer.text
    return newest()


def verdict(school: School, **changes: Any) -> dict[str, Any]:
    """What the secretary sends when everything is as it should be."""
    codes = {
        "ua": ["subject", "topic-volume", "holder", "outcomes", "date-number", "signer"],
        "ru": ["subject", "topic-volume", "holder", "period", "date-number", "signer-seal"],
    }
    given: dict[str, Any] = {
        "items": codes[school.organisation.country],
        "verification": "original",
        "recognition": "not-needed",
        **changes,
    }
    return form_of(**given)


def accepted(client, school: School, data: bytes | None = None, **changes: Any) -> Certificate:
    """A certificate the secretary has accepted."""
    certificate = sent(client, school, data, **changes)
    sign_in(client, school.secretary)
    answer = client.post(f"/certificates/{certificate.id}/check", data=verdict(school, **changes))
    assert answer.status_code == 303, answer.text
    return newest()


def confirmed(client, school: School, data: bytes | None = None, **changes: Any) -> Certificate:
    """A certificate the head has confirmed into the file."""
    certificate = accepted(client, school, data, **changes)
    sign_in(client, school.head)
    answer = client.post(f"/certificates/{certificate.id}/confirm")
    assert answer.status_code == 303, answer.text
    return newest()


def newest() -> Certificate:
    """The certificate made last, as it is now in the database."""
    db.session.rollback()
    return db.session.query(Certificate).order_by(Certificate.id.desc()).first()
