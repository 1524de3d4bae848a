"""A ticket goes back to the level it came from; no rule undoes that."""

import pytest

from escalate_cli.domain.engine.clock_breakdown import breakdowns
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import IllegalTransitionError, NotAllowedError, UsageError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from tests.conftest import HOUR, MINUTE, a_history, after, clock_rule, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told
from tests.writing import writing


def up(context: Context, to: str | None = None) -> None:
    escalate(context, ["1"], Wish(to=to))


def a_moved_context(*levels: str) -> Context:
    """Return a context with a ticket that went through levels, an hour each."""
    context = a_context(staffed(approval=None))
    logged(context)
    for hours, level in enumerate(levels, 1):
        up(later(context, f"{hours}h"), level)
    return context


def test_it_comes_back_open_to_the_people_of_the_level() -> None:
    context = a_moved_context("L2")
    acknowledge(later(context, "70m", "bo"), ["1"])
    return_ticket(later(context, "2h", "bo"), ["1"], "not ours")
    back = ticket(context)
    assert (back.level, back.team, back.owner, back.status) == ("L1", "frontline", "ana", "open")
    assert back.acknowledged_at is None
    last = context.store.read().events(1)[-1]
    assert isinstance(last, e.TicketReturned)
    assert (last.origin, last.to, last.message, last.notified) == ("L2", "L1", "not ours", ("ana",))
    assert ("returned", "ana") in told(context)


@pytest.mark.parametrize(
    ("way", "to"), [(("L2", "L3"), "L2"), (("L3",), "L1")], ids=["step by step", "in one leap"]
)
def test_it_goes_to_where_it_came_from(way: tuple[str, ...], to: str) -> None:
    context = a_moved_context(*way)
    return_ticket(later(context, "9h"), ["1"], "not ours")
    assert ticket(context).level == to


def test_it_may_be_handed_back_all_the_way() -> None:
    context = a_moved_context("L2", "L3")
    return_ticket(later(context, "8h"), ["1"], "not ours")
    return_ticket(later(context, "9h"), ["1"], "nor ours")
    assert ticket(context).level == "L1"
    with pytest.raises(NotAllowedError, match="L1, the lowest level"):
        return_ticket(later(context, "10h"), ["1"], "nobody's")


def test_a_ticket_that_no_escalation_brought_goes_one_level_down() -> None:
    context = a_context(staffed(approval=None))
    with writing(context.store) as tx:
        tx.pin(context.policy.rules.id, context.source)
        save(context, tx, a_history(policy=context.policy, level="L3"))
    return_ticket(later(context, "1h"), ["1"], "not ours")
    assert ticket(context).level == "L2"


def test_it_needs_a_reason_and_work_in_progress() -> None:
    context = a_moved_context("L2")
    with pytest.raises(UsageError, match="returned with a reason"):
        return_ticket(context, ["1"], " ")
    resolve(later(context, "2h"), ["1"])
    with pytest.raises(IllegalTransitionError, match="T-1 is resolved: it cannot be returned"):
        return_ticket(later(context, "3h"), ["1"], "not ours")


def test_the_time_it_cost_stays_with_the_level_that_returned_it() -> None:
    context = a_moved_context("L2")
    return_ticket(later(context, "3h"), ["1"], "not ours")
    history = context.history(context.store.read(), 1)
    visits = [visit.clock for visit in breakdowns(history, after("5h"), "level")]
    assert [visit.spent for visit in visits] == [HOUR, 2 * HOUR, 2 * HOUR]
    assert [visit.ended_at for visit in visits] == [after("1h"), after("3h"), None]


def test_the_rule_that_moved_it_does_not_undo_the_return() -> None:
    rule = clock_rule("late", at="1h", when=when(level="L1"), escalate="next")
    context = a_context(staffed(rules=(rule,), targets=(targets(acknowledge="15m"),)))
    logged(context)
    check(later(context, "1h"))
    assert ticket(context).level == "L2"
    return_ticket(later(context, "2h", "bo"), ["1"], "not ours")
    events = len(kinds(context))
    for hours in (3, 30, 300):
        check(later(context, f"{hours}h"))
    assert ticket(context).level == "L1"
    assert "ticket_escalated" not in kinds(context)[events:]


def test_the_level_that_gets_it_back_must_acknowledge_anew() -> None:
    context = a_context(staffed(targets=(targets(acknowledge="15m"),)))
    logged(context)
    up(later(context, "1m"))
    return_ticket(later(context, "5m", "bo"), ["1"], "not ours")
    note(later(context, "6m"), ["1"], "hm")
    clock = ticket(context).clocks["acknowledge"]
    assert (clock.due_at, clock.spent) == (after("20m"), MINUTE)
