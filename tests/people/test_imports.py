"""Taking a list in, whole or not at all, and taking it back."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.audit import verify_chain
from portal.extensions import db
from portal.people.import_run import ImportRun
from portal.people.models import Authority, Employment, Organisation, Person, PersonName, Post
from portal.people.search import find_by_full_name
from portal.permissions import Role
from portal.tables import write_xlsx
from tests.factories import make_employment, make_organisation, make_user, sign_in

BAD = Path(__file__).parents[1] / "bad_input" / "imports"
HEAD = "ПІБ\tПосада\tДата народження\tТелефон\n"
LIST = (
    HEAD
    + "Ткач Андрій Петрович\tвикладач фізики\t05.06.1980\t067 111 11 11\n"
    + "Гриць Любов Степанівна\tметодист\t31.02.1990\t\n"
    + "Чорна Надія Григорівна\tметодист\t01.02.1985\t\n"
)
TODAY = date(2026, 6, 5)


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def bring(client, school, text, *, kind="people"):
    """Paste a table; the address of the page that shows what was read."""
    section = "people" if kind == "people" else "organisations"
    values = {"pasted": text, "kind": kind, "organisation": school.id}
    answer = client.post(f"/{section}/import", data=values)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_nothing_is_written_before_it_is_confirmed(secretary, school):
    page = secretary.get(bring(secretary, school, LIST)).text

    assert "C3" in page
    assert "31.02.1990" in page
    assert count(Person) == 0


def test_good_rows_are_taken_in_and_bad_ones_are_not(secretary, school):
    secretary.post(bring(secretary, school, LIST), data={"known": "fill"})

    employment = find_by_full_name([school.id], "Ткач Андрій Петрович", TODAY).exact
    assert count(Person) == 2
    assert employment.person.gender == "m"
    assert employment.person.phone == "067 111 11 11"
    assert (employment.posts[0].title, employment.posts[0].tail) == ("викладач", "фізики")
    assert verify_chain(school.id) is None


def test_a_second_click_takes_nothing_in_twice(secretary, school):
    address = bring(secretary, school, LIST)

    secretary.post(address, data={"known": "fill"})
    secretary.post(address, data={"known": "fill"})

    assert count(Person) == 2


def test_the_same_list_again_finds_everybody_here(secretary, school):
    for _time in range(2):
        secretary.post(bring(secretary, school, LIST), data={"known": "fill"})

    assert count(Person) == 2


@pytest.mark.parametrize(("known", "phone"), [("fill", "067 111 11 11"), ("leave", "")])
def test_what_a_card_leaves_empty_is_filled_in_if_wanted(secretary, school, known, phone):
    here = make_employment("UA04", school)

    secretary.post(bring(secretary, school, LIST), data={"known": known})

    assert here.person.phone == phone


def test_what_a_card_says_is_not_overwritten(secretary, school):
    here = make_employment("UA04", school)
    here.person.phone = "067 222 22 22"
    db.session.commit()

    secretary.post(bring(secretary, school, LIST), data={"known": "fill"})

    assert here.person.phone == "067 222 22 22"


def test_a_namesake_said_to_be_another_person_is_added(secretary, school):
    make_employment("UA04", school)

    secretary.post(bring(secretary, school, LIST), data={"known": "leave", "namesake": "A2"})

    assert len(find_by_full_name([school.id], "Ткач Андрій Петрович", TODAY).employments) == 2


def test_the_same_name_with_another_birth_date_is_another_person(secretary, school):
    here = make_employment("UA04", school)
    here.person.birth_date = date(1960, 1, 1)
    db.session.commit()

    secretary.post(bring(secretary, school, LIST), data={"known": "leave"})

    assert len(find_by_full_name([school.id], "Ткач Андрій Петрович", TODAY).employments) == 2


def test_a_file_number_of_somebody_here_keeps_the_row_out(secretary, school):
    make_employment("UA05", school, file_number="17")
    table = "ПІБ\t№ особової справи\nТкач Андрій Петрович\t17\nЧорна Надія Григорівна\t18\n"
    address = bring(secretary, school, table)

    assert "A2" in secretary.get(address).text
    secretary.post(address, data={"known": "fill"})

    assert not find_by_full_name([school.id], "Ткач Андрій", TODAY).employments


def test_an_import_is_undone_as_a_whole(secretary, school):
    here = make_employment("UA04", school)
    before = [count(model) for model in (Person, PersonName, Employment, Post)]
    address = bring(secretary, school, LIST)
    secretary.post(address, data={"known": "fill"})

    answer = secretary.post(f"{address}/undo")

    assert answer.status_code == 302
    assert [count(model) for model in (Person, PersonName, Employment, Post)] == before
    assert here.person.phone == ""
    assert secretary.post(f"{address}/undo").status_code == 409


def test_an_import_that_something_rests_on_is_not_undone(secretary, school):
    address = bring(secretary, school, LIST)
    secretary.post(address, data={"known": "fill"})
    tkach = find_by_full_name([school.id], "Ткач Андрій", TODAY).exact
    make_user(Role.TEACHER, school, person=tkach.person)

    answer = secretary.post(f"{address}/undo")

    assert answer.status_code == 409
    assert "Ткач" in answer.text
    assert count(Person) == 2


def test_columns_nobody_recognises_are_chosen_by_hand(secretary, school):
    address = bring(secretary, school, "Працівник\tЩо робить\nТкач Андрій Петрович\tметодист\n")
    assert secretary.post(address, data={"known": "fill"}).status_code == 422

    secretary.post(f"{address}/columns", data={"column-0": "full_name", "column-1": "post"})
    secretary.post(address, data={"known": "fill"})

    assert find_by_full_name([school.id], "Ткач Андрій", TODAY).exact.posts[0].title == "методист"


def test_letters_guessed_have_to_be_looked_at(secretary, school):
    data = (HEAD + "Ткач Андрій Петрович\tметодист\t\t\n").replace("\t", ";").encode("cp1251")
    values = {"file": (BytesIO(data), "list.csv"), "kind": "people", "organisation": school.id}
    address = secretary.post("/people/import", data=values).location

    assert secretary.post(address, data={"known": "fill"}).status_code == 422
    assert count(Person) == 0
    secretary.post(address, data={"known": "fill", "letters_checked": "y"})

    assert count(Person) == 1


@pytest.mark.parametrize("name", ["xlsx_xxe.xlsx", "empty.xlsx", "html_table_as.xlsx", "cp866.csv"])
def test_a_file_that_is_no_table_is_refused_with_a_reason(secretary, school, name):
    values = {
        "file": (BytesIO((BAD / name).read_bytes()), name),
        "kind": "people",
        "organisation": school.id,
    }

    answer = secretary.post("/people/import", data=values)

    if answer.status_code == 302:  # a table, but of unknown columns: nothing to take in
        assert secretary.post(answer.location, data={"known": "fill"}).status_code == 422
    else:
        assert answer.status_code == 422
        assert count(ImportRun) == 0
    assert count(Person) == 0


def test_an_import_is_its_owners_alone(client, secretary, school):
    address = bring(secretary, school, LIST)
    sign_in(client, make_user(Role.SECRETARY, school))

    assert client.get(address).status_code == 404
    assert client.post(address, data={"known": "fill"}).status_code == 404


def test_a_list_cannot_be_taken_into_a_foreign_school(secretary, school):
    other = make_organisation("UAS2")
    values = {"pasted": LIST, "kind": "people", "organisation": other.id}

    assert secretary.post("/people/import", data=values).status_code == 422


def test_role_and_organisation_never_come_from_a_file(secretary, school):
    data = (BAD / "role_escalation_column.csv").read_bytes()
    values = {"file": (BytesIO(data), "a.csv"), "kind": "people", "organisation": school.id}
    address = secretary.post("/people/import", data=values).location

    secretary.post(address, data={"known": "fill", "letters_checked": "y"})

    assert {e.organisation_id for e in db.session.scalars(sa.select(Employment))} == {school.id}


def test_a_list_of_thousands_is_taken_in_at_once(secretary, school):
    rows = [
        [f"Петренко{n:04}", "Олена", "Іванівна", date(1980, 1, 1), "вчитель"] for n in range(5000)
    ]
    head = ["Прізвище", "Ім'я", "По батькові", "Дата народження", "Посада"]
    data = write_xlsx("Люди", head, rows)
    values = {"file": (BytesIO(data), "l.xlsx"), "kind": "people", "organisation": school.id}
    address = secretary.post("/people/import", data=values).location

    secretary.post(address, data={"known": "fill", "takes_proposals": "y"})

    assert count(Person) == 5000


ORGANISATIONS = (
    "Повна назва\tСкорочена назва\tКод ЄДРПОУ\tДиректор\n"
    "Товариство «Агромашсервіс-Схід»\tТОВ «Агромаш»\t11\tМельник Ігор Олегович\n"
    "Обласний інститут\tОІ\tабв\t\n"
)


def test_partners_come_from_a_table_with_their_heads(secretary, school):
    address = bring(secretary, school, ORGANISATIONS, kind="partners")
    assert "C3" in secretary.get(address).text

    secretary.post(address, data={"known": "fill"})

    card = db.session.scalar(sa.select(Organisation).where(Organisation.owner_id == school.id))
    assert (card.short_name, card.registry_code) == ("ТОВ «Агромаш»", "00000011")
    assert card.authority_on(TODAY).person.gender == "m"
    assert secretary.post(f"{address}/undo").status_code == 302
    assert count(Organisation) == 1
    assert count(Authority) == 0


def test_one_organisation_may_stand_on_a_sheet_of_labels_and_values(secretary, school):
    sheet = "Повна назва\tОбласний інститут\nСкорочена назва\tОІ\nМісто\tм. Вишнегорськ\n"

    secretary.post(bring(secretary, school, sheet, kind="partners"), data={"known": "fill"})

    card = db.session.scalar(sa.select(Organisation).where(Organisation.owner_id == school.id))
    assert (card.short_name, card.settlement) == ("ОІ", "м. Вишнегорськ")


def test_schools_below_are_taken_in_by_the_administrator_who_gets_charge(client, school):
    admin = make_user(Role.ADMIN, school)
    sign_in(client, admin)
    address = bring(client, school, ORGANISATIONS, kind="schools")

    client.post(address, data={"known": "fill"})
    below = db.session.scalar(sa.select(Organisation).where(Organisation.parent_id == school.id))
    assert client.get(f"/organisations/{below.id}/edit").status_code == 200

    assert client.post(f"{address}/undo").status_code == 302
    assert count(Organisation) == 1


def test_a_secretary_takes_no_schools_in(secretary, school):
    values = {"pasted": ORGANISATIONS, "kind": "schools", "organisation": school.id}

    assert secretary.post("/organisations/import", data=values).status_code == 422
