"""A list of people or organisations as it was read: what fits, what does not, who is here."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from portal.errors import Invalid
from portal.extensions import services
from portal.people.import_columns import PEOPLE_COLUMNS
from portal.people.import_run import PEOPLE, SCHOOLS, ImportRun
from portal.people.imports import Plan, plan_import, take_in, undo
from portal.people.models import Organisation
from portal.people.organisation_imports import (
    OrganisationPlan,
    plan_organisations,
    take_organisations_in,
    undo_organisations,
)
from portal.people.organisation_rows import ORGANISATION_COLUMNS, parse_organisations, upright
from portal.people.rows import parse_people
from portal.tables import Column, Matching, RowFault, Table, match_columns, read_table

SHOWN = 5  # rows of the preview


@dataclass(frozen=True)
class Reading:
    """One list, read with the choices made so far; without a plan while columns are not known."""

    table: Table
    columns: Sequence[Column]
    matching: Matching
    plan: Plan | OrganisationPlan | None
    faults: Sequence[RowFault]

    @property
    def preview(self) -> Sequence[Any]:
        return self.table.rows[:SHOWN]

    @property
    def count(self) -> int:
        """How many would be taken in."""
        return len(self.plan.new) if self.plan else 0

    @property
    def doubts(self) -> list[Any]:
        """What to look at in rows that are taken all the same."""
        rows = self.plan.new if isinstance(self.plan, Plan) else ()
        return [doubt for row in rows for doubt in row.doubts]

    def missing_labels(self, language: str) -> str:
        """The headings that are missed, in the language of the organisation's papers."""
        return ", ".join(column.label(language) for column in self.matching.missing)

    def column_at(self, index: int) -> str:
        """The name of the wanted column that stands there."""
        return next((name for name, at in self.matching.indexes.items() if at == index), "")


def read_list(kind: str, data: bytes, file_name: str, sheet: str = "") -> Table:
    """The table of a file; refuses with `TableFault` what cannot be read as one."""
    table = read_table(data, file_name, wanted=_columns(kind), sheet=sheet)
    return table if kind == PEOPLE else upright(table)


def read_run(
    run: ImportRun,
    organisation: Organisation,
    *,
    takes_proposals: bool = False,
    namesakes: Collection[str] = (),
) -> Reading:
    """The list of an import, compared with who is here already."""
    data, sheet = services().store.get(run.sha256), run.choices.get("sheet", "")
    table = read_list(run.kind, data, run.file_name, sheet)
    columns = _columns(run.kind)
    matching = match_columns(table.head, columns, run.choices.get("columns"))
    if matching.missing or any(column.required for column in matching.repeated):
        return Reading(table, columns, matching, None, ())
    if run.kind == PEOPLE:
        today = services().clock.today()
        rows = parse_people(table, matching, language=organisation.language, today=today)
        fit = [row for row in rows if not isinstance(row, RowFault)]
        if takes_proposals:
            fit = [row.mended() for row in fit]
        plan = plan_import(fit, organisation, namesakes=namesakes)
        faults = [*(row for row in rows if isinstance(row, RowFault)), *plan.faults]
        return Reading(table, columns, matching, plan, faults)
    found = parse_organisations(table, matching)
    known = plan_organisations([r for r in found if not isinstance(r, RowFault)], organisation)
    return Reading(table, columns, matching, known, [r for r in found if isinstance(r, RowFault)])


def take_list_in(
    run: ImportRun,
    organisation: Organisation,
    *,
    fills_cards: bool,
    takes_proposals: bool,
    namesakes: Collection[str],
    take_charge: Callable[[Organisation], object],
) -> None:
    """Write what fits; who adds schools below becomes their administrator by `take_charge`."""
    reading = read_run(run, organisation, takes_proposals=takes_proposals, namesakes=namesakes)
    if isinstance(reading.plan, Plan):
        take_in(run, reading.plan, organisation, fills_cards=fills_cards)
    elif reading.plan is not None:
        added = take_organisations_in(run, reading.plan, organisation, fills_cards=fills_cards)
        for school in added if run.kind == SCHOOLS else ():
            take_charge(school)
    else:
        raise Invalid("Say first which column is which.")


def undo_list(run: ImportRun, *, by_user_id: int) -> None:
    """Take the whole list back; refused with the reason when something rests on it."""
    (undo if run.kind == PEOPLE else undo_organisations)(run, by_user_id=by_user_id)


def _columns(kind: str) -> Sequence[Column]:
    return PEOPLE_COLUMNS if kind == PEOPLE else ORGANISATION_COLUMNS
