"""What is known of one tag once it was read: its faults, its paths, how it should be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The list of a loop that cannot be read; nothing that begins with it is told to anybody.
UNKNOWN_ROWS = "unknown_rows"

_CODES = {
    **dict.fromkeys(("unknown-field", "mixed-scripts", "name-characters"), "TPL-FIELD"),
    **dict.fromkeys(
        (
            *("forbidden", "too-long", "raw-tag"),
            *("unknown-filter", "filter-arguments", "unknown-case"),
        ),
        "TPL-EXPR",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a tag."""

    reason: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_fault: bool = True

    @property
    def code(self) -> str:
        return _CODES.get(self.reason, "TPL-SYNTAX")


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop about a tag: its variable as written, and the path of its list from the root."""

    variable: str
    path: str

    @property
    def is_known(self) -> bool:
        return not self.path.startswith(UNKNOWN_ROWS)


@dataclass(slots=True)
class Verdict:
    """All faults of one expression; `expression` is how it should be written, "" if unknown."""

    faults: list[Fault] = field(default_factory=list)
    expression: str = ""
    is_safe: bool = True
    paths: frozenset[str] = frozenset()
    loop: Loop | None = None  # what this tag itself goes over


@dataclass(frozen=True, slots=True)
class Shape:
    """How the expression stands in its tag: `{{ … }}`, `{% if … %}{% endif %}`, a loop."""

    before: str
    after: str


VALUE = Shape("{{ ", " }}")
CONDITION = Shape("{% if ", " %}{% endif %}")
LOOP = Shape("{% for ", " %}{% endfor %}")
ALONE = Shape("{% ", " %}")
