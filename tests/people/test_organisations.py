"""The tree and the directory of organisations, and who signs for them."""

from datetime import date

import sqlalchemy as sa

from portal.extensions import db
from portal.people import service
from portal.people.models import Authority, Organisation, PostTitle
from portal.people.posts import post_titles, split_post
from portal.people.scope import directory, lineage
from portal.permissions import Role
from tests.factories import make_employment, make_organisation, make_person, make_user, sign_in

TODAY = date(2026, 6, 5)
CARD = {"kind": "host", "full_name": "Товариство «Агромаш»", "short_name": "ТОВ «Агромаш»"}


def added():
    return db.session.scalar(sa.select(Organisation).order_by(Organisation.id.desc()).limit(1))


def test_a_partner_is_a_card_of_the_directory(secretary, school):
    secretary.post("/organisations/new", data=CARD)

    assert added().owner_id == school.id
    assert "ТОВ «Агромаш»" in secretary.get("/organisations").text


def test_a_school_below_is_added_by_the_administrator_who_takes_charge(client, school):
    sign_in(client, make_user(Role.ADMIN, school))

    client.post("/organisations/new?as=school", data={**CARD, "kind": "school"})

    assert added().parent_id == school.id
    assert client.get(f"/organisations/{added().id}/edit").status_code == 200


def test_a_secretary_adds_no_schools(secretary, school):
    assert secretary.post("/organisations/new?as=school", data=CARD).status_code == 404


def test_cards_from_above_are_seen_below_and_changed_only_above(client, school):
    card = service.create_organisation("Інститут", "Інститут", owner=school, by_user_id=None)
    below = make_organisation("UAS2", parent=school)
    sign_in(client, make_user(Role.SECRETARY, below))

    assert client.get(f"/organisations/{card.id}").status_code == 200
    assert client.get(f"/organisations/{card.id}/edit").status_code == 404


def test_cards_of_a_school_are_not_seen_above_or_beside(school):
    below, beside = make_organisation("UAS2", parent=school), make_organisation("UAS3")
    service.create_organisation("Інститут", "Інститут", owner=below, by_user_id=None)

    assert lineage([below.id]) == {below.id, school.id}
    assert db.session.scalars(directory([below.id])).all()
    assert not db.session.scalars(directory([school.id])).all()
    assert not db.session.scalars(directory([beside.id])).all()


def test_requisites_of_the_country_are_asked_and_kept(secretary, school):
    values = {
        "kind": "school",
        "full_name": school.full_name,
        "short_name": school.short_name,
        "registry_code": "00000011",
        "iban": "UA000000000000000000000000000",
        "kpp": "123",
    }

    secretary.post(f"/organisations/{school.id}/edit", data=values)

    assert school.registry_code == "00000011"
    assert school.requisites == {"iban": "UA000000000000000000000000000"}


def test_a_corrected_form_of_the_full_name_is_printed(secretary, school):
    forms = dict(school.name().forms)

    secretary.post(f"/organisations/{school.id}/forms", data={**forms, "genitive": "ДНЗ-у"})

    assert school.name().in_case("genitive") == "ДНЗ-у"
    assert school.forms == {"genitive": "ДНЗ-у"}


def test_who_signs_is_shown_as_it_will_be_printed(secretary, school):
    head = make_employment("UA14", school)
    values = {
        "employment": head.id,
        "capacity": "head",
        "title": "Директор",
        "started_on": "2026-01-01",
        "basis": "Статуту",
    }

    secretary.post(f"/organisations/{school.id}/authorities/new", data=values)

    page = secretary.get(f"/organisations/{school.id}").text
    assert "Олена КОВАЛЬ" in page.replace("\u00a0", " ")


def test_two_heads_at_once_are_warned_about(secretary, headed):
    second = make_employment("UA10", headed)
    values = {
        "employment": second.id,
        "capacity": "head",
        "title": "Директор",
        "started_on": "2026-01-01",
    }

    secretary.post(f"/organisations/{headed.id}/authorities/new", data=values)

    assert "Чорна Надія Григорівна" in secretary.get(f"/organisations/{headed.id}").text
    assert "note wait" in secretary.get(f"/organisations/{headed.id}").text


def test_nobody_of_another_school_can_be_appointed(secretary, school):
    stranger = make_employment("UA10", make_organisation("UAS2"))
    values = {
        "employment": stranger.id,
        "capacity": "head",
        "title": "Директор",
        "started_on": "2026-01-01",
    }

    answer = secretary.post(f"/organisations/{school.id}/authorities/new", data=values)

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(Authority)) is None


def test_the_head_of_a_partner_is_written_down_by_name(secretary, school):
    secretary.post("/organisations/new", data=CARD)
    card = added()
    values = {
        "full_name": "Мельник Ігор Олегович",
        "capacity": "head",
        "title": "Директор",
        "started_on": "2026-01-01",
    }

    secretary.post(f"/organisations/{card.id}/authorities/new", data=values)

    head = card.authority_on(TODAY).person
    assert (head.gender, str(head.name)) == ("m", "Мельник Ігор Олегович")
    assert secretary.get(f"/people/{head.id}/names/{head.name.id}/forms").status_code == 200


def test_the_head_of_a_partner_is_a_man_or_a_woman(secretary, school):
    secretary.post("/organisations/new", data=CARD)
    address = f"/organisations/{added().id}/authorities/new"
    values = {
        "full_name": "Дюбуа Софі",
        "capacity": "head",
        "title": "Директор",
        "started_on": "2026-01-01",
    }

    answer = secretary.post(address, data=values)
    assert "Say whether this is a man or a woman" in answer.text
    assert secretary.post(address, data={**values, "gender": "f"}).status_code == 302


def test_an_acting_head_is_corrected_and_removed(secretary, school):
    acting = service.appoint(
        school,
        make_person("UA10"),
        capacity="acting",
        title="В. о. директора",
        started_on=TODAY,
        by_user_id=None,
    )
    db.session.commit()
    values = {"capacity": "acting", "title": "В.о. директора", "started_on": "2026-06-01"}

    secretary.post(f"/authorities/{acting.id}", data=values)
    assert acting.title == "В.о. директора"

    secretary.post(f"/authorities/{acting.id}/remove")
    assert db.session.scalar(sa.select(Authority)) is None


def test_posts_are_chosen_from_the_shipped_and_ones_own(secretary, school):
    secretary.post(f"/organisations/{school.id}/posts", data={"title": "кіномеханік"})
    titles = post_titles(school)

    assert {"кіномеханік", "учитель"} <= set(titles)
    assert split_post("учитель початкових класів 1-А", titles)[0] != "учитель"
    assert split_post("Учитель математики", titles) == ("Учитель", "математики")
    assert split_post("космонавт", titles) == ("космонавт", "")


def test_a_post_of_ones_own_is_taken_out_by_its_owner_alone(client, secretary, school):
    secretary.post(f"/organisations/{school.id}/posts", data={"title": "кіномеханік"})
    title = db.session.scalars(sa.select(PostTitle)).one()
    sign_in(client, make_user(Role.SECRETARY, make_organisation("UAS2")))
    assert client.post(f"/post-titles/{title.id}/remove").status_code == 404

    sign_in(client, make_user(Role.SECRETARY, school))
    client.post(f"/post-titles/{title.id}/remove")

    assert db.session.scalar(sa.select(PostTitle)) is None
