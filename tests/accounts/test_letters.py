"""Letters are written with the fact, leave once, are tried again, shown when they cannot."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask_babel import lazy_gettext

from portal.accounts.letters import News, accounts_of, holders, tell
from portal.accounts.models import Letter
from portal.accounts.outbox import take_parcel
from portal.accounts.work import send_letters
from portal.extensions import db, services, writing
from portal.jobs import jobs
from portal.mail import NoMailer, SmtpMailer
from portal.permissions import Role
from tests.factories import make_organisation, make_person, make_user, sign_in
from tests.mail_server import mail_server

HERS, HIS = "tkach@school.example", "hryts@school.example"


@pytest.fixture
def database_url(each_database: str) -> str:
    return each_database


@pytest.fixture
def server(app):
    """A real mail server, and the portal set to send through it."""
    with mail_server() as server:
        use(app, SmtpMailer(server.url, "papka@school.example"))
        yield server


@pytest.fixture
def school(app):
    return make_organisation("UAS1")


@pytest.fixture
def secretary(school):
    return make_user(Role.SECRETARY, school, email=HERS)


def use(app, mailer):
    app.extensions["papka"] = replace(services(), mailer=mailer)


def write(user, about="Наказ", news=News.NEEDS_YOU, **others):
    with writing():
        tell(
            [user.id],
            news,
            about,
            organisation_id=user.all_grants[0].organisation_id,
            endpoint="home.index",
            **others,
        )
        db.session.commit()


def sweep(app):
    """One minute of the portal's life."""
    jobs(app).run_sweeps()
    jobs(app).run_pending()


def letters():
    db.session.expire_all()
    return db.session.scalars(sa.select(Letter).order_by(Letter.id)).all()


def test_a_letter_arrives_once_however_often_the_outbox_is_looked_into(app, server, secretary):
    write(secretary, "Про направлення", News.RETURNED, reason="Не та дата")
    for _minute in range(3):
        sweep(app)

    [letter] = server.taken
    assert letter["To"] == HERS
    assert letter["Subject"] == "Returned: Про направлення"
    assert "Why: Не та дата" in letter.get_content()
    assert app.extensions["config"].public_url in letter.get_content()


def test_the_letter_speaks_the_language_of_its_reader(app, server, school):
    for language in ("uk", "ru", "en"):
        user = make_user(Role.HEAD, school, email=f"{language}@school.example", language=language)
        write(user, lazy_gettext("Papers"))
    sweep(app)

    said = {letter["To"]: letter["Subject"] for letter in server.taken}
    assert said == {
        "uk@school.example": "Чекає на вас: Папери",
        "ru@school.example": "Ждёт вас: Бумаги",
        "en@school.example": "Waits for you: Papers",
    }


def test_thirty_papers_of_one_minute_make_one_letter(app, server, school, secretary):
    for number in range(30):
        write(secretary, f"Направлення {number}")
    write(secretary, "Готова довідка", News.READY)
    sweep(app)

    first, second = server.of(HERS)
    assert first["Subject"] == "30 things wait for you"
    assert all(f"Направлення {number} " in first.get_content() for number in range(30))
    assert second["Subject"] == "Ready: Готова довідка"


def test_two_workers_at_once_send_each_letter_once(app, server, school):
    readers = [make_user(Role.HEAD, school, email=f"r{n}@school.example") for n in range(12)]
    for reader in readers:
        write(reader)
    db.session.remove()

    def work():
        with app.app_context():
            send_letters()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(letter["To"] for letter in server.taken) == sorted(
        f"r{n}@school.example" for n in range(12)
    )
    assert all(letter.sent_at for letter in letters())


def test_a_server_that_fails_first_gets_the_letter_later_and_once(app, server, secretary, clock):
    server.answers = ["451 busy", "451 busy"]
    write(secretary)
    for _minute in range(5):
        sweep(app)
        clock.advance(minutes=1)

    assert len(server.of(HERS)) == 1
    assert server.answers == []


def test_the_pauses_grow_and_after_three_days_it_is_given_up(app, server, secretary, clock):
    server.answers = ["451 busy"] * 1000
    write(secretary)
    for _hour in range(80):
        sweep(app)
        clock.advance(hours=1)

    [letter] = letters()
    assert letter.failed_at
    assert letter.fault == "451 busy"
    assert letter.tries < 30


def test_a_dead_process_leaves_a_letter_that_goes_again_under_the_same_id(
    app, server, secretary, clock
):
    write(secretary)
    with writing():
        parcel = take_parcel()  # and then the power goes
        db.session.commit()
    write(secretary, "Інший наказ")

    sweep(app)
    assert [letter["Subject"] for letter in server.taken] == ["Waits for you: Інший наказ"]
    clock.advance(minutes=6)
    sweep(app)

    assert [letter["Subject"] for letter in server.taken][1:] == ["Waits for you: Наказ"]
    assert server.taken[1]["Message-ID"].startswith(f"<{parcel.id}@")


def test_an_unknown_mailbox_stops_nobody_else(app, server, school, secretary):
    colleague = make_user(Role.HEAD, school, email=HIS)
    server.unknown = {HERS}
    write(secretary)
    write(colleague)
    sweep(app)

    assert [letter["To"] for letter in server.taken] == [HIS]
    assert [bool(letter.failed_at) for letter in letters()] == [True, False]


def test_who_wants_none_has_no_address_or_acted_themselves_gets_none(app, school, secretary):
    silent = make_user(Role.HEAD, school, email="a@school.example", wants_letters=False)
    for user in (silent, make_user(Role.HEAD, school)):
        write(user)
    write(secretary, by_user_id=secretary.id)

    assert letters() == []


def test_without_a_mail_server_letters_wait_and_nothing_breaks(app, secretary):
    use(app, NoMailer())
    write(secretary)
    sweep(app)

    [letter] = letters()
    assert (letter.sent_at, letter.failed_at, letter.tries) == (None, None, 0)


def test_a_fact_that_is_taken_back_takes_its_letter_along(app, server, secretary):
    with writing():
        tell(
            [secretary.id],
            News.READY,
            "Наказ",
            organisation_id=secretary.all_grants[0].organisation_id,
            endpoint="home.index",
        )
        db.session.rollback()
    sweep(app)

    assert server.taken == []


def test_old_letters_are_not_kept(app, server, secretary, clock):
    write(secretary)
    sweep(app)
    clock.advance(days=91)
    sweep(app)

    assert letters() == []


def test_readers_are_found_by_role_and_by_person(app, school, clock):
    person = make_person("UA04")
    head = make_user(Role.HEAD, school)
    teacher = make_user(Role.TEACHER, school, person=person)
    make_user(Role.HEAD, make_organisation("UAS2"))

    assert holders(school.id, {Role.HEAD}) == [head.id]
    assert accounts_of([person.id]) == [teacher.id]


def test_the_administrator_sees_why_a_letter_failed_and_has_it_tried_again(
    app, client, server, school, secretary
):
    sign_in(client, make_user(Role.ADMIN, school))
    server.unknown = {HERS}
    write(secretary, "Про направлення")
    sweep(app)

    page = client.get("/letters?tray=failed").text
    assert "550 5.1.1 no such mailbox" in page
    assert "Про направлення" in page

    server.unknown = set()
    client.post(f"/letters/{letters()[0].id}/again")
    sweep(app)
    assert len(server.of(HERS)) == 1
    assert "Про направлення" in client.get("/letters?tray=sent").text


def test_a_user_says_where_letters_go_and_that_none_are_wanted(app, client, server, secretary):
    sign_in(client, secretary)
    client.post("/account/letters", data={"email": HIS, "wants_letters": "y"})
    write(secretary)
    sweep(app)
    assert [letter["To"] for letter in server.taken] == [HIS]

    client.post("/account/letters", data={"email": HIS})
    write(secretary)
    sweep(app)
    assert len(server.taken) == 1


def test_what_is_no_address_is_told_at_its_field(client, secretary):
    sign_in(client, secretary)
    answer = client.post("/account/letters", data={"email": "a@b.example, c@d.example"})

    assert answer.status_code == 422
    assert "This is not an e-mail address." in answer.text


def test_the_administrator_writes_the_address_of_a_user(client, school, secretary):
    sign_in(client, make_user(Role.ADMIN, school))
    form = {"email": HIS, "wants_letters": "y"}
    assert client.post(f"/users/{secretary.id}/letters", data=form).status_code == 303

    db.session.expire_all()
    assert secretary.email == HIS
