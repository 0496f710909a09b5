"""What every form of the portal shares: the base class and the kinds of fields.

A form of one page stands above its view and is a subclass of `Form` with fields from here. How a
field looks is templates/forms.html; what a value means is the business of the feature.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField as FlaskFileField
from flask_wtf.file import MultipleFileField as FlaskMultipleFileField
from wtforms import DateField as WTFormsDateField
from wtforms import (
    Field,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

LINE_LIMIT = 500  # characters; more than the full title of any organisation
FILE_LIMIT = 25 * 1024 * 1024  # bytes; the portal takes no larger body
TEXT_LIMIT = 20_000  # characters; several pages of a paper

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]"
)
_SPACES = re.compile(r"[^\S\u00a0\n]+")


def clean_text(value: str | None) -> str:
    """A text as typed, without what no paper prints: control characters and stray spaces."""
    text = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").replace("\r", "\n")
    lines = _CONTROL.sub("", text).split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def clean_line(value: str | None) -> str:
    """One line: a pasted line break becomes a space."""
    return clean_text(value).replace("\n", " ")


class Required:
    """The field must be filled: nought counts, spaces do not; an unread value keeps its fault."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str = "") -> None:
        self.message = message or _l("This has to be filled in.")

    def __call__(self, form: Any, field: Any) -> None:
        value = field.data.strip() if isinstance(field.data, str) else field.data
        if field.process_errors:
            raise StopValidation
        if value is None or value == "" or value == [] or value is False:
            raise StopValidation(self.message)


class Form(FlaskForm):
    """A form of a page, with the token, the faults as a list, and the sources of its values."""

    fault_title: str = ""

    def __init__(
        self, *args: object, sources: Mapping[str, str] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, source in (sources or {}).items():
            if name in self:
                self[name].source = source

    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(isinstance(field, FlaskFileField | FlaskMultipleFileField) for field in self)

    def faults(self) -> list[tuple[str, str]]:
        """Every fault as (id of the field or "", sentence), in the order of the page."""
        general = [("", str(text)) for text in self.form_errors]
        return general + [fault for field in self for fault in _faults_of(field)]

    def grown(self) -> bool:
        """Add or remove a row if that button was pressed; the view then shows the form again."""
        wanted, unwanted = request.form.get("add_row"), request.form.get("remove_row")
        if wanted in self:
            self[wanted].append_entry()
            return True
        name, _dash, _index = (unwanted or "").rpartition("-")
        if name in self:
            field = self[name]
            field.entries = [entry for entry in field.entries if entry.name != unwanted]
            return True
        return False


class RowForm(PlainForm):
    """One row of a table of inputs; the token is the surrounding form's."""


def _faults_of(field: Any) -> Iterator[tuple[str, str]]:
    inner = getattr(field, "entries", None) or getattr(field, "form", None)
    if inner:
        for one in inner:
            yield from _faults_of(one)
    if not isinstance(field, FormField):  # its faults are those of its fields, said above
        own = (text for text in field.errors if not isinstance(text, list | dict | tuple))
        yield from ((field.id, f"{field.label.text}: {text}") for text in own)


class TextField(StringField):
    """One line of text, cleaned and limited; nothing typed is "", never None."""

    def __init__(
        self, label: Any = None, validators: Any = (), *, limit: int = LINE_LIMIT, **kwargs: Any
    ) -> None:
        kwargs.setdefault("filters", [clean_line])
        super().__init__(label, [*validators, _at_most(limit)], **kwargs)


class LongTextField(TextAreaField):
    """Several lines of text, cleaned and limited."""

    def __init__(
        self, label: Any = None, validators: Any = (), *, limit: int = TEXT_LIMIT, **kwargs: Any
    ) -> None:
        kwargs.setdefault("render_kw", {"rows": 4})
        kwargs.setdefault("filters", [clean_text])
        super().__init__(label, [*validators, _at_most(limit)], **kwargs)


def _at_most(limit: int) -> Any:
    return Length(max=limit, message=_l("At most %(max)d characters."))


class DateField(WTFormsDateField):
    """A date from the browser's calendar or typed as 05.06.2026; an impossible day gets a guess."""

    data: Any  # a date, or None when the field is empty

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not (typed := valuelist[0].strip() if valuelist else ""):
            return
        try:
            super().process_formdata([typed])
        except ValueError:
            raise ValueError(_date_fault(typed)) from None
        day: Any = self.data
        if not 1900 <= day.year <= 2100:
            raise ValueError(_("The year must be between 1900 and 2100."))


def _date_fault(typed: str) -> str:
    fault: str = _("Write the date as 05.06.2026.")
    parts = [int(part) for part in re.findall(r"\d+", typed)]
    if len(parts) == 3:
        year, month, day = parts if parts[0] > 31 else parts[::-1]
        if 1900 <= year <= 2100 and 1 <= month <= 12 and day > 1:
            last = date(year, month, monthrange(year, month)[1])
            fault = _("There is no such day. Perhaps %(day)s?", day=f"{last:%d.%m.%Y}")
    return fault


class _NumberField(StringField):
    """What was typed stays in the field, even when it is no number."""

    short: ClassVar[bool] = True
    keyboard = "numeric"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": self.keyboard, "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).replace(".", ",")


class IntegerField(_NumberField):
    """A whole number; spaces between thousands are taken away."""

    def __init__(
        self, *args: Any, least: int = 0, most: int = 1_000_000_000, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"\s", "", valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"-?[0-9]{1,12}", typed):
            raise ValueError(_("Write a whole number in digits."))
        number = int(typed)
        if not self.least <= number <= self.most:
            raise ValueError(_("From %(least)s to %(most)s.", least=self.least, most=self.most))
        self.data = number


class MoneyField(_NumberField):
    """A sum with two places; 1 250,50 and 1250.5 are the same."""

    keyboard = "decimal"

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"\s", "", valuelist[0]).replace(",", ".") if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", typed):
            raise ValueError(_("Write the sum in digits, as 1250,50."))
        self.data = Decimal(typed).quantize(Decimal("0.01"))


class _Choices(Field):
    """Choices are (value, label) pairs; the value "" means none of them."""

    unknown = _l("Choose from the list.")

    def __init__(
        self, label: Any = None, validators: Any = None, *, choices: Any = (), **kwargs: Any
    ) -> None:
        pairs = [SelectChoice(*one) if isinstance(one, tuple) else one for one in choices]
        kwargs.setdefault("invalid_value_message", _l("Choose from the list."))
        kwargs.setdefault("invalid_choice_message", self.unknown)
        super().__init__(label, validators, choices=pairs, **kwargs)


class ChoiceField(_Choices, SelectField):
    """One of a short list, as a drop-down."""


class RadiosField(_Choices, RadioField):
    """One of two to five, all seen at once; none at all if it is not required."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class TicksField(_Choices, SelectMultipleField):
    """Several of a short list, as ticks."""

    unknown = _l("Choose from the list: %(value)s is not in it.")
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _LongList(Field):
    """A long list is shown with a filter; details: value -> second line (post, file number)."""

    long_list: ClassVar[bool] = True

    def __init__(self, *args: Any, details: Mapping[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, coerce=kwargs.pop("coerce", int), **kwargs)
        self.details = details or {}


class PeopleField(_LongList, TicksField):
    """Several people from a long list."""


class PersonField(_LongList, RadiosField):
    """One person from a long list."""


class _Upload(Field):
    """accept as in HTML; limit in bytes, which the page says at once and the server holds."""

    def __init__(self, *args: Any, accept: str = "", limit: int = FILE_LIMIT, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.accept, self.limit = accept, limit


class FileField(_Upload, FlaskFileField):
    """One file."""


class FilesField(_Upload, FlaskMultipleFileField):
    """Several files at once."""
