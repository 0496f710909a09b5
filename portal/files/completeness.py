"""What a personnel file lacks: the papers of `required.toml` that no line in force stands for."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal import grammar
from portal.files.models import FileItem, Section


@dataclass(frozen=True)
class Required:
    """A paper that a file has to hold in one of its sections."""

    section: Section
    title: str
    words: tuple[str, ...]

    def is_met_by(self, item: FileItem) -> bool:
        """Whether the line stands for this paper: its section, and a word of its title."""
        said = grammar.search_key(item.title).split()
        return item.section == self.section and any(one.startswith(self._keys) for one in said)

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(grammar.search_key(word) for word in self.words)


def missing(items: Sequence[FileItem], country: str) -> list[Required]:
    """The required papers that are not there, in the order of the sections."""
    in_force = [item for item in items if item.removed_at is None]
    return [
        one for one in _required()[country] if not any(one.is_met_by(item) for item in in_force)
    ]


@cache
def _required() -> dict[str, list[Required]]:
    told = tomllib.loads(Path(__file__).with_name("required.toml").read_text(encoding="utf-8"))
    return {
        country: [
            Required(Section(one["section"]), one["title"], tuple(one["words"])) for one in papers
        ]
        for country, papers in told.items()
    }
