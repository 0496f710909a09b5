"""What an address asks of the list of papers: the filters, read from it and written into it."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import parse_qsl

from portal.documents.listing import Folder, Wanted
from portal.forms import clean_line

LAST_LIST = "papers"  # in the session: the list looked at last, which papers are turned by
WEEK, MONTH = "week", "month"
FILTERS = ("kind", "journal", "person", "text", "when", "since", "until")
LONGEST = 100


def asked(values: Mapping[str, str], today: date) -> Wanted:
    """What these parameters ask for; what cannot be read asks for nothing."""
    folder, year = values.get("folder", ""), _number(values.get("when"))
    since, until = _period(values.get("when", ""), today) if not year else _year(year)
    return Wanted(
        folder=Folder(folder) if folder in set(Folder) else Folder.WORK,
        kind=values.get("kind", ""),
        journal_id=_number(values.get("journal")),
        employment_id=_number(values.get("person")),
        since=_day(values.get("since")) or since,
        until=_day(values.get("until")) or until,
        text=clean_line(values.get("text"))[:LONGEST],
    )


def filters(values: Mapping[str, str]) -> dict[str, str]:
    """The filters among the parameters, without empty ones."""
    found = {name: clean_line(values.get(name))[:LONGEST] for name in FILTERS}
    return {name: value for name, value in found.items() if value}


def parameters(values: Mapping[str, str]) -> dict[str, str]:
    """The folder and the filters: all that makes a list what it is."""
    folder = values.get("folder", "")
    return {"folder": folder if folder in set(Folder) else Folder.WORK.value, **filters(values)}


def of_query(query: str) -> dict[str, str]:
    """The parameters written in the query of an address."""
    return parameters(dict(parse_qsl(query)))


def _period(word: str, today: date) -> tuple[date | None, date | None]:
    if word == WEEK:
        return today - timedelta(days=today.weekday()), None
    if word == MONTH:
        return today.replace(day=1), None
    return None, None


def _year(number: int) -> tuple[date | None, date | None]:
    if not date.min.year <= number <= date.max.year:
        return None, None
    return date(number, 1, 1), date(number, 12, 31)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
