"""What was changed or left out while a table was read, for the clerk to see above the preview."""

from collections.abc import Mapping
from dataclasses import dataclass

_SHOWN = 8  # places named in a message


@dataclass(frozen=True, slots=True)
class Remark:
    """A kind of note; `message` may use %(places)s."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and the cells, rows, columns or sheets it is about."""

    remark: Remark
    places: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.remark.code

    @property
    def message(self) -> str:
        return self.remark.message

    @property
    def params(self) -> dict[str, str]:
        shown = ", ".join(self.places[:_SHOWN])
        return {"places": f"{shown}…" if len(self.places) > _SHOWN else shown}


_REMARKS = (
    Remark(
        "encoding", "The file does not say its encoding. Check that the names below are readable."
    ),
    Remark(
        "line-ends",
        "The file has the line ends of old Macintosh computers; it was read all the same.",
    ),
    Remark("invisible", "Invisible characters were removed: %(places)s."),
    Remark("spaces", "Extra spaces were removed: %(places)s."),
    Remark("title-rows", "Rows above the heading were skipped: %(places)s."),
    Remark("hidden-rows", "Hidden rows are in the table too: %(places)s."),
    Remark("hidden-columns", "Hidden columns are in the table too: %(places)s."),
    Remark("other-sheets", "The file has other sheets; one sheet is read at a time: %(places)s."),
    Remark("hidden-sheets", "Hidden sheets were not read."),
    Remark("comments", "Cell comments were not read."),
    Remark(
        "formulas", "Formulas were not recalculated; the values last saved were taken: %(places)s."
    ),
    Remark("cell-errors", "Cells with an error of a formula were taken as empty: %(places)s."),
    Remark("links", "Links to other files, pictures and other attachments were not read."),
)


def notes_of(places: Mapping[str, list[str]]) -> tuple[Note, ...]:
    """A note for each code there are places for, in the order of the remarks."""
    return tuple(Note(r, tuple(places[r.code])) for r in _REMARKS if r.code in places)
