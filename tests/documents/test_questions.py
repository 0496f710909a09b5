"""The form of a kind: what it asks, what it takes, and that a draft loses nothing by it."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from portal.documents.catalogue import Kind
from portal.documents.issue import register
from portal.documents.manifest import Manifest
from portal.documents.questions import conditions, question_form, source_marks
from portal.extensions import db, writing
from tests.documents.conftest import ANSWERS
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_organisation

DAY = date(2026, 6, 5)
WORDS = {"uk": "Слово", "ru": "Слово", "en": "Word"}


@pytest.fixture
def form_of(app, lyceum):
    """Makes a form of a kind with typed values, or with the plain data of a draft."""

    def make(kind="order_of_sending", typed=None, data=None, language="en"):
        if isinstance(kind, str):
            kind = CATALOGUE.kind(kind)
        with app.test_request_context(headers={"Accept-Language": language}):
            cls = question_form(kind, lyceum.organisation, language, DAY)
            form = cls(MultiDict(typed) if typed is not None else None, data=data)
            form.is_right = typed is not None and form.validate()
            return form

    return make


def kind_asking(*fields: dict[str, Any]) -> Kind:
    """A kind with just these questions."""
    manifest = Manifest.model_validate(
        {
            "code": "T01",
            "title": WORDS,
            "heading": WORDS,
            "register": "R02",
            "per_person": False,
            "prepared_by": ["secretary"],
            "signed_by": ["head"],
            "retention": {"ua": {"words": "3 роки"}},
            "file_name": WORDS,
            "fields": [{"label": WORDS, **field} for field in fields],
        }
    )
    return Kind("trial", manifest, {}, {})


def test_labels_speak_the_language_of_the_page(form_of):
    assert form_of(language="ru").hours.label.text == "Объём, часов"
    assert form_of(language="uk").hours.label.text == "Обсяг, годин"


def test_questions_of_another_country_are_left_out(lyceum, form_of):
    assert "training_kind" in form_of("referral")
    lyceum.organisation.country = "ru"

    assert "training_kind" not in form_of("referral")


def test_plain_answers_survive_the_form_exactly(lyceum, form_of):
    host = make_organisation("UAS2", owner_id=lyceum.organisation.id, kind="host")
    data = {
        **ANSWERS,
        "provider": host.id,
        "hours": "60.5",
        "contract": {"title": "договір", "number": "7/2026-ПК", "date": "2026-06-04"},
        "keep_pay": True,
        "replacement_by": lyceum.teachers[1].id,
        "visas": [lyceum.teachers[0].id, lyceum.teachers[2].id],
        "control": "kept",
    }
    shown = form_of(data=data)

    assert {k: v for k, v in shown.plain_answers().items() if v} == data


def test_what_is_typed_becomes_plain(lyceum, form_of):
    form = form_of(
        typed={
            "training_kind": "course",
            "provider": "  Центр «Обрій» ",
            "programme": "Програма",
            "training_from": "15.06.2026",
            "training_to": "2026-06-26",
            "hours": "1 060,50",
            "keep_pay": "y",
            "contract-title": "договір",
            "contract-number": "7",
        }
    )

    answers = form.plain_answers()
    assert answers["provider"] == "Центр «Обрій»"
    assert answers["training_from"] == "2026-06-15"
    assert answers["hours"] == "1060.50"
    assert answers["keep_pay"] is True
    assert answers["contract"] == {"title": "договір", "number": "7", "date": None}


def test_what_cannot_be_read_is_said_and_kept_as_typed(form_of):
    form = form_of(
        typed={"hours": "шістдесят", "training_from": "31.06.2026", "contract-date": "?"}
    )

    assert not form.is_right
    assert form.hours.errors == ["Write a number, for example 60."]
    assert form.training_from.errors == ["There is no such day. Perhaps 30.06.2026?"]
    answers = form.plain_answers()
    assert answers["hours"] == "шістдесят"
    assert answers["training_from"] == "31.06.2026"
    assert answers["contract"]["date"] == "?"


def test_a_question_that_is_not_asked_is_not_required(form_of):
    assert conditions(CATALOGUE.kind("order_of_sending")) == {"control_by": "control=person"}
    assert not form_of(typed={"control": "kept"}).control_by.errors
    assert form_of(typed={"control": "person"}).control_by.errors


def test_people_of_another_organisation_are_neither_offered_nor_taken(lyceum, form_of):
    stranger = make_employment("UA05", make_organisation("UAS2"))
    form = form_of(typed={"replacement_by": str(stranger.id), "visas": [str(stranger.id)]})

    assert not form.is_right
    assert form.plain_answers()["replacement_by"] is None
    assert form.plain_answers()["visas"] == []


def test_a_host_is_found_by_its_name_in_the_own_directory_only(lyceum, form_of):
    own = make_organisation("UAS2", owner_id=lyceum.organisation.id, kind="host")
    foreign = make_organisation("UAS3", owner_id=make_organisation("RUS1").id, kind="host")

    assert list(form_of().offered_names) == [lyceum.organisation.full_name, own.full_name]
    assert form_of(typed={"provider": own.short_name}).plain_answers()["provider"] == own.id
    typed = form_of(typed={"provider": foreign.full_name}).plain_answers()["provider"]
    assert typed == foreign.full_name


def test_a_registered_paper_may_be_followed_where_its_kind_is_asked(lyceum, form_of, make_draft):
    draft = make_draft()
    make_draft()
    with writing():
        register(draft, issued_by=lyceum.secretary.id, request_key="first")
        db.session.commit()

    form = form_of("referral", typed={"order": str(draft.id), "contract-paper": str(draft.id)})
    assert [one.value for one in form.order.choices] == ["", str(draft.id)]
    assert form.plain_answers()["order"] == draft.id
    assert form.plain_answers()["contract"] is None, "an order is no contract"
    assert form_of("referral", typed={}).order.errors


def test_marks_say_where_a_value_came_from(app, lyceum, make_draft):
    draft = make_draft(plan="2026 рік")
    with writing():
        register(draft, issued_by=lyceum.secretary.id, request_key="first")
        db.session.commit()
    orders, referrals = (CATALOGUE.kind(k) for k in ("order_of_sending", "referral"))
    followed = {"order": draft.id, "hours": "60", "programme": "Інша"}

    with app.test_request_context(headers={"Accept-Language": "en"}):
        last = source_marks(orders, lyceum.organisation, {**draft.data, "hours": "30"})
        marks = source_marks(referrals, lyceum.organisation, followed)
    assert last["plan"] == "last"
    assert "hours" not in last
    assert marks == {"hours": "from the paper it follows"}


def test_every_type_of_question_has_its_field(form_of):
    kind = kind_asking(
        {"name": "about", "type": "text", "required": True, "max_length": 5},
        {"name": "reasons", "type": "long_text"},
        {"name": "fee", "type": "money"},
        {"name": "code", "type": "tax_id"},
        {"name": "account", "type": "iban"},
        {"name": "call", "type": "phone", "by_hand": True},
        {"name": "write_to", "type": "email"},
    )
    form = form_of(
        kind,
        typed={
            "about": "задовге",
            "reasons": "Одне\r\nдруге",
            "fee": "1250,5",
            "code": "123",
            "account": "UA1",
            "call": "",
            "write_to": "a@b",
        },
    )

    wrong = {field.name for field in form if field.errors}
    assert wrong == {"about", "code", "account", "write_to"}
    assert form.plain_answers()["reasons"] == "Одне\nдруге"
    assert form.plain_answers()["fee"] == "1250.5"
    assert "by hand" in form.call.description


def test_a_table_takes_rows_and_forgets_empty_ones(form_of):
    columns = [
        {"name": "topic", "type": "text", "label": WORDS, "required": True},
        {"name": "on", "type": "date", "label": WORDS},
        {"name": "length", "type": "number", "label": WORDS},
    ]
    kind = kind_asking({"name": "lessons", "type": "rows", "columns": columns, "required": True})
    typed = {"lessons-0-topic": "Мова", "lessons-0-length": "2", "lessons-1-topic": ""}
    form = form_of(kind, typed=typed)

    rows = form.plain_answers()["lessons"]
    assert rows == [{"topic": "Мова", "on": None, "length": "2"}]
    assert form_of(kind, data={"lessons": rows}).plain_answers()["lessons"] == rows
    assert form_of(kind, typed={"lessons-0-topic": ""}).lessons.errors
