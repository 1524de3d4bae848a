"""Business time: opening hours as one monotone function of the instant.

B(t) is the open time between an arbitrary epoch and t. It is kept as the sorted bounds of the
open intervals with running sums, over a range of local days that grows when an instant outside is
asked for. `between` is a difference of two values of B, `add` its smallest inverse; each is found
by bisection, however far apart the instants are. Clock changes (DST) are resolved in `timezones`
when the intervals are laid out; business time itself is counted in UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from types import MappingProxyType

from escalate_cli.domain.time.holidays import Day, SpecialDays
from escalate_cli.domain.time.open_days import OpenDays
from escalate_cli.domain.time.open_intervals import Span, open_spans
from escalate_cli.domain.time.opening_hours import WEEKDAYS, open_within, weekly_hours
from escalate_cli.domain.time.timezones import as_utc, instant_of, zone_named
from escalate_cli.errors import CalendarError

ZERO = timedelta(0)
CHUNK = timedelta(days=28)
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2401, 1, 1)


class BusinessCalendar:
    """Weekly hours in a zone, but for special days; counts real time in which it is open.

    Instants are aware and come back in UTC; a naive one is a ValueError. A local time that a clock
    change skips is the instant of the change, one that it repeats is the first occurrence.
    Instants are served from 1901 to 2399; beyond, and where it never opens, is a CalendarError.

    Attributes:
        zone: IANA name of the zone that hours and days are written in.
        special: the local days that are not like their weekday.
        days: the local days on which it opens.
    """

    def __init__(
        self,
        zone: str,
        hours: Mapping[str, Sequence[tuple[str, str]]],
        holidays: Collection[Day] = (),
        dates: Mapping[Day, Sequence[tuple[str, str]]] = MappingProxyType({}),
        easters: Sequence[int] = (),
    ) -> None:
        self.zone = zone
        self.special = SpecialDays(holidays, dates, easters)
        self._clock = zone_named(zone)
        self._week = weekly_hours(hours)
        self.days = OpenDays(self._week, self.special)
        self._opens: list[datetime] = []
        self._closes: list[datetime] = []
        self._sums = [ZERO]
        self._first = self._last = FIRST_DAY
        self._from = self._until = datetime.min.replace(tzinfo=UTC)
        self._asked: Span | None = None
        self._answer = ZERO

    @staticmethod
    def always() -> "BusinessCalendar":
        """Return the built-in calendar that never closes."""
        return _always()

    def add(self, start: datetime, business: timedelta, paused: Sequence[Span] = ()) -> datetime:
        """Return the earliest instant by which that much business time has passed since start.

        Time inside `paused` does not count; pauses may overlap and come in any order.
        """
        at = start if start.tzinfo is UTC else as_utc(start)
        if business <= ZERO:
            if business < ZERO:
                raise ValueError(f"cannot add {business}: business time runs forward")
            return at
        for paused_at, resumed_at in _disjoint(paused):
            if resumed_at > at:
                spent = self._open_by(max(paused_at, at)) - self._open_by(at)
                if spent >= business:
                    break
                business -= spent
                at = resumed_at
        return self._instant_when(self._open_by(at) + business)

    def between(self, start: datetime, end: datetime, paused: Sequence[Span] = ()) -> timedelta:
        """Return the business time in [start, end) outside pauses; none if end is not later."""
        if start.tzinfo is not UTC:
            start = as_utc(start)
        if end.tzinfo is not UTC:
            end = as_utc(end)
        if end <= start:
            return ZERO
        if self._asked != (start, end):  # the clocks of a ticket ask alike, one after the other
            self._asked, self._answer = (start, end), self._open_by(end) - self._open_by(start)
        spent = self._answer
        if not paused:
            return spent
        for paused_at, resumed_at in _disjoint(paused):
            stood_from, stood_to = max(paused_at, start), min(resumed_at, end)
            if stood_from < stood_to:
                spent -= self._open_by(stood_to) - self._open_by(stood_from)
        return spent

    def is_open(self, at: datetime) -> bool:
        """Say whether business time runs at an instant; openings are in, closings out."""
        at = as_utc(at)
        self._cover(at)
        return self._is_open(bisect_right(self._opens, at), at)

    def next_opening(self, at: datetime) -> datetime:
        """Return the first instant from `at` on that is open, `at` itself if it is."""
        at = as_utc(at)
        self._cover(at)
        begun = bisect_right(self._opens, at)
        if self._is_open(begun, at):
            return at
        while begun == len(self._opens):
            self._grow_forward(self._last)
        return self._opens[begun]

    def opens_within_a_year(self, at: datetime) -> bool:
        """Tell whether there is any open time in the 366 days after an instant."""
        return self.between(at, at + timedelta(days=366)) > ZERO

    def windows(self, start: datetime, end: datetime) -> list[Span]:
        """List the open intervals inside [start, end) in order; touching ones are joined."""
        start, end = as_utc(start), as_utc(end)
        self._cover(start)
        self._cover(end)
        begin = max(bisect_right(self._opens, start) - 1, 0)
        stop = bisect_left(self._opens, end)
        known = zip(self._opens[begin:stop], self._closes[begin:stop], strict=True)
        return _joined((max(opens, start), min(closes, end)) for opens, closes in known)

    def median_open_day(self) -> timedelta:
        """Return the median of the weekly hours over the days that have any: one `bd`."""
        days = sorted(open_within(day) for day in self._week if day)
        if not days:
            raise CalendarError("a calendar without hours has no business day")
        middle = len(days) // 2
        return (days[middle] + days[-middle - 1]) / 2

    def _open_by(self, at: datetime) -> timedelta:
        """Return B(at)."""
        if not self._from <= at < self._until:
            self._cover(at)
        begun = bisect_right(self._opens, at)
        if begun and at < self._closes[begun - 1]:
            return self._sums[begun - 1] + (at - self._opens[begun - 1])
        return self._sums[begun]

    def _is_open(self, begun: int, at: datetime) -> bool:
        """Say whether the last of the intervals begun by an instant lasts."""
        return begun > 0 and at < self._closes[begun - 1]

    def _instant_when(self, total: timedelta) -> datetime:
        """Return the smallest instant with B = total, which is beyond the first bound."""
        while self._sums[-1] < total:
            self._grow_forward(self._last)
        last = bisect_left(self._sums, total) - 1
        return self._opens[last] + (total - self._sums[last])

    def _cover(self, at: datetime) -> None:
        """Make the known range of days include an instant."""
        if not FIRST_DAY.year < at.year < LAST_DAY.year - 1:
            raise CalendarError(f"no business time is kept for the year {at.year}")
        day = at.astimezone(self._clock).date()
        if self._first == self._last:
            self._first = self._last = day
            self._from = self._until = instant_of(datetime.combine(day, time.min), self._clock)
        if at >= self._until:
            self._grow_forward(day)
        elif at < self._from:
            self._grow_back(day)

    def _grow_forward(self, day: date) -> None:
        """Know the days to well beyond one, twice as many as before or more."""
        if self._last >= LAST_DAY:
            raise CalendarError(
                f"the calendar in {self.zone} is not open for that long before {LAST_DAY.year}",
                help="give it hours on some weekday, or fewer holidays",
            )
        until = min(max(day, self._last) + max(CHUNK, self._last - self._first), LAST_DAY)
        for opens, closes in self._spans(self._last, until):
            self._opens.append(opens)
            self._closes.append(closes)
            self._sums.append(self._sums[-1] + (closes - opens))
        self._last = until
        self._until = instant_of(datetime.combine(until, time.min), self._clock)

    def _grow_back(self, day: date) -> None:
        """Know the days back to one, twice as many as before or more."""
        since = max(min(day, self._first - max(CHUNK, self._last - self._first)), FIRST_DAY)
        earlier = list(self._spans(since, self._first))
        lengths = [closes - opens for opens, closes in earlier]
        start = self._sums[0] - sum(lengths, ZERO)
        self._sums[:0] = accumulate(lengths[:-1], initial=start) if lengths else ()
        self._opens[:0] = [opens for opens, _ in earlier]
        self._closes[:0] = [closes for _, closes in earlier]
        self._first = since
        self._from = instant_of(datetime.combine(since, time.min), self._clock)

    def _spans(self, first: date, until: date) -> Iterator[Span]:
        special = self.special.between(first, until)
        return open_spans(self._clock, self._week, special, first, until)


class _AlwaysOpen(BusinessCalendar):
    """Never closes: business time is time."""

    _EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

    def _open_by(self, at: datetime) -> timedelta:
        return at - self._EPOCH

    def _instant_when(self, total: timedelta) -> datetime:
        try:
            return self._EPOCH + total
        except OverflowError:
            raise CalendarError(f"{total.days} days after 1970 is too far ahead") from None


def _disjoint(paused: Sequence[Span]) -> list[Span]:
    """Order the pauses and join those that overlap or touch; empty ones vanish."""
    if not paused:
        return []
    return _joined(sorted((as_utc(since), as_utc(until)) for since, until in paused))


def _joined(ordered: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for since, until in ordered:
        if since >= until:
            continue
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(until, joined[-1][1])
        else:
            joined.append((since, until))
    return joined


@cache
def _always() -> BusinessCalendar:
    return _AlwaysOpen("UTC", {day: [("00:00", "24:00")] for day in WEEKDAYS})
