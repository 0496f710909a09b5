"""The same document twice: refused with a link, or taken and marked."""

from portal.extensions import db
from portal.hours.models import Certificate, HourEntry
from tests.factories import make_employment, sign_in
from tests.hours.conftest import (
    confirmed,
    form_of,
    newest,
    pdf,
    photo,
    send,
    sent,
    verdict,
)


def enter(client, school, **changes):
    """The secretary enters what the provider has sent."""
    sign_in(client, school.secretary)
    form = form_of(pdf("from the provider"), "certificate.pdf", **changes)
    return client.post("/certificates/enter", data={**form, "employment": school.employment.id})


def test_the_provider_sends_what_the_teacher_has_sent(client, school):
    certificate = sent(client, school)
    answer = enter(client, school, provider="ФОП ЛИСЕНКО Марія Тарасівна", number="№ 0044 / 26")

    assert answer.status_code == 422
    assert "This document is here already" in answer.text
    assert f'href="/certificates/{certificate.id}"' in answer.text
    assert db.session.query(Certificate).count() == 1


def test_the_teacher_sends_what_the_provider_has_sent(client, school):
    enter(client, school)
    answer = send(client, school)

    assert answer.status_code == 422
    assert "This document is here already" in answer.text


def test_the_very_same_file_is_known_whatever_is_typed(client, school):
    sent(client, school, photo("one"))
    answer = send(client, school, photo("one"), number="9/99", provider="Інший")

    assert answer.status_code == 422
    assert db.session.query(Certificate).count() == 1


def test_what_is_in_the_file_already_is_not_taken_again(client, school):
    confirmed(client, school)

    assert send(client, school, photo("new")).status_code == 422


def test_an_entry_from_before_papka_is_not_written_twice(client, school):
    sign_in(client, school.secretary)
    address = f"/hours/people/{school.person.id}/opening"
    first = client.post(address, data={**form_of(), "recognition": "not-needed"})
    again = client.post(address, data={**form_of(), "recognition": "not-needed"})

    assert (first.status_code, again.status_code) == (303, 422)
    assert db.session.query(HourEntry).count() == 1


def test_two_certificates_of_one_day_are_taken_and_marked(client, school):
    sent(client, school)
    second = sent(client, school, photo("second"), number="0045-26", topic="Інша тема")
    sign_in(client, school.secretary)
    address = f"/certificates/{second.id}/check"
    page = client.get(address).text
    refused = client.post(address, data=verdict(school, number="0045-26"))
    taken = client.post(address, data=verdict(school, number="0045-26", is_no_double="y"))

    assert "the same provider, day and hours" in page
    assert refused.status_code == 422
    assert taken.status_code == 303


def test_a_number_alone_may_be_chance(client, school):
    sent(client, school, number="12")
    answer = send(
        client,
        school,
        photo("another"),
        number="12",
        provider="НМЦ ПТО",
        issued_on="2026-04-20",
        started_on="",
        ended_on="",
    )

    assert answer.status_code == 303


def test_a_file_that_came_from_a_colleague_is_told_to_the_office_alone(client, school):
    colleague = make_employment("UA05", school.organisation)
    certificate = sent(client, school, photo("shared"))
    db.session.rollback()
    sign_in(client, school.secretary)
    form = form_of(photo("shared"), number="7/26")
    client.post("/certificates/enter", data={**form, "employment": colleague.id})
    page = client.get(f"/certificates/{newest().id}/check").text

    assert newest().id != certificate.id
    assert "the same file came from another person" in page


def test_what_was_taken_back_is_no_double(client, school):
    certificate = sent(client, school)
    client.post(f"/my-hours/{certificate.id}/take-back")

    assert send(client, school).status_code == 303
