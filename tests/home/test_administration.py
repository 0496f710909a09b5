"""The page of the administrator: what has to be looked after."""

from datetime import timedelta

from portal.permissions import Role
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in


def test_it_says_what_is_in_order_and_what_is_not(client, app, clock):
    school = make_organisation("UAS1")
    admin = make_user(Role.ADMIN, school)
    make_employment("UA04", school)
    sign_in(client, admin)
    page = client.get("/administration").text

    assert f"Nobody signs for: {school.short_name}" in page
    assert "No backup was made yet" in page
    assert "1 person may sign in" in page

    make_head(school)
    app.extensions["config"].last_backup.write_text(clock.now().isoformat(), "ascii")
    page = client.get("/administration").text

    assert "Somebody signs for every organisation." in page
    assert "The last one is of 05.06.2026" in page

    clock.moment += timedelta(days=8)
    sign_in(client, admin)
    assert "The last one is old" in client.get("/administration").text


def test_it_shows_what_the_doctor_sees_in_the_language_of_the_reader(client):
    admin = make_user(Role.ADMIN, make_organisation("UAS1"), language="uk")
    sign_in(client, admin)
    page = client.get("/administration").text

    assert "Поштового сервера не вказано" in page
    assert "Задайте PAPKA_MAIL_URL" in page


def test_it_lists_the_kinds_of_papers_of_the_country(client):
    sign_in(client, make_user(Role.ADMIN, make_organisation("RUS1")))
    page = client.get("/administration").text

    assert "D06" in page
    assert "Russia: ru" in page
    assert "Ukraine" not in page
