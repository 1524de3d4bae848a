"""Laws of business time, and agreement with a clock that is read minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.holidays import Day
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from escalate_cli.domain.time.timezones import instant_of

MINUTE = timedelta(minutes=1)
ZERO = timedelta(0)
MINUTES_OF_A_DAY = 24 * 60
EASTERS = [(easter(year) - date(year, 3, 21)).days for year in range(1900, 2402)]

CHANGES = [
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Europe/Dublin", date(2026, 3, 29)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/St_Johns", date(2006, 4, 2)),
    ("America/St_Johns", date(2006, 10, 29)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Asia/Kathmandu", date(2026, 11, 23)),
    ("UTC", date(2026, 11, 23)),
]

laws = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class Place:
    """A random calendar, an instant near a clock change, and what the calendar was made of."""

    def __init__(
        self,
        zone: str,
        around: date,
        week: list[list[int]],
        off: set[int],
        own: dict[int, list[int]],
        start: int,
    ) -> None:
        self.zone = ZoneInfo(zone)
        self.start = datetime.combine(around, time.min, UTC) + start * MINUTE
        self.week = [_pairs(bounds) for bounds in week]
        self.special: dict[date, list[tuple[int, int]]] = {
            **{around + timedelta(days=day): [] for day in off},
            **{around + timedelta(days=day): _pairs(bounds) for day, bounds in own.items()},
        }
        hours = {name: _written(day) for name, day in zip(WEEKDAYS, self.week, strict=True)}
        self.calendar = BusinessCalendar(
            zone,
            hours,
            [_as_rule(around + timedelta(days=day), day) for day in off],
            {
                _as_rule(around + timedelta(days=day), day): _written(_pairs(bounds))
                for day, bounds in own.items()
            },
            EASTERS,
        )

    def __repr__(self) -> str:
        return f"{self.zone} {self.start} {self.week} {self.special}"

    def hours_on(self, day: date) -> list[tuple[int, int]]:
        """Return the minutes at which a day opens and closes."""
        return self.special.get(day, self.week[day.weekday()])


def _pairs(bounds: list[int]) -> list[tuple[int, int]]:
    return list(zip(bounds[::2], bounds[1::2], strict=False))


def _written(hours: list[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(_clock(opens), _clock(closes)) for opens, closes in hours]


def _as_rule(day: date, way: int) -> Day:
    """Say a day as a date, as a day of every year, or by its distance from Easter."""
    ways: list[Day] = [day, (day.month, day.day), (day - easter(day.year)).days]
    return ways[way % 3]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Draw a calendar that opens at least on one weekday."""
    bounds = st.lists(st.integers(0, MINUTES_OF_A_DAY), max_size=6, unique=True).map(sorted)
    week = draw(st.lists(bounds, min_size=7, max_size=7))
    if all(len(day) < 2 for day in week):
        week[draw(st.integers(0, 6))] = [0, MINUTES_OF_A_DAY]
    zone, around = draw(st.sampled_from(CHANGES))
    days = st.integers(-3, 4)
    off = draw(st.sets(days, max_size=3))
    own = draw(st.dictionaries(days, bounds, max_size=3))
    return Place(zone, around, week, off, own, draw(st.integers(-4000, 3000)))


lengths = st.timedeltas(ZERO, timedelta(days=20))
moves = st.timedeltas(-timedelta(days=3), timedelta(days=6))


@laws
@given(places(), lengths)
def test_adding_then_counting_gives_back_the_length(place: Place, length: timedelta) -> None:
    due = place.calendar.add(place.start, length)
    assert place.calendar.between(place.start, due) == length


@laws
@given(places(), st.timedeltas(timedelta(microseconds=1), timedelta(days=20)))
def test_no_earlier_instant_is_due(place: Place, length: timedelta) -> None:
    due = place.calendar.add(place.start, length)
    before = due - timedelta(microseconds=1)
    assert place.calendar.between(place.start, before) < length


@laws
@given(places(), lengths, lengths)
def test_a_longer_target_is_never_due_earlier(place: Place, a: timedelta, b: timedelta) -> None:
    shorter, longer = sorted((a, b))
    assert place.calendar.add(place.start, shorter) <= place.calendar.add(place.start, longer)


@laws
@given(places(), lengths, moves)
def test_a_later_start_is_never_due_earlier(
    place: Place, length: timedelta, move: timedelta
) -> None:
    first, second = sorted((place.start, place.start + move))
    assert place.calendar.add(first, length) <= place.calendar.add(second, length)


@laws
@given(places(), lengths, lengths)
def test_adding_twice_is_adding_the_sum(place: Place, a: timedelta, b: timedelta) -> None:
    once = place.calendar.add(place.start, a + b)
    assert place.calendar.add(place.calendar.add(place.start, a), b) == once


@laws
@given(places(), moves, moves)
def test_splitting_an_interval_changes_no_sum(
    place: Place, one: timedelta, other: timedelta
) -> None:
    start, middle, end = sorted((place.start, place.start + one, place.start + other))
    between = place.calendar.between
    assert between(start, middle) + between(middle, end) == between(start, end)


@laws
@given(places(), lengths, moves)
def test_a_pause_outside_the_hours_changes_nothing(
    place: Place, length: timedelta, move: timedelta
) -> None:
    closes_at = place.calendar.windows(place.start, place.start + timedelta(days=60))[0][1]
    pause = (closes_at, place.calendar.next_opening(closes_at))
    end = closes_at + move
    add, between = place.calendar.add, place.calendar.between
    assert add(place.start, length, [pause]) == add(place.start, length)
    assert between(place.start, end, [pause]) == between(place.start, end)


@laws
@given(places(), lengths, st.lists(st.tuples(moves, lengths), max_size=4))
def test_adding_and_counting_agree_about_pauses(
    place: Place, length: timedelta, stops: list[tuple[timedelta, timedelta]]
) -> None:
    paused = [(place.start + move, place.start + move + stop) for move, stop in stops]
    due = place.calendar.add(place.start, length, paused)
    assert place.calendar.between(place.start, due, paused) == length


@laws
@given(places(), lengths)
def test_windows_add_up_to_the_time_between(place: Place, length: timedelta) -> None:
    end = place.start + length
    windows = place.calendar.windows(place.start, end)
    counted = sum((until - since for since, until in windows), ZERO)
    assert counted == place.calendar.between(place.start, end)
    assert windows == sorted(windows)


@laws
@given(places(), moves)
def test_what_was_asked_before_changes_no_answer(place: Place, move: timedelta) -> None:
    span = (place.start, place.start + abs(move))
    fresh = place.calendar.between(*span)
    place.calendar.is_open(place.start + timedelta(days=400))
    place.calendar.is_open(place.start - timedelta(days=400))
    assert place.calendar.between(*span) == fresh


def _minutes(place: Place, count: int) -> Iterator[tuple[datetime, bool]]:
    """Walk the minutes of the zone's clock; while it is set back, the latest reading stays."""
    at = place.start - timedelta(days=2)
    latest = at.astimezone(place.zone).replace(tzinfo=None)
    while at < place.start + count * MINUTE:
        latest = max(latest, at.astimezone(place.zone).replace(tzinfo=None))
        since_midnight = latest.hour * 60 + latest.minute
        hours = place.hours_on(latest.date())
        if at >= place.start:
            yield at, any(opens <= since_midnight < closes for opens, closes in hours)
        at += MINUTE


@laws
@given(places(), st.integers(0, 4 * MINUTES_OF_A_DAY))
def test_counting_agrees_with_reading_the_clock_every_minute(place: Place, count: int) -> None:
    opened = sum(is_open for _, is_open in _minutes(place, count))
    end = place.start + count * MINUTE
    assert place.calendar.between(place.start, end) == opened * MINUTE


@laws
@given(places(), st.integers(1, 2 * MINUTES_OF_A_DAY))
def test_adding_agrees_with_reading_the_clock_every_minute(place: Place, wanted: int) -> None:
    opened = 0
    for at, is_open in _minutes(place, 5 * MINUTES_OF_A_DAY):
        opened += is_open
        if opened == wanted:
            assert place.calendar.add(place.start, wanted * MINUTE) == at + MINUTE
            return
    assert place.calendar.between(place.start, place.start + timedelta(days=5)) == opened * MINUTE


@laws
@given(st.sampled_from(CHANGES), st.integers(-3000, 3000), st.integers(0, 180))
@example(("America/St_Johns", date(2006, 10, 29)), 0, 62)
def test_a_later_wall_time_is_never_an_earlier_instant(
    change: tuple[str, date], start: int, more: int
) -> None:
    zone, around = ZoneInfo(change[0]), datetime.combine(change[1], time.min)
    earlier = instant_of(around + start * MINUTE, zone)
    assert earlier <= instant_of(around + (start + more) * MINUTE, zone)


def test_a_calendar_of_one_minute_a_week_still_ends() -> None:
    calendar = BusinessCalendar("Europe/Dublin", {"sun": [("01:30", "01:31")]}, {date(2026, 4, 5)})
    start = datetime(2026, 3, 28, tzinfo=UTC)
    assert calendar.between(start, calendar.add(start, 100 * MINUTE)) == 100 * MINUTE
