"""An explanation adds up to the very numbers that the engine acts on."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.insight.why import why
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import HOUR, after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed

POLICY = staffed(
    targets=(targets("office", resolve="8h", acknowledge="1h"),),
    rules=(
        clock_rule("warning", at="75%", notify=("owner",)),
        clock_rule("breach", at="100%", escalate="next"),
    ),
)


def test_the_lines_of_each_ledger_add_up_to_its_clock() -> None:
    context = a_context(POLICY)
    logged(context)
    wait(later(context, "2h"), ["1"], "vendor")
    resume(later(context, "5h"), ["1"])
    told = why(later(context, "1d1h"), "1")
    for ledger in told.ledgers:
        counted = (line.counted for segment in ledger.segments for line in segment.lines)
        assert sum(counted, timedelta(0)) == ledger.clock.spent
    [resolving] = [x for x in told.ledgers if x.clock.name == "resolve"]
    assert resolving.clock.spent == 6 * HOUR
    assert resolving.clock == told.standing.ticket.clocks["resolve"]


def test_every_clock_and_every_trigger_has_its_say() -> None:
    context = a_context(POLICY)
    logged(context, requester="kim")
    check(later(context, "6h"))
    told = why(later(context, "7h"), "T-1")
    assert {ledger.clock.name for ledger in told.ledgers} == set(CLOCKS)
    said = [(a.trigger, a.state, a.since) for a in told.accounts]
    assert said == [("warning", "fired", after("6h")), ("breach", "waits", after("8h"))]


def test_one_clock_is_explained_alone_in_each_of_its_runs() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "1h"), ["1"])
    reopen(later(context, "2h"), ["1"])
    told = why(later(context, "5h"), "1", "Resolve")
    assert [(x.clock.cycle, x.clock.spent) for x in told.ledgers] == [(1, HOUR), (2, 3 * HOUR)]
    assert told.accounts == ()


def test_asking_changes_nothing() -> None:
    context = a_context(POLICY)
    logged(context)
    why(later(context, "9h"), "1")
    assert kinds(context) == ["ticket_logged"]


def test_what_there_is_not_cannot_be_explained() -> None:
    with pytest.raises(UsageError, match="there is no clock 'lunch'"):
        why(a_context(), "1", "lunch")
    with pytest.raises(TicketNotFoundError):
        why(a_context(), "1")
