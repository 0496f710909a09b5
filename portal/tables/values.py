"""Reading one cell as a line of text or a date: clear forms only, nothing is guessed."""

import re
from datetime import date, timedelta

from portal.tables.cells import Cell
from portal.tables.faults import BadCell, Rule

_EXAMPLE = "05.06.2026"
LETTERS_LOST = Rule(
    "letters-lost",
    "%(address)s: letters of “%(value)s” were lost when the file was saved; write it anew.",
)
DATE_UNCLEAR = Rule(
    "date-unclear",
    "%(address)s: “%(value)s” can be read in more than one way; write the date as %(example)s.",
    _EXAMPLE,
)
DATE_UNREADABLE = Rule(
    "date-unreadable",
    "%(address)s: “%(value)s” is not a date; write it as %(example)s.",
    _EXAMPLE,
)
DATE_IMPOSSIBLE = Rule(
    "date-impossible",
    "%(address)s: there is no such day as “%(value)s”; write the date as %(example)s.",
    _EXAMPLE,
)
DATE_FAR = Rule("date-far", "%(address)s: the year in “%(value)s” cannot be right.", _EXAMPLE)

_EARLIEST, _LATEST = 1900, 2100
_EXCEL_DAY_ZERO = date(1899, 12, 30)

_TIME = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
_YEAR_WORD = r"(?: ?(?:року|рік|р\.?|года|год|г\.?))?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}", re.ASCII)
_NUMERIC = re.compile(
    rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_YEAR_WORD}", re.ASCII
)
_WORDY = re.compile(rf"[«\"“]?(\d{{1,2}})[»\"”]? (\w+) (\d{{4}}){_YEAR_WORD}")
_MONTHS = {
    name: number
    for names in (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}


def as_line(cell: Cell) -> str:
    """The text on one line; a dash alone means nothing is there."""
    if "\ufffd" in cell.text:
        raise BadCell(LETTERS_LOST)
    line = " ".join(cell.text.split())
    return line if line.strip("-–—") else ""


def as_date(cell: Cell) -> date | None:
    """A day, if it can be read in one way only; None when the cell is empty.

    05.06.2026 and 5-6-2026 are day, month, year, as people here write. 5/6/2026 may be American and
    05.06.26 does not tell the century: both are refused.
    """
    if isinstance(cell.value, date):
        return _within_bounds(cell.value)
    if isinstance(cell.value, int | float):
        return _from_serial(cell.value)
    text = as_line(cell).casefold()
    if not text:
        return None
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _from_digits(int(match[1]), int(match[3]), match[4], match[2])
    match = _WORDY.fullmatch(text)
    if match and match[2] in _MONTHS:
        return _day(int(match[3]), _MONTHS[match[2]], int(match[1]))
    raise BadCell(DATE_UNREADABLE)


def _from_digits(day: int, month: int, year: str, mark: str) -> date:
    if len(year) == 2 or (mark == "/" and day <= 12 and day != month):
        raise BadCell(DATE_UNCLEAR)
    return _day(int(year), month, day)


def _from_serial(number: float) -> date:
    """Excel keeps a day as the number of days since 1900; a plain number format shows that."""
    if number != int(number) or not 366 < number < 75_000:
        raise BadCell(DATE_UNREADABLE)
    return _within_bounds(_EXCEL_DAY_ZERO + timedelta(days=int(number)))


def _day(year: int, month: int, day: int) -> date:
    try:
        return _within_bounds(date(year, month, day))
    except ValueError:
        raise BadCell(DATE_IMPOSSIBLE) from None


def _within_bounds(day: date) -> date:
    if not _EARLIEST <= day.year <= _LATEST:
        raise BadCell(DATE_FAR)
    return day
