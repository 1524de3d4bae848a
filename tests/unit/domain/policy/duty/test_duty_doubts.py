"""What is probably not meant with a duty plan is found within a year, and what is well is not."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.duty_doubts import doubts
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from tests.conftest import DAY, after
from tests.unit.domain.policy.duty.test_on_duty import people_of

WEEK = Every(time=7 * DAY)


def in_turns(order: str, *, every: Every = WEEK, source: str = "duty[1]", **more: object) -> Layer:
    turns = tuple((person,) for person in order.split())
    told: dict[str, object] = {"zone": "UTC", "starts": datetime(2026, 11, 16)}  # noqa: DTZ001 - a wall time
    return Layer(turns=turns, every=every, source=source, **told | more)  # type: ignore[arg-type]


def a_team(*layers: Layer, name: str = "net", **fields: object) -> Team:
    return Team(id=name, members=("cy", "di"), duty=layers, **fields)  # type: ignore[arg-type]


def found(*teams: Team) -> list[tuple[str | int, str]]:
    return [(each.at[-1], each.message) for each in doubts(people_of(*teams), after("0m"))]


FAIR = in_turns("cy di bo")


@pytest.mark.parametrize(
    "team",
    [
        a_team(FAIR),
        a_team(in_turns("cy di", hours="office"), fallback="lee"),
        a_team(in_turns("cy di", every=Every(months=1))),
        a_team(FAIR, Layer(zone="UTC", people=("eva",), until_at=after("0m"), source="duty[2]")),
        a_team(FAIR, Layer(zone="UTC", people=("eva",), from_at=after("9000h"), source="duty[2]")),
        Team(id="net", members=("cy",), hours="office"),
        a_team(FAIR, hours="office"),
        a_team(in_turns("cy")),
    ],
    ids=[
        *("fair", "with a fallback", "months", "an exception of before", "one of another year"),
        *("no plan", "hours that are said elsewhere", "one person"),
    ],
)
def test_a_plan_that_is_well_gives_no_doubt(team: Team) -> None:
    assert found(team) == []


def test_a_gap_is_told_by_its_first_instant_and_how_often_it_comes() -> None:
    weekdays = a_team(in_turns("cy di", hours="office"))
    assert found(weekdays) == [
        (
            "net",
            (
                "nobody is on duty for team 'net' from 2026-11-23 17:00 for 16h, and 259 times more"
                " within 52 weeks"
            ),
        )
    ]
    late = a_team(in_turns("cy di", starts=datetime(2026, 11, 25)))  # noqa: DTZ001 - a wall time
    assert found(late) == [
        ("net", "nobody is on duty for team 'net' from 2026-11-23 09:00 for 1d16h")
    ]


def test_a_ring_of_teams_that_leaves_a_gap_is_told_as_such() -> None:
    ring = (
        Team(id="net", members=("cy",), hours="office", fallback="far"),
        Team(id="far", members=("di",), hours="office", fallback="net"),
    )
    assert [team for team, _ in found(*ring)] == ["net", "far"]


def test_a_share_far_above_the_median_is_told_in_hours() -> None:
    assert found(a_team(in_turns("cy cy cy cy cy di bo"))) == [
        (
            "net",
            (
                "'cy' has 1504 hours of duty in team 'net' in 12 weeks, more than 1.5 times the"
                " median of 336"
            ),
        )
    ]


def test_one_turn_more_than_others_is_no_unfair_share() -> None:
    order = "cy di bo eva lee cy di bo eva lee max"
    assert found(a_team(in_turns(order))) == []


def test_a_layer_under_others_that_are_always_open_never_decides() -> None:
    over = Layer(zone="UTC", people=("eva",), source="duty[2]")
    assert found(a_team(FAIR, over)) == [
        ("net", "duty[1] of team 'net' never decides within 52 weeks")
    ]


def test_who_is_on_duty_by_two_plans_at_once_is_named_with_the_first_time() -> None:
    other = a_team(in_turns("bo di cy"), name="far")
    assert found(a_team(FAIR), other) == [
        ("far", "'di' is on duty in teams 'net' and 'far' at once, first from 2026-11-23 09:00")
    ]
    away = in_turns("di bo cy", starts=datetime(2026, 11, 16))  # noqa: DTZ001 - a wall time
    assert found(a_team(FAIR), a_team(away, name="far")) == []


def test_two_teams_whose_members_stand_in_are_no_double_duty() -> None:
    plain = replace(a_team(FAIR), duty=(Layer(zone="UTC", people=("cy",), source="members"),))
    assert found(a_team(FAIR), replace(plain, id="far")) == []


def test_a_plan_with_one_turn_more_or_with_long_shares_alike_is_fair() -> None:
    month = in_turns("cy di bo", until_at=after("672h"))
    assert found(a_team(month, fallback="lee")) == []
    tenths = in_turns("cy di bo cy di bo cy di bo cy", every=Every(time=DAY))
    assert found(a_team(tenths)) == []


def test_the_first_time_on_two_duties_is_found_behind_turns_of_either_alone() -> None:
    ours = a_team(in_turns("cy di"))
    visit = Layer(
        zone="UTC", people=("cy",), from_at=after("200h"), until_at=after("210h"), source="duty[1]"
    )
    theirs = a_team(visit, name="far", fallback="lee")
    assert found(ours, theirs) == [
        ("far", "'cy' is on duty in teams 'net' and 'far' at once, first from 2026-12-01 17:00")
    ]
    often = [replace(visit, from_at=after(f"{h}h"), until_at=after(f"{h + 1}h")) for h in (20, 40)]
    assert found(ours, a_team(*often, visit, name="far", fallback="lee")) == found(ours, theirs)
