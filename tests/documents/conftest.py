"""A lyceum with a head, teachers and a secretary, and drafts of its papers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.accounts.models import User
from portal.documents.drafts import start_draft
from portal.documents.models import Document
from portal.extensions import db, writing
from portal.people.models import Authority, Employment, Organisation
from portal.permissions import Role
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_head, make_organisation, make_user

ANSWERS: dict[str, Any] = {
    "training_kind": "course",
    "provider": "Навчально-методичний центр професійно-технічної освіти",
    "programme": "Сучасні технології обслуговування техніки",
    "training_from": "2026-06-15",
    "training_to": "2026-06-26",
    "hours": "60",
}


@dataclass(frozen=True)
class Lyceum:
    """What the tests of papers start from."""

    organisation: Organisation
    head: Authority
    secretary: User
    director: User
    teachers: Sequence[Employment]


@pytest.fixture
def lyceum(app: Flask) -> Lyceum:
    """ДНЗ «ВПЛМ» with three teachers; the order needs nobody's approval here."""
    organisation = make_organisation(
        "UAS1", settings={"approval": {"order_of_sending": []}}, founder="Міністерство освіти"
    )
    return Lyceum(
        organisation=organisation,
        head=make_head(organisation),
        secretary=make_user(Role.SECRETARY, organisation),
        director=make_user(Role.HEAD, organisation),
        teachers=[make_employment(code, organisation) for code in ("UA04", "UA06", "UA13")],
    )


@pytest.fixture
def make_draft(lyceum: Lyceum) -> Callable[..., Document]:
    """Makes and commits a draft of an order; `people`, `dated_on` and answers may be given."""

    def make(
        people: Sequence[Employment] | None = None,
        dated_on: date = date(2026, 6, 5),
        kind: str = "order_of_sending",
        **answers: Any,
    ) -> Document:
        with writing():
            draft = start_draft(
                CATALOGUE.kind(kind),
                lyceum.organisation,
                made_by=lyceum.secretary.id,
                dated_on=dated_on,
                people=lyceum.teachers[:1] if people is None else people,
                data={**ANSWERS, **answers},
            )
            db.session.commit()
        return draft

    return make
