"""What an organisation says of itself on papers, and the form in which it is written down."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.forms import ChoiceField, Form, Required, TextField
from portal.people.models import Organisation, OrganisationKind
from portal.people.row_checks import read_email
from portal.people.views.fields import ReadAs

KINDS: Mapping[str, Any] = {
    OrganisationKind.SCHOOL: _l("School, lyceum, kindergarten"),
    OrganisationKind.DEPARTMENT: _l("Department of education"),
    OrganisationKind.CENTRE: _l("Methodical centre"),
    OrganisationKind.PROVIDER: _l("Provider of training"),
    OrganisationKind.HOST: _l("Host of training at work"),
    OrganisationKind.OTHER: _l("Other"),
}
# What stands in `Organisation.requisites`, by country; papers and contracts print it.
REQUISITES: Mapping[str, Mapping[str, Any]] = {
    "ua": {
        "edebo": _l("EDEBO code"),
        "iban": "IBAN",
        "bank": _l("Bank"),
        "licence": _l("Licence"),
        "website": _l("Website"),
    },
    "ru": {
        "kpp": "КПП",
        "ogrn": "ОГРН",
        "okpo": "ОКПО",
        "personal_account": _l("Personal account"),
        "account": _l("Bank account"),
        "bank": _l("Bank"),
        "bic": "БИК",
        "licence": _l("Licence"),
        "website": _l("Website"),
    },
}
REGISTRY_CODES = {"ua": _l("EDRPOU code"), "ru": "ИНН"}


class OrganisationForm(Form):
    kind = ChoiceField(_l("What it is"), choices=list(KINDS.items()))
    full_name = TextField(
        _l("Full official name"), [Required()], description=_l("Exactly as in the statute.")
    )
    short_name = TextField(_l("Short name"), [Required()])
    founder = TextField(
        _l("Founder or superior body"), description=_l("The first line of a letterhead.")
    )
    settlement = TextField(
        _l("Settlement"),
        description=_l("As papers print it, with its kind: м. Вишнегорськ, с. Заозёрное."),
    )
    address = TextField(_l("Address"))
    phone = TextField(_l("Phone"))
    email = TextField(_l("E-mail"), [ReadAs(read_email, _l("This is not an e-mail address."))])
    registry_code = TextField(_l("Registry code"), limit=64)

    asked: tuple[str, ...] = ()  # the requisites of the country, below the rest

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """The form with the requisites of the country."""
        asked = REQUISITES[organisation.country]
        fields = {name: TextField(label) for name, label in asked.items()}
        fields["registry_code"] = TextField(REGISTRY_CODES[organisation.country], limit=64)
        values = {name: organisation.requisites.get(name, "") for name in asked}
        form_class: type[OrganisationForm] = type("OrganisationFormOfThis", (cls,), fields)
        form = form_class(obj=organisation, data=values)
        form.asked = tuple(asked)
        return form

    def validate_registry_code(self, field: TextField) -> None:
        if field.data and not field.data.replace(" ", "").isdecimal():
            raise ValidationError(_("The code has digits only."))

    def fill(self, organisation: Organisation) -> None:
        """Put what was typed into the organisation."""
        asked = REQUISITES[organisation.country]
        if self.full_name.data != organisation.full_name:
            organisation.forms = {}
        organisation.rename(self.full_name.data, self.short_name.data)
        for name in _PLAIN:
            setattr(organisation, name, self[name].data or "")
        organisation.requisites = {n: self[n].data for n in asked if n in self and self[n].data}


_PLAIN = ("kind", "founder", "settlement", "address", "phone", "email", "registry_code")


def facts_of(organisation: Organisation) -> list[tuple[Any, str]]:
    """All requisites with their names, for the card."""
    codes = [(REGISTRY_CODES[organisation.country], organisation.registry_code)]
    asked = REQUISITES[organisation.country]
    codes += [(label, organisation.requisites.get(name, "")) for name, label in asked.items()]
    return [
        (_("Founder or superior body"), organisation.founder),
        (_("Settlement"), organisation.settlement),
        (_("Address"), organisation.address),
        (_("Phone"), organisation.phone),
        (_("E-mail"), organisation.email),
        *codes,
    ]
