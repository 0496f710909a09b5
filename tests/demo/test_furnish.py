"""The furnished portal: who is there, what waits for whom, and that nothing opens by itself."""

import pytest
import sqlalchemy as sa

from portal.accounts.models import User
from portal.demo.furnish import give_passwords
from portal.documents.models import Document, Status
from portal.documents.requests import open_requests
from portal.extensions import db
from portal.files.service import inventory
from portal.hours.models import Certificate
from portal.people.models import Employment, Organisation
from portal.permissions import Role
from tests.demo.conftest import DAY
from tests.factories import sign_in


def organisation(code):
    return db.session.scalars(sa.select(Organisation).where(Organisation.code == code)).one()


def papers(code):
    mine = sa.select(Document).where(Document.organisation_id == organisation(code).id)
    return db.session.scalars(mine.order_by(Document.id)).all()


def test_every_role_has_a_login_in_the_country_that_knows_it(furnished):
    roles = {login.role for login in give_passwords()}

    assert roles == set(Role)


def test_each_login_opens_the_portal_with_its_printed_password(furnished, client):
    for login in give_passwords():
        user = db.session.scalars(sa.select(User).where(User.login == login.login)).one()

        assert sign_in(client, user, login.password).headers["Location"] == "/"


def test_passwords_differ_from_each_other_and_from_those_of_the_last_start(furnished):
    first = {login.password for login in give_passwords()}
    second = {login.password for login in give_passwords()}

    assert len(first | second) == 2 * len(first)


def test_a_user_added_by_hand_keeps_the_password(furnished):
    own = User(login="olena.koval", password_hash="hers")
    db.session.add(own)
    db.session.flush()
    give_passwords()

    assert own.password_hash == "hers"


@pytest.mark.parametrize("code", ["vplm", "zaozernaya"])
def test_fourteen_people_with_posts_work_in_each_school(furnished, code):
    staff = db.session.scalars(
        sa.select(Employment).where(Employment.organisation_id == organisation(code).id)
    ).all()

    assert len(staff) == 14
    assert all(one.post_on(DAY) for one in staff)


def test_the_russian_school_stands_under_its_district(furnished):
    centre = organisation("zaozernaya").parent

    assert (centre.code, centre.parent.code) == ("mmc", "zaozersky-otdel")


@pytest.mark.parametrize(("code", "order"), [("vplm", "45-к/тр"), ("zaozernaya", "45-к")])
def test_the_numbers_are_those_of_the_story(furnished, code, order):
    numbers = [paper.number for paper in papers(code) if paper.number]

    assert numbers[1:] == [order, "12"]


@pytest.mark.parametrize("code", ["vplm", "zaozernaya"])
def test_a_paper_stands_at_every_step_of_the_way(furnished, code):
    states = {paper.status for paper in papers(code)}

    assert states >= {
        Status.FILED,
        Status.PRINTED,
        Status.TO_APPROVE,
        Status.DRAFT,
        Status.RETURNED,
    }


def test_the_filed_paper_is_a_line_of_the_inventory(furnished):
    filed = next(paper for paper in papers("vplm") if paper.filed_at)
    lines = inventory(filed.people[0].employment)

    assert [(line.line, line.paper_index) for line in lines] == [(1, filed.number)]


@pytest.mark.parametrize("code", ["vplm", "zaozernaya"])
def test_a_request_and_a_certificate_of_the_teacher_wait_for_the_secretary(furnished, code):
    school = organisation(code).id
    requests = db.session.scalars(open_requests(frozenset({school}))).all()
    certificate = db.session.scalars(
        sa.select(Certificate).where(Certificate.organisation_id == school)
    ).one()

    assert [one.kind for one in requests] == ["extract_of_order"]
    assert certificate.accepted_at is None
