"""A school on real files and a real database in a throw-away folder, for the benchmarks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import close_all_sessions

from portal.accounts.models import User
from portal.app import create_app
from portal.clock import SystemClock
from portal.config import Config
from portal.documents.catalogue import kinds_of
from portal.documents.drafts import start_draft
from portal.documents.models import Document
from portal.extensions import PdfMaker, Services, db, services, writing
from portal.mail import NoMailer
from portal.people.models import Employment, Organisation, Person, PersonName, Post
from portal.permissions import Role
from portal.storage import FileStore
from tests.factories import PEOPLE, make_head, make_organisation, make_user
from tests.fakes import FakePdf

ANSWERS: dict[str, Any] = {
    "training_kind": "course",
    "provider": "Навчально-методичний центр професійно-технічної освіти",
    "programme": "Сучасні технології обслуговування техніки",
    "hours": "60",
}


@dataclass(frozen=True)
class School:
    """A lyceum in which orders need nobody's approval."""

    organisation: Organisation
    secretary: User
    staff: Sequence[Employment]


def config_of(instance: Path, database: Path) -> Config:
    return Config(
        instance=instance,
        secret_key="a key for benchmarks only",
        database_url=f"sqlite:///{database}",
        runs_jobs=False,
    )


def open_app(config: Config, files: Path, pdf: PdfMaker | None = None) -> Flask:
    """The portal of this folder; PDFs are faked unless a converter is given."""
    tools = Services(FileStore(files), pdf or FakePdf(), NoMailer(), SystemClock())
    return create_app(config, tools)


@contextmanager
def opened(folder: Path, pdf: PdfMaker | None = None) -> Iterator[Flask]:
    """The portal of an empty folder, inside of its application context."""
    app = open_app(config_of(folder, folder / "papka.db"), folder / "files", pdf)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
    close_all_sessions()


def make_school(people: int) -> School:
    """A school with so many teachers, some of whom share their names."""
    organisation = make_organisation("UAS1", settings={"approval": {"order_of_sending": []}})
    make_head(organisation)
    staff = [_employed(organisation, number) for number in range(people)]
    db.session.add_all(staff)
    db.session.commit()
    return School(organisation, make_user(Role.SECRETARY, organisation), staff)


def _employed(organisation: Organisation, number: int) -> Employment:
    names = [PEOPLE[code] for code in PEOPLE if code.startswith("UA")]
    family, given, patronymic, gender, post = names[number % len(names)]
    person = Person(gender=gender)
    person.names.append(PersonName.of(family, given, patronymic, language="uk"))
    employment = Employment(
        person=person,
        organisation=organisation,
        file_number=str(number + 100),
        started_on=date(2010, 9, 1),
    )
    employment.posts.append(Post(title=post, started_on=date(2010, 9, 1)))
    return employment


def draft_order(school: School, people: Sequence[Employment]) -> Document:
    """A draft of an order that sends these people; the caller commits."""
    today = services().clock.today()
    return start_draft(
        kinds_of(school.organisation).kind("order_of_sending"),
        school.organisation,
        made_by=school.secretary.id,
        dated_on=today,
        people=people,
        data={
            **ANSWERS,
            "training_from": today.isoformat(),
            "training_to": date(today.year + 1, 1, 31).isoformat(),
        },
    )


def draft_orders(school: School, number: int) -> list[int]:
    """So many drafts of orders about one person each, committed."""
    with writing():
        drafts = [draft_order(school, [school.staff[n % len(school.staff)]]) for n in range(number)]
        db.session.commit()
    return [draft.id for draft in drafts]
