"""How three engines want their tags written, so that one paper can be made for each of them."""

from dataclasses import dataclass
from typing import Protocol


class Dialect(Protocol):
    """The tags of one engine; each names fields of a flat record and the columns of `rows`."""

    name: str

    def value(self, field: str) -> str: ...
    def block(self, field: str) -> tuple[str, str]:
        """What stands in paragraphs of its own before and behind a part that may be left out."""
        ...

    def table(self, columns: list[str]) -> list[list[str]]:
        """The rows of a table that become one row for each of `rows`."""
        ...


@dataclass(frozen=True)
class Jinja:
    """docxtpl and our own templates."""

    name: str = "jinja"

    def value(self, field: str) -> str:
        return f"{{{{ {field} }}}}"

    def block(self, field: str) -> tuple[str, str]:
        return f"{{%p if {field} %}}", "{%p endif %}"

    def table(self, columns: list[str]) -> list[list[str]]:
        empty = [""] * (len(columns) - 1)
        row = [f"{{{{ row.{column} }}}}" for column in columns]
        return [["{%tr for row in rows %}", *empty], row, ["{%tr endfor %}", *empty]]


@dataclass(frozen=True)
class Mustache:
    """docxtemplater with `paragraphLoop`, as its manual advises."""

    name: str = "mustache"

    def value(self, field: str) -> str:
        return f"{{{field}}}"

    def block(self, field: str) -> tuple[str, str]:
        return f"{{#{field}}}", f"{{/{field}}}"

    def table(self, columns: list[str]) -> list[list[str]]:
        row = [self.value(column) for column in columns]
        row[0], row[-1] = "{#rows}" + row[0], row[-1] + "{/rows}"
        return [row]


@dataclass(frozen=True)
class Carbone:
    """carbone: a second row shows it what to repeat."""

    name: str = "carbone"

    def value(self, field: str) -> str:
        return f"{{d.{field}}}"

    def block(self, field: str) -> tuple[str, str]:
        return f"{{d.{field}:ifEQ(true):showBegin}}", f"{{d.{field}:showEnd}}"

    def table(self, columns: list[str]) -> list[list[str]]:
        return [[f"{{d.rows[{i}].{column}}}" for column in columns] for i in ("i", "i+1")]


DIALECTS: tuple[Dialect, ...] = (Jinja(), Mustache(), Carbone())
