"""Which column of a table is which: headings compared with the synonyms an importer knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.tables.cells import Cell, label_key
from portal.tables.faults import TableFault

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A wanted column; `labels` are its headings by language, the usual one first.

    `stands_for` names required columns which are not missed when this one is there: a full name
    stands for the surname and the given name.
    """

    name: str
    labels: Mapping[str, Sequence[str]]
    required: bool = False
    stands_for: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        return (self.labels.get(language) or next(iter(self.labels.values())))[0]


@dataclass(frozen=True, slots=True)
class Matching:
    """Where each wanted column is found, and what does not fit."""

    indexes: Mapping[str, int]
    unknown: tuple[Cell, ...] = ()  # headings nobody asked for: named to the clerk and not read
    missing: tuple[Column, ...] = ()
    repeated: tuple[Column, ...] = ()

    def require(self, language: str) -> None:
        """Refuse the table when a required column is missing or stands there twice."""
        if self.missing:
            raise TableFault(
                "IMP-HEADER",
                "No heading was found for: %(columns)s. Name the columns, or say which is which.",
                columns=", ".join(column.label(language) for column in self.missing),
            )
        if any(column.required for column in self.repeated):
            raise TableFault(
                "IMP-HEADER",
                "A heading stands there twice: %(columns)s. Say which column is meant.",
                columns=", ".join(column.label(language) for column in self.repeated),
            )


def match_columns(
    head: Row, columns: Sequence[Column], chosen: Mapping[str, int] | None = None
) -> Matching:
    """Find each column by its heading; `chosen` by a person goes before all headings."""
    known = _known_labels(columns)
    indexes: dict[str, int] = {}
    repeated: list[Column] = []
    for index, cell in enumerate(head):
        column = known.get(label_key(cell.text))
        if column and column.name in indexes:
            repeated.append(column)
        elif column:
            indexes[column.name] = index
    if chosen is not None:
        indexes = {name: index for name, index in chosen.items() if 0 <= index < len(head)}
        repeated = []
    used = set(indexes.values())
    unknown = tuple(cell for i, cell in enumerate(head) if i not in used and not cell.is_empty)
    return Matching(indexes, unknown, _missing(columns, indexes), tuple(repeated))


def find_head(rows: Sequence[Row], columns: Sequence[Column]) -> int:
    """The row of headings: two known ones, else one, else the first row of words only."""
    known = _known_labels(columns)
    hits = [sum(label_key(cell.text) in known for cell in row) for row in rows]
    for least in (2, 1):
        for index, found in enumerate(hits):
            if found >= least:
                return index
    return next((index for index, row in enumerate(rows) if _is_words_only(row)), 0)


def _known_labels(columns: Sequence[Column]) -> dict[str, Column]:
    return {
        label_key(label): column
        for column in columns
        for labels in column.labels.values()
        for label in labels
    }


def _missing(columns: Sequence[Column], indexes: Mapping[str, int]) -> tuple[Column, ...]:
    stood_for = {name for column in columns if column.name in indexes for name in column.stands_for}
    return tuple(
        column
        for column in columns
        if column.required and column.name not in indexes and column.name not in stood_for
    )


def _is_words_only(row: Row) -> bool:
    filled = [cell for cell in row if not cell.is_empty]
    return len(filled) > 1 and all(
        isinstance(cell.value, str) and not any(letter.isdigit() for letter in cell.value)
        for cell in filled
    )
