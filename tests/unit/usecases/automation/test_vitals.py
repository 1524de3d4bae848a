"""What a monitoring system is told of a store."""

import pytest

from escalate_cli.errors import ClockDoubtedError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.automation.vitals import vitals
from escalate_cli.usecases.unchecked import Unchecked
from tests.conftest import after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

TIMED = staffed(
    targets=(targets(resolve="1h"),),
    rules=(clock_rule("late", at="100%", notify=("lead",)),),
)


def test_how_tickets_and_messages_stand_and_that_nobody_checks() -> None:
    context = a_context(TIMED)
    logged(context)
    check(later(context, "30m"))
    here = later(context, "1h20m")
    seen = vitals(here, here.read())
    assert [each.ticket.id for each in seen.pressing.overdue] == ["T-1"]
    assert (seen.active, seen.left.dead, seen.last_check_at) == (1, 0, after("30m"))
    assert seen.unchecked == Unchecked(1, after("1h"))


def test_nothing_is_told_by_a_clock_that_is_behind() -> None:
    context = a_context(TIMED)
    logged(later(context, "9h"))
    here = later(context, "1h")
    with pytest.raises(ClockDoubtedError, match="T-1 went on until"):
        vitals(here, here.read())
