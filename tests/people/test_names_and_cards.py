"""Names, their case forms, work and cards, as a secretary changes them."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.audit import AuditEntry
from portal.extensions import db
from portal.people.models import Employment, Person, PersonName
from portal.permissions import Role
from tests.factories import make_employment, make_user, sign_in

TODAY = date(2026, 6, 5)


@pytest.fixture
def shvets(school):
    """Микола Швець, whose surname families decline in two ways."""
    return make_employment("UA07", school)


def forms_address(person):
    return f"/people/{person.id}/names/{person.name.id}/forms"


def form_values(person, **changed):
    """What the page of case forms sends when nothing but `changed` is touched."""
    forms = person.name.declined().forms
    parts = ("family", "given", "patronymic")
    values = {
        f"{case}_{part}": form
        for case, triple in forms.items()
        for part, form in zip(parts, triple, strict=True)
    }
    return {**values, "way": "vowel-drops", **changed}


def test_confirming_the_forms_as_they_are_keeps_no_overrides(secretary, shvets):
    person = shvets.person

    secretary.post(forms_address(person), data=form_values(person))

    assert person.name.forms == {}
    assert person.name.confirmed_at is not None


def test_the_way_of_the_family_is_kept_and_printed(secretary, shvets):
    person = shvets.person

    secretary.post(forms_address(person), data=form_values(person, way="vowel-stays"))

    assert person.name.declined().in_case("genitive") == "Швеця Миколи Лук’яновича"
    assert "Швеця Миколи" in secretary.get(f"/people/{person.id}").text


def test_a_form_written_by_hand_is_kept_and_an_emptied_one_goes_back(secretary, shvets):
    person = shvets.person
    secretary.post(forms_address(person), data=form_values(person, dative_family="Шевцеві"))
    assert person.name.forms == {"dative": {"family": "Шевцеві"}}

    secretary.post(forms_address(person), data=form_values(person, dative_family=""))

    assert person.name.declined().forms["dative"][0] == "Шевцю"


def test_a_correction_is_offered_to_namesakes(secretary, school, shvets):
    brother = make_employment("UA07", school).person
    person = shvets.person

    answer = secretary.post(forms_address(person), data=form_values(person, way="vowel-stays"))
    assert answer.location.endswith("/namesakes")
    assert "Швець Микола" in secretary.get(answer.location).text
    secretary.post(answer.location, data={"picked": brother.name.id})

    assert brother.name.declined().forms["genitive"][0] == "Швеця"
    assert brother.name.declined().forms["dative"][0] == "Швецю"


def test_namesakes_of_another_gender_are_left_alone(secretary, school, shvets):
    sister = Person(gender="f")
    sister.names.append(PersonName.of("Швець", "Олена", "Іванівна", language="uk"))
    make_employment(sister, school)
    person = shvets.person

    answer = secretary.post(forms_address(person), data=form_values(person, way="vowel-stays"))

    assert not answer.location.endswith("/namesakes")


def test_a_new_surname_has_its_day_and_document(secretary, shvets):
    person = shvets.person
    values = {
        "family": "Коваленко",
        "given": "Микола",
        "patronymic": "Лук'янович",
        "valid_from": "2026-07-01",
        "document": "свідоцтво про зміну імені",
    }

    secretary.post(f"/people/{person.id}/names/new", data=values)

    assert person.name_on(date(2026, 6, 30)).family == "Швець"
    assert person.name_on(date(2026, 7, 1)).family == "Коваленко"
    assert "Швець" in secretary.get("/people?q=коваленко").text


def test_correcting_a_misspelt_surname_drops_its_forms_alone(secretary, shvets):
    name = shvets.person.name
    name.forms = {"dative": {"family": "Шевцеві", "given": "Миколі"}}
    db.session.commit()
    values = {"family": "Швець-Чорний", "given": "Микола", "patronymic": "Лук’янович"}

    secretary.post(f"/people/{shvets.person_id}/names/{name.id}", data=values)

    assert name.forms == {"dative": {"given": "Миколі"}}
    assert name.sort_key != ""
    assert secretary.get("/people?q=чорний").text.count("Швець-Чорний") > 0


NEW = {
    "family": "Біла",
    "given": "Ганна",
    "patronymic": "Олегівна",
    "gender": "f",
    "post": "учитель математики",
    "started_on": "2026-06-01",
}


def test_a_full_name_is_split_and_its_gender_guessed_before_it_is_kept(secretary, school):
    values = {"full_name": "Біла Ганна Олегівна", "organisation": school.id}

    page = secretary.post("/people/new", data=values)

    assert page.status_code == 200
    assert 'value="Ганна"' in page.text
    assert db.session.scalar(sa.select(Person)) is None


def test_a_new_person_works_here_in_a_post_of_the_catalogue(secretary, school):
    secretary.post("/people/new", data={**NEW, "organisation": school.id})

    employment = db.session.scalars(sa.select(Employment)).one()
    assert str(employment.person.name) == "Біла Ганна Олегівна"
    assert (employment.posts[0].title, employment.posts[0].tail) == ("учитель", "математики")


def test_the_gender_of_a_new_person_has_to_be_said(secretary, school):
    answer = secretary.post("/people/new", data={**NEW, "gender": "", "organisation": school.id})

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(Person)) is None


def test_a_namesake_is_asked_about_first(secretary, school):
    secretary.post("/people/new", data={**NEW, "organisation": school.id})
    again = {**NEW, "organisation": school.id}

    assert secretary.post("/people/new", data=again).status_code == 422
    assert secretary.post("/people/new", data={**again, "is_namesake": "y"}).status_code == 302


def test_fields_nobody_asked_for_change_nothing(secretary, shvets):
    values = {"gender": "m", "phone": "067 000 00 00", "merged_into_id": "1", "id": "77"}

    secretary.post(f"/people/{shvets.person_id}/edit", data=values)

    assert shvets.person.phone == "067 000 00 00"
    assert shvets.person.merged_into_id is None


def test_a_hostile_name_is_shown_and_never_run(secretary, school):
    values = {**NEW, "family": '<script>alert("1")</script>', "organisation": school.id}
    secretary.post("/people/new", data=values)

    page = secretary.get("/people").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_personal_data_are_not_written_into_the_audit(secretary, shvets):
    values = {"gender": "m", "phone": "067 000 00 00"}

    secretary.post(f"/people/{shvets.person_id}/edit", data=values)

    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert {"fields": ["phone"]} in [entry.details for entry in entries]
    assert "067" not in str([entry.details for entry in entries])


def test_a_confirmed_and_a_shared_way_of_a_name_are_in_the_audit(secretary, school, shvets):
    brother, person = make_employment("UA07", school).person, shvets.person
    answer = secretary.post(forms_address(person), data=form_values(person, way="vowel-stays"))
    secretary.post(answer.location, data={"picked": brother.name.id})

    actions = db.session.scalars(sa.select(AuditEntry.action)).all()

    assert {"name-forms-confirmed", "name-forms-taken"} <= set(actions)


def test_doubles_become_one_card_that_both_names_find(secretary, school, shvets):
    double = make_employment("UA04", school)
    kept, merged = shvets.person, double.person
    merged.phone = "067 000 00 00"
    db.session.commit()

    secretary.post(f"/people/{kept.id}/merge", data={"double": merged.id})

    assert kept.phone == "067 000 00 00"
    assert f"/people/{kept.id}" in secretary.get("/people?q=ткач").text
    assert secretary.get(f"/people/{merged.id}").location == f"/people/{kept.id}"
    assert len(kept.employments) == 1


def test_work_with_papers_moves_whole_when_doubles_are_merged(secretary, school, shvets):
    double = make_employment("UA04", school)
    user = make_user(Role.TEACHER, school, person=double.person)

    secretary.post(f"/people/{shvets.person_id}/merge", data={"double": double.person_id})

    assert user.person_id == shvets.person_id


def test_who_left_stands_in_the_other_list(secretary, shvets):
    secretary.post(f"/employments/{shvets.id}/end", data={"ended_on": "2026-06-04"})

    assert "Швець" not in secretary.get("/people").text
    assert "Швець" in secretary.get("/people?state=left").text


def test_the_list_goes_on_behind_the_last_person_of_a_page(secretary, school):
    for number in range(60):
        person = Person(gender="f")
        person.names.append(PersonName.of(f"Петренко {number:02}", "Олена", "", language="uk"))
        db.session.add(Employment(person=person, organisation_id=school.id))
    db.session.commit()

    first = secretary.get("/people").text
    last = db.session.scalars(
        sa.select(Employment).join(Person).join(PersonName).order_by(PersonName.sort_key)
    ).all()[49]
    second = secretary.get(f"/people?after={last.id}").text

    assert first.count('<th scope="row"') == 50
    assert second.count('<th scope="row"') == 10
    assert f"after={last.id}" in first


def test_the_export_holds_every_page_and_no_formula(secretary, school):
    for number in range(60):
        person = Person(gender="f")
        person.names.append(PersonName.of(f"=1+{number}", "Олена", "", language="uk"))
        db.session.add(Employment(person=person, organisation_id=school.id))
    db.session.commit()

    rows = secretary.get("/people/export.csv").text.splitlines()

    assert len(rows) == 61
    assert all('"=' not in row for row in rows)


def test_a_post_entered_by_mistake_is_removed(secretary, shvets):
    secretary.post(f"/posts/{shvets.posts[0].id}/remove")

    assert shvets.posts == []


def test_a_post_declined_by_hand_is_printed_so(secretary, shvets):
    post = shvets.posts[0]
    forms = dict(post.declined("uk", "m").forms)

    secretary.post(f"/posts/{post.id}/forms", data={**forms, "dative": "викладачеві фізкультури"})

    assert post.forms == {"dative": "викладачеві фізкультури"}


def test_a_post_declined_by_hand_is_offered_to_others_who_hold_it(secretary, school, shvets):
    title = shvets.posts[0].text
    colleague = make_employment("UA02", school, post=title).posts[0]
    left_alone = make_employment("UA04", school, post=title).posts[0]
    address = f"/posts/{shvets.posts[0].id}/forms"
    forms = dict(shvets.posts[0].declined("uk", "m").forms)
    assert "Петренко Сергій Миколайович" in secretary.get(address).text

    changed = {**forms, "dative": "викладачеві фізкультури", "picked": [colleague.id]}
    secretary.post(address, data=changed)

    assert colleague.forms == {"dative": "викладачеві фізкультури"}
    assert left_alone.forms == {}


def test_a_double_surname_with_a_short_first_half_is_asked_about(secretary, school):
    name = make_employment("UA02", school).person.name
    name.respell("Жук-Петренко", "Ігор", "Олегович")

    page = secretary.get(f"/people/{name.person_id}/names/{name.id}/forms").text

    assert "the first half stays" in page
    assert "both halves change" in page


def test_somebody_without_the_right_cannot_merge(client, school, shvets):
    double = make_employment("UA04", school)
    sign_in(client, make_user(Role.METHODIST, school))

    answer = client.post(f"/people/{shvets.person_id}/merge", data={"double": double.person_id})

    assert answer.status_code == 403
