"""Fields of a paper's form: each is shown the plain value of a draft and gives it back as plain.

What a typed text means says `values.parse`. What means nothing is given back as it was typed, so
that a draft loses nothing; the form's faults then say what has to be mended.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, FormField
from wtforms.validators import StopValidation, ValidationError

from portal.documents.received_basis import value_of
from portal.documents.typed import Question, parse
from portal.errors import Invalid
from portal.extensions import db, services
from portal.files import intake
from portal.forms import (
    LINE_LIMIT,
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    PeopleField,
    Required,
    RowForm,
    TextField,
)
from portal.people.models import Organisation
from portal.web import sentence

DIRECTORY = "directory"  # id of the list of organisations offered while typing


class WhenAsked:
    """A question that the other answers leave out has no faults."""

    def __call__(self, form: Any, field: Any) -> None:
        if not form.asks(field.short_name):
            field.errors.clear()
            raise StopValidation


class _Meaning:
    """The typed text must mean something for the question's type."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            parse(field.question, field.data or "", field.organisation)
        except Invalid as e:
            raise ValidationError(sentence(e)) from e


class TextAnswer(TextField):
    """A line of text; also a tax number, an account, a telephone, an e-mail address."""

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        question: Question,
        organisation: Organisation,
        **kwargs: Any,
    ) -> None:
        limit = question.max_length or LINE_LIMIT
        super().__init__(label, [*validators, _Meaning()], limit=limit, **kwargs)
        self.question, self.organisation = question, organisation

    def plain(self) -> Any:
        try:
            return parse(self.question, self.data or "", self.organisation)
        except Invalid:
            return self.data


class NumberAnswer(TextAnswer):
    """A number or a sum, shown with a decimal comma."""

    short: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = str(value).replace(".", ",") if value is not None else ""


class OrganisationAnswer(TextAnswer):
    """An organisation of the directory by its name, or any other name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"list": DIRECTORY, "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def process_data(self, value: Any) -> None:
        known = db.session.get(Organisation, value) if isinstance(value, int) else None
        self.data = known.full_name if known else str(value or "")


class LongTextAnswer(LongTextField):
    def plain(self) -> str | None:
        return self.data or None


class DateAnswer(DateField):
    """A date; one that does not exist stays as it was typed."""

    def process_data(self, value: Any) -> None:
        self.data = None
        try:
            self.data = date.fromisoformat(value) if value else None
        except ValueError:
            self.raw_data = [str(value)]

    def plain(self) -> str | None:
        if self.data:
            return str(self.data.isoformat())
        typed = self.raw_data[0].strip() if self.raw_data else ""
        return typed or None


class ChoiceAnswer(ChoiceField):
    """One of the kind's answers, or none."""

    def process_data(self, value: Any) -> None:
        self.data = str(value or "")

    def plain(self) -> str | None:
        return self.data or None


class IdAnswer(ChoiceField):
    """A person or a paper from a short list; an id that was not offered is not taken."""

    def process_data(self, value: Any) -> None:
        self.data = str(value) if value else ""

    def plain(self) -> int | None:
        return int(self.data) if self.data and self.data in _offered(self) else None


class PeopleAnswer(PeopleField):
    """Several people; an id that was not offered is not taken."""

    def plain(self) -> list[int]:
        offered = _offered(self)
        return [one for one in self.data or [] if str(one) in offered]


def _offered(field: Any) -> set[str]:
    return {str(choice.value) for choice in field.choices}


class PictureAnswer(FileField):
    """A picture; the one kept stays until another is chosen or it is ticked to be taken away."""

    data: Mapping[str, str] | None

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, accept=intake.ACCEPT_PICTURES, **kwargs)

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        if formdata and f"{self.name}-away" in formdata and self.data == self.object_data:
            self.data = None

    def process_data(self, value: Any) -> None:
        self.data = value or None

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = next((one for one in valuelist if getattr(one, "filename", "")), None)
        if sent is None:
            return
        try:
            picture = intake.take_in_picture(sent, field=self.name)
        except Invalid as e:
            raise ValueError(sentence(e)) from e
        self.data = {"sha256": services().store.put(picture)}

    def plain(self) -> Any:
        return self.data


class YesNoAnswer(BooleanField):
    def plain(self) -> bool:
        return bool(self.data)


class PaperRow(RowForm):
    """A paper of our journals, or what is written on another."""

    received: ClassVar[Mapping[str, Mapping[str, Any]]] = {}  # what is kept of one, by its value
    paper: Any
    title: Any
    number: Any
    date: Any


class DocumentAnswer(FormField):
    """A basis: a registered paper by its id, or title, number and date of one that is not here."""

    def __init__(
        self, row: type[PaperRow], label: str, *, is_required: bool, **kwargs: Any
    ) -> None:
        super().__init__(row, label, **kwargs)
        self.is_required = is_required

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        plain: Mapping[str, Any] = data if isinstance(data, dict) else {"paper": data}
        if "received" in plain:
            plain = {"paper": value_of(plain["received"])}
        super().process(formdata, data=dict(plain), extra_filters=extra_filters)

    def plain(self) -> Any:
        row = self.form
        if row.paper.data in row.received:
            return dict(row.received[row.paper.data])
        if chosen := row.paper.plain():
            return chosen
        written = {"title": row.title.data, "number": row.number.data, "date": row.date.plain()}
        return written if any(written.values()) else None

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        if not form.asks(self.short_name):
            return True
        is_valid = bool(super().validate(form, extra_validators))
        plain = self.plain()
        if plain is None and self.is_required:
            return self._refuse(self.form.paper, str(Required().message))
        if isinstance(plain, dict) and not plain["title"]:
            return self._refuse(self.form.title, str(Required().message))
        return is_valid

    @staticmethod
    def _refuse(field: Any, message: str) -> bool:
        field.errors = [*field.errors, message]
        return False


class RowsAnswer(FieldList):
    """A table; rows in which nothing is written do not count."""

    def plain(self) -> list[dict[str, Any]]:
        rows = [{cell.short_name: cell.plain() for cell in entry.form} for entry in self.entries]
        return [row for row in rows if any(row.values())]


class HasRows:
    """At least one row must be written."""

    def __call__(self, form: Any, field: Any) -> None:
        if not field.plain():
            raise StopValidation(Required().message)
