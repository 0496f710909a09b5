"""What stands around every page: the sections open to the reader, who they are, the languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import g, request, url_for
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.accounts.roles import ROLE_NAMES
from portal.extensions import db
from portal.home.desk import waiting
from portal.people.models import Organisation
from portal.permissions import Right, permitted
from portal.web import LANGUAGES

PERSONAL = frozenset({"files.mine", "my_hours.index", "own.index"})  # of whoever is a person


@dataclass(frozen=True)
class Section:
    """An index tab: where it leads, and which rights open it (none: everybody's)."""

    label: LazyString
    icon: str
    endpoint: str
    rights: Sequence[Right] = ()

    def is_open(self) -> bool:
        if self.endpoint in PERSONAL:
            return current_user.person_id is not None
        return not self.rights or any(permitted(right) for right in self.rights)

    def is_current(self) -> bool:
        here = g.get("section") or (request.endpoint or "").partition(".")[0]
        return here == self.endpoint.partition(".")[0]

    def tab(self) -> dict[str, object]:
        return {
            "label": self.label,
            "icon": self.icon,
            "href": url_for(self.endpoint),
            "current": self.is_current(),
            "count": waiting() if self.endpoint == "documents.index" else 0,
        }


SECTIONS = (
    Section(_l("Desk"), "house", "home.index"),
    Section(_l("Papers"), "file-earmark-text", "documents.index", (Right.READ_PAPERS,)),
    Section(_l("People"), "people", "people.index", (Right.READ_PEOPLE,)),
    Section(_l("Received papers"), "inbox", "received.index", (Right.READ_PAPERS,)),
    Section(_l("Journals"), "journal-text", "journals.index", (Right.READ_PAPERS,)),
    Section(
        _l("Templates"),
        "file-earmark-spreadsheet",
        "studio.index",
        (Right.EDIT_TEMPLATES,),
    ),
    Section(_l("Hours"), "mortarboard", "hours.index", (Right.READ_TRAINING_FILES,)),
    Section(_l("My hours"), "clock-history", "my_hours.index"),
    Section(_l("My papers"), "file-earmark-text", "own.index"),
    Section(_l("My file"), "folder2-open", "files.mine"),
    Section(_l("Organisations"), "building", "organisations.index", (Right.MANAGE_ORGANISATION,)),
    Section(_l("Users"), "key", "users.index", (Right.MANAGE_USERS,)),
    Section(_l("Administration"), "gear", "administration.overview", (Right.MANAGE_USERS,)),
)


def surroundings() -> dict[str, Any]:
    """The context of base.html and plain.html."""
    language = str(get_locale())
    around: dict[str, Any] = {
        "languages": [
            {"code": code, "name": name, "current": code == language}
            for code, name in LANGUAGES.items()
        ],
        "links": {
            "home": url_for("home.index"),
            "language": url_for("accounts.choose_language"),
        },
    }
    if current_user.is_authenticated and not current_user.must_change_password:
        tabs = [section.tab() for section in SECTIONS if section.is_open()]
        around |= {"nav": tabs, "me": _me(), "organisation_name": _own_organisation()}
        around["thumb"] = [] if permitted(Right.READ_PAPERS) else tabs[:4]
        around["links"] |= _own_links()
    else:
        around["organisation_name"] = _only_organisation()
    return around


def _me() -> dict[str, str]:
    roles = list(dict.fromkeys(ROLE_NAMES[grant.role] for grant in current_user.grants))
    return {"name": current_user.name, "role": ", ".join(str(role) for role in roles[:2])}


def _own_links() -> dict[str, str]:
    links = {
        "profile": url_for("account.show"),
        "trash": url_for("trash.index"),
        "sign_out": url_for("accounts.sign_out"),
    }
    if permitted(Right.READ_PAPERS):
        links["search"] = url_for("documents.search")
    if permitted(Right.MANAGE_USERS):
        links["users"] = url_for("users.index")
    if permitted(Right.PREPARE_PAPERS):
        links["new_paper"] = url_for("documents.new")
    return links


def _own_organisation() -> str:
    """The reader's organisation; of several, none is more theirs than the others."""
    names = {grant.organisation_id: grant.organisation.short_name for grant in current_user.grants}
    return names.popitem()[1] if len(names) == 1 else ""


def _only_organisation() -> str:
    """What stands on the cover of the folder, when one school has the portal for itself."""
    schools = sa.select(Organisation.short_name).where(Organisation.owner_id.is_(None)).limit(2)
    names = db.session.scalars(schools).all()
    return names[0] if len(names) == 1 else ""
