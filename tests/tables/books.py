"""Workbooks for the tests: what Excel writes, and what nobody's Excel would write."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from portal.tables import write_xlsx

SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, head=("Прізвище", "Ім'я")):
    return write_xlsx("Люди", head, rows)


def parts_of(data):
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts):
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def with_part(data, name, part):
    """The workbook with one part put in or replaced."""
    return packed(parts_of(data) | {name: part})


def with_rows(rows, *, before=""):
    """A workbook whose sheet holds this XML of rows."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{rows}</sheetData></worksheet>"
    )
    return with_part(book(), SHEET, sheet.encode())


def text_cell(text, reference=""):
    where = f' r="{reference}"' if reference else ""
    return f'<c{where} t="inlineStr"><is><t>{text}</t></is></c>'
