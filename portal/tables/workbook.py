"""An .xlsx file to a grid of raw values, by way of the package gate and the worksheet scan."""

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from portal.tables.cells import Grid, Value
from portal.tables.faults import TableFault
from portal.tables.limits import unreadable_sheet
from portal.tables.package import check_xml, elements, pack, unpack
from portal.tables.worksheet import SheetScan, check_counts, check_row_count, shared_text_lengths

CONTENT_TYPES = "[content_types].xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MAIN_TYPE = f"{_SHEET}sheet.main+xml"
_ATTACHMENTS = ("/media/", "/externallinks/", "/embeddings/", "/drawings/drawing")

Raw = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    is_visible: bool
    part: str


def read_workbook(data: bytes, sheet: str) -> Grid:
    """The named sheet, or the first visible one; hidden sheets are never read."""
    raw_parts, names = unpack(data)
    parts = {name.casefold(): part for name, part in raw_parts.items()}
    workbook = _main_part(parts, names)
    sheets = _sheets(parts, workbook)
    chosen = _choose([other for other in sheets if other.part in parts], sheet)
    check_row_count(parts[chosen.part])
    for part in parts.values():
        check_xml(part)
    parts = {name: part for name, part in parts.items() if _is_needed(name, chosen)}
    for name in parts.keys() - {chosen.part}:
        check_counts(parts[name])
    lengths = [
        length
        for name in parts
        if name.endswith("/sharedstrings.xml")
        for length in shared_text_lengths(parts[name])
    ]
    places = SheetScan(parts[chosen.part], lengths).places
    _note_what_is_left(places, sheets, chosen, names)
    visible = tuple(other.name for other in sheets if other.is_visible)
    return Grid(_values(parts, chosen), places, visible, chosen.name)


def _main_part(parts: dict[str, bytes], names: tuple[str, ...]) -> str:
    """The name of the workbook's part; refuses macros, templates and what is no workbook."""
    types = {
        attributes.get("PartName", "").lstrip("/").casefold(): attributes.get("ContentType", "")
        for name, attributes in elements(parts.get(CONTENT_TYPES, b"<Types/>"))
        if name == "Override"
    }
    mains = [name for name, kind in types.items() if kind == _MAIN_TYPE and name in parts]
    if len(mains) != 1:
        raise TableFault(
            "OPC-BAD",
            "This is not a plain .xlsx table: save it as “Excel Workbook (.xlsx)”, no macros.",
        )
    if any("vbaproject" in name.casefold() or "macrosheets/" in name.casefold() for name in names):
        raise TableFault("PART-DENY", "The table holds macros: save it as .xlsx without macros.")
    return mains[0]


def _sheets(parts: dict[str, bytes], workbook: str) -> list[_Sheet]:
    folder, file = posixpath.split(workbook)
    targets = {
        attributes.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, attributes.get("Target", ""))
        )
        for name, attributes in elements(parts.get(f"{folder}/_rels/{file}.rels", b"<none/>"))
        if name == "Relationship"
    }
    sheets = []
    for name, attributes in elements(parts[workbook]):
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            part = targets.get(relation, "").lstrip("/").casefold()
            is_visible = attributes.get("state", "visible") == "visible"
            sheets.append(_Sheet(attributes.get("name", ""), is_visible, part))
    return sheets


def _choose(sheets: list[_Sheet], wanted: str) -> _Sheet:
    for sheet in sheets:
        if sheet.is_visible and "/worksheets/" in sheet.part and wanted in ("", sheet.name):
            return sheet
    raise TableFault("IMP-EMPTY", "The file has no such sheet, or it is hidden.")


def _note_what_is_left(
    places: defaultdict[str, list[str]],
    sheets: list[_Sheet],
    chosen: _Sheet,
    names: tuple[str, ...],
) -> None:
    for sheet in sheets:
        if sheet != chosen:
            places["other-sheets" if sheet.is_visible else "hidden-sheets"].append(sheet.name)
    lower = [name.casefold() for name in names]
    if any("comments" in name for name in lower):
        places["comments"] = []
    if any(mark in name for name in lower for mark in _ATTACHMENTS):
        places["links"] = []


def _is_needed(name: str, chosen: _Sheet) -> bool:
    """Whether the reader gets this part: other sheets, drawings and comments stay behind."""
    is_plain = name.count("/") < 2 or name.endswith("workbook.xml.rels")
    return name == chosen.part or (is_plain and not name.startswith("docprops/"))


def _values(parts: dict[str, bytes], chosen: _Sheet) -> list[list[Value]]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(pack(parts)))
        rows = workbook.get_sheet_by_name(chosen.name).to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise unreadable_sheet() from fault
    return [[_value(raw) for raw in row] for row in rows]


def _value(raw: Raw) -> Value:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, bool | time | timedelta):
        return str(raw)
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    return None if raw == "" else raw
