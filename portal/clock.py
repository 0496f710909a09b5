"""Today's date and the present moment: the only place that asks the operating system for them."""

from datetime import UTC, date, datetime


class SystemClock:
    """The computer's own clock; days begin and end by its local time zone."""

    def today(self) -> date:
        return datetime.now(UTC).astimezone().date()

    def now(self) -> datetime:
        return datetime.now(UTC)
