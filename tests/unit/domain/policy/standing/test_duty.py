"""Duty that is taken over or swapped lies on the plan; swapped twice, it is as it was."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import OnDuty, changes_at, on_duty
from escalate_cli.domain.policy.people import People, Person, Team
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.policy.standing import (
    AnyStanding,
    DutyOverridden,
    DutySwapped,
    StandingUndone,
    in_effect,
    with_standing,
)
from tests.conftest import DAY, HOUR, OFFICE, a_policy, after

DAYS = Layer(
    zone="UTC",
    starts=datetime(2026, 11, 23, 8),  # noqa: DTZ001 - a wall time
    every=Every(time=DAY),
    turns=(("cy",), ("di", "eva"), ("bo",)),
)
TEAM = Team(id="net", members=("cy", "di"), hours="office", duty=(DAYS,), fallback="lee")
PEOPLE = a_policy(
    people={name: Person(id=name, name=name) for name in ("bo", "cy", "di", "eva", "lee")},
    teams={"net": TEAM, "plain": Team(id="plain", members=("cy", "di"))},
    calendars={"office": OFFICE},
).people


def overridden(
    person: str = "bo", since: str = "2h", until: str = "4h", **fields: object
) -> AnyStanding:
    told: dict[str, object] = {"at": after("0m"), "by": "lee", "team": "net", "change": 1} | fields
    return DutyOverridden(person=person, from_at=after(since), until_at=after(until), **told)  # type: ignore[arg-type]


def swapped(*spans: tuple[str, str], **fields: object) -> AnyStanding:
    told: dict[str, object] = {"at": after("0m"), "by": "lee", "team": "net", "change": 2} | fields
    instants = tuple((after(since), after(until)) for since, until in spans)
    return DutySwapped(one="cy", other="di", spans=instants, **told)  # type: ignore[arg-type]


def asked(at: str, *entries: AnyStanding, team: str = "net") -> OnDuty:
    people = with_standing(PEOPLE, entries, after(at))
    return on_duty(people.teams[team], people, after(at))


def test_who_takes_over_has_the_duty_until_the_end_and_it_is_said_why() -> None:
    entry = overridden(message="di is ill")
    assert [asked(at, entry).people for at in ("1h", "2h", "4h")] == [("cy",), ("bo",), ("cy",)]
    assert asked("2h", entry).note == "bo takes over, says lee: di is ill"
    people = with_standing(PEOPLE, [entry], after("1h"))
    assert changes_at(people.teams["net"], people, after("1h")) == after("2h")


def test_who_takes_over_does_so_outside_the_hours_of_the_team_and_without_a_plan() -> None:
    assert asked("10h", overridden(since="9h", until="12h")).people == ("bo",)
    plain = overridden(team="plain")
    assert asked("2h", plain, team="plain").people == ("bo",)
    assert asked("5h", plain, team="plain").people == ("cy", "di")


def test_swapped_turns_are_those_of_each_other_whatever_the_hours() -> None:
    entry = swapped(("0m", "24h"), ("24h", "48h"))
    assert [asked(at, entry).people for at in ("1h", "25h", "49h")] == [
        ("di",),
        ("cy", "eva"),
        ("bo",),
    ]
    assert asked("1h", entry).note == "cy and di swapped, says lee"
    assert asked("9h", entry).people == ("lee",)
    people = with_standing(PEOPLE, [entry], after("25h"))
    assert changes_at(people.teams["net"], people, after("25h")) == after("32h")


def test_a_swap_that_is_over_within_a_turn_ends_an_answer() -> None:
    people = with_standing(PEOPLE, [swapped(("1h", "3h"))], after("0m"))
    ends = [changes_at(people.teams["net"], people, after(at)) for at in ("30m", "2h")]
    assert ends == [after("1h"), after("3h")]


def test_who_takes_over_within_a_swap_has_the_duty_and_no_part_in_it() -> None:
    entries = (swapped(("0m", "24h"), ("24h", "48h")), overridden())
    assert asked("3h", *entries).people == ("bo",)
    assert asked("3h", *reversed(entries)).people == ("bo",)


@pytest.mark.parametrize(
    "entry",
    [
        overridden("zoe"),
        overridden(team="gone"),
        overridden(at=after("3h")),
        replace(swapped(("0m", "9h")), other="zoe"),
    ],
    ids=[
        "a person who is gone",
        "a team that is gone",
        "said later",
        "a swap with one who is gone",
    ],
)
def test_what_cannot_be_is_as_if_nobody_had_said_it(entry: AnyStanding) -> None:
    assert asked("2h", entry) == asked("2h")


def test_what_was_taken_back_is_in_effect_no_more() -> None:
    entries = [overridden(), StandingUndone(at=after("1h"), by="max", change=9, undone=1)]
    assert list(in_effect(entries, after("59m"))) == entries[:1]
    assert list(in_effect(entries, after("1h"))) == []


def test_an_entry_says_what_it_is_about_in_one_line() -> None:
    assert (overridden().about, overridden().text) == (
        "net",
        "bo 2026-11-23T10:00:00Z to 2026-11-23T12:00:00Z",
    )
    assert swapped(("0m", "1h"), ("2h", "3h")).text == (
        "cy and di 2026-11-23T08:00:00Z to 2026-11-23T09:00:00Z,"
        " 2026-11-23T10:00:00Z to 2026-11-23T11:00:00Z"
    )
    assert swapped(("0m", "1h")).about == "net"


spans = st.tuples(st.integers(0, 90), st.integers(1, 40)).map(
    lambda span: (f"{span[0]}h", f"{span[0] + span[1]}h")
)


@given(st.lists(spans, min_size=1, max_size=3), st.lists(spans, max_size=2), st.integers(0, 130))
def test_swapping_twice_is_nothing(
    swaps: list[tuple[str, str]], covers: list[tuple[str, str]], hours: int
) -> None:
    others = [overridden(since=since, until=until) for since, until in covers]
    once = swapped(*swaps)
    at = after("0m") + timedelta(hours=hours)
    asked_of = with_standing(PEOPLE, [*others, once, once], at)
    plain: People = with_standing(PEOPLE, others, at)
    assert on_duty(asked_of.teams["net"], asked_of, at).people == (
        on_duty(plain.teams["net"], plain, at).people
    )
    assert on_duty(asked_of.teams["net"], asked_of, at).note == (
        on_duty(plain.teams["net"], plain, at).note
    )


def test_hours_of_the_tests_are_those_of_the_office() -> None:
    assert PEOPLE.calendar("office").is_open(after("7h"))
    assert not PEOPLE.calendar("office").is_open(after("0m") + 9 * HOUR)
