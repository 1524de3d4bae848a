"""Turns change over in local time; overrides go first; before the start nobody is on call."""

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from escalate_cli.domain.policy.duty_plan import Turn, begins_at, turn_at
from escalate_cli.domain.policy.people import Override, Rota
from tests.conftest import DAY, HOUR, MINUTE

WEEK = 7 * DAY


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def a_rota(
    zone: str = "America/Chicago", starts: str = "2024-01-02 00:00", **fields: object
) -> Rota:
    told: dict[str, object] = {"every": WEEK, "order": ("cy", "di")} | fields
    return Rota(zone=zone, starts=wall(starts), **told)  # type: ignore[arg-type]


def turn(rota: Rota, at: str) -> Turn:
    found = turn_at(rota, utc(at))
    assert found is not None
    return found


def override(person: str, since: str, until: str) -> Override:
    return Override(person=person, from_at=utc(since), until_at=utc(until))


@pytest.mark.parametrize(
    ("zone", "starts", "at", "since", "until", "hours"),
    [
        ("America/Chicago", "2024-01-02", "2024-11-01", "2024-10-29T05", "2024-11-05T06", 169),
        ("America/Chicago", "2024-01-02", "2024-03-08", "2024-03-05T06", "2024-03-12T05", 167),
        ("America/Chicago", "2024-01-02", "2024-07-01", "2024-06-25T05", "2024-07-02T05", 168),
        (
            "Australia/Lord_Howe",
            "2026-01-05",
            "2026-10-01",
            "2026-09-27T13:30",
            "2026-10-04T13",
            167.5,
        ),
        ("Asia/Kathmandu", "2026-01-05", "2026-10-01", "2026-09-27T18:15", "2026-10-04T18:15", 168),
    ],
    ids=["clocks back", "clocks forward", "summer", "by half an hour", "no change"],
)
def test_a_week_lasts_until_the_same_wall_time(
    zone: str, starts: str, at: str, since: str, until: str, hours: float
) -> None:
    found = turn(a_rota(zone, f"{starts} 00:00"), at)
    assert (found.since, found.until) == (utc(since), utc(until))
    assert found.until - found.since == hours * HOUR


def test_hand_over_belongs_to_the_one_who_begins() -> None:
    rota = a_rota()
    assert turn(rota, "2024-11-05T05:59:59").person != turn(rota, "2024-11-05T06:00:00").person


def test_turns_follow_the_order_and_begin_again() -> None:
    rota = a_rota("UTC", every=DAY, order=("cy", "di", "bo"))
    days = [turn(rota, f"2024-01-0{day}T12:00").person for day in (2, 3, 4, 5)]
    assert days == ["cy", "di", "bo", "cy"]


@pytest.mark.parametrize("every", [HOUR, 12 * HOUR, 36 * HOUR, 90 * MINUTE, 2 * WEEK])
def test_turns_of_any_length_touch_each_other(every: timedelta) -> None:
    rota = a_rota("Europe/Berlin", every=every, order=("cy", "di", "bo"))
    first = turn(rota, "2026-10-24T20:00")
    following = turn_at(rota, first.until)
    assert following is not None
    assert following.since == first.until
    order = (*rota.order, rota.order[0])
    assert following.person == order[order.index(first.person) + 1]


def test_the_hour_that_comes_twice_is_one_turn() -> None:
    rota = a_rota("Europe/Berlin", every=HOUR)
    found = turn(rota, "2026-10-25T01:30")
    assert (found.since, found.until) == (utc("2026-10-25T00:00"), utc("2026-10-25T02:00"))


def test_the_hour_that_is_skipped_is_nobodys_turn() -> None:
    rota = a_rota("Europe/Berlin", every=HOUR, order=("cy", "di", "bo"))
    before, following = turn(rota, "2026-03-29T00:59"), turn(rota, "2026-03-29T01:00")
    assert before.until == following.since == utc("2026-03-29T01:00")
    order = (*rota.order, *rota.order)
    assert following.person == order[order.index(before.person) + 2]


def test_nobody_is_on_call_before_the_rota_starts() -> None:
    rota = a_rota()
    assert turn_at(rota, utc("2024-01-02T05:59:59")) is None
    assert turn(rota, "2024-01-02T06:00").person == "cy"


def test_who_stands_in_goes_first_and_both_know_until_when() -> None:
    swap = override("bo", "2024-06-27T10:00", "2024-06-28T10:00")
    rota = a_rota(overrides=(swap,))
    stands_in = turn(rota, "2024-06-27T10:00")
    assert stands_in == Turn("bo", swap.from_at, swap.until_at)
    before, later = turn(rota, "2024-06-27T09:59"), turn(rota, "2024-06-28T10:00")
    assert before.until == swap.from_at
    assert later.since == swap.until_at
    assert before.person == later.person


def test_somebody_may_stand_in_before_the_rota_starts() -> None:
    early = override("bo", "2024-01-01T10:00", "2024-01-01T12:00")
    rota = a_rota(overrides=(early,))
    assert turn(rota, "2024-01-01T11:00").person == "bo"
    assert turn_at(rota, utc("2024-01-01T12:00")) is None
    assert begins_at(rota, utc("2024-01-01T09:00")) == early.from_at
    assert begins_at(rota, utc("2024-01-01T12:00")) == utc("2024-01-02T06:00")


def calls_of(rota: Rota, at: str) -> int:
    """Count the calls that it takes to tell whose turn it is."""
    turn(rota, at)
    counted: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _arg: counted.update([event]))
    try:
        turn(rota, at)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize("every", [HOUR, 90 * MINUTE, DAY, WEEK])
def test_a_rota_of_long_ago_takes_no_more_steps_than_one_of_this_year(every: timedelta) -> None:
    at = "2026-11-23T09:00"
    old = calls_of(a_rota("Europe/Berlin", "2000-01-03 00:00", every=every), at)
    new = calls_of(a_rota("Europe/Berlin", "2026-01-05 00:00", every=every), at)
    assert 50 < old <= 1.2 * new
