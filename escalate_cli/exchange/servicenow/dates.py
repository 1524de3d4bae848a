"""The local times of an export: the order of day and month, and the instants.

One value does not tell `03-04-2016` in April from one in March, but a whole column usually does:
a date that exists in one order only proves it for all. Where none does, or two contradict each
other, nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from escalate_cli.domain.time.instant_parsing import YEARS
from escalate_cli.domain.time.timezones import instant_of
from escalate_cli.errors import BadInstantError, UsageError

FORMATS = {"dmy": "DD-MM-YYYY", "mdy": "MM-DD-YYYY", "ymd": "YYYY-MM-DD"}
"""How the date may be written; `/` and `.` separate as well as `-`, the time is 24 hours."""

_HELP = "say how they are written: --date-format DD-MM-YYYY, MM-DD-YYYY or YYYY-MM-DD"
_LOCAL = re.compile(
    r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
)
_YEAR_DIGITS = 4


class DateFormatError(UsageError):
    """How the dates of an export are written is not certain."""


def format_named(text: str) -> str:
    """Return `dmy`, `mdy` or `ymd` for what somebody typed, such as DD-MM-YYYY.

    Raises:
        DateFormatError: it is none of the three.
    """
    order = re.sub(r"(.)\1*", r"\1", re.sub("[-/.]", "", text.lower()))
    if order not in FORMATS:
        raise DateFormatError(
            f"'{text[:60]}' is no date format", f"choose one of {', '.join(FORMATS.values())}"
        )
    return order


def format_of(times: Mapping[str, int]) -> str:
    """Return the one order in which all times can be read; each comes with its first line.

    Raises:
        DateFormatError: every date exists in two orders, or two dates contradict each other.
    """
    proofs: dict[str, tuple[int, str]] = {}
    doubtful: tuple[int, str] | None = None
    for text, line in times.items():
        readings = _readings(text)
        if len(readings) == 1:
            proofs.setdefault(next(iter(readings)), (line, text))
        elif len(set(readings.values())) > 1:
            doubtful = doubtful or (line, text)
    if len(proofs) > 1:
        raise _contradiction(proofs)
    if proofs:
        return next(iter(proofs))
    if doubtful is not None:
        raise DateFormatError(
            f"no date of the export tells day and month apart, as '{doubtful[1]}' on line "
            f"{doubtful[0]} does not",
            _HELP,
        )
    return "dmy"


def _contradiction(proofs: Mapping[str, tuple[int, str]]) -> DateFormatError:
    (line, text, order), (other_line, other_text, other) = sorted(
        (line, text, order) for order, (line, text) in proofs.items()
    )[:2]
    return DateFormatError(
        f"the dates contradict each other: line {line} has '{text}', which is "
        f"{FORMATS[order]}, and line {other_line} '{other_text}', which is {FORMATS[other]}",
        f"{_HELP}; rows written otherwise are then left out",
    )


def _readings(text: str) -> dict[str, datetime]:
    """Return what a text means in each order in which there is such a day."""
    found = ((order, _local(text, order)) for order in FORMATS)
    return {order: local for order, local in found if local is not None}


def _local(text: str, order: str) -> datetime | None:
    match = _LOCAL.fullmatch(text)
    if match is None:
        return None
    first, _, second, third, hour, minute, second_of_minute = match.groups()
    parts = dict(zip(order, (first, second, third), strict=True))
    if len(parts["y"]) != _YEAR_DIGITS:
        return None
    try:
        return datetime(  # noqa: DTZ001 - a wall time; its zone comes with `LocalTimes`
            int(parts["y"]),
            int(parts["m"]),
            int(parts["d"]),
            int(hour),
            int(minute),
            int(second_of_minute or 0),
        )
    except ValueError:
        return None


class LocalTimes:
    """Reads wall times of one zone and one order; each text is worked out once."""

    def __init__(self, order: str, zone: tzinfo) -> None:
        self._order = order
        self._zone = zone
        self._known: dict[str, datetime] = {}

    def instant(self, text: str) -> datetime:
        """Return the instant of a wall time in UTC; anything else is a BadInstantError."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._worked_out(text)
        return known

    def _worked_out(self, text: str) -> datetime:
        local = _local(text, self._order)
        if local is None or local.year not in YEARS:
            raise BadInstantError(
                f"'{text[:60]}' is not a time written {FORMATS[self._order]} HH:MM"
            )
        return instant_of(local, self._zone)


def first_lines(rows: Iterable[tuple[int, Iterable[str]]]) -> dict[str, int]:
    """Return each text once, with the first line that has it."""
    found: dict[str, int] = {}
    for line, texts in rows:
        for text in texts:
            found.setdefault(text, line)
    return found
