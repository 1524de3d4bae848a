"""Calendars as the policy has them, and when their lists of holidays end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.easter import easter

from escalate_cli.domain.policy.sections.calendars import (
    CalendarsAsked,
    CalendarSpec,
    calendar_named,
    calendar_of,
)
from escalate_cli.errors import DamagedHistoryError

TODAY = date(2026, 11, 23)
HOURS = tuple((day, (("09:00", "17:00"),)) for day in ("mon", "tue", "wed", "thu", "fri"))


def _spec(*holidays: date, recurring: tuple[str, ...] = ()) -> CalendarSpec:
    easters = tuple((easter(year) - date(year, 3, 21)).days for year in range(1900, 2402))
    return CalendarSpec(
        zone="UTC",
        hours=HOURS,
        holidays=holidays,
        recurring=recurring,
        dates=(("2026-11-28", (("10:00", "14:00"),)),),
        easters=easters,
    )


def test_every_kind_of_day_counts() -> None:
    calendar = calendar_of(_spec(date(2026, 11, 24), recurring=("12-25", "easter+1")))
    for day, hours in [("11-24", 0), ("11-25", 8), ("11-28", 4), ("12-25", 0), ("04-06", 0)]:
        start = datetime.fromisoformat(f"2026-{day}T00:00+00:00").astimezone(UTC)
        assert calendar.between(start, start + timedelta(days=1)) == timedelta(hours=hours)


def test_one_calendar_counts_for_equal_hours() -> None:
    assert calendar_of(_spec()) is calendar_of(_spec())
    assert calendar_named("office", {"office": _spec()}) is calendar_of(_spec())
    assert calendar_named("always", {}).is_open(datetime(2026, 11, 28, tzinfo=UTC))


@pytest.mark.parametrize(
    ("holidays", "last"),
    [
        ((), None),
        ((date(2026, 1, 1),), date(2026, 1, 1)),
        ((date(2026, 1, 1), date(2027, 1, 21)), date(2027, 1, 21)),
        ((date(2026, 1, 1), date(2027, 1, 22)), None),
    ],
    ids=["without a date", "over", "in 59 days", "in 60 days"],
)
def test_only_holidays_with_a_date_end(holidays: tuple[date, ...], last: date | None) -> None:
    assert _spec(*holidays, recurring=("12-25",)).last_dated(TODAY) == last


def test_calendars_that_were_asked_for_are_known_by_their_names() -> None:
    asked = CalendarsAsked({"office": _spec()})
    assert asked["office"] is calendar_of(_spec())
    assert list(asked) == ["office"]
    with pytest.raises(DamagedHistoryError):
        asked["night"]
