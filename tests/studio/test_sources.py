"""Whose template is taken: one's own, that of the nearest above, the shipped; and what locks do."""

import pytest

from portal.documents.catalogue import kind_of, kinds_of
from portal.documents.drafts import start_draft
from portal.documents.issue import correct
from portal.errors import Conflict, NotFound
from portal.extensions import db, services, writing
from portal.paper import text
from portal.studio import locks, service
from portal.studio.checking import findings_of
from tests.documents.conftest import ANSWERS
from tests.documents.desk import registered
from tests.factories import make_employment
from tests.studio.conftest import ORDER, make_office


@pytest.fixture
def district(app):
    return make_office("UAS3")


@pytest.fixture
def school(district):
    return make_office(
        "UAS1", parent=district.organisation, settings={"approval": {"order_of_sending": []}}
    )


def _owner(office, kind="order_of_sending"):
    return kinds_of(office.organisation).kind(kind).owner_id


def _commit(act, *args, **words):
    with writing():
        made = act(*args, **words)
        db.session.commit()
    return made


@pytest.fixture
def make_order():
    """A registered order of one teacher of the office."""

    def make(office, kind="order_of_sending", **answers):
        teacher = make_employment("UA04", office.organisation)
        draft = _commit(
            start_draft,
            kinds_of(office.organisation).kind(kind),
            office.organisation,
            made_by=office.secretary.id,
            dated_on=services().clock.today(),
            people=[teacher],
            data={**ANSWERS, **answers},
        )
        return registered(draft)

    return make


def _words(paper):
    return text(services().store.get(paper.edition.docx_sha256))


def test_the_nearest_version_is_taken(district, school, put_in_force):
    assert _owner(school) is None

    put_in_force(district)
    assert _owner(school) == _owner(district) == district.organisation.id

    own = put_in_force(school)
    assert _owner(school) == school.organisation.id
    assert _owner(district) == district.organisation.id

    _commit(service.retire, own, by=school.director.id)
    assert _owner(school) == district.organisation.id


def test_below_a_lock_nobodys_own_version_is_taken(district, school, put_in_force, bring):
    put_in_force(district)
    put_in_force(school)
    waiting = bring(school)

    _commit(locks.lock, district.organisation, "order_of_sending", by=district.director.id)

    assert _owner(school) == district.organisation.id
    with pytest.raises(Conflict, match="keeps this kind for all"):
        service.publish(waiting, by=school.director.id)

    _commit(locks.unlock, district.organisation, "order_of_sending", by=district.director.id)
    assert _owner(school) == school.organisation.id


def test_a_shipped_form_may_be_locked_too(district, school, put_in_force):
    put_in_force(school)

    _commit(locks.lock, district.organisation, "order_of_sending", by=district.director.id)

    assert _owner(district) is None
    assert _owner(school) is None


def test_what_was_rolled_back_is_not_remembered(district, school, bring):
    version = bring(school)
    service.publish(version, by=school.director.id)
    assert _owner(school) == school.organisation.id

    db.session.rollback()

    assert _owner(school) is None


def test_issued_papers_keep_their_wording_when_the_template_is_replaced(
    school, put_in_force, make_order
):
    put_in_force(school, *ORDER, "Старе речення.")
    old = make_order(school)
    put_in_force(school, *ORDER, "Нове речення.")
    new = make_order(school)

    assert "Старе речення." in _words(old)
    assert "Нове речення." in _words(new)
    assert "Старе речення." not in _words(new)

    corrected = _commit(
        correct, old, data=dict(old.data), reason="Помилка", made_by=school.secretary.id
    )
    assert "Нове речення." in text(services().store.get(corrected.docx_sha256))
    assert "Старе речення." in text(services().store.get(old.editions[0].docx_sha256))


def test_a_draft_of_a_kind_that_is_retired_meanwhile_is_issued(school, put_in_force, make_order):
    version = put_in_force(school, "Подяка № {{ number }}", kind=None, file_name="Подяка.docx")
    teacher = make_employment("UA06", school.organisation)
    draft = _commit(
        start_draft,
        kinds_of(school.organisation).kind(version.kind),
        school.organisation,
        made_by=school.secretary.id,
        dated_on=services().clock.today(),
        people=[teacher],
        data={},
    )
    _commit(service.retire, version, by=school.director.id)

    kind = kind_of(draft)
    assert kind.is_retired
    assert kind not in kinds_of(school.organisation).of("ua")
    assert "Подяка № 1" in _words(registered(draft))


def test_a_kind_of_ones_own_is_unknown_elsewhere(district, school, put_in_force):
    version = put_in_force(school, "Подяка № {{ number }}", kind=None, file_name="Подяка.docx")

    with pytest.raises(NotFound):
        kinds_of(district.organisation).kind(version.kind)


def test_the_letterhead_stands_on_every_paper_from_then_on(school, put_in_force, make_order):
    put_in_force(school, "Бланк школи, {{ organisation.short }}", kind="letterhead")
    put_in_force(school, "{{ шапка }}", *ORDER)
    old = make_order(school)
    put_in_force(school, "Новий бланк, {{ organisation.short }}", kind="letterhead")
    new = make_order(school)

    assert _words(old).startswith("Бланк школи, ДНЗ «ВПЛМ»")
    assert _words(new).startswith("Новий бланк, ДНЗ «ВПЛМ»")


def test_a_template_that_asks_for_a_letterhead_waits_for_one(school, bring):
    version = bring(school, "{{ letterhead }}", *ORDER)

    faults = [one.reason for one in findings_of(version) if one.is_fault]
    assert faults == ["no-letterhead"]


@pytest.mark.parametrize("kind", ["order_of_sending", "referral", "letter", "certificate"])
def test_shipped_templates_take_the_letterhead_in_place_of_their_own_head(
    school, put_in_force, kind_in, kind
):
    own_head = "({{ organisation.short }})"
    assert own_head in text(kind_in(school, kind).template("ua", "uk"))

    put_in_force(school, "Бланк школи", kind="letterhead")

    lines = text(kind_in(school, kind).template("ua", "uk")).splitlines()
    assert "Бланк школи" in lines
    assert own_head not in lines


def test_a_kind_without_a_head_is_left_alone(school, put_in_force, kind_in):
    before = kind_in(school, "consent").template("ua", "uk")

    put_in_force(school, "Бланк школи", kind="letterhead")

    assert kind_in(school, "consent").template("ua", "uk") == before
