"""A certificate's way: sent from a phone, returned, accepted, confirmed into the file."""

from decimal import Decimal

import pytest

from portal.accounts.models import Letter
from portal.audit import verify_chain
from portal.extensions import db, services
from portal.files.service import inventory
from portal.hours.models import Certificate, HourEntry, State
from portal.paper import page_count, page_texts
from portal.permissions import Role
from tests.factories import make_user, sign_in
from tests.hours.conftest import (
    accepted,
    confirmed,
    form_of,
    newest,
    pdf,
    photo,
    send,
    sent,
    verdict,
)


def entries():
    db.session.rollback()
    return db.session.query(HourEntry).order_by(HourEntry.id).all()


def test_a_teacher_sends_a_photo_and_sees_where_it_is(client, school):
    certificate = sent(client, school, photo(turned=True))

    page = client.get(f"/certificates/{certificate.id}").text

    assert certificate.state is State.WAITING
    assert "With the secretary" in page
    assert "Цифрові інструменти вчителя" in page
    assert client.get(f"/certificates/{certificate.id}/pages/1.png").status_code == 200


def test_a_zip_of_photos_and_several_files_become_one_document(client, school):
    sign_in(client, school.teacher)
    form = form_of(photo("one"))
    form["pictures"] = [form["pictures"], form_of(photo("two"))["pictures"]]
    client.post("/my-hours/send", data=form)

    assert newest().pages == 2


def test_the_confirmed_certificate_is_a_certified_copy_a_line_and_hours(client, school):
    certificate = confirmed(client, school, pdf("СЕРТИФІКАТ"))
    [item] = inventory(certificate.employment)
    [entry] = entries()
    copy = services().store.get(item.sha256)

    assert item.section == "P5"
    assert item.paper_index == "0044-26"
    assert item.title.startswith("Копія документа про підвищення")
    assert item.certification["mark"] == "Згідно з оригіналом"
    assert "Згідно з оригіналом" in page_texts(copy)[-1]
    assert item.sheets == page_count(copy)
    assert entry.hours == Decimal(15)
    assert entry.ects == Decimal("0.5")
    assert entry.file_item_id == item.id
    assert entry.person_id == school.person.id
    assert (entry.verification_status, entry.source) == ("confirmed", "original")
    assert entry.verified_by_id == school.secretary.id
    assert verify_chain(school.organisation.id) is None


def test_a_russian_school_files_a_document_of_qualification(client, russian_school):
    certificate = confirmed(
        client, russian_school, pdf("УДОСТОВЕРЕНИЕ"), hours="72", number="ПК-2026-0123"
    )
    [item] = inventory(certificate.employment)
    [entry] = entries()

    assert item.title.startswith("Копия удостоверения")
    assert item.certification["mark"] == "Верно"
    assert entry.ects is None
    assert entry.hours == 72


def test_a_returned_certificate_is_mended_and_sent_again(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    client.post(f"/certificates/{certificate.id}/return", data={"reason": "Немає підпису."})
    sign_in(client, school.teacher)
    returned = client.get("/").text
    form = client.get(f"/my-hours/{certificate.id}/correct").text
    answer = client.post(
        f"/my-hours/{certificate.id}/correct", data=form_of(photo("again"), number="0045-26")
    )

    assert "Немає підпису." in returned
    assert "0044-26" in form
    assert answer.status_code == 303
    assert newest().state is State.WAITING
    assert newest().number == "0045-26"
    assert "Немає підпису." in client.get(f"/certificates/{certificate.id}").text


def test_a_certificate_is_not_returned_without_a_reason(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    answer = client.post(f"/certificates/{certificate.id}/return", data={"reason": " "})

    assert answer.status_code == 422
    assert newest().state is State.WAITING


def test_the_picture_stays_when_only_the_words_are_corrected(client, school):
    certificate = sent(client, school)
    picture = certificate.sha256
    client.post(f"/my-hours/{certificate.id}/correct", data=form_of(topic="Інша тема"))

    assert (newest().sha256, newest().topic) == (picture, "Інша тема")


def test_what_was_taken_back_waits_for_nobody_and_can_be_sent_again(client, school):
    certificate = sent(client, school)
    client.post(f"/my-hours/{certificate.id}/take-back")
    assert newest().state is State.WITHDRAWN
    client.post(f"/my-hours/{certificate.id}/correct", data=form_of())

    assert newest().state is State.WAITING


def test_the_secretary_corrects_what_was_typed_while_she_checks(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    form = verdict(school, provider="ФОП Лисенко М. Т.", hours="30")
    client.post(f"/certificates/{certificate.id}/check", data=form)

    assert (newest().provider, newest().hours) == ("ФОП Лисенко М. Т.", 30)


def test_a_missing_item_needs_a_word_why_it_is_taken_all_the_same(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    form = verdict(school, items=["subject", "holder"])
    refused = client.post(f"/certificates/{certificate.id}/check", data=form)
    taken = client.post(
        f"/certificates/{certificate.id}/check", data={**form, "remark": "Виданий до Порядку."}
    )

    assert refused.status_code == 422
    assert "Return it, or say why" in refused.text
    assert taken.status_code == 303
    assert newest().missing_items["codes"] == ["topic-volume", "outcomes", "date-number", "signer"]


def test_nothing_is_accepted_before_it_was_checked_for_being_genuine(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    form = verdict(school, verification="")
    answer = client.post(f"/certificates/{certificate.id}/check", data=form)

    assert answer.status_code == 422
    assert newest().state is State.WAITING


def test_the_council_recognises_with_a_protocol(client, school):
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    address = f"/certificates/{certificate.id}/check"
    without = client.post(address, data=verdict(school, recognition="council"))
    with_protocol = verdict(school, recognition="council", recognised_by="протокол № 4")
    client.post(address, data=with_protocol)

    assert without.status_code == 422
    assert newest().recognised_by == "протокол № 4"


def test_the_head_confirms_all_that_wait_at_once(client, school):
    for number in ("1/26", "2/26", "3/26"):
        accepted(client, school, photo(number), number=number, hours=number[0])
        services().clock.advance(minutes=1)
    sign_in(client, school.head)
    queue = client.get("/certificates?state=accepted").text
    client.post("/certificates/confirm", data={"all": "1"})

    assert "Confirm all 3 certificates" in queue
    assert [entry.number for entry in entries()] == ["1/26", "2/26", "3/26"]
    assert [item.line for item in inventory(newest().employment)] == [1, 2, 3]


def test_confirming_twice_files_once(client, school):
    certificate = confirmed(client, school)
    again = client.post(f"/certificates/{certificate.id}/confirm")

    assert again.status_code == 409
    assert len(entries()) == 1


def test_the_secretary_does_not_confirm_where_a_head_does(client, school):
    certificate = accepted(client, school)
    sign_in(client, school.secretary)

    assert client.post(f"/certificates/{certificate.id}/confirm").status_code == 403
    assert newest().state is State.ACCEPTED


def test_a_school_of_one_secretary_is_not_asked_to_confirm_to_herself(client, school):
    for grant in school.head.all_grants:
        db.session.delete(grant)
    db.session.commit()
    certificate = accepted(client, school)

    assert certificate.state is State.CONFIRMED
    assert len(entries()) == 1


def test_without_anybody_who_signs_nothing_is_filed(client, school):
    certificate = accepted(client, school)
    for authority in school.organisation.authorities:
        authority.ended_on = services().clock.today().replace(year=2025)
    sign_in(client, school.head)
    answer = client.post(f"/certificates/{certificate.id}/confirm")

    assert answer.status_code == 409
    assert "name the head" in answer.text
    assert entries() == []


def test_the_head_can_still_return_what_was_accepted(client, school):
    certificate = accepted(client, school)
    sign_in(client, school.head)
    client.post(f"/certificates/{certificate.id}/return", data={"reason": "Не той підпис."})

    assert newest().state is State.RETURNED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "—"}, "without a number"),
        ({"number": ""}, "has to be filled in"),
        ({"issued_on": "2026-06-06"}, "a day to come"),
        ({"ended_on": "2026-03-01"}, "cannot be before the first"),
        ({"ended_on": "2026-06-30"}, "has not come yet"),
        ({"hours": "0"}, "From 1 to 2000"),
        ({"hours": "", "ects": ""}, "has to be filled in"),
        ({"hours": "багато"}, "in digits"),
        ({"hours": "60", "ects": "1"}, "60 hours are 2"),
        ({"valid_until": "2026-01-01"}, "ends before"),
    ],
)
def test_what_cannot_be_true_is_told_at_its_field(client, school, changes, said):
    answer = send(client, school, **changes)

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Certificate).count() == 0


def test_credits_alone_give_the_hours(client, school):
    assert sent(client, school, hours="", ects="0,5").hours == 15


def test_less_than_sixteen_hours_is_no_document_of_qualification_in_russia(client, russian_school):
    refused = send(client, russian_school, hours="8")
    taken = send(client, russian_school, hours="8", kind="municipal")

    assert "Less than 16 hours" in refused.text
    assert taken.status_code == 303


def test_a_file_that_is_no_paper_is_told_so(client, school):
    answer = send(client, school, b"MZ nothing to see", name="certificate.jpg")

    assert answer.status_code == 422
    assert "PDF, JPEG or PNG" in answer.text


def test_another_teacher_sees_nothing_of_it(client, school):
    certificate = sent(client, school)
    colleague = make_user(Role.TEACHER, school.organisation)
    sign_in(client, colleague)
    answers = [
        client.get(f"/certificates/{certificate.id}"),
        client.get(f"/certificates/{certificate.id}/pages/1.png"),
        client.get(f"/certificates/{certificate.id}/document.pdf"),
        client.get(f"/my-hours/{certificate.id}/correct"),
        client.post(f"/my-hours/{certificate.id}/take-back"),
        client.get(f"/hours/people/{school.person.id}"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def letters(user):
    db.session.rollback()
    found = db.session.query(Letter).filter_by(user_id=user.id).order_by(Letter.id)
    return [(letter.news, letter.about, letter.reason) for letter in found]


def test_whoever_is_needed_gets_a_letter_and_the_teacher_hears_what_came_of_it(client, school):
    for user in (school.teacher, school.secretary, school.head):
        user.email = f"{user.login}@school.example"
    certificate = sent(client, school)
    sign_in(client, school.secretary)
    client.post(f"/certificates/{certificate.id}/return", data={"reason": "Немає підпису."})
    sign_in(client, school.teacher)
    client.post(f"/my-hours/{certificate.id}/correct", data=form_of())
    sign_in(client, school.secretary)
    client.post(f"/certificates/{certificate.id}/check", data=verdict(school))
    sign_in(client, school.head)
    client.post(f"/certificates/{certificate.id}/confirm")
    about = "Certificate № 0044-26"

    assert letters(school.secretary) == [("needs-you", about, "")] * 2
    assert letters(school.head) == [("needs-you", about, "")]
    assert letters(school.teacher) == [
        ("returned", about, "Немає підпису."),
        ("ready", about, ""),
    ]
