"""The form of what a document says: few fields for a thumb, the others behind one press."""

from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.extensions import services
from portal.forms import (
    ChoiceField,
    DateField,
    FilesField,
    Form,
    LongTextField,
    MoneyField,
    RadiosField,
    Required,
    TextField,
)
from portal.hours.checks import Statement, faults, hours_of
from portal.hours.models import DocumentKind, Recognition
from portal.hours.views.words import FORMS, KINDS, RECOGNITIONS
from portal.web import sentence

ONLY_UA = ("ects", "direction", "outcomes")  # what ПКМУ 800 asks for, and nobody else
MORE = ("ects", "kind", "provider_code", "direction", "form", "outcomes", "valid_until")


class HoursField(MoneyField):
    """Hours or credits: 60, 0,5."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the number in digits, as 30 or 0,5.")) from None


class CertificateForm(Form):
    """What is typed of a document; its fields are those of `Statement`."""

    topic = TextField(
        _l("What it is about"), [Required()], description=_l("Topic or programme, as printed.")
    )
    provider = TextField(
        _l("Who taught"), [Required()], description=_l("The institution or person, as printed.")
    )
    number = TextField(_l("Number of the document"), [Required()], limit=64)
    issued_on = DateField(_l("Date of issue"), [Required()])
    hours = HoursField(_l("Hours"), [Required()])
    started_on = DateField(_l("First day"))
    ended_on = DateField(_l("Last day"))
    ects = HoursField(_l("ECTS credits"), description=_l("One credit is 30 hours."))
    kind = RadiosField(
        _l("What it is"),
        [Required()],
        choices=list(KINDS.items()),
        default=DocumentKind.QUALIFICATION.value,
    )
    provider_code = TextField(_l("Registry code of the provider"), limit=64)
    direction = TextField(_l("Direction"))
    form = ChoiceField(_l("Form of training"), choices=[("", ""), *FORMS.items()])
    outcomes = LongTextField(_l("Learning outcomes"), limit=2000)
    valid_until = DateField(_l("Valid until"), description=_l("Only if the document says so."))

    country: ClassVar[str] = "ua"
    more: ClassVar[tuple[str, ...]] = MORE

    @classmethod
    def of(cls, country: str, known: Any = None, **kwargs: Any) -> Self:
        """The form for documents of that country, filled from what is known."""
        kwargs.setdefault("obj", known)
        form = cls(**kwargs)
        form.country = country  # type: ignore[misc]
        if country != "ua":
            for name in ONLY_UA:
                del form[name]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then what they say together."""
        if "ects" in self and self.ects.data and self.hours.data is None:
            self.hours.data = hours_of(self.ects.data)
        if not super().validate(extra_validators):
            return False
        for fault in faults(self.statement(), self.country, services().clock.today()):
            self[fault.field].errors = [*self[fault.field].errors, sentence(fault)]
        return not self.errors

    def statement(self) -> Statement:
        """What was typed."""
        names = [name for name in Statement.__dataclass_fields__ if name in self]
        values = {name: self[name].data for name in names}
        return Statement(**values)

    def has_more(self) -> bool:
        """Whether something behind the press is filled, or has to be corrected."""
        fields = [self[name] for name in self.more if name in self]
        return any(
            field.errors or field.data not in (None, "", "qualification") for field in fields
        )


class RecognisedForm(CertificateForm):
    """The data with the question of who recognises the hours."""

    recognition = RadiosField(
        _l("Recognition"),
        choices=list(RECOGNITIONS.items()),
        default=Recognition.NOT_NEEDED.value,
    )
    recognised_by = TextField(
        _l("Protocol of the council"), description=_l("Number and date, if it has recognised it.")
    )


class SendForm(CertificateForm):
    """The teacher's: a picture first."""

    pictures = FilesField(
        _l("Photo or scan"),
        [Required(_l("Choose the file, or photograph the document."))],
        accept="image/jpeg,image/png,application/pdf,application/zip,.pdf,.zip",
        description=_l("PDF, JPEG, PNG; of several pages several photos, or a zip of them."),
    )


class SendAgainForm(CertificateForm):
    """A correction: another picture only if it is needed."""

    pictures = FilesField(
        _l("Another photo or scan"),
        accept="image/jpeg,image/png,application/pdf,application/zip,.pdf,.zip",
        description=_l("Only if the picture has to be replaced."),
    )
