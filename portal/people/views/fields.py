"""What fields here have in common: reading by the rules of imported cells, choices made late."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import SelectChoice
from wtforms.validators import ValidationError

from portal.forms import Form
from portal.tables import BadCell, Cell


class ReadAs:
    """Takes what the rule of the cell makes of the text; the message says what it should be."""

    def __init__(self, read: Callable[[Cell], str], message: Any) -> None:
        self.read, self.message = read, message

    def __call__(self, form: Form, field: Any) -> None:
        try:
            field.data = self.read(Cell(field.data or None, ""))
        except BadCell as fault:
            raise ValidationError(self.message) from fault


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Values with their labels for a field whose choices depend on the reader."""
    return [SelectChoice(*pair) for pair in pairs]
