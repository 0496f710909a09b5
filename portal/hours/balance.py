"""How many hours a person has, against what the law asks for; the norms are dated rows.

Ukraine: 150 hours in five years (ПКМУ 800, п. 16), 120 in pre-school and out-of-school education:
the organisation says which. Russia: a document of qualification in three years (273-ФЗ, ст. 47).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portal.hours.models import DocumentKind, HourEntry
from portal.hours.teaching import is_teaching
from portal.people.models import Employment, Organisation

SOON = timedelta(days=183)


@dataclass(frozen=True)
class Norm:
    """What is asked for, and since when; without hours, one document in so many years."""

    since: date
    years: int
    hours: int | None = None
    choices: Sequence[int] = ()


NORMS: Mapping[str, Sequence[Norm]] = {
    "ua": (Norm(date(2019, 8, 21), 5, 150, (150, 120)),),
    "ru": (Norm(date(2012, 12, 29), 3),),
}


@dataclass(frozen=True)
class Balance:
    """What counts on a day, what does not, and what is missing."""

    norm: Norm
    is_asked: bool  # false on service posts: the law asks pedagogical workers
    needed: int | None
    counted: Decimal
    waiting: Decimal  # not recognised yet
    beside: Decimal  # municipal certificates: no documents of qualification
    by_year: Mapping[int, Decimal]
    last: HourEntry | None  # the newest document of qualification
    due_on: date | None  # by when the next one is asked for, where it is one in so many years
    today: date

    @property
    def missing(self) -> Decimal:
        """Hours that are still needed."""
        return max(Decimal(0), (self.needed or 0) - self.counted)

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_soon(self) -> bool:
        return self.due_on is not None and not self.is_late and self.due_on - self.today < SOON


def norm_on(country: str, day: date) -> Norm:
    """The norm in force on that day."""
    rows = NORMS[country]
    return next((row for row in reversed(rows) if row.since <= day), rows[0])


def needed_hours(organisation: Organisation, day: date) -> int | None:
    """How many hours its people need; the organisation's own choice where there is one."""
    norm = norm_on(organisation.country, day)
    chosen: int | None = organisation.settings.get("hours_norm")
    return chosen if chosen in norm.choices else norm.hours


def balance_of(entries: Sequence[HourEntry], employment: Employment, today: date) -> Balance:
    """The balance of one person's lines by the norm of the organisation."""
    organisation, is_asked = employment.organisation, is_teaching(employment, today)
    norm = norm_on(organisation.country, today)
    since = _years_before(today, norm.years)
    within = [entry for entry in entries if since < entry.dated_on <= today]
    proper = [entry for entry in within if _is_proper(entry, organisation.country)]
    by_year: defaultdict[int, Decimal] = defaultdict(Decimal)
    for entry in proper:
        if entry.is_counted:
            by_year[entry.dated_on.year] += entry.hours
    documents = [e for e in entries if e.kind == DocumentKind.QUALIFICATION and e.is_counted]
    is_due = is_asked and not norm.hours
    last = max(documents, key=lambda entry: entry.dated_on, default=None)
    return Balance(
        norm=norm,
        is_asked=is_asked,
        needed=needed_hours(organisation, today) if is_asked else None,
        counted=sum(by_year.values(), Decimal(0)),
        waiting=_sum(entry for entry in proper if not entry.is_counted),
        beside=_sum(entry for entry in within if entry not in proper),
        by_year=dict(sorted(by_year.items())),
        last=last,
        due_on=_years_before(last.dated_on, -norm.years) if last and is_due else None,
        today=today,
    )


def _is_proper(entry: HourEntry, country: str) -> bool:
    """Whether its hours count towards the norm at all."""
    if country == "ru":
        return entry.kind == DocumentKind.QUALIFICATION
    return entry.kind != DocumentKind.MUNICIPAL


def _sum(entries: Iterable[HourEntry]) -> Decimal:
    return sum((entry.hours for entry in entries), Decimal(0))


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
