"""Rows to an Excel workbook and to CSV; a text never becomes a formula in either."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.tables.cells import reads_as_formula

_NARROWEST, _WIDEST = 8, 60
_TITLE_CHARACTERS = 31
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_CELL = 32_767


def write_xlsx(title: str, head: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    """One sheet with a frozen, filtered heading; numbers and days stay numbers and days."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_sheet_title(title))
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        for column, label in enumerate(head):
            sheet.write_string(0, column, str(label), bold)
            sheet.set_column(column, column, _width(label, [row[column] for row in rows]))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, day)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), max(len(head) - 1, 0))
    return target.getvalue()


def write_csv(head: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    """UTF-8 with its mark and semicolons, which Excel here opens by a double click."""
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL)
    for row in (head, *rows):
        writer.writerow([_csv_cell(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, day: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, date(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL])


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
    return f"'{text}" if reads_as_formula(text) else text


def _sheet_title(title: str) -> str:
    return _NOT_IN_TITLE.sub(" ", title).strip(" '")[:_TITLE_CHARACTERS].strip(" '") or "1"


def _width(label: object, values: Sequence[object]) -> int:
    longest = max((len(_csv_cell(value)) for value in (label, *values)), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
