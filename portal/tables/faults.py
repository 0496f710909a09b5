"""What can be wrong with a table, a row or a cell; the clerk's words are English msgids.

A `TableFault` refuses the whole file before anything is written. A `RowFault` speaks of one cell:
its address, the rule, an example of how it should look; the other rows go on.
"""

from dataclasses import dataclass

_SHOWN = 60  # characters of a wrong value which a message repeats


class TableFault(Exception):
    """The file cannot be imported; `code` is one of IMP-*, ZIP-*, OPC-*, XML-*, PART-DENY."""

    suggested_status_code = 422

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message % self.params if self.params else self.message}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell has to be: `message` may use %(address)s, %(value)s and %(example)s."""

    code: str
    message: str
    example: str = ""


class BadCell(Exception):
    """One value breaks a rule of its column; whoever knows the address makes it a `RowFault`."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.code)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row is not taken: the cell, the rule it breaks, and what stands there."""

    address: str
    rule: Rule
    value: str = ""

    @property
    def message(self) -> str:
        return self.rule.message

    @property
    def params(self) -> dict[str, str]:
        """What fills the places of `message`."""
        value = " ".join(self.value.split())
        shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return {"address": self.address, "value": shown, "example": self.rule.example}

    def __str__(self) -> str:
        return self.message % self.params
