"""Months and weeks as people name them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.domain.time.span import parse_span, parts_of
from escalate_cli.errors import BadInstantError

NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
"""A Wednesday, but in Berlin the Thursday has begun."""


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-11", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
        ("2026-12", "2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z"),
        ("2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
        ("2026-W47", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"),
        ("2026-w01", "2025-12-28T23:00:00Z", "2026-01-04T23:00:00Z"),
        ("2026-W53", "2026-12-27T23:00:00Z", "2027-01-03T23:00:00Z"),
        ("last month", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        ("This month", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
        ("last week", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"),
        ("this week", "2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z"),
    ],
)
def test_a_span_is_that_of_the_policys_zone(text: str, first: str, after: str) -> None:
    found = parse_span(text, NOW, "Europe/Berlin")
    assert found is not None
    assert tuple(map(format_instant, found)) == (first, after)


@pytest.mark.parametrize("text", ["2026", "26-11", "2026-11-23", "W47", "next month", "last", ""])
def test_other_words_name_no_span(text: str) -> None:
    assert parse_span(text, NOW, "UTC") is None


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-W54", "2025-W53", "0000-01", "9999-12"]
)
def test_a_month_or_week_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(BadInstantError, match="there is no such month or week"):
        parse_span(text, NOW, "UTC")


@pytest.mark.parametrize(
    ("unit", "borders"),
    [
        ("day", ["2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z"]),
        ("week", []),
        ("month", []),
    ],
)
def test_a_time_is_cut_at_midnight_in_the_zone(unit: str, borders: list[str]) -> None:
    since, until = NOW - timedelta(hours=30), NOW
    found = list(parts_of(since, until, unit, "Europe/Berlin"))
    assert [format_instant(until) for _, until in found[:-1]] == borders
    assert (found[0][0], found[-1][1]) == (since, until)


@pytest.mark.parametrize(("unit", "n"), [("day", 365), ("week", 53), ("month", 12)])
def test_a_year_has_its_days_weeks_and_months(unit: str, n: int) -> None:
    span = parse_span("2026-01", NOW, "Europe/Berlin"), parse_span("2026-12", NOW, "Europe/Berlin")
    assert span[0] is not None
    assert span[1] is not None
    found = list(parts_of(span[0][0], span[1][1], unit, "Europe/Berlin"))
    assert len(found) == n
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert found[1][0].astimezone(ZoneInfo("Europe/Berlin")).hour == 0
