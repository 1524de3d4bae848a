"""Durations as people write them: `15m`, `1h30m`, `2d`, `1bd`, `PT2H`.

The grammar: `[Nw][Nbd][Nd][Nh][Nm][Ns]`, each unit at most once and in this order, or ISO 8601
`P[nW][nD][T[nH][nM][nS]]`. N may have a decimal fraction if it comes to whole microseconds. `d` is
24 hours and `w` seven of them; `bd` is the median open day of a calendar. Zero (`0s`) is a
duration; whoever needs time to pass must refuse it.
"""

import re
from datetime import timedelta
from functools import lru_cache

import msgspec

from escalate_cli.errors import BadDurationError

LONGEST = timedelta(days=36_525)
"""A hundred years; also the most business days that can be written."""

_LONGEST_TEXT = 64
_ZERO = timedelta(0)
_MICROSECOND = timedelta(microseconds=1)
_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_SHORT = "".join(rf"(?:(?P<{unit}>{_NUMBER}){unit})?" for unit in ("w", "bd", *"dhms"))
_ISO = (
    rf"P(?:(?P<w>{_NUMBER})W)?(?:(?P<d>{_NUMBER})D)?"
    rf"(?:T(?=[0-9])(?:(?P<h>{_NUMBER})H)?(?:(?P<m>{_NUMBER})M)?(?:(?P<s>{_NUMBER})S)?)?"
)


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """A length of time; a part of it may be counted in business days.

    Attributes:
        fixed: what does not depend on a calendar.
        business_days: how many median open days come on top.
    """

    fixed: timedelta = _ZERO
    business_days: float = 0

    def resolve(self, median_open_day: timedelta | None) -> timedelta:
        """Give the length in hours, with the open day of a calendar where one is named.

        Raises BadDurationError if it is written in business days and there is no calendar.
        """
        if not self.business_days:
            return self.fixed
        if median_open_day is None:
            raise BadDurationError(
                "'bd' (business days) needs a calendar, and none is named here",
                help="name a calendar, or write hours or days such as 8h or 1d",
            )
        return self.fixed + median_open_day * self.business_days


def parse_duration(text: str) -> Duration:
    """Read a duration; anything outside the grammar is a BadDurationError."""
    amounts = _amounts(text) if len(text) <= _LONGEST_TEXT else {}
    if not any(amounts.values()):
        raise BadDurationError(
            f"{text[:_LONGEST_TEXT]!r} is not a duration: {_objection(text)}",
            help="write it like 15m, 1h30m, 2d, 1w, 1bd or PT2H",
        )
    business_days = float(amounts.pop("bd", None) or 0)
    try:
        fixed = sum((_exact(amounts[unit], _UNITS[unit], text) for unit in amounts), _ZERO)
    except OverflowError:
        fixed = timedelta.max
    if fixed > LONGEST or business_days > LONGEST.days:
        raise BadDurationError(f"{text!r} is too long", help=f"at most {LONGEST.days}d")
    return Duration(fixed=fixed, business_days=business_days)


@lru_cache(maxsize=4096)  # more than any policy has, whose rules each ticket names in turn
def format_duration(duration: timedelta, *, days: bool = True) -> str:
    """Write a duration shortly, such as `1d2h`, in a form that can be read again.

    Without `days`, hours are the largest unit: `26h`, as business time is best written. A negative
    duration gets a minus sign, which is for reading only.
    """
    if duration < _ZERO:
        return f"-{format_duration(-duration, days=days)}"
    parts = []
    for unit in "dhm" if days else "hm":
        count, duration = divmod(duration, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    if duration or not parts:
        seconds = f"{duration.seconds}.{duration.microseconds:06}".rstrip("0").rstrip(".")
        parts.append(f"{seconds}s")
    return "".join(parts)


def _amounts(text: str) -> dict[str, str | None]:
    match = re.fullmatch(_SHORT, text) or re.fullmatch(_ISO, text)
    return match.groupdict() if match else {}


def _exact(amount: str | None, unit: timedelta, text: str) -> timedelta:
    """Multiply without rounding; `1.5h` is fine, a part of a microsecond is not."""
    whole, _, fraction = (amount or "0").partition(".")
    microseconds = int(whole + fraction) * (unit // _MICROSECOND)
    exact, rest = divmod(microseconds, 10 ** len(fraction))
    if rest:
        raise BadDurationError(
            f"{text!r} does not come to whole microseconds", help="use a smaller unit, like 90m"
        )
    return timedelta(microseconds=exact)


def _objection(text: str) -> str:
    """Say what is wrong with a text that the grammar does not read."""
    if not text.isascii():
        return "only the digits 0-9 and the units w bd d h m s are read"
    if re.fullmatch(_NUMBER, text):
        return "a unit is missing"
    if text.startswith(("+", "-")):
        return "a sign is not read"
    if "M" in text and not text.startswith("P"):
        return "minutes are written with a small m, and months are not read"
    if text.startswith("P"):
        return "of ISO 8601, only weeks, days, hours, minutes and seconds are read"
    return "expected numbers, each with a unit out of w bd d h m s, in this order and once each"
