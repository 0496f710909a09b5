"""The ledger: running total, norms, entries from before Papka, later checks, what ends, Excel."""

from datetime import date

import pytest

from portal.audit import AccessEntry
from portal.extensions import db, services
from portal.hours.models import HourEntry
from portal.people.models import Post
from portal.tables import read_table
from tests.factories import sign_in
from tests.hours.conftest import confirmed, form_of, photo


def entries():
    db.session.rollback()
    return db.session.query(HourEntry).order_by(HourEntry.id).all()


def open_entry(client, school, **changes):
    """The secretary types an entry from before Papka."""
    sign_in(client, school.secretary)
    form = form_of(**{"recognition": "not-needed", **changes})
    return client.post(f"/hours/people/{school.person.id}/opening", data=form)


def ledger(client, school):
    return client.get(f"/hours/people/{school.person.id}").text


def texts(answer):
    """The lines of an Excel file without its head."""
    return [[cell.text for cell in row] for row in read_table(answer.data, "x.xlsx").rows]


def test_an_opening_entry_is_marked_and_counts(client, school):
    open_entry(
        client,
        school,
        hours="60",
        number="1/24",
        issued_on="2024-10-25",
        started_on="",
        ended_on="",
    )
    page = ledger(client, school)

    assert "before Papka" in page
    assert "60 <span>of 150 hours in 5 years" in page
    assert "90 hours are still needed" in page
    assert entries()[0].is_opening


def test_what_is_older_than_five_years_does_not_count(client, school):
    open_entry(client, school, issued_on="2021-06-05", started_on="", ended_on="")
    open_entry(client, school, number="2", issued_on="2021-06-06", started_on="", ended_on="")

    assert "15 <span>of 150" in ledger(client, school)


def test_what_waits_for_the_council_is_not_counted_until_it_is_recognised(client, school):
    open_entry(client, school, recognition="waiting")
    waiting = ledger(client, school)
    [entry] = entries()
    found = {
        "verification_status": "confirmed",
        "source": "provider",
        "external_id": "ПК-77",
        "recognition": "council",
        "recognised_by": "протокол № 4 від 30.06.2026",
    }
    client.post(f"/hours/entries/{entry.id}/check", data=found)
    recognised = ledger(client, school)

    assert "0 <span>of 150" in waiting
    assert "15 hours wait for the pedagogical council" in waiting
    assert "15 <span>of 150" in recognised
    assert "протокол № 4 від 30.06.2026" in recognised


def test_a_check_says_where_when_and_by_whom(client, school):
    open_entry(client, school)
    [entry] = entries()
    address = f"/hours/entries/{entry.id}/check"
    found = {"verification_status": "not-found", "source": "", "recognition": "not-needed"}
    without_place = client.post(address, data=found)
    client.post(address, data={**found, "source": "state", "external_id": "UA-1"})
    [entry] = entries()

    assert without_place.status_code == 422
    assert (entry.verification_status, entry.source, entry.external_id) == (
        *("not-found", "state", "UA-1"),
    )
    assert (entry.verified_at, entry.verified_by_id) == (
        *(services().clock.now(), school.secretary.id),
    )
    assert "not found" in ledger(client, school)


def test_a_school_says_which_norm_is_its_own(client, school):
    sign_in(client, school.secretary)
    client.post(f"/hours/norm/{school.organisation.id}", data={"hours": "120"})
    refused = client.post(f"/hours/norm/{school.organisation.id}", data={"hours": "10"})

    assert "of 120 hours" in ledger(client, school)
    assert refused.status_code == 409


def test_in_russia_a_document_is_due_every_three_years_and_seminars_stand_beside(
    client, russian_school
):
    days = {"started_on": "", "ended_on": ""}
    open_entry(client, russian_school, hours="72", number="1", issued_on="2023-05-20", **days)
    open_entry(client, russian_school, hours="8", number="2", kind="municipal", **days)
    page = ledger(client, russian_school)

    assert "Due since 20.05.2026" in page
    assert "Besides, 8 hours of seminars" in page


@pytest.mark.parametrize(
    ("post", "is_asked"),
    [
        ("секретар навчальної частини", False),
        ("головний бухгалтер", False),
        ("заступник директора з адміністративно-господарської роботи", False),
        ("помічниця вихователя", False),
        ("старшая медицинская сестра", False),
        ("заведующий хозяйством", False),
        ("старший вихователь", True),
        ("заступник директора з навчально-виховної роботи", True),
        ("педагог-библиотекарь", True),
        ("заведующий учебной частью", True),
        ("корекційний педагог", True),
    ],
)
def test_hours_are_asked_of_pedagogical_posts_only(client, school, post, is_asked):
    school.person.employments[0].posts[0].title = post
    db.session.commit()
    sign_in(client, school.secretary)

    everybody = client.get("/hours").text

    assert ("no norm on this post" not in everybody) == is_asked
    assert ("are still needed" in ledger(client, school)) == is_asked


def test_whoever_also_teaches_is_asked_for_hours(client, school):
    employment = school.person.employments[0]
    employment.posts[0].title = "бібліотекар"
    employment.posts.append(Post(title="вчитель", is_main=False, started_on=date(2020, 9, 1)))
    db.session.commit()
    sign_in(client, school.secretary)

    assert "150 hours are still needed" in ledger(client, school)


@pytest.mark.parametrize(
    ("until", "told"), [("2026-09-03", "until 03.09.2026"), ("2026-06-01", "ended 01.06.2026")]
)
def test_a_document_that_ends_is_told_of_everywhere(client, school, until, told):
    confirmed(client, school, valid_until=until)
    sign_in(client, school.secretary)
    file = f"/files/{school.employment.id}?section="
    pages = [client.get(one).text for one in ("/", "/hours", f"{file}P5", f"{file}P2")]
    sign_in(client, school.teacher)
    pages += [client.get(address).text for address in ("/", "/my-hours")]

    assert "Documents that end" in pages[0]
    assert [told in page for page in pages[1:]] == [True] * 5


def test_nothing_is_told_long_before_or_once_it_was_renewed(client, school):
    open_entry(client, school, valid_until="2026-09-04")
    far = client.get("/hours").text
    open_entry(client, school, number="2", hours="10", valid_until="2026-06-30")
    near = client.get("/hours").text
    days = {"issued_on": "2026-06-01", "started_on": "", "ended_on": ""}
    open_entry(client, school, number="3", hours="20", valid_until="2028-06-30", **days)
    renewed = client.get("/hours").text

    assert ["Ends soon" in page for page in (far, near, renewed)] == [False, True, False]


def test_the_ledger_and_everybodys_hours_are_taken_to_excel(client, school):
    open_entry(client, school, topic="=1+1")
    sign_in(client, school.secretary)
    one = client.get(f"/hours/people/{school.person.id}/ledger.xlsx")
    everybody = client.get("/hours/people.xlsx")
    [line] = texts(one)
    names = [line[0] for line in texts(everybody)]

    assert (line[1], line[6]) == ("=1+1", "15")
    assert "Ткач Андрій Петрович" in names


def test_reading_anothers_hours_is_written_down(client, school):
    sign_in(client, school.secretary)
    ledger(client, school)
    sign_in(client, school.teacher)
    ledger(client, school)
    found = db.session.query(AccessEntry).all()

    assert [(entry.by_user_id, entry.person_id) for entry in found] == [
        (school.secretary.id, school.person.id)
    ]


def test_the_teacher_sees_the_own_hours_at_home(client, school):
    confirmed(client, school, photo("mine"))
    sign_in(client, school.teacher)

    assert "15 <span>of 150 hours" in client.get("/").text
    assert date(2026, 3, 6).strftime("%d.%m.%Y") in client.get("/my-hours").text
