"""Who takes a team's tickets, and until when that is so."""

from datetime import datetime

import pytest

from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.oncall import Duty, on_call
from tests.conftest import DAY, after
from tests.unit.usecases.conftest import TEAMS, a_context, staffed

NEXT = Layer(zone="UTC", people=("cy",), until_at=after("0m"), note="cy is next")
TURNS = Layer(
    zone="Europe/Berlin",
    starts=datetime(2026, 11, 23, 9),  # noqa: DTZ001 - a wall time
    every=Every(time=7 * DAY),
    turns=(("cy",), ("di",)),
)
PLAN = (
    NEXT,
    TURNS,
    Layer(zone="UTC", people=("di",), from_at=after("2d"), until_at=after("3d")),
)


def duty(at: str, **team: object) -> Duty:
    told: dict[str, object] = {"id": "network", "members": ("cy", "di"), "fallback": "lee"}
    network = Team(**told | team)  # type: ignore[arg-type]
    context = a_context(staffed(teams={**TEAMS, "network": network}))
    [found] = on_call(context, "NETWORK", after(at))
    return found


@pytest.mark.parametrize(
    ("at", "person", "until"),
    [("0m", "cy", "2d"), ("2d", "di", "3d"), ("3d", "cy", "7d"), ("7d", "di", "14d")],
    ids=["until somebody stands in", "standing in", "until the next turn", "the next turn"],
)
def test_a_turn_ends_when_somebody_else_begins(at: str, person: str, until: str) -> None:
    found = duty(at, duty=PLAN)
    assert (found.people, found.until, found.note) == ((person,), after(until), "")


def test_before_the_rota_starts_the_next_member_takes_it_until_it_does() -> None:
    network = Team(id="network", members=("cy", "di"), duty=PLAN)
    context = a_context(staffed(teams={"network": network}))
    [found] = on_call(context, "network", after("0m") - DAY)
    assert (found.people, found.until) == (("cy",), after("0m"))
    assert found.note == "cy is next"


def test_hours_end_a_duty_as_well() -> None:
    open_now = duty("1h", hours="office")
    assert (open_now.people, open_now.until) == (("cy", "di"), after("8h"))
    closed = duty("9h", hours="office", duty=PLAN)
    assert (closed.people, closed.until) == (("lee",), after("24h"))
    assert closed.note == "outside the hours of team network: lee stands in"


def test_a_team_without_hours_and_turns_has_no_end() -> None:
    assert duty("0m").until is None
    assert duty("0m", hours="always").until is None


def test_without_a_name_every_team_answers() -> None:
    context = a_context()
    assert [found.team for found in on_call(context, None, context.now)] == list(TEAMS)


def test_an_unknown_team_is_refused_with_those_there_are() -> None:
    context = a_context()
    with pytest.raises(UsageError, match="there is no team 'sales'"):
        on_call(context, "sales", context.now)
