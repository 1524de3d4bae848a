"""Hand-offs: what was tried, what is next, and what a shift leaves behind."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.handoff import (
    LOOK_FIRST,
    ShiftHandoff,
    shift_handoff,
    ticket_handoffs,
)
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(
    approval=None,
    targets=(targets(resolve="4h"),),
    rules=(clock_rule("late", at="100%", escalate="next"),),
)


def shift(context: Context, since: datetime | None = None) -> ShiftHandoff:
    return shift_handoff(context, since or after("1h"))


def ids(tickets: Iterable[Ticket]) -> list[str]:
    return [each.id for each in tickets]


def test_a_ticket_is_handed_over_with_what_was_tried_and_said() -> None:
    context = a_context(POLICY)
    logged(context)
    wish = Wish(to="L2", reason="needs root", tried="rebooted", next_step="look at the logs")
    escalate(context, "1", wish)
    note(later(context, "1h"), ["1"], "it hums")
    [told] = ticket_handoffs(later(context, "2h"), ["1"])
    assert told.moved
    assert "rebooted" in told.moved.written
    assert told.said
    assert told.said.written == "it hums"
    assert told.coming
    assert told.coming.decision.trigger == "late"


def test_a_ticket_that_is_not_there_is_said() -> None:
    with pytest.raises(TicketNotFoundError):
        ticket_handoffs(a_context(POLICY), ["7"])


def test_a_shift_tells_what_happened_since_it_began() -> None:
    context = a_context(staffed(approval=None))
    for _ in range(4):
        logged(context)
    acknowledge(context, ["3"])
    within = later(context, "2h")
    logged(within)
    resolve(within, ["2"], "done")
    assign(within, ["3"], "bo")
    escalate(within, "1", Wish(to="L2", reason="needs root"))
    told = shift(later(context, "5h"))
    assert ids(told.logged) == ["T-5"]
    assert ids(told.resolved) == ["T-2"]
    assert ids(told.climbed) == ["T-1"]
    assert ids(told.changed_hands) == ["T-3"]
    assert ids(each.standing.ticket for each in told.look_first) == ["T-1"]
    assert [duty.team for duty in told.duties] == list(POLICY.people.teams)


def test_what_nobody_has_is_not_taken() -> None:
    context = a_context(staffed(approval=None))
    for _ in range(4):
        logged(context)
    acknowledge(context, ["1", "2"])
    release(context, ["2"], "lunch")
    assign(context, ["3"], "bo")
    resolve(context, ["4"], "done")
    told = shift(later(context, "5h"))
    assert ids(each.ticket for each in told.untaken) == ["T-2", "T-3"]
    assert sorted(told.standings) == [1, 2, 3]


def test_what_a_shift_gave_to_somebody_first_has_not_changed_hands() -> None:
    context = a_context(staffed(approval=None))
    logged(context)
    acknowledge(later(context, "2h"), ["1"])
    logged(later(context, "2h"))
    acknowledge(later(context, "3h"), ["2"])
    assert shift(later(context, "5h")).changed_hands == ()


def test_waits_that_end_in_the_next_shift_are_told() -> None:
    context = a_context(POLICY)
    for _ in range(2):
        logged(context)
    acknowledge(context, ["1", "2"])
    wait(context, ["1"], waiting_for="vendor", until=after("3h"))
    wait(context, ["2"], waiting_for="vendor", until=after("3d"))
    told = shift(later(context, "2h"))
    assert ids(each.ticket for each in told.waits) == ["T-1"]


def test_only_the_first_few_are_told_at_length() -> None:
    context = a_context(POLICY)
    for _ in range(LOOK_FIRST + 2):
        logged(context)
    told = shift(later(context, "5h"))
    assert (len(told.look_first), told.pressing) == (LOOK_FIRST, LOOK_FIRST + 2)


def test_a_shift_must_have_begun() -> None:
    with pytest.raises(UsageError, match="the shift has not begun"):
        shift(a_context(POLICY), after("1h"))
