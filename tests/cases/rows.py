"""Reads the rows of the business time tables and answers them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.errors import CalendarError

FOLDER = Path(__file__).parent
Answer = str | int
"""An instant, whole minutes, or `error` for a refusal."""


class Hours(msgspec.Struct, frozen=True):
    """The calendar of a row, and the pauses of its clock."""

    tz: str
    hours: dict[str, list[tuple[str, str]]]
    holidays: list[date]
    paused: Sequence[tuple[datetime, datetime]] = ()


class Row(msgspec.Struct, frozen=True):
    """One question with the answers that are right."""

    id: str
    calendar: Hours
    op: str
    start: datetime
    end: datetime | None = None
    minutes: int | None = None
    seconds: int = 0
    expect: Answer | None = None
    expect_seconds: int | None = None
    accept: Sequence[Answer] = ()
    recommended: Answer | None = None
    category: str = ""

    @property
    def length(self) -> timedelta:
        """The time to add, or the exact time between where the row tells it."""
        if self.minutes is None:
            return timedelta(seconds=self.seconds)
        return timedelta(minutes=self.minutes)


def rows(name: str) -> list[Row]:
    """Read one table."""
    lines = (FOLDER / f"{name}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Row) for line in lines]


def calendar(row: Row) -> BusinessCalendar:
    """Build the calendar of a row."""
    return BusinessCalendar(row.calendar.tz, row.calendar.hours, row.calendar.holidays)


def time_between(row: Row) -> timedelta:
    """Count the business time of a row that asks for it."""
    assert row.end is not None
    return calendar(row).between(row.start, row.end, row.calendar.paused)


def answer(row: Row) -> Answer:
    """Answer a row in the form in which the tables write answers."""
    try:
        if row.op == "add":
            at = calendar(row).add(row.start, row.length, row.calendar.paused)
            return format_instant(at)
        return time_between(row) // timedelta(minutes=1)
    except CalendarError:
        return "error"
