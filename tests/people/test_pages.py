"""Every page of people and organisations opens, in every language, for who may see it."""

import re

import pytest

from portal.extensions import db
from portal.permissions import Role
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def tkach(headed):
    return make_employment("UA04", headed)


def addresses(employment):
    person, post = employment.person, employment.posts[0]
    school = employment.organisation
    return [
        "/people",
        "/people?state=left",
        "/people?q=ткач&post=викладач",
        "/people/new",
        "/people/new?full_name=Швець Микола Лук'янович",
        "/people/import",
        f"/people/{person.id}",
        f"/people/{person.id}/edit",
        f"/people/{person.id}/merge",
        f"/people/{person.id}/names/new",
        f"/people/{person.id}/names/{person.name.id}",
        f"/people/{person.id}/names/{person.name.id}/forms",
        f"/people/{person.id}/names/{person.name.id}/namesakes",
        f"/people/{person.id}/employments/new",
        f"/employments/{employment.id}/edit",
        f"/employments/{employment.id}/end",
        f"/employments/{employment.id}/posts/new",
        f"/posts/{post.id}",
        f"/posts/{post.id}/forms",
        "/organisations",
        "/organisations/new",
        "/organisations/import",
        f"/organisations/{school.id}",
        f"/organisations/{school.id}/edit",
        f"/organisations/{school.id}/forms",
        f"/organisations/{school.id}/posts",
        f"/organisations/{school.id}/authorities/new",
        f"/authorities/{school.authorities[0].id}",
    ]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_page_opens_in_every_language(secretary, tkach, language):
    secretary.post("/language", data={"language": language})

    for address in addresses(tkach):
        answer = secretary.get(address)
        assert answer.status_code == 200, address
        assert f'lang="{language}"' in answer.text


def test_a_stranger_sees_none_of_them(client, tkach):
    for address in addresses(tkach):
        assert client.get(address).status_code == 302, address


def test_the_secretary_of_another_school_finds_nothing_of_this_one(client, tkach):
    other = make_organisation("UAS2")
    sign_in(client, make_user(Role.SECRETARY, other))
    own = [address for address in addresses(tkach) if re.search(r"/\d", address)]

    answers = {address: client.get(address).status_code for address in own}

    assert set(answers.values()) == {404}, answers
    assert "Ткач" not in client.get("/people").text


def test_a_methodist_reads_people_and_changes_nothing(client, tkach):
    sign_in(client, make_user(Role.METHODIST, tkach.organisation))

    card = client.get(f"/people/{tkach.person_id}").text
    assert "Ткача Андрія Петровича" in card
    assert "/edit" not in card
    assert client.get("/people/new").status_code == 403


def test_only_who_may_sees_personal_data(client, secretary, tkach):
    tkach.person.phone = "067 000 00 00"
    db.session.commit()
    card, export = f"/people/{tkach.person_id}", "/people/export.csv"
    assert "067 000 00 00" in secretary.get(card).text
    assert "067 000 00 00" in secretary.get(export).text

    sign_in(client, make_user(Role.METHODIST, tkach.organisation))

    assert "067 000 00 00" not in client.get(card).text
    assert "067 000 00 00" not in client.get(export).text


def test_teachers_read_their_own_card_and_no_other(client, tkach):
    colleague = make_employment("UA05", tkach.organisation)
    sign_in(client, make_user(Role.TEACHER, tkach.organisation, person=tkach.person))

    assert client.get(f"/people/{tkach.person_id}").status_code == 200
    assert client.get(f"/people/{colleague.person_id}").status_code == 404
    assert client.get("/people").status_code == 403
