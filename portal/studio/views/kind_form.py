"""What a new kind of paper is: a few questions with sensible answers, the rest under «more»."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.accounts.roles import ROLE_NAMES
from portal.documents.manifest import Manifest
from portal.documents.registers import registers
from portal.files.views.personnel_file import SECTIONS
from portal.forms import (
    ChoiceField,
    Form,
    IntegerField,
    RadiosField,
    TextField,
    TicksField,
)
from portal.permissions import Role
from portal.studio.manifests import LANGUAGES

ONE, SEVERAL, NOBODY = "one", "several", "nobody"
NO_REGISTER = ("", _l("no number"))
NOT_FILED = ("", _l("not filed"))
_PREPARING = (Role.SECRETARY, Role.HEAD, Role.METHODIST, Role.PD_OFFICER, Role.ATTESTATION_OFFICER)
_SIGNING = (Role.HEAD, Role.DEPARTMENT_HEAD)
WHOM = [
    (ONE, _l("one person, a paper for each")),
    (SEVERAL, _l("one or several people in one paper")),
    (NOBODY, _l("no people of ours")),
]


class KindForm(Form):
    """The facts of a kind; `fill` shows them, `changed` writes them into a form's data."""

    title = TextField(_l("What it is called"), limit=150)
    register = ChoiceField(_l("Where it gets its number"))
    whom = RadiosField(_l("Whom it names"), choices=WHOM, default=SEVERAL)
    prepared_by = TicksField(
        _l("Who prepares it"), choices=[(str(r), ROLE_NAMES[r]) for r in _PREPARING]
    )
    signed_by = RadiosField(
        _l("Who signs it"), choices=[(str(r), ROLE_NAMES[r]) for r in _SIGNING], default="head"
    )
    section = ChoiceField(
        _l("Where its copy goes in the personnel file"),
        choices=[NOT_FILED, *((str(s), name) for s, name in SECTIONS.items())],
    )
    copies = IntegerField(_l("Copies to print"), least=1, most=9, default=1)
    seal = BooleanField(_l("The seal is put on it"))

    def ready(self, language: str) -> None:
        """The registers to choose from, in the language of the page."""
        numbered = [r for r in registers().values() if r.is_numbered and "documents" in r.holds]
        self.register.choices = [
            NO_REGISTER,
            *((one.code, one.name.in_language(language)) for one in numbered),
        ]

    def changed(self, data: Mapping[str, Any], language: str) -> dict[str, Any]:
        """The data of a form with these facts; words of other languages follow the title."""
        old = data["title"]
        title = self.title.data or old[language]
        words = dict.fromkeys(LANGUAGES, title)
        if old.get(language) == title:
            words = dict(old)
        named = title.replace("{", "").replace("}", "")
        numbered = f"{named} № {{number}}, {{date}}" if self.register.data else f"{named}, {{date}}"
        changed = {
            **data,
            "title": words,
            "heading": words if words != old else data["heading"],
            "file_name": data["file_name"] if words == old else dict.fromkeys(LANGUAGES, numbered),
            "numbered": bool(self.register.data),
            "register": self.register.data or None,
            "per_person": self.whom.data == ONE,
            "names_people": self.whom.data != NOBODY,
            "prepared_by": self.prepared_by.data or ["secretary", "head"],
            "signed_by": [self.signed_by.data or "head"],
            "filing": self._filing(data),
            "sheet": {
                **data.get("sheet", {}),
                "copies": self.copies.data or 1,
                "seal": self.seal.data,
            },
        }
        return {key: value for key, value in changed.items() if value is not None}

    def _filing(self, data: Mapping[str, Any]) -> dict[str, Any] | None:
        if not self.section.data or self.whom.data == NOBODY:
            return None
        return {**(data.get("filing") or {}), "section": self.section.data}


def shown(manifest: Manifest, language: str) -> dict[str, Any]:
    """The facts of a kind as `KindForm` shows them."""
    whom = ONE if manifest.per_person else SEVERAL if manifest.names_people else NOBODY
    return {
        "title": manifest.title.in_language(language),
        "register": manifest.journal or "",
        "whom": whom,
        "prepared_by": list(manifest.prepared_by),
        "signed_by": manifest.signed_by[0],
        "section": manifest.filing.section if manifest.filing else "",
        "copies": manifest.sheet.copies,
        "seal": manifest.sheet.seal,
    }
