"""Who certifies a copy, and the words of the mark: ДСТУ 4163:2020, 5.26; ГОСТ Р 7.0.97.

`mark_lines` are the lines `paper.certified_copy` puts on the PDF; `certification` is the same as
an item of a personnel file keeps it.
"""

from collections.abc import Mapping
from datetime import date

from portal import grammar
from portal.errors import Conflict
from portal.people.models import Authority, Organisation

CORNER: Mapping[str, str] = {"uk": "КОПІЯ", "ru": "КОПИЯ"}
CERTIFIED: Mapping[str, str] = {"uk": "Згідно з оригіналом", "ru": "Верно"}


def certifier_on(organisation: Organisation, day: date) -> Authority:
    """Who signs for the organisation on that day, and so certifies its copies."""
    authority = organisation.authority_on(day)
    if authority is None:
        raise Conflict("Nobody has the right to certify copies today: name the head.")
    return authority


def mark_lines(authority: Authority, language: str, on: date) -> list[str]:
    """The mark on a paper of that language; on a foreign one it is in the school's own language."""
    if language not in CERTIFIED:
        language = authority.organisation.language
    return [
        CORNER[language],
        CERTIFIED[language],
        f"{authority.title}\t{_signature(authority, on)}",
        grammar.date_in_words(on, language),
    ]


def certification(authority: Authority, language: str, on: date) -> dict[str, str]:
    """What the inventory keeps of it: the mark, the signer's post and name, the date."""
    _, mark, *_ = mark_lines(authority, language, on)
    return {
        "mark": mark,
        "post": authority.title,
        "name": _signature(authority, on),
        "date": on.isoformat(),
    }


def _signature(authority: Authority, on: date) -> str:
    return authority.person.name_on(on).declined().signature()
