"""A forecast is what `check` will do, if nobody acts and the policy stays."""

import pytest

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.insight.forecast import MOST, Forecast, forecast
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import HOUR, MINUTE, after, clock_rule, severity_rule, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

POLICY = staffed(
    targets=(targets(of=when(priority="P1"), resolve="2h"), targets(resolve="4h")),
    rules=(
        severity_rule("critical", when=when(priority="P1"), escalate="manager"),
        clock_rule("breach", at="100%", escalate="next", repeat=Repeat(every=30 * MINUTE, times=2)),
        clock_rule("level", clock="level", at="3h", escalate="next"),
    ),
)


def foreseen(told: Forecast) -> list[Decision]:
    return [decision for prospect in told.prospects for decision in prospect.decisions]


def test_check_then_does_what_was_foreseen() -> None:
    context = a_context(POLICY)
    logged(context)
    expected = forecast(context, "1", 12 * HOUR, Edits())
    done: list[Decision] = []
    for prospect in expected.prospects:
        at = prospect.at - after("0m")
        done += check(later(context, f"{at // MINUTE}m")).decisions
        assert (ticket(context).level, ticket(context).owner) == (
            prospect.after.ticket.level,
            prospect.after.ticket.owner,
        )
    assert foreseen(expected) == done
    assert [d.to for d in done if d.action == "escalated"] == ["L2", "L3"]


def test_looking_ahead_writes_nothing_and_tells_nobody() -> None:
    context = a_context(POLICY)
    logged(context)
    forecast(context, "1", 12 * HOUR, Edits(priority="P1"))
    assert (kinds(context), told(context), ticket(context).priority) == (
        ["ticket_logged"],
        [],
        "P3",
    )


def test_the_horizon_is_included_and_nothing_after_it() -> None:
    context = a_context(POLICY)
    logged(context)
    assert foreseen(forecast(context, "1", 3 * HOUR - MINUTE, Edits())) == []
    told = forecast(context, "1", 3 * HOUR, Edits())
    assert [(d.trigger, d.since) for d in foreseen(told)] == [("level", after("3h"))]
    assert told.until == after("3h")


def test_one_may_suppose_that_some_fields_were_different() -> None:
    context = a_context(POLICY)
    logged(context)
    told = forecast(later(context, "1h"), "1", 90 * MINUTE, Edits(priority="P1"))
    assert told.begins.ticket.priority == "P1"
    assert [(d.trigger, d.since) for d in foreseen(told) if d.action == "escalated"] == [
        ("critical", after("1h")),
        ("breach", after("2h")),
    ]


def test_what_can_not_be_cannot_be_supposed() -> None:
    context = a_context(POLICY)
    logged(context)
    with pytest.raises(UsageError, match="there is no priority 'P9'"):
        forecast(context, "1", HOUR, Edits(priority="P9"))


def test_nothing_comes_of_what_is_finished() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "1h"), ["1"])
    assert forecast(later(context, "2h"), "1", 100 * HOUR, Edits()).prospects == ()


@pytest.mark.parametrize(
    ("times", "count", "stopped"),
    [(MOST - 3, MOST - 2, False), (MOST - 1, MOST, False), (MOST, MOST, True), (None, MOST, True)],
    ids=["fewer", "just as many", "one more", "without end"],
)
def test_it_stops_where_nobody_reads_on_and_says_so(
    times: int | None, count: int, stopped: bool
) -> None:
    often = clock_rule("often", clock="level", at="1m", repeat=Repeat(every=MINUTE, times=times))
    context = a_context(staffed(rules=(often,)))
    logged(context)
    told = forecast(context, "1", 100 * HOUR, Edits())
    assert (len(foreseen(told)), told.stopped) == (count, stopped)
    assert told.until == (told.prospects[-1].at if stopped else after("100h"))
