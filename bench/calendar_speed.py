"""Business time beside businesstimedelta and numpy, on the same cases in one run.

Both are optional: what is not installed is not compared. A speed counts only the cases that the
other one gets right.
"""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from types import FrameType
from zoneinfo import ZoneInfo

from bench import Row
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from tests.cases import rows as cases

TABLES = ("business_time", "business_time_paused", "business_time_peers", "business_time_edge")
FASTER = 1_000
HORIZONS = timedelta(hours=3), timedelta(hours=3000)
WITHIN = 1.5
SECONDS_FOR_A_CASE = 0.1
ROUNDS = 3
CALLS = 500
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOT_INSTALLED = "not installed"

Call = Callable[[], object]


def measure() -> list[Row]:
    """Compare speed and answers with what else there is, and far deadlines with near ones."""
    table = [row for name in TABLES for row in cases.rows(name)]
    return [_right(table), *_businesstimedelta(table), _numpy(), _horizon(), _cold()]


def main() -> None:
    """Print each comparison on a line."""
    for row in measure():
        print(f"{row.what}: {row.measured} (target: {row.target}){'' if row.ok else ' MISSED'}")


def _right(table: Sequence[cases.Row]) -> Row:
    right = sum(_is_right(row, cases.answer(row)) for row in table)
    return Row(
        "business time rows right", f"{right}/{len(table)}", str(len(table)), right == len(table)
    )


def _is_right(row: cases.Row, answer: cases.Answer) -> bool:
    expected = {row.expect, row.recommended, *row.accept} - {None}
    if row.expect_seconds is not None:
        expected.add(row.expect_seconds // 60)
    return answer in expected


def _businesstimedelta(table: Sequence[cases.Row]) -> list[Row]:
    speed, answers = "add, between against businesstimedelta", "the same rows, businesstimedelta"
    if not find_spec("businesstimedelta"):
        return [Row(speed, NOT_INSTALLED, f"{FASTER:,} x faster", ok=True)]
    ratios, ours, theirs = [], 0.0, 0.0
    for row in table:
        try:
            with _deadline(SECONDS_FOR_A_CASE):
                call = _theirs(row)
                is_right = _is_right(row, _written(call()))
        except Exception:  # noqa: BLE001, S112 - any way to fail is an answer that is not right
            continue
        if is_right and cases.answer(row) != "error":
            mine, their = _seconds(_ours(row), CALLS), _seconds(call, 1)
            ratios.append(their / mine)
            ours, theirs = ours + mine, theirs + their
    ratio, call_us = theirs / ours, ours / len(ratios) * 1e6
    measured = f"{ratio:.0f} x faster (median {median(ratios):.0f} x, {call_us:.1f} us a call)"
    return [
        Row(speed, measured, f"{FASTER:,} x faster", ratio >= FASTER),
        Row(answers, f"{len(ratios)}/{len(table)} right", "-", ok=True),
    ]


def _ours(row: cases.Row) -> Call:
    calendar = cases.calendar(row)
    if row.end is None:
        return partial(calendar.add, row.start, row.length)
    return partial(calendar.between, row.start, row.end)


def _theirs(row: cases.Row) -> Call:
    """Write a row's calendar as their rules, as well as these can express it."""
    library = import_module("businesstimedelta")
    zone = import_module("pytz").timezone(row.calendar.tz)
    rules = [
        library.WorkDayRule(_wall(opens), _closing(opens, closes), [WEEKDAYS.index(day)], tz=zone)
        for day, intervals in row.calendar.hours.items()
        for opens, closes in intervals
    ]
    if row.calendar.holidays:
        rules.append(library.HolidayRule(row.calendar.holidays, tz=zone))
    rule = library.Rules(rules)
    if row.end is None:
        length = library.BusinessTimeDelta(rule, timedelta=row.length)
        return lambda: row.start + length
    return lambda: rule.difference(row.start, row.end).timedelta


def _wall(text: str) -> wall_time:
    return wall_time.fromisoformat(text.zfill(5))


def _closing(opens: str, closes: str) -> wall_time:
    """Midnight is the end of a night shift to them, the last microsecond of a whole day."""
    if closes != "24:00":
        return _wall(closes)
    return wall_time.max if _wall(opens) == wall_time.min else wall_time.min


def _written(answer: object) -> cases.Answer:
    """Write their answer as the tables do, to the nearest second."""
    if isinstance(answer, timedelta):
        return round(answer.total_seconds()) // 60
    assert isinstance(answer, datetime)  # noqa: S101 - they answer one or the other
    rounded = answer.astimezone(UTC) + timedelta(milliseconds=500)
    return f"{rounded:%Y-%m-%dT%H:%M:%SZ}"


def _numpy() -> Row:
    """Count working days, which is all that numpy can; the same calendar here."""
    what = "counting whole days against numpy.busday_count"
    if not find_spec("numpy"):
        return Row(what, NOT_INSTALLED, "-", ok=True)
    numpy = import_module("numpy")
    calendar = BusinessCalendar("UTC", {day: [("00:00", "24:00")] for day in WEEKDAYS[:5]})
    start, end = MONDAY.replace(hour=0), MONDAY.replace(hour=0) + timedelta(days=300)
    days, weekly = (start.date(), end.date()), numpy.busdaycalendar()
    assert calendar.between(start, end).days == numpy.busday_count(*days, busdaycal=weekly)  # noqa: S101 - the same question
    ours = _seconds(lambda: calendar.between(start, end), CALLS)
    theirs = _seconds(lambda: numpy.busday_count(*days, busdaycal=weekly), CALLS)
    return Row(what, f"{ours / theirs:.2f} x its time ({theirs * 1e6:.1f} us)", "-", ok=True)


def _horizon() -> Row:
    calendar = _office()
    calendar.add(MONDAY, HORIZONS[1])
    near, far = (_seconds(partial(calendar.add, MONDAY, length), CALLS) for length in HORIZONS)
    ratio = far / near
    return Row("3,000 h ahead against 3 h", f"{ratio:.2f} x", f"{WITHIN} x", ratio <= WITHIN)


def _cold() -> Row:
    """Time the first due time of a process: read the zone, lay out some weeks, answer."""
    seconds = []
    for _ in range(10 * ROUNDS):
        ZoneInfo.clear_cache()
        start = time.perf_counter()
        _office().add(MONDAY, timedelta(hours=8))
        seconds.append(time.perf_counter() - start)
    measured = median(seconds) * 1e3
    return Row("the first due time of a process", f"{measured:.2f} ms", "1 ms", measured < 1)


def _office() -> BusinessCalendar:
    hours = [("09:00", "12:30"), ("13:30", "17:00")]
    return BusinessCalendar("Europe/Berlin", dict.fromkeys(WEEKDAYS[:5], tuple(hours)))


def _seconds(call: Call, calls: int) -> float:
    """Give the time of one call: the best of some rounds, once warm."""
    call()
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        rounds.append((time.perf_counter() - start) / calls)
    return min(rounds)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer: some rules never come to an end."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    main()
