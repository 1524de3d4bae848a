"""A roster has no holes, adds up to the calendar, and says what is at night and on weekends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import crew_at, on_duty
from escalate_cli.domain.policy.duty.roster import Load, load_of, loads, stretches
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.sections.duty_layer import Layer
from tests.conftest import DAY, HOUR, MINUTE, after
from tests.unit.domain.policy.duty.test_on_duty import (
    COVER,
    TEAM,
    WEEKS,
    instants,
    people_of,
    teams,
)

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")


def test_a_stretch_lasts_until_somebody_else_is_on_duty() -> None:
    team = replace(TEAM, duty=(WEEKS, COVER))
    found = list(stretches(team, people_of(team), after("0m"), after("200h")))
    assert [(each.duty.people, each.since, each.until) for each in found] == [
        (("cy",), after("0m"), after("2h")),
        (("bo", "eva"), after("2h"), after("4h")),
        (("cy",), after("4h"), after("168h")),
        (("di",), after("168h"), after("200h")),
    ]
    assert loads(found, "UTC")["eva"] == Load(2 * HOUR)
    assert loads(found, "UTC")["cy"].time == 166 * HOUR


def test_of_nothing_there_is_no_stretch() -> None:
    assert list(stretches(TEAM, people_of(TEAM), after("1h"), after("1h"))) == []


def test_hours_are_parted_into_nights_and_weekends_in_local_time() -> None:
    friday_evening = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert load_of(friday_evening, friday_evening + 3 * DAY, "Europe/Berlin") == Load(
        3 * DAY, 24 * HOUR, 2 * DAY
    )


@pytest.mark.parametrize(
    ("day", "hours", "nights"),
    [(datetime(2026, 3, 29), 23, 7), (datetime(2026, 10, 25), 25, 9)],  # noqa: DTZ001 - wall times
    ids=["clocks forward", "clocks back"],
)
def test_a_night_in_which_clocks_change_is_as_long_as_it_is(
    day: datetime, hours: int, nights: int
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    since, until = (each.replace(tzinfo=zone).astimezone(UTC) for each in (day, day + DAY))
    assert load_of(since, until, "Europe/Berlin") == Load(hours * HOUR, nights * HOUR, hours * HOUR)


@given(instants, st.integers(1, 300), st.sampled_from(ZONES))
def test_nights_and_weekends_agree_with_a_walk(since: datetime, quarters: int, zone: str) -> None:
    step = timedelta(minutes=15)
    walked = [since + n * step for n in range(quarters)]
    local = [at.astimezone(ZoneInfo(zone)) for at in walked]
    found = load_of(since, since + quarters * step, zone)
    assert found.night == sum(not 6 <= at.hour < 22 for at in local) * step
    assert found.weekend == sum(at.weekday() > 4 for at in local) * step


@given(teams, teams.map(lambda team: replace(team, id="other")), instants, st.integers(1, 1500))
def test_a_roster_adds_up_to_the_calendar(
    team: Team, other: Team, since: datetime, hours: int
) -> None:
    people, until = people_of(team, other), since + hours * HOUR
    found = list(stretches(team, people, since, until))
    assert (found[0].since, found[-1].until) == (since, until)
    assert [each.until for each in found[:-1]] == [each.since for each in found[1:]]
    total = sum((each.length for each in found), timedelta(0))
    shared = sum((each.length * len(each.duty.people) for each in found), timedelta(0))
    assert total == hours * HOUR
    assert sum((load.time for load in loads(found, "UTC").values()), timedelta(0)) == shared
    for each in found:
        for at in (each.since, each.until - MINUTE):
            if each.since <= at:
                assert on_duty(team, people, at).people == each.duty.people


def test_each_turn_that_somebody_took_is_looked_at_in_its_own_weeks_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0

    def counted(layer: Layer, team: Team, people: People, at: datetime) -> tuple[str, ...]:
        nonlocal asked
        asked += 1
        return crew_at(layer, team, people, at)

    monkeypatch.setattr("escalate_cli.domain.policy.duty.on_duty.crew_at", counted)
    taken = [
        replace(COVER, people=(("bo", "eva")[day % 2],), from_at=at, until_at=at + DAY)
        for day, at in ((day, after("0m") + day * DAY) for day in range(200))
    ]
    team = replace(TEAM, duty=(WEEKS, *taken))
    found = list(stretches(team, people_of(team), after("0m"), after("0m") + 200 * DAY))
    assert len(found) == 200
    assert asked < 12 * 200
