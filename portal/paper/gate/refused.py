"""How the questions of the gate say no."""

from collections.abc import Sequence

from portal.paper.faults import Place
from portal.paper.findings import MOST_SHOWN, Finding


class Refused(Exception):
    """The package cannot be taken; what follows the question that failed is not asked."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{one.code} {one.reason}" for one in findings))
        self.findings = tuple(findings)


def fault(code: str, reason: str, part: str = "", **params: object) -> Finding:
    """What stops the package; `part` is the piece of it where it stands."""
    return Finding(code, reason, Place(part) if part else None, params=params)


def refusal(code: str, reason: str, part: str = "", **params: object) -> Refused:
    """The one fault that stops the package."""
    return Refused([fault(code, reason, part, **params)])


def removed(reason: str, part: str = "", **params: object) -> Finding:
    """Something harmless that the clean copy does without."""
    place = Place(part) if part else None
    return Finding("CLEANED", reason, place, is_fault=False, params=params)


def notice(reason: str, part: str = "", around: str = "") -> Finding:
    """Something that stays, but which the author should know of."""
    place = Place(part) if part else None
    return Finding("NOTE", reason, place, around=around[:MOST_SHOWN], is_fault=False)
