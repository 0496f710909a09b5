"""What stands around every page: the sections that are open, who it is, the languages."""

import re

import pytest

from portal.permissions import Role
from tests.factories import make_employment, make_organisation, make_user, sign_in


@pytest.fixture
def school(app):
    return make_organisation("UAS1")


def tabs(page):
    return re.findall(r'<a class="tab" href="([^"]+)"', page)


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (
            Role.ADMIN,
            ["/", "/people", "/templates/", "/organisations", "/users", "/administration"],
        ),
        (
            Role.SECRETARY,
            [
                *("/", "/documents", "/people", "/received", "/journals"),
                *("/templates/", "/hours", "/organisations"),
            ],
        ),
        (
            Role.HEAD,
            ["/", "/documents", "/people", "/received", "/journals", "/templates/", "/hours"],
        ),
        (Role.METHODIST, ["/", "/documents", "/people", "/received", "/journals", "/hours"]),
        (Role.TEACHER, ["/"]),
        (Role.COORDINATOR, ["/", "/templates/"]),
        (Role.DEPARTMENT_HEAD, ["/", "/documents", "/received", "/journals"]),
    ],
)
def test_only_open_sections_have_a_tab_and_every_tab_opens(client, school, role, sections):
    sign_in(client, make_user(role, school))
    shown = tabs(client.get("/account").text)

    assert shown == sections
    assert [client.get(address).status_code for address in shown] == [200] * len(shown)


def test_whoever_works_here_has_tabs_for_the_own_papers_and_file(client, school):
    person = make_employment("UA04", school).person
    sign_in(client, make_user(Role.TEACHER, school, person=person))

    assert tabs(client.get("/").text) == ["/", "/my-hours", "/my-papers", "/files/mine"]


def test_the_page_says_who_has_signed_in_and_for_which_school(client, school):
    person = make_employment("UA03", school).person
    sign_in(client, make_user(Role.SECRETARY, school, person=person))
    page = client.get("/").text

    assert "Ірина Ткач" in page
    assert "secretary" in page
    assert school.short_name in page


def test_the_cover_names_the_school_when_it_is_the_only_one(client, school):
    make_user(Role.TEACHER, school)
    assert school.short_name in client.get("/sign-in").text

    make_organisation("UAS2")
    assert school.short_name not in client.get("/sign-in").text


def test_strangers_see_no_sections(client, school):
    make_user(Role.TEACHER, school)

    assert tabs(client.get("/sign-in").text) == []
