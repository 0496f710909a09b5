"""Every route × every role × own school, another, nothing there: equal to a checked-in table.

The table is tests/access.tsv. A line: method, address, and three words of one letter a visitor,
in the order anonymous, then the roles as `portal.permissions.Role` lists them:

    +  let in (what the form then said is not the concern of this table)
    i  led to the sign-in page       f  403: not in this role       n  404: nothing there for them
    !  broke: never in the table, the traceback is in the log of the test

The words are for things of one's own school, of another school, and for ids that do not exist; a
route without ids has "-" for the last two. After adding a route run

    python3 -m portal test tests/test_permissions.py

read the line it complains about as a guard would, and, if it is what the design says, add it.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.permissions import RIGHTS, Right, Role
from tests.two_schools import (
    ANONYMOUS,
    MISSING,
    OTHER,
    OWN,
    VISITORS,
    TwoSchools,
    sentinel_texts,
    two_schools,
)

TABLE = Path(__file__).with_name("access.tsv")


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[TwoSchools]:
    with two_schools(tmp_path_factory.mktemp("schools")) as world:
        yield world


def routes(world: TwoSchools, method: str) -> list[Rule]:
    rules = (r for r in world.app.url_map.iter_rules() if r.endpoint != "static")
    return sorted((r for r in rules if method in r.methods), key=lambda r: r.rule)


def letter(answer: TestResponse) -> str:
    if answer.status_code == 302 and (answer.location or "").startswith("/sign-in"):
        return "i"
    if answer.status_code >= 500:
        return "!"
    return {403: "f", 404: "n"}.get(answer.status_code, "+")


def word(world: TwoSchools, method: str, rule: Rule, whose: str) -> str:
    letters = []
    for visitor in VISITORS:
        answer = world.browsers[visitor].open(world.address(rule, whose), method=method)
        letters.append(letter(answer))
        if method != "GET":
            world.restore()
    return "".join(letters)


def lines(world: TwoSchools, method: str) -> Iterator[str]:
    for rule in routes(world, method):
        own = word(world, method, rule, OWN)
        others = ["-", "-"]
        if any(name.endswith("_id") for name in rule.arguments):
            others = [word(world, method, rule, whose) for whose in (OTHER, MISSING)]
        yield "\t".join([method, rule.rule, own, *others])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_is_open_to_whom_the_table_says(world, method):
    table = TABLE.read_text("utf-8").splitlines()

    assert list(lines(world, method)) == [one for one in table if one.startswith(f"{method}\t")]


def test_no_route_takes_another_method(world):
    methods = {m for rule in world.app.url_map.iter_rules() for m in rule.methods}

    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_things_of_another_school_answer_as_if_they_were_not_there():
    for line in TABLE.read_text("utf-8").splitlines():
        _method, _rule, _own, other, missing = line.split("\t")
        assert other == missing, line


def readable(answer: TestResponse) -> str:
    """The text of an answer, also of the sheets in an Excel file."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
            parts = [package.read(name) for name in package.namelist()]
    else:
        parts = [answer.data]
    return "".join(part.decode("utf-8", "replace") for part in parts)


def bodies(world: TwoSchools, visitor: str) -> Iterator[tuple[str, str]]:
    for rule in routes(world, "GET"):
        address = world.address(rule, OWN)
        yield address, readable(world.browsers[visitor].get(address))


@pytest.mark.parametrize("visitor", VISITORS)
def test_personal_data_are_shown_to_those_with_the_right_alone(world, visitor):
    may_read = visitor in RIGHTS[Right.READ_PERSONAL_DATA]
    found = {
        (address, text)
        for address, body in bodies(world, visitor)
        for text in sentinel_texts(OTHER) + ([] if may_read else sentinel_texts(OWN))
        if text in body
    }

    assert found == set()


def test_the_secretary_does_see_personal_data(world):
    shown = "".join(body for _address, body in bodies(world, Role.SECRETARY))
    born, _iso, _phone, tax_number = sentinel_texts(OWN)

    assert born in shown
    assert tax_number in shown


def test_reading_changes_nothing(world):
    before = world.dump()
    for rule in routes(world, "GET"):
        for visitor in (Role.ADMIN, Role.SECRETARY, Role.HEAD, Role.TEACHER):
            for _time in range(2):
                world.browsers[visitor].get(world.address(rule, OWN))
        assert world.dump() == before, rule.rule


def test_no_form_is_taken_without_its_token(world):
    world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        answers = {
            (rule.rule, visitor): world.browsers[visitor].post(world.address(rule, OWN)).status_code
            for rule in routes(world, "POST")
            for visitor in (ANONYMOUS, Role.ADMIN, Role.SECRETARY)
        }
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False

    assert {one: status for one, status in answers.items() if status != 400} == {}


def foreign_form(world: TwoSchools) -> dict[str, object]:
    """Ids of the other school under every name by which forms of the portal ask for ids."""
    ids = world.ids[OTHER]
    by_name = {
        "organisation": "organisation_id",
        "owner": "organisation_id",
        "parent": "organisation_id",
        "person": "person_id",
        "people": "employment_id",
        "employment": "employment_id",
        "source": "document_id",
        "from": "document_id",
        "picked": "document_id",
        "follows": "document_id",
        "user": "user_id",
        "keep": "person_id",
    }
    named = {name: ids[meant] for name, meant in by_name.items()}
    words = {"kind": "order_of_sending", "role": "admin", "register": "R01", "year": "2026"}
    return {**ids, **named, **words, "reason": "a reason", "day": "2026-06-05"}


@pytest.mark.parametrize("visitor", [Role.ADMIN, Role.SECRETARY, Role.HEAD])
def test_ids_of_another_school_in_a_form_change_nothing_there(world, visitor):
    before, form = world.rows_of_other(), foreign_form(world)
    for rule in routes(world, "POST"):
        answer = world.browsers[visitor].post(world.address(rule, OWN), data=form)

        assert answer.status_code < 500, rule.rule
        assert world.rows_of_other() == before, rule.rule
        world.restore()


@pytest.mark.parametrize("whose", [OTHER, MISSING])
def test_a_refusal_does_not_tell_what_exists(world, whose):
    bodies = {
        world.browsers[Role.SECRETARY].get(world.address(rule, whose)).status_code
        for rule in routes(world, "GET")
        if any(name.endswith("_id") for name in rule.arguments)
    }

    assert bodies <= {404, 403}
