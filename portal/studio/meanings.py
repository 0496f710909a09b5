"""What fields and filters mean, in words for the author of a template."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

# By the last part of a path.
MEANINGS: Mapping[str, Any] = {
    "number": _l("Number of the paper"),
    "date": _l("Date of the paper"),
    "name": _l("Name in full"),
    "short": _l("Short name"),
    "founder": _l("Founder"),
    "settlement": _l("Town or village"),
    "registry_code": _l("Code of the register, with its label"),
    "address": _l("Address"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "edebo": _l("EDEBO code"),
    "iban": _l("Bank account (IBAN)"),
    "bank": _l("Bank"),
    "licence": _l("Licence"),
    "website": _l("Website"),
    "kpp": _l("KPP code"),
    "ogrn": _l("OGRN code"),
    "okpo": _l("OKPO code"),
    "personal_account": _l("Personal account in the treasury"),
    "account": _l("Settlement account"),
    "bic": _l("BIC of the bank"),
    "post": _l("Post"),
    "basis": _l("What the right to sign rests on"),
    "file_number": _l("Number of the personnel file"),
    "category": _l("Category"),
    "education": _l("Education"),
    "experience": _l("Length of service"),
    "previous_training": _l("Previous training"),
    "title": _l("What paper it is"),
}

# By the filter, with its argument where the meaning hangs on it.
PURPOSES: Mapping[str, Any] = {
    "initials": _l("Surname and initials"),
    "initials:dative": _l("Surname and initials in a case"),
    "initials_first": _l("Initials and surname"),
    "signature": _l("As under a signature"),
    "family_upper:accusative": _l("Surname in capitals, in a case"),
    "given_and_patronymic": _l("To address a person"),
    "latin": _l("In Latin letters"),
    "capitalised": _l("With a capital first letter"),
    "uncapitalised": _l("With a small first letter"),
    "agree": _l("A word that agrees with a man or a woman"),
    "date_in_words": _l("A date with the month in words"),
    "date_spelt": _l("A date wholly in words"),
    "date_digits": _l("A date in figures"),
    "year": _l("The year of a date"),
    "number_in_words": _l("A number in words"),
    "plural": _l("A word that agrees with a number"),
    "sum_digits": _l("A sum in figures"),
    "sum_in_words": _l("A sum in words"),
    "paragraphs": _l("Each line as a paragraph of its own"),
}
