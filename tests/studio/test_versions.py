"""The way of a version: draft, sent, in force, out of force; who may take which step."""

import pytest

from portal.errors import Conflict, Invalid
from portal.extensions import db, services, writing
from portal.studio import service
from portal.studio.models import State
from portal.studio.second_person import ONE_PERSON
from tests.studio.conftest import ORDER, make_office, word_file


def _publish(version, user):
    with writing():
        service.publish(version, by=user.id)
        db.session.commit()


def test_a_draft_changes_nothing_until_somebody_else_publishes_it(office, bring, kind_in):
    shipped = kind_in(office, "order_of_sending")
    version = bring(office)

    assert version.state is State.DRAFT
    assert kind_in(office, "order_of_sending") is shipped

    _publish(version, office.director)

    assert version.state is State.PUBLISHED
    own = kind_in(office, "order_of_sending")
    assert own.owner_id == office.organisation.id
    assert own.template_hash("ua", "uk") == version.docx_sha256
    assert own.code == shipped.code


def test_the_file_is_kept_as_it_came(office):
    file = word_file(*ORDER)
    version = service.bring(
        office.organisation,
        file,
        "C:\\Накази\\Наказ.docx",
        by=office.secretary.id,
        country="ua",
        language="uk",
    )

    assert services().store.get(version.original_sha256) == file


def test_a_secretary_does_not_publish_what_she_made(office, bring):
    version = bring(office)

    with pytest.raises(Conflict, match="second person"):
        service.publish(version, by=office.secretary.id)


def test_a_head_publishes_own_work_alone(office, bring):
    version = bring(office)
    version.made_by_id = office.director.id

    _publish(version, office.director)

    assert version.state is State.PUBLISHED


def test_one_person_publishes_where_the_organisation_lets_them(office, bring):
    office.organisation.settings = {ONE_PERSON: True}
    version = bring(office)

    _publish(version, office.secretary)

    assert version.state is State.PUBLISHED


def test_a_secretary_who_is_alone_is_not_asked_to_confirm_to_herself(office, bring, clock):
    version = bring(office)
    office.director.disabled_at = clock.now()
    db.session.commit()

    _publish(version, office.secretary)

    assert version.state is State.PUBLISHED


def test_the_next_version_takes_the_place_of_the_one_before(office, put_in_force, kind_in):
    first = put_in_force(office)
    second = put_in_force(office, *ORDER, "Контроль залишаю за собою.")

    assert (first.state, second.state) == (State.RETIRED, State.PUBLISHED)
    assert (first.n, second.n) == (1, 2)
    assert kind_in(office, "order_of_sending").template_hash("ua", "uk") == second.docx_sha256


def test_retired_by_hand_it_gives_way_to_the_shipped_one(office, put_in_force, kind_in):
    shipped = kind_in(office, "order_of_sending")
    version = put_in_force(office)

    with writing():
        service.retire(version, by=office.director.id)
        db.session.commit()

    assert kind_in(office, "order_of_sending") == shipped


def test_a_version_with_faults_is_not_published(office, bring):
    version = bring(office, "{{ employee.salary }}", "{% if date %}")

    with pytest.raises(Invalid, match="faults"):
        service.publish(version, by=office.director.id)


def test_what_is_published_is_not_changed(office, put_in_force):
    version = put_in_force(office)

    with pytest.raises(Conflict, match="bring a new one"):
        service.replace_file(version, word_file(*ORDER), "x.docx", by=office.secretary.id)


def test_an_old_version_comes_back_as_a_new_draft(office, put_in_force):
    first = put_in_force(office)
    put_in_force(office, *ORDER, "Ще одне речення.")

    with writing():
        draft = service.restore(first, by=office.secretary.id)
        db.session.commit()

    assert (draft.n, draft.state) == (3, State.DRAFT)
    assert draft.docx_sha256 == first.docx_sha256
    _publish(draft, office.director)
    assert draft.state is State.PUBLISHED


def test_a_draft_sent_on_is_a_draft_again_when_it_changes(office, bring):
    version = bring(office)
    service.send(version, by=office.secretary.id)

    assert version.state is State.SENT

    service.replace_file(version, word_file(*ORDER, "Ще."), "x.docx", by=office.secretary.id)

    assert version.state is State.DRAFT


def test_a_school_beside_it_goes_on_with_the_shipped_template(office, put_in_force, kind_in):
    put_in_force(office)
    neighbour = make_office("UAS2")

    assert kind_in(neighbour, "order_of_sending").owner_id is None


def test_a_file_of_a_new_kind_gets_a_name_and_a_code_of_its_own(office, bring, kind_in):
    lines = ("Подяка № {{ number }}", "{{ people }}")
    version = bring(office, lines[0], kind=None, file_name="Подяка за роботу.docx")
    _publish(version, office.director)

    thanks = kind_in(office, "podiaka_za_robotu")
    assert (thanks.code, thanks.title("uk")) == ("K01", "Подяка за роботу")
    assert thanks.owner_id == office.organisation.id
