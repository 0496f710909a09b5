"""The registers of the office as data: their names, titles, numbers, columns (`registers.toml`).

A register is added or changed there, without code; how a cell is filled from a paper stands in
`cells`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from flask_babel import get_locale
from pydantic import BaseModel, ConfigDict

from portal.documents.manifest import Words

Held = Literal["documents", "received", "entries", "employments"]
Asked = Literal["line", "line!", "text!", "count", "count!", "money"]

UPRIGHT = 180  # millimetres between the margins of a printed page


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Part):
    """One column of the form: its head, how it is filled, how it is asked in a line by hand."""

    name: str
    uk: str
    ru: str
    cell: str
    fields: tuple[str, ...] = ()
    asked: Asked | None = None
    total: bool = False

    def head(self, language: str) -> str:
        return self.ru if language == "ru" else self.uk


class Profile(_Part):
    """What is usual in a country; an organisation changes it in its journal."""

    title: str
    pattern: str = "{n}"
    retention: str = ""


class Register(_Part):
    """One register of the nomenclature."""

    code: str
    name: Words
    holds: tuple[Held, ...]
    ua: Profile
    ru: Profile
    columns: tuple[Column, ...]
    widths: tuple[int, ...]

    def profile(self, country: str) -> Profile:
        return self.ru if country == "ru" else self.ua

    @property
    def takes_entries(self) -> bool:
        """Whether a line may be entered for a paper that was not made here."""
        return "entries" in self.holds

    @property
    def is_numbered(self) -> bool:
        """Whether it gives numbers; the book of personnel files lists those the files have."""
        return "employments" not in self.holds

    @property
    def is_across(self) -> bool:
        """Whether its columns need the page turned."""
        return sum(self.widths) > UPRIGHT


@cache
def registers() -> Mapping[str, Register]:
    """All registers by their codes, R01 first."""
    file = Path(__file__).with_name("registers.toml")
    described: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    columns = {
        name: Column.model_validate({"name": name, "cell": name, **values})
        for name, values in described.pop("columns").items()
    }
    return {code: _register(code, values, columns) for code, values in described.items()}


def register_of(code: str) -> Register:
    """The register of that code; one that has no form yet is kept in that of the orders."""
    known = registers()
    if code in known:
        return known[code]
    unnamed = Profile(title=code)
    name = Words(uk=code, ru=code, en=code)
    like = known["R01"]
    return like.model_copy(update={"code": code, "name": name, "ua": unnamed, "ru": unnamed})


def register_name(code: str) -> str:
    """The register's name in the language of the page."""
    return register_of(code).name.in_language(str(get_locale()))


def _register(code: str, values: dict[str, Any], columns: Mapping[str, Column]) -> Register:
    placed: list[tuple[str, int]] = values.pop("columns")
    return Register.model_validate(
        {
            **values,
            "code": code,
            "columns": tuple(columns[name] for name, _width in placed),
            "widths": tuple(width for _name, width in placed),
        }
    )
