"""A team over a time: shifts, hours by person, and for how long nobody is there."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.roster import rosters
from escalate_cli.usecases.verbs.duty import override
from tests.conftest import DAY, HOUR, after
from tests.unit.usecases.conftest import TEAMS, a_context, staffed
from tests.unit.usecases.verbs.test_duty import PLAN


def test_shifts_and_hours_are_told_with_what_people_took_over() -> None:
    context = a_context(PLAN)
    override(context, "network", "max", after("24h"), after("48h"))
    [found] = rosters(context, "NETWORK", context.now, 14 * DAY)
    assert [each.stretch.duty.people for each in found.shifts] == [
        ("cy",),
        ("max",),
        ("cy",),
        ("bo",),
    ]
    assert [(name, load.time) for name, load in found.loads] == [
        ("bo", 7 * DAY),
        ("cy", 6 * DAY),
        ("max", DAY),
    ]
    assert (found.since, found.until, found.gap) == (after("0m"), after("336h"), timedelta(0))
    assert found.shifts[1].load.night == 8 * HOUR


def test_a_time_in_which_nobody_is_on_duty_is_a_gap() -> None:
    alone = replace(TEAMS["network"], hours="office", fallback=None)
    context = a_context(staffed(teams={"network": alone}))
    [found] = rosters(context, "network", context.now, DAY)
    assert [each.stretch.duty.people for each in found.shifts] == [("cy", "di"), ()]
    assert found.gap == 16 * HOUR
    assert [load.time for _, load in found.loads] == [8 * HOUR, 8 * HOUR]


def test_without_a_name_every_team_has_its_roster() -> None:
    context = a_context(PLAN)
    assert [each.team for each in rosters(context, None, context.now, DAY)] == list(TEAMS)


@pytest.mark.parametrize("within", [timedelta(0), timedelta(weeks=104, seconds=1)])
def test_no_time_and_more_than_two_years_are_refused(within: timedelta) -> None:
    context = a_context(PLAN)
    with pytest.raises(UsageError, match="at most of 728d"):
        rosters(context, None, context.now, within)
