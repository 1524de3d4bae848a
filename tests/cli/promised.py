"""What a policy of recounts promises, and its hours, told anew with no code of the program."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from tests.cli.shell import Shell

BERLIN: Final = ZoneInfo("Europe/Berlin")
EASTER: Final[Mapping[int, str]] = {
    2015: "0405",
    2016: "0327",
    2017: "0416",
    2018: "0401",
    2019: "0421",
    2020: "0412",
    2021: "0404",
    2022: "0417",
    2023: "0409",
    2024: "0331",
    2025: "0420",
    2026: "0405",
}
FREE: Final = {"0101", "0501", "1003", "1225", "1226"}
HOURS: Final = ((time(9), time(12, 30)), (time(13, 30), time(17)))
DAY_OF_WORK: Final = timedelta(hours=7)
MINUTE, HOUR = 60, 3600
PROMISES: Final[Mapping[str, Mapping[str, int]]] = {
    "first_response": {"P1": 15 * MINUTE, "P2": HOUR, "P3": 4 * HOUR, "P4": 4 * HOUR},
    "next_response": {"P1": 20 * MINUTE, "P2": 2 * HOUR},
    "update": {"P1": 30 * MINUTE},
    "acknowledge": {"P1": 15 * MINUTE, "P2": HOUR},
    "level": {},
    "resolve": {"P1": 4 * HOUR, "P2": 8 * HOUR, "P3": 24 * HOUR, "P4": 24 * HOUR},
}
"""What is promised of each clock, in seconds; P1 around the clock, others in the hours above."""

WHOLE_LIFE: Final = {"level", "resolve"}
"""Clocks that count time without a target, too."""

REVIEWED: Final = {"P1", "P2"}
"""Of these a review is owed within five days of work."""


def promise_answers(shell: Shell) -> None:
    """Let the sample policy `it-support` promise answers to what requesters write later, too."""
    shell.done("init", "--sample", "it-support")
    shell.amend("update: 30m", "update: 30m\n    next_response: 20m")
    shell.amend("acknowledge: 1h", "acknowledge: 1h, next_response: 2h")


def open_seconds(began: datetime, ended: datetime, priority: str) -> int:
    """Count the time between instants on the calendar of a priority."""
    if priority == "P1":
        return int((ended - began).total_seconds())
    day, length = began.astimezone(BERLIN).date(), 0.0
    while day <= ended.astimezone(BERLIN).date():
        for opens, closes in () if is_free(day) else HOURS:
            start = max(began, datetime.combine(day, opens, BERLIN))
            end = min(ended, datetime.combine(day, closes, BERLIN))
            length += max((end - start).total_seconds(), 0)
        day += timedelta(days=1)
    return int(length)


def instant_after(began: datetime, seconds: int, priority: str, latest: datetime) -> datetime:
    """Return the earliest instant at which so much time has passed; it has by the latest one."""
    low, high = 0, int((latest - began).total_seconds())
    while low < high:
        middle = (low + high) // 2
        enough = open_seconds(began, began + timedelta(seconds=middle), priority) >= seconds
        low, high = (low, middle) if enough else (middle + 1, high)
    return began + timedelta(seconds=low)


@cache
def is_free(day: date) -> bool:
    """Tell whether nobody works on a day: a weekend, or a holiday of all of Germany."""
    easter = datetime.strptime(f"{day.year}{EASTER[day.year]}+0000", "%Y%m%d%z").date()
    is_feast = (day - easter).days in {-2, 1, 39, 50}
    return day.isoweekday() > 5 or f"{day:%m%d}" in FREE or is_feast


def instant(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)
