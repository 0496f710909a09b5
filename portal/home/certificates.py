"""Certificates on the desk: those to check, those to confirm, documents that soon end."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.extensions import db
from portal.home.desk import SHOWN, Line, Next, Pile
from portal.hours.models import Certificate, State
from portal.hours.views.certificates import count, in_state
from portal.hours.views.rights import may_confirm
from portal.hours.views.summary import endings_here
from portal.permissions import Right, permitted

TO_DO: tuple[tuple[State, LazyString], ...] = (
    (State.ACCEPTED, _l("Certificates to confirm")),
    (State.WAITING, _l("Certificates to check")),
)


def piles() -> list[Pile]:
    """What the reader has to do with certificates; empty ones are left out."""
    return [*_piles_of_certificates(), *_pile_of_endings()]


def what_next() -> Next | None:
    """The certificate that has waited longest for the reader."""
    for state, _title in TO_DO:
        for one in _first(state):
            confirms = state is State.ACCEPTED
            return Next(
                title=_("Next: a certificate"),
                text=f"{one.employment.person.name}: {one.topic}",
                label=_("Look and confirm") if confirms else _("Check"),
                href=_address(one, state),
            )
    return None


def _piles_of_certificates() -> Iterator[Pile]:
    for state, title in TO_DO:
        first = _first(state)
        if first:
            number = count(state)
            yield Pile(
                title=title,
                count=number,
                lines=[
                    Line(str(one.employment.person.name), _address(one, state), detail=one.topic)
                    for one in first
                ],
                more=ngettext("All %(num)d", "All %(num)d", number),
                href=url_for("certificates.index", state=state.value),
            )


def _pile_of_endings() -> Iterator[Pile]:
    ending = endings_here()
    if ending:
        yield Pile(
            title=_l("Documents that end"),
            count=len(ending),
            lines=[
                Line(
                    str(one.entry.person.name),
                    url_for("hours.person", person_id=one.entry.person_id),
                    detail=f"{one.entry.topic}, {one.entry.valid_until:%d.%m.%Y}",
                )
                for one in ending[:SHOWN]
            ],
            more=ngettext("All %(num)d", "All %(num)d", len(ending)),
            href=url_for("hours.index", _anchor="ends"),
        )


def _first(state: State) -> list[Certificate]:
    """Those that have waited longest for the acting person."""
    if not permitted(Right.KEEP_HOURS):
        return []
    found = db.session.scalars(in_state(state).limit(SHOWN)).all()
    if state is State.ACCEPTED:
        return [one for one in found if may_confirm(one.organisation)]
    return list(found)


def _address(certificate: Certificate, state: State) -> str:
    endpoint = "certificates.check" if state is State.WAITING else "certificates.show"
    return url_for(endpoint, certificate_id=certificate.id)
