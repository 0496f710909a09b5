"""What a check of a template found: one record for each thing, told in codes, never in words.

Everything that looks into a template tells what it sees in this form: the gate of the package,
the diagnosis of the tags, the comparison with the fields a paper offers.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.paper.faults import Place

# A tag or its surroundings are shown to the author in so many characters at most.
MOST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or a notice of something harmless; the words for it come at the edge."""

    code: str  # of the corpus where it has one: "ZIP-BAD", "REL-DENY", "TPL-FIELD" …
    reason: str  # finer and stable: "unknown-field", "unclosed", "external-picture" …
    place: Place | None = None
    around: str = ""  # the text about it as the author sees it in Word
    tag: str = ""  # the tag as written
    mend: str = ""  # what should stand there instead; "" when nobody can know
    is_safe: bool = False  # one click may put `mend` there: the meaning cannot change
    is_fault: bool = True  # False: only a notice
    params: Mapping[str, object] = field(default_factory=dict)


def as_plain(finding: Finding) -> dict[str, Any]:
    """The finding as JSON can keep it."""
    return asdict(finding)


def from_plain(kept: Mapping[str, Any]) -> Finding:
    """What `as_plain` was given; a place among the parameters is a place again."""
    params = {name: _value(value) for name, value in kept["params"].items()}
    place = kept["place"]
    return Finding(**{**kept, "params": params, "place": Place(**place) if place else None})


def _value(kept: object) -> object:
    return Place(**kept) if isinstance(kept, dict) and "part" in kept else kept
