"""What the shared fields make of what people type."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from wtforms import FieldList, FormField

from portal.forms import (
    ChoiceField,
    DateField,
    Form,
    IntegerField,
    MoneyField,
    PeopleField,
    PersonField,
    Required,
    RowForm,
    TextField,
    clean_line,
    clean_text,
)


class Row(RowForm):
    hours = IntegerField("Hours", [Required()])


class Sheet(Form):
    class Meta:
        csrf = False

    title = TextField("Title", limit=20)
    day = DateField("Day")
    hours = IntegerField("Hours", least=1, most=500)
    sum = MoneyField("Sum")
    kind = ChoiceField("Kind", choices=[("order", "Order"), ("letter", "Letter")], default="order")
    people = PeopleField("People", choices=[(1, "Дюбуа Софі"), (2, "Ткач Андрій")])
    head = PersonField("Head", choices=[(1, "Дюбуа Софі")])
    rows = FieldList(FormField(Row), "Lessons")


@pytest.fixture
def fill():
    """A form filled as from a browser."""
    app = Flask(__name__)
    app.secret_key = "a key for tests only"
    Babel(app)

    def filled(form=Sheet, **data):
        with app.test_request_context(method="POST", data={"kind": "order"} | data):
            made = form()
            made.validate()
            return made

    return filled


def test_a_text_is_cleaned_of_what_no_paper_prints():
    assert clean_text(" Про\u200b  відрядження \r\n\r\nдо\u202e Києва\x00 ") == (
        "Про відрядження\n\nдо Києва"
    )


def test_a_no_break_space_is_kept():
    assert clean_line("№\u00a045\nвід") == "№\u00a045 від"


def test_letters_with_marks_are_one_character():
    assert clean_line("и\u0306") == "й"


@pytest.mark.parametrize("typed", ["2026-06-05", "05.06.2026", "5.6.26"])
def test_a_date_is_read_from_the_calendar_and_from_the_keyboard(fill, typed):
    assert fill(day=typed).day.data == date(2026, 6, 5)


@pytest.mark.parametrize("typed", ["31.06.2026", "2026-06-31"])
def test_a_day_that_does_not_exist_gets_a_guess(fill, typed):
    assert fill(day=typed).day.errors == ["There is no such day. Perhaps 30.06.2026?"]


@pytest.mark.parametrize("typed", ["завтра", "06/2026", "99.99.9999"])
def test_what_is_no_date_is_shown_how_to_write_one(fill, typed):
    assert fill(day=typed).day.errors == ["Write the date as 05.06.2026."]


def test_a_year_of_another_century_is_a_slip(fill):
    assert fill(day="05.06.0026").day.errors == ["The year must be between 1900 and 2100."]


def test_a_number_may_have_spaces_between_thousands(fill):
    assert fill(hours="1 00").hours.data == 100


@pytest.mark.parametrize("typed", ["0", "501", "шість", "1.5", "1e3", "-1", "٣"])
def test_what_is_no_such_number_is_refused_and_stays_in_the_field(fill, typed):
    field = fill(hours=typed).hours

    assert field.errors
    assert field._value() == typed


@pytest.mark.parametrize(("typed", "meant"), [("1 250,5", "1250.50"), ("1250.50", "1250.50")])
def test_a_sum_is_read_with_a_comma_and_with_a_point(fill, typed, meant):
    assert fill(sum=typed).sum.data == Decimal(meant)


@pytest.mark.parametrize("typed", ["NaN", "1,255", "-1", "1e5", "сто"])
def test_what_is_no_sum_is_refused(fill, typed):
    assert fill(sum=typed).sum.errors


def test_empty_fields_that_are_not_required_are_empty(fill):
    form = fill()

    assert form.errors == {}
    assert (form.title.data, form.day.data, form.hours.data, form.sum.data) == (
        "",
        None,
        None,
        None,
    )
    assert (form.people.data, form.head.data) == ([], None)


def test_a_choice_that_was_not_offered_is_refused(fill):
    form = fill(kind="bribe", people=["7"], head="7")

    assert {"kind", "people", "head"} == set(form.errors)


def test_a_required_field_counts_nought_as_filled(fill):
    assert fill(**{"rows-0-hours": "0"}).errors == {}


def test_a_required_field_with_an_unreadable_value_says_only_what_is_wrong_with_it(fill):
    form = fill(**{"rows-0-hours": "шість"})

    assert form.rows[0].hours.errors == ["Write a whole number in digits."]


def test_faults_are_listed_in_the_order_of_the_page_with_rows_among_them(fill):
    form = fill(title="x" * 21, **{"rows-0-hours": " "})

    assert form.faults() == [
        ("title", "Title: At most 20 characters."),
        ("rows-0-hours", "Hours: This has to be filled in."),
    ]


def test_the_source_of_a_value_is_told_to_its_field(fill):
    class Sourced(Sheet):
        def __init__(self):
            super().__init__(sources={"hours": "computed", "unknown": "card"})

    assert fill(Sourced).hours.source == "computed"
