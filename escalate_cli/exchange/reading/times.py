"""The times of a foreign file: the order of day and month, and the instants.

One value does not tell `03-04-2016` in April from one in March, but a whole column usually does:
a date that exists in one order only proves it for all. Where none does, or two contradict each
other, nothing is guessed. An offset, a month's name and a number of seconds need no proof.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from operator import itemgetter
from sys import maxsize

from escalate_cli.domain.time.instant_parsing import YEARS
from escalate_cli.domain.time.timezones import instant_of
from escalate_cli.errors import BadInstantError, UsageError
from escalate_cli.exchange.reading.wall_times import ORDERS, days_in, in_order, named, reordered

FORMATS = dict(zip(ORDERS, ("DD-MM-YYYY", "MM-DD-YYYY", "YYYY-MM-DD"), strict=True))
"""How the date may be written; `/` and `.` separate as well as `-`."""

_HELP = "say how they are written: --date-format DD-MM-YYYY, MM-DD-YYYY or YYYY-MM-DD"
_OFFSET = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]{1,9}))? ?"
    r"(Z|z|UTC|GMT|[-+][0-9]{2}:?[0-9]{2}|[-+][0-9]{2})"
)
_EPOCHS = {
    "epoch": (re.compile("[0-9]{9,10}(?:[.][0-9]+)?"), 1),
    "epoch-ms": (re.compile("[0-9]{12,13}"), 1000),
}
_OBJECT_ID = re.compile("[0-9a-f]{24}")
"""Ids of MongoDB, and so of Trello, begin with the second in which they were made."""

_DOTNET = re.compile(r"/Date\(([0-9]{1,14})(?:[-+][0-9]{4})?\)/")
"""Milliseconds, as .NET and PowerShell write times in JSON; what follows them moves no instant."""

_DAYS = re.compile("([45][0-9]{4}(?:[.,][0-9]+)?)")
"""Days as spreadsheets count them, of the years 2009 to 2064: a wall time in disguise."""

_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time
_ABBREVIATED = re.compile(r"(.{8,40}?) ?\(?(?!AM|PM)([A-Z]{2,5})\)?")

_ZONED = re.compile(
    r"(.{8,40}?) ?(?:(?:GMT|UTC)?([-+][0-9]{2}:?[0-9]{2})|GMT|UTC|Z)(?: \([^()]{1,40}\))?"
)
_RELATIVE = re.compile(
    r"\bago\b|\byesterday\b|^(?:today|just now|vor|il y a|hace)\b", re.IGNORECASE
)
USUAL = ("iso", "date", "names")
"""How times are written where a mapping says nothing of it."""

_LONG_YEAR = re.compile(r"\S*[0-9]{4}")
_DAY_MONTH = "day and month"


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


def format_of(times: Mapping[str, int], by: datetime) -> str:
    """Return the one order in which all times can be read; each comes with its first line.

    A year of two digits may be a day as well, but nothing happened after the file was read: an
    order that puts it into a later year is none.

    Raises:
        DateFormatError: every date exists in two orders, or two dates contradict each other.
    """
    proofs: dict[str, tuple[int, str]] = {}
    doubtful: tuple[int, str] | None = None
    for text, line in times.items():
        readings = _past(_readings(text), text, by)
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
            f"no date of the export tells {_parts_of(doubtful[1])} apart, as '{doubtful[1]}' on "
            f"line {doubtful[0]} does not",
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


def _readings(text: str) -> Mapping[str, date]:
    """Return the day that a text means in each order in which there is such a day."""
    readings = days_in(text)
    if readings or (zoned := _before_offset(text)) is None:
        return readings
    return days_in(zoned[0])


def _past(readings: Mapping[str, date], text: str, by: datetime) -> Mapping[str, date]:
    """Return the readings of a date that lie in the past, if its year may be any of its parts."""
    if len(readings) == 1 or _parts_of(text) == _DAY_MONTH:
        return readings
    return {order: day for order, day in readings.items() if day.year <= by.year}


def _parts_of(text: str) -> str:
    """Name the parts of a date that may be one another."""
    return _DAY_MONTH if _LONG_YEAR.match(text) else "day, month and year"


def _with_offset(text: str) -> datetime | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction, offset = match.groups()
    offset = "+00:00" if offset.upper() in {"Z", "UTC", "GMT"} else offset
    clock = clock if clock.count(":") > 1 else f"{clock}:00"
    text = f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{offset}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _before_offset(text: str) -> tuple[str, str] | None:
    """Split a date that is not ISO 8601 from the offset behind it."""
    match = None if _OFFSET.fullmatch(text) else _ZONED.fullmatch(reordered(text))
    return None if match is None else (match[1], match[2] or "Z")


def _at_offset(local: datetime, offset: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class TimeReader:
    """Reads the times of one file; each text is worked out once.

    `zone` is that of wall times; without one they are refused.
    """

    def __init__(self, order: str, zone: tzinfo | None, formats: Collection[str] = USUAL) -> None:
        self._order = order
        self._zone = zone
        self._formats = formats
        self._known: dict[str, datetime] = {}

    def instant(self, text: str) -> datetime:
        """Return an instant in UTC; anything else is a BadInstantError."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._worked_out(text)
        return known

    def _worked_out(self, text: str) -> datetime:
        local = self._in_order(text)
        at = None if local else self._stated(text)
        if local is None and at is None:
            local = self._named(text) or self._counted(text)
        if local is not None:
            if self._zone is None:
                raise BadInstantError(f"'{text[:60]}' has no zone")
            at = instant_of(local, self._zone) if local.year in YEARS else None
        if at is None or at.year not in YEARS:
            raise BadInstantError(f"'{text[:60]}' {self._what_it_is(text)}")
        return at

    def _what_it_is(self, text: str) -> str:
        """Say of a text that is not read what it is instead, and the way out if there is one."""
        if _RELATIVE.search(text):
            return "tells no time, but how long ago it was"
        if holds_days([text]):
            return "may be days of a spreadsheet, which a mapping with formats: [days] reads"
        if (zoned := _ABBREVIATED.fullmatch(text)) and has_no_zone(reordered(zoned[1])):
            return (
                f"ends in '{zoned[2]}', which is the zone of several places: "
                "an offset such as +01:00 is certain, or none and --tz"
            )
        order = f" written {FORMATS[self._order]} HH:MM" if "date" in self._formats else ""
        return f"is not a time{order}"

    def _stated(self, text: str) -> datetime | None:
        """Read a time that says itself which instant it is."""
        for name in self._formats:
            pattern, parts = _EPOCHS.get(name, (None, 1))
            if pattern and pattern.fullmatch(text):
                return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text) / parts)
        if "object-id" in self._formats and _OBJECT_ID.fullmatch(text):
            return datetime.fromtimestamp(int(text[:8], 16), UTC)
        if "iso" in self._formats:
            if match := _DOTNET.fullmatch(text):
                return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(match[1]))
            if at := _with_offset(text):
                return at
        if (zoned := _before_offset(text)) is None:
            return None
        local = self._in_order(zoned[0]) or self._named(zoned[0])
        return None if local is None else _at_offset(local, zoned[1])

    def _in_order(self, text: str) -> datetime | None:
        return in_order(text, self._order) if "date" in self._formats else None

    def _counted(self, text: str) -> datetime | None:
        """Read days of a spreadsheet, to the second that a cell showed."""
        match = _DAYS.fullmatch(text) if "days" in self._formats else None
        days = float(match[1].replace(",", ".")) if match else 0
        return _DAY_NOUGHT + timedelta(seconds=round(days * 86400)) if match else None

    def _named(self, text: str) -> datetime | None:
        return named(reordered(text)) if "names" in self._formats else None


def holds_days(texts: Sequence[str]) -> bool:
    """Tell whether texts are days as spreadsheets count them, all of them, and there are some."""
    return bool(texts) and all(map(_DAYS.fullmatch, texts))


def formats_in(texts: Sequence[str]) -> list[str]:
    """Name the formats in which some times are counted, beside the usual ones."""
    counted = {name: pattern for name, (pattern, _) in _EPOCHS.items()} | {"object-id": _OBJECT_ID}
    return [name for name, each in counted.items() if any(map(each.fullmatch, texts))]


def is_time(text: str) -> bool:
    """Tell whether a text is a time in any way that is read."""
    if has_no_zone(text) or _with_offset(text) or _DOTNET.fullmatch(text) or formats_in([text]):
        return True
    zoned = _before_offset(text)
    return zoned is not None and has_no_zone(zoned[0])


def has_no_zone(text: str, formats: Collection[str] = USUAL) -> bool:
    """Tell whether a text is a time of some wall clock."""
    is_counted = "days" in formats and holds_days([text])
    return is_counted or bool(days_in(text)) or named(reordered(text)) is not None


def first_lines(texts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return each text once, with the first line that has it, in the order of the lines."""
    found: dict[str, int] = {}
    for text, line in texts:
        if line < found.get(text, maxsize):
            found[text] = line
    return dict(sorted(found.items(), key=itemgetter(1)))
