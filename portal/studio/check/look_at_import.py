"""The program that reads lists of people as the import does, and writes nothing."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from portal.people.rows import PeopleSheet, read_people
from portal.studio.check.apart import look_at_each
from portal.studio.check.trial import FILE
from portal.tables import TableFault
from portal.tables.notes import Remark

_UNKNOWN = Remark("unknown-column", "%(address)s: nobody asks for the column “%(name)s”.")

Told = tuple[str, Mapping[str, Any]]  # an English sentence and what fills its places


def look(home: Path, job: Mapping[str, Any]) -> Mapping[str, Any]:
    """Why the list is refused, or all that is told above and beside its rows."""
    data, today = (home / FILE).read_bytes(), date.fromisoformat(job["today"])
    try:
        people = read_people(data, job["name"], language=job["language"], today=today)
    except TableFault as fault:
        return {"code": fault.code, "told": [(fault.message, fault.params)]}
    columns = sorted(people.matching.indexes)
    return {"is_clean": people.is_clean, "columns": columns, "told": list(_told(people))}


def _told(people: PeopleSheet) -> Iterator[Told]:
    yield from ((note.message, note.params) for note in people.table.notes)
    for cell in people.matching.unknown:
        yield _UNKNOWN.message, {"address": cell.address, "name": cell.text}
    yield from ((fault.message, fault.params) for fault in people.faults)
    for person in people.people:
        yield from ((doubt.message, doubt.params) for doubt in person.doubts)


if __name__ == "__main__":
    look_at_each(Path.cwd(), look)
