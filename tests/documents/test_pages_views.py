"""Lists under names of one's own, dates in the address, turning from paper to paper."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.documents.saved_views import MOST, SavedView
from portal.extensions import db
from portal.permissions import Role
from portal.tables import read_table
from tests.documents.issued import bring_back, issue
from tests.factories import make_user, sign_in


@pytest.fixture
def desk(client, lyceum):
    """The browser of the secretary."""
    sign_in(client, lyceum.secretary)
    return client


def keep(desk, name, query):
    return desk.post("/documents/views", data={"name": name, "query": query})


def names():
    return list(db.session.scalars(sa.select(SavedView.name).order_by(SavedView.id)))


def test_a_list_kept_under_a_name_stands_on_the_desk_with_its_count(desk, make_draft, lyceum):
    for people in (lyceum.teachers[:1], lyceum.teachers[:1], lyceum.teachers[1:2]):
        issue(make_draft(people=people))
    person = lyceum.teachers[0].id

    answer = keep(desk, "Ткач, не підписані", f"folder=to-sign&person={person}&before=7")
    page, home = desk.get(answer.location).text, desk.get("/").text

    assert answer.location == f"/documents?folder=to-sign&person={person}"
    assert 'aria-current="page">Ткач, не підписані <b>2</b>' in page
    assert "Ткач, не підписані" in home
    assert f'href="{answer.location.replace("&", "&amp;")}"' in home


def test_a_name_used_again_keeps_the_new_list(desk):
    keep(desk, "Моє", "folder=to-sign&kind=referral")
    keep(desk, "Моє", "folder=filed")

    assert names() == ["Моє"]
    assert 'aria-current="page">Моє' in desk.get("/documents?folder=filed").text


def test_a_view_is_renamed_and_removed(desk):
    keep(desk, "Перша", "folder=filed")
    view = db.session.scalars(sa.select(SavedView)).one()

    desk.post(f"/documents/views/{view.id}/rename", data={"name": "Друга"})
    assert names() == ["Друга"]

    desk.post(f"/documents/views/{view.id}/remove")
    assert names() == []


def test_two_views_do_not_share_a_name(desk):
    keep(desk, "Перша", "folder=filed")
    keep(desk, "Друга", "folder=all")
    first = db.session.scalars(sa.select(SavedView).order_by(SavedView.id)).first()

    answer = desk.post(f"/documents/views/{first.id}/rename", data={"name": "Друга"})

    assert answer.status_code == 409
    assert keep(desk, " ", "folder=all").status_code == 422
    assert names() == ["Перша", "Друга"]


def test_there_are_not_more_views_than_a_glance_takes(desk):
    for number in range(MOST):
        keep(desk, str(number), "folder=all")

    assert keep(desk, "one more", "folder=all").status_code == 409
    assert keep(desk, "0", "folder=filed").status_code == 303


def test_nobody_sees_the_views_of_another(desk, lyceum):
    keep(desk, "Тільки моє", "folder=all")
    view = db.session.scalars(sa.select(SavedView)).one()
    sign_in(desk, make_user(Role.SECRETARY, lyceum.organisation))

    assert "Тільки моє" not in desk.get("/documents").text
    assert desk.post(f"/documents/views/{view.id}/remove").status_code == 404


def test_a_view_of_this_week_moves_with_the_week(desk, make_draft, clock):
    old = issue(make_draft(dated_on=date(2026, 5, 29)))
    new = issue(make_draft(dated_on=clock.today()))
    page = desk.get("/documents?folder=all&when=week").text

    assert f'href="/documents/{new.id}"' in page
    assert f'href="/documents/{old.id}"' not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-05-30", ["new"]),
        ("until=2026-05-30", ["old"]),
        ("since=2026-05-29&until=2026-06-05", ["old", "new"]),
        ("when=2026", ["old", "new"]),
        ("when=2025", []),
        ("since=yesterday&person=me&journal=-1&when=99999999", ["old", "new"]),
    ],
)
def test_dates_stand_in_the_address(desk, make_draft, asked, found):
    papers = {
        "old": issue(make_draft(dated_on=date(2026, 5, 29))),
        "new": issue(make_draft(dated_on=date(2026, 6, 5))),
    }
    page = desk.get(f"/documents?folder=all&{asked}").text

    assert [name for name, one in papers.items() if f'href="/documents/{one.id}"' in page] == found


def test_papers_are_turned_in_the_list_one_came_from(desk, make_draft):
    first, other, last = (issue(make_draft()) for _number in range(3))
    bring_back(other)
    desk.get("/documents?folder=to-sign")
    page = desk.get(f"/documents/{first.id}").text

    assert f'rel="prev" href="/documents/{last.id}"' in page
    assert 'rel="next"' not in page
    assert 'href="/documents?folder=to-sign"' in page


def test_a_paper_that_has_left_the_list_still_leads_on(desk, make_draft):
    first, second, third = (issue(make_draft()) for _number in range(3))
    desk.get("/documents?folder=to-sign")
    bring_back(second)
    page = desk.get(f"/documents/{second.id}").text

    assert f'rel="prev" href="/documents/{third.id}"' in page
    assert f'rel="next" href="/documents/{first.id}"' in page


def test_the_history_of_a_paper_is_taken_as_a_table(desk, make_draft, lyceum):
    paper = issue(make_draft())
    answer = desk.get(f"/documents/{paper.id}/history.xlsx")
    lines = [[cell.text for cell in row] for row in read_table(answer.data, "history.xlsx").rows]

    assert any("Number taken" in line[1] for line in lines)
