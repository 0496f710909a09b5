"""Two schools with one of everything, and a user of every role in the first: who may reach what?

A route names what it is about by the parameters of its address. `_things_of` says which record of
a school each parameter means; a new parameter needs one line there.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from portal.accounts.models import Letter, User
from portal.config import Config
from portal.documents.batch import plan_batch
from portal.documents.drafts import discard_draft, start_draft
from portal.documents.issue import register
from portal.documents.journals import open_journals
from portal.documents.line_models import Received, ReceivedScan
from portal.documents.models import Document, Scan
from portal.documents.received import Incoming, enter_line, take_in
from portal.documents.requests import ask
from portal.documents.saved_views import save_view
from portal.extensions import db, services, writing
from portal.files.models import Purpose, Section, Upload
from portal.files.service import Paper, put_into_file
from portal.files.uploads import keep, throw_upload_away
from portal.hours.checks import Statement
from portal.hours.ledger import add_opening
from portal.hours.service import Picture, submit
from portal.people.import_run import ImportRun
from portal.people.models import Employment, Organisation, PostTitle
from portal.people.removal import throw_card_away
from portal.permissions import Role
from portal.studio.models import TemplateVersion
from portal.studio.service import bring
from portal.studio.service import discard as discard_version
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in
from tests.fakes import FakeClock, one_page_pdf
from tests.files.received import as_received
from tests.portal_app import Browser, open_portal
from tests.studio.made import word

ANONYMOUS = "anonymous"
VISITORS = (ANONYMOUS, *Role)
OWN, OTHER, MISSING = "own", "other", "missing"
NO_ID = 999_999

# Personal data of a person of each school: no page may show them to those without the right.
SENTINELS = {
    OWN: {
        "birth_date": date(1987, 3, 9),
        "phone": "+380 44 000 17 43",
        "tax_number": "3184512345",
    },
    OTHER: {
        "birth_date": date(1979, 11, 23),
        "phone": "+380 44 000 95 61",
        "tax_number": "2918798765",
    },
}

# What a route whose parameters are no ids is asked for.
WORDS = {"token": "no-such-token", "kind_name": "order_of_sending"}


def sentinel_texts(whose: str) -> list[str]:
    """The personal data as any page would print them."""
    born = SENTINELS[whose]["birth_date"]
    digits = str(SENTINELS[whose]["phone"])[-9:]
    return [f"{born:%d.%m.%Y}", f"{born:%Y-%m-%d}", digits, str(SENTINELS[whose]["tax_number"])]


class TwoSchools:
    """The world of the access table; `restore` brings it back after something was changed."""

    def __init__(self, app: Flask, database: Path) -> None:
        self.app = app
        self.database = database
        own, other = make_organisation("UAS1"), make_organisation("UAS2")
        users = {role: make_user(role, own) for role in Role}
        stranger = make_user(Role.SECRETARY, other)
        self.ids: Mapping[str, Mapping[str, Any]] = {
            OWN: _things_of(own, OWN, users[Role.SECRETARY]),
            OTHER: _things_of(other, OTHER, stranger),
        }
        self.user_ids = {role: user.id for role, user in users.items()}
        self.browsers: dict[str, Browser] = {ANONYMOUS: app.test_client()}
        for role, user in users.items():
            self.browsers[role] = app.test_client()
            sign_in(self.browsers[role], user)
        self.cookies = {role: self._cookie(role) for role in users}
        self._disconnect()
        shutil.copy(database, database.with_suffix(".kept"))

    def address(self, rule: Rule, whose: str) -> str:
        """The rule's address with the parameters of that school's things."""
        values = {name: self._value(rule, name, whose) for name in rule.arguments}
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"})
        return self.app.url_map.bind("localhost").build(rule.endpoint, values, method=method)

    def restore(self) -> None:
        """Forget what the last request has changed, in the database and in the browsers."""
        self._disconnect()
        for role, value in self.cookies.items():
            self.browsers[role].set_cookie(self.app.config["SESSION_COOKIE_NAME"], value)
        for suffix in (".db-wal", ".db-shm"):
            self.database.with_suffix(suffix).unlink(missing_ok=True)
        shutil.copy(self.database.with_suffix(".kept"), self.database)

    def dump(self) -> list[list[tuple[Any, ...]]]:
        """All that is kept, but for who was seen when and who has read what."""
        kept = [
            table
            for table in db.metadata.sorted_tables
            if table.name not in ("sign_in", "access_log")
        ]
        return [
            sorted((tuple(row) for row in db.session.execute(sa.select(table))), key=repr)
            for table in kept
        ]

    def _value(self, rule: Rule, name: str, whose: str) -> Any:
        if name in WORDS:
            return WORDS[name]
        if isinstance(converter := rule._converters[name], AnyConverter):
            return max(converter.items)  # of xlsx and csv the one with more inside
        if name not in self.ids[OWN]:
            raise AssertionError(f"{rule}: say in two_schools._things_of what <{name}> means")
        return NO_ID if whose == MISSING else self.ids[whose][name]

    def rows_of_other(self) -> dict[str, list[Any]]:
        """What the other school has, table by table."""
        school = self.ids[OTHER]["organisation_id"]
        person = self.ids[OTHER]["person_id"]
        found = {}
        for table in db.metadata.sorted_tables:
            for column, wanted in (("organisation_id", school), ("person_id", person)):
                if column in table.c and table.name not in ("audit_chain", "access_log"):
                    rows = db.session.execute(sa.select(table).where(table.c[column] == wanted))
                    found[f"{table.name} by {column}"] = sorted(map(repr, rows))
        return found

    def _cookie(self, role: str) -> str:
        cookie = self.browsers[role].get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        return cookie.value

    def _disconnect(self) -> None:
        db.session.remove()
        db.engine.dispose()


@contextmanager
def two_schools(folder: Path) -> Iterator[TwoSchools]:
    """A portal of its own with the two schools in it."""
    database = folder / "papka.db"
    config = Config(
        instance=folder,
        secret_key="a key for tests only",
        database_url=f"sqlite:///{database}",
        runs_jobs=False,
    )
    with open_portal(config, FakeClock()) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False  # a broken page is a letter of the table too
        yield TwoSchools(app, database)


def _things_of(school: Organisation, whose: str, user: Any) -> dict[str, Any]:
    """One of everything a route of the school can be about, by the parameter's name."""
    employment = make_employment("UA04", school)
    for name, value in SENTINELS[whose].items():
        setattr(employment.person, name, value)
    head = make_head(school, "UA14")
    colleague = make_user(Role.TEACHER, school)
    with writing():
        open_journals(school, services().clock.today())
        paper = _paper(school, employment, user.id)
        scan = _scan(paper, user.id)
        draft = _draft(school, employment, user.id)
        thrown = _trash(school, user.id)
        upload = _upload(employment, user.id)
        line = enter_line(
            paper.journal,
            {"title": "Про преміювання"},
            dated_on=services().clock.today(),
            note="",
            late_reason="",
            entered_by=user.id,
            request_key=f"entry of {school.id}",
        )
        received = _received(school, employment, user.id)
        batch = _batch(school, employment, user.id)
        item = _item(employment, user.id)
        certificate = _certificate(employment, user.id)
        entry = _entry(employment, user.id)
        title = PostTitle(
            owner_id=school.id, language=school.language, title="логопед", sort_key="l"
        )
        run = ImportRun(
            organisation_id=school.id,
            kind="people",
            file_name="people.csv",
            sha256=services().store.put("ПІБ;Посада\nГриць Любов;методист\n".encode()),
            at=services().clock.now(),
            by_user_id=user.id,
        )
        letter = _letter(school, colleague)
        request = ask(
            CATALOGUE.kind("referral"),
            employment,
            note="",
            wished_on=None,
            asked_by=colleague.id,
        )
        version = _version(school, user.id)
        db.session.add_all([title, run, letter])
        view = save_view(user.id, "Усе", {"folder": "all"})
        db.session.commit()
    return {
        "organisation_id": school.id,
        "person_id": employment.person.id,
        "name_id": employment.person.name.id,
        "employment_id": employment.id,
        "post_id": employment.posts[0].id,
        "title_id": title.id,
        "run_id": run.id,
        "authority_id": head.id,
        "user_id": colleague.id,
        "grant_id": colleague.all_grants[0].id,
        "document_id": paper.id,
        "draft_id": draft.id,
        "scan_id": scan.id,
        "row_id": paper.people[0].id,
        "n": 1,
        "row": 1,
        "page": 1,
        "journal_id": paper.journal_id,
        "line_id": line.id,
        "received_id": received.id,
        "received_scan_id": received.scans[0].id,
        "batch_id": batch.id,
        "batch_item_id": batch.items[0].id,
        "item_id": item.id,
        "certificate_id": certificate.id,
        "number": 1,
        "entry_id": entry.id,
        "letter_id": letter.id,
        "view_id": view.id,
        "request_id": request.id,
        "upload_id": upload.id,
        "version_id": version.id,
        "question_name": "programme",
        **thrown,
    }


def _paper(school: Organisation, employment: Employment, user_id: int) -> Document:
    """A registered order about the person."""
    school.settings = {"approval": {"order_of_sending": []}}
    draft = _draft(school, employment, user_id)
    return register(draft, issued_by=user_id, request_key=f"order of {school.id}")


def _draft(school: Organisation, employment: Employment, user_id: int) -> Document:
    return start_draft(
        CATALOGUE.kind("order_of_sending"),
        school,
        made_by=user_id,
        dated_on=services().clock.today(),
        people=[employment],
        data={
            "training_kind": "course",
            "provider": "Навчально-методичний центр професійно-технічної освіти",
            "programme": "Сучасні технології обслуговування техніки",
            "training_from": "2026-06-15",
            "training_to": "2026-06-26",
            "hours": "60",
        },
    )


def _trash(school: Organisation, user_id: int) -> dict[str, int]:
    """Something of each sort that was thrown away."""
    mistaken = make_employment("UA09", school)
    keeper = make_employment("UA05", school)
    draft = _draft(school, keeper, user_id)
    upload = _upload(keeper, user_id)
    discard_draft(draft, by=user_id)
    throw_upload_away(upload, by=user_id)
    throw_card_away(mistaken.person, [school.id], by=user_id)
    version = _version(school, user_id)
    discard_version(version, by=user_id)
    return {
        "trashed_version_id": version.id,
        "trashed_draft_id": draft.id,
        "trashed_upload_id": upload.id,
        "trashed_person_id": mistaken.person_id,
    }


def _version(school: Organisation, user_id: int) -> TemplateVersion:
    """A draft of a template of the school's own."""
    return bring(
        school,
        word("{{ organisation.name }}", "{{ number }}", "«{{ programme }}»"),
        "Наказ.docx",
        by=user_id,
        kind="order_of_sending",
        country=school.country,
        language=school.language,
    )


def _upload(employment: Employment, user_id: int) -> Upload:
    return keep(
        employment,
        as_received(one_page_pdf(["Диплом"])),
        file_name="diploma.pdf",
        purpose=Purpose.PERSONNEL_FILE,
        uploaded_by=user_id,
    )


def _scan(paper: Document, user_id: int) -> Scan:
    """A scan that came back, though the paper is still on its way: so more acts fit it."""
    scan = Scan(
        document_id=paper.id,
        sha256=services().store.put(one_page_pdf(["Наказ"])),
        media_type="application/pdf",
        pages=1,
        attached_at=services().clock.now(),
        attached_by_id=user_id,
    )
    db.session.add(scan)
    db.session.flush()
    return scan


def _received(school: Organisation, employment: Employment, user_id: int) -> Received:
    """A paper of a host about the person, with its scan."""
    today = services().clock.today()
    incoming = Incoming("other", "Методичний центр", "Про виклик", today, people=[employment])
    received = take_in(school, incoming, taken_by=user_id, request_key=f"came to {school.id}")
    scan = ReceivedScan(
        sha256=services().store.put(one_page_pdf(["Виклик"])),
        media_type="application/pdf",
        pages=1,
        attached_at=services().clock.now(),
        attached_by_id=user_id,
    )
    received.scans.append(scan)
    db.session.flush()
    return received


def _batch(school: Organisation, employment: Employment, user_id: int) -> Any:
    return plan_batch(
        CATALOGUE.kind("referral"),
        school,
        [employment],
        data={},
        dated_on=services().clock.today(),
        made_by=user_id,
    )


def _letter(school: Organisation, user: User) -> Letter:
    """A letter that no mail server took."""
    now = services().clock.now()
    return Letter(
        user=user,
        organisation=school,
        news="ready",
        about="Сертифікат",
        path="/",
        written_at=now,
        due_at=now,
        failed_at=now,
        fault="550 no such mailbox",
    )


def _item(employment: Employment, user_id: int) -> Any:
    copy = Paper(
        section=Section.TRAINING,
        title="Сертифікат",
        dated_on=services().clock.today(),
        sha256=services().store.put(one_page_pdf(["Сертифікат"])),
        media_type="application/pdf",
        source="upload:1",
    )
    return put_into_file(employment, copy, filed_by=user_id)


def _certificate(employment: Employment, user_id: int) -> Any:
    """A certificate that waits to be checked."""
    said = Statement(
        topic="Цифрові інструменти вчителя",
        provider="ФОП Лисенко Марія Тарасівна",
        number="0044-26",
        issued_on=date(2026, 3, 6),
        hours=Decimal(15),
    )
    sha256 = services().store.put(one_page_pdf(["Сертифікат"]))
    return submit(employment, said, Picture(sha256, sha256, 1), submitted_by=user_id)


def _entry(employment: Employment, user_id: int) -> Any:
    """A line of the ledger from before Papka."""
    said = Statement(
        topic="Педагогіка професійного навчання",
        provider="НМЦ ПТО",
        number="02139-24",
        issued_on=date(2024, 10, 25),
        hours=Decimal(30),
    )
    return add_opening(employment.person, employment.organisation, said, recorded_by=user_id)
